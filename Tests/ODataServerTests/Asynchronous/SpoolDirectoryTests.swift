import Foundation
import ODataServer
import Testing

@Suite("Answers kept in files")
struct SpoolDirectoryTests {
    private static let name = String(repeating: "a", count: 32)
    private static let head = AsyncResultHead(status: 200, fields: [.init(name: "ETag", value: "\"1\"")])

    private static func with(_ body: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tessera-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder)
    }

    private static func bytes(_ store: SpoolDirectory) async throws -> [UInt8] {
        let stream = try await store.body(of: name)
        var bytes: [UInt8] = []
        while let chunk = try await stream.next() { bytes += chunk }
        return bytes
    }

    @Test("an answer is there after the directory is opened again")
    func restart() async throws {
        try await Self.with { folder in
            let first = try SpoolDirectory(folder)
            try await first.create(Self.name, owner: "me", expires: 100)
            try await first.append([1, 2], to: Self.name)
            try await first.append([3], to: Self.name)
            #expect(try await first.entry(Self.name, now: 0) == AsyncResultEntry(owner: "me", expires: 100))
            try await first.finish(Self.name, Self.head)
            let second = try SpoolDirectory(folder)
            let entry = try await second.entry(Self.name, now: 0)
            #expect(entry == AsyncResultEntry(owner: "me", expires: 100, head: Self.head))
            #expect(try await Self.bytes(second) == [1, 2, 3])
        }
    }

    @Test("an answer is gone when it has expired, or was removed")
    func expiry() async throws {
        try await Self.with { folder in
            let store = try SpoolDirectory(folder)
            try await store.create(Self.name, owner: "me", expires: 100)
            await store.removeExpired(now: 99)
            #expect(try await store.entry(Self.name, now: 99) != nil)
            #expect(try await store.entry(Self.name, now: 100) == nil)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
            try await store.create(Self.name, owner: "me", expires: 100)
            await store.removeExpired(now: 100)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        }
    }

    @Test("neither one answer nor all together pass their bytes, also after the directory is opened again")
    func limits() async throws {
        try await Self.with { folder in
            var limits = SpoolDirectory.Limits()
            limits.answerBytes = 4
            limits.callerBytes = 5
            limits.allBytes = 6
            let store = try SpoolDirectory(folder, limits: limits)
            try await store.create(Self.name, owner: "me", expires: 100)
            try await store.append([1, 2, 3, 4], to: Self.name)
            await #expect(throws: AsyncStoreError.full(limit: 4)) { try await store.append([5], to: Self.name) }
            let again = try SpoolDirectory(folder, limits: limits)
            let other = String(repeating: "b", count: 32)
            try await again.create(other, owner: "me", expires: 100)
            await #expect(throws: AsyncStoreError.full(limit: 5)) { try await again.append([1, 2], to: other) }
            await again.remove(other)
            try await again.create(other, owner: "you", expires: 100)
            try await again.append([1, 2], to: other)
            await #expect(throws: AsyncStoreError.full(limit: 6)) { try await again.append([3], to: other) }
            try await again.clearBody(of: Self.name)
            try await again.append([3], to: other)
        }
    }

    @Test("neither a caller nor all together pass their answers, also after the directory is opened again")
    func counts() async throws {
        try await Self.with { folder in
            var limits = SpoolDirectory.Limits()
            limits.callerAnswers = 1
            limits.allAnswers = 2
            let first = try SpoolDirectory(folder, limits: limits)
            try await first.create(Self.name, owner: "me", expires: 100)
            let store = try SpoolDirectory(folder, limits: limits)
            let names = ["b", "c", "d"].map { String(repeating: $0, count: 32) }
            let mine = AsyncStoreError.tooMany(limit: 1)
            await #expect(throws: mine) { try await store.create(names[0], owner: "me", expires: 100) }
            try await store.create(names[1], owner: "you", expires: 100)
            let all = AsyncStoreError.tooMany(limit: 2)
            await #expect(throws: all) { try await store.create(names[2], owner: "her", expires: 100) }
            await store.removeExpired(now: 100)
            try await store.create(names[2], owner: "her", expires: 200)
        }
    }

    @Test("what was left half-made is removed when the directory is opened")
    func leftovers() async throws {
        try await Self.with { folder in
            let store = try SpoolDirectory(folder)
            try await store.create(Self.name, owner: "me", expires: 100)
            let other = String(repeating: "b", count: 32)
            for (file, text) in [("\(other).body", "x"), ("\(other).new", "{"), ("note.txt", "mine")] {
                try Data(text.utf8).write(to: folder.appending(path: file))
            }
            _ = try SpoolDirectory(folder)
            let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(files.sorted() == ["\(Self.name).body", "\(Self.name).head", "note.txt"])
        }
    }

    @Test("only the owner of the process may read the files")
    func permissions() async throws {
        try await Self.with { folder in
            let store = try SpoolDirectory(folder)
            try await store.create(Self.name, owner: "me", expires: 100)
            try await store.finish(Self.name, Self.head)
            func mode(_ path: String) throws -> Int? {
                try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            }
            #expect(try mode(folder.path) == 0o700)
            for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
                #expect(try mode(folder.appending(path: file).path) == 0o600, "\(file)")
            }
        }
    }

    @Test(
        "names that lead elsewhere are unknown",
        arguments: ["", "x", "../../../../etc/passwd", "aaaaaaaaaaaaaaa/bbbbbbbbbb"]
    )
    func names(name: String) async throws {
        try await Self.with { folder in
            let store = try SpoolDirectory(folder)
            #expect(try await store.entry(name, now: 0) == nil)
            await #expect(throws: AsyncStoreError.self) { try await store.create(name, owner: "me", expires: 1) }
        }
    }
}
