import Foundation
import Testing

@testable import WebUI

/// Recomputes the contrast of the colour tokens from the style sheet itself (WCAG 2.2, 1.4.3 and 1.4.11).
@Suite struct StyleSheetTests {
    struct Pair: Sendable, CustomTestStringConvertible {
        let front: String
        let back: String
        let least: Double
        var testDescription: String { "\(front) on \(back)" }
    }

    static let grounds = ["canvas", "surface", "sunken"]
    static let pairs: [Pair] = {
        var pairs: [Pair] = []
        for ground in grounds {
            pairs += ["text", "text-2", "text-3", "accent"].map { Pair(front: $0, back: ground, least: 4.5) }
            pairs += ["control", "focus"].map { Pair(front: $0, back: ground, least: 3) }
        }
        for tone in ["ok", "warn", "bad", "info"] {
            pairs.append(Pair(front: tone, back: tone + "-soft", least: 4.5))
            pairs.append(Pair(front: tone, back: "surface", least: 4.5))
            pairs.append(Pair(front: "text", back: tone + "-soft", least: 4.5))
        }
        let others = [
            ("on-accent", "accent"), ("on-accent", "accent-hover"), ("text", "accent-soft"), ("accent", "accent-soft"),
            ("on-bad", "bad"), ("on-bad", "bad-hover"), ("neutral", "neutral-soft"), ("text-2", "neutral-soft"),
            ("accent-hover", "surface"),
        ]
        pairs += others.map { Pair(front: $0.0, back: $0.1, least: 4.5) }
        pairs += (1...8).map { Pair(front: "chart-" + String($0), back: "surface", least: 3) }
        return pairs
    }()

    static let sheet: String = {
        guard let location = try? ResourceLocation.find() else { return "" }
        return (try? String(contentsOf: location.staticFiles.appendingPathComponent("app.css"), encoding: .utf8)) ?? ""
    }()

    @Test("Colours are far enough apart in the light and in the dark scheme", arguments: pairs)
    func contrast(pair: Pair) throws {
        let front = try #require(Self.colours(pair.front))
        let back = try #require(Self.colours(pair.back))
        #expect(Self.ratio(front.light, back.light) >= pair.least, "light")
        #expect(Self.ratio(front.dark, back.dark) >= pair.least, "dark")
    }

    @Test("The formula gives the known ratios")
    func formula() {
        #expect(abs(Self.ratio(0x000000, 0xFFFFFF) - 21) < 0.001)
        #expect(abs(Self.ratio(0x777777, 0xFFFFFF) - 4.48) < 0.01)
    }

    @Test("Rules take their colours from the tokens")
    func onlyTokens() {
        let rules = Self.sheet.split(separator: "\n").filter {
            !$0.contains("light-dark(") && !$0.contains("@media print")
        }
        let literal = rules.filter { $0.firstMatch(of: /#[0-9A-Fa-f]{3,8}\b(?![^{]*\{)/) != nil && $0.contains("#") }
        #expect(literal.filter { !$0.contains("border-color: #999") } == [])
    }

    @Test("The style sheet and the scripts stay small")
    func sizes() throws {
        #expect(!Self.sheet.isEmpty && Self.sheet.utf8.count <= 30 * 1024)
        let location = try ResourceLocation.find()
        let names = try FileManager.default.contentsOfDirectory(atPath: location.staticFiles.path)
        let scripts = try names.filter { $0.hasSuffix(".js") }
            .map { try Data(contentsOf: location.staticFiles.appendingPathComponent($0)).count }
        #expect(!scripts.isEmpty && scripts.reduce(0, +) <= 30 * 1024)
    }

    private static func colours(_ name: String) -> (light: UInt32, dark: UInt32)? {
        guard let start = sheet.range(of: "--\(name): light-dark(") else { return nil }
        let values = sheet[start.upperBound...].prefix { $0 != ")" }.split(separator: ",")
            .compactMap { UInt32($0.trimmingCharacters(in: .whitespaces).dropFirst(), radix: 16) }
        return values.count == 2 ? (values[0], values[1]) : nil
    }

    private static func ratio(_ first: UInt32, _ second: UInt32) -> Double {
        let (one, two) = (luminance(first), luminance(second))
        return (max(one, two) + 0.05) / (min(one, two) + 0.05)
    }

    private static func luminance(_ colour: UInt32) -> Double {
        func linear(_ shift: UInt32) -> Double {
            let value = Double((colour >> shift) & 0xFF) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0)
    }
}
