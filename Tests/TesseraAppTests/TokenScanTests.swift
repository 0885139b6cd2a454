import Foundation
import Identity
import TesseraApp
import Testing

@Suite struct TokenScanTests {
    /// Put together here, so that this file itself holds no token.
    private static let token = "tsr_pat_" + "ABCDEFGHIJKL" + "_56789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijkl0uv809"

    private static func folder(_ files: [String: String]) throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("scan-\(UUID().uuidString)")
        for (name, text) in files {
            let file = folder.appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(text.utf8).write(to: file)
        }
        return folder
    }

    @Test("tokens are found by file and line; look-alikes, links and skipped folders are not")
    func finds() throws {
        let picture = "tsr_pat_EXAMPLE0TOKE_ThisIsOnlyAPictureOfATokenAndNeverWorks0000000000"
        let folder = try Self.folder([
            "a.txt": "first\nsecret = \(Self.token)\nlast", "deep/b.csv": "\(Self.token),\(Self.token)",
            "c.md": picture, "d.txt": "x\(Self.token)", ".git/e": Self.token, "f.txt": String(Self.token.dropLast()),
        ])
        defer { try? FileManager.default.removeItem(at: folder) }
        let link = folder.appendingPathComponent("link")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: folder.appendingPathComponent("a.txt"))
        let found = try TokenScan().findings(in: [folder.path])
        let places = found.map { finding in
            "\(finding.path.split(separator: "/").last ?? ""):\(finding.line):\(finding.keyID)"
        }
        #expect(places == ["a.txt:2:ABCDEFGHIJKL", "b.csv:1:ABCDEFGHIJKL", "b.csv:1:ABCDEFGHIJKL"])
        #expect(found.allSatisfy { !$0.text.contains("56789ABC") })
        #expect(try TokenScan(allowed: ["ABCDEFGHIJKL"]).findings(in: [folder.path]).isEmpty)
    }

    @Test("a token that lies across two pieces of a long file is found once, on its line")
    func pieces() throws {
        for shift in [0, 1, 35, 69, 70, 71] {
            let before = String(repeating: "-\n", count: (1_048_576 - shift) / 2)
            let folder = try Self.folder(["long.txt": before + Self.token + "\n" + before])
            defer { try? FileManager.default.removeItem(at: folder) }
            let found = try TokenScan().findings(in: [folder.appendingPathComponent("long.txt").path])
            #expect(found.map(\.line) == [(1_048_576 - shift) / 2 + 1], "\(shift)")
        }
    }

    @Test("what cannot be looked at ends the scan")
    func missing() {
        #expect(throws: ConsoleFailure.self) { try TokenScan().findings(in: ["/nowhere/at/all"]) }
        #expect(throws: ConsoleFailure.self) { try TokenScan.allowed(in: "/nowhere/at/all") }
    }

    @Test("a text is a whole token, a cut one or an altered one")
    func look() {
        #expect(TokenLook(" \(Self.token)\n") == .valid)
        #expect(TokenLook(String(Self.token.dropLast())) == .incomplete)
        #expect(TokenLook("") == .incomplete)
        #expect(TokenLook(String(Self.token.dropLast()) + "8") == .altered)
    }
}
