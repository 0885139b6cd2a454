import Foundation
import Testing

@testable import TesseraApp

/// Where a setting comes from, and what stops the start.
@Suite struct SettingsReaderTests {
    private func read(
        flags: [String: String] = [:],
        environment: [String: String] = [:],
        file: String? = nil
    ) async throws -> Settings {
        guard let file else { return try await SettingsReader(flags: flags, environment: environment).read() }
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("settings-\(UUID()).yaml").path
        try file.write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await SettingsReader(flags: flags, environment: environment, file: path).read()
    }

    @Test("without any source every setting has the default of the table")
    func defaults() async throws {
        #expect(try await read() == Settings())
    }

    struct Precedence: Sendable {
        let flags: [String: String]
        let environment: [String: String]
        let file: String?
        let port: Int
    }

    @Test(
        "flags win over the environment, the environment over the file, the file over the default",
        arguments: [
            Precedence(flags: [:], environment: [:], file: nil, port: 8080),
            Precedence(flags: [:], environment: [:], file: "http:\n  port: 1\n", port: 1),
            Precedence(flags: [:], environment: ["TESSERA_HTTP_PORT": "2"], file: "http:\n  port: 1\n", port: 2),
            Precedence(
                flags: ["http.port": "3"],
                environment: ["TESSERA_HTTP_PORT": "2"],
                file: "http:\n  port: 1\n",
                port: 3
            ),
            Precedence(flags: ["http.port": "3"], environment: [:], file: nil, port: 3),
        ]
    )
    func precedence(row: Precedence) async throws {
        let settings = try await read(flags: row.flags, environment: row.environment, file: row.file)
        #expect(settings.http.port == row.port)
    }

    @Test("every setting of the table is read from the environment under its own name", arguments: SettingTable.all)
    func everySettingIsRead(setting: SettingDefinition) async throws {
        let other: String
        switch setting.kind {
        case .integer(let range):
            other = String(range.lowerBound == Int(setting.defaultText) ? range.upperBound : range.lowerBound)
        case .boolean: other = setting.defaultText == "true" ? "false" : "true"
        case .choice(let words): other = try #require(words.first { $0 != setting.defaultText })
        case .text:
            switch setting.key {
            case "http.public-url": other = "https://crm.example.com"
            case "http.trusted-proxies": other = "10.0.0.0/8"
            case "http.host": other = "127.0.0.2"
            default: other = "other"
            }
        }
        var environment = [setting.environmentName: other]
        // A mail server without an address to send from is a contradiction.
        if setting.key == "mail.host" { environment["TESSERA_MAIL_FROM"] = "a@example.com" }
        #expect(try await read(environment: environment) != Settings(), "\(setting.key)")
    }

    @Test(
        "a value that its setting does not accept stops the start and is named",
        arguments: [
            ("http.port", "eighty"), ("http.port", "65536"), ("http.port", "-1"), ("http.port", ""),
            ("http.port", "8080.5"),
            ("http.compression", "yes"), ("log.level", "loud"), ("log.format", "xml"), ("odata.page-rows", "0"),
            ("http.forwarded-header", "X-Forwarded-For"), ("http.trusted-proxies", "10.0.0.0/33"),
            ("http.public-url", "crm.example.com"), ("http.public-url", "https://crm.example.com/path"),
            ("data.directory", ""), ("mail.security", "ssl"), ("mail.interval-seconds", "0"),
        ]
    )
    func wrongValue(key: String, value: String) async throws {
        let definition = try #require(SettingTable.definition(key))
        let error = await #expect(throws: SettingsError.self) {
            try await read(environment: [definition.environmentName: value])
        }
        let text = try #require(error).description
        #expect(text.contains(key) && text.contains(definition.environmentName) && !text.contains("\n"), "\(text)")
    }

    @Test("a wrong value in the file is not replaced by the default")
    func wrongValueInFile() async {
        await #expect(throws: SettingsError.self) { try await read(file: "http:\n  port: eighty\n") }
    }

    @Test("an unknown variable is an error with the nearest name; others of the system are not")
    func unknownVariable() async throws {
        let error = await #expect(throws: SettingsError.self) {
            try await read(environment: ["TESSERA_HTTP_PROT": "1"])
        }
        #expect(try #require(error).description.contains("TESSERA_HTTP_PORT"))
        _ = try await read(environment: ["PATH": "x", "TESSERA_PEPPERS": "1:AAAA", "TESSERA_HALF": "odata"])
    }

    @Test("an unknown key of the file is an error with the nearest name")
    func unknownKeyInFile() async throws {
        let error = await #expect(throws: SettingsError.self) { try await read(file: "http:\n  prot: 1\n") }
        #expect(try #require(error).description.contains("http.port"))
    }

    @Test("a file that is named and missing, or no YAML, stops the start", arguments: ["missing", "broken"])
    func unreadableFile(kind: String) async {
        await #expect(throws: SettingsError.self) {
            if kind == "missing" {
                _ = try await SettingsReader(file: "no/such/file.yaml").read()
            } else {
                _ = try await read(file: "http: [\n")
            }
        }
    }

    @Test("a host that others can reach needs the public address")
    func publicAddress() async throws {
        await #expect(throws: SettingsError.self) { try await read(flags: ["http.host": "0.0.0.0"]) }
        let settings = try await read(
            flags: ["http.host": "0.0.0.0", "http.public-url": "https://crm.example.com/"])
        #expect(settings.http.publicURL == "https://crm.example.com")
    }

    @Test("the document of settings is what the table says")
    func documentIsCurrent() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Docs/settings.md")
        #expect(try String(contentsOf: path, encoding: .utf8) == SettingsDocument.text)
    }
}
