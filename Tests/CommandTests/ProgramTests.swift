import Foundation
import TesseraApp
import Testing

@testable import tessera

/// Command lines, as the program takes them apart, and the exit codes it ends with.
@Suite struct ProgramTests {
    @Test(
        "a wrong command line ends with 64",
        arguments: [
            ["nonsense"], ["serve", "--no-such-option"], ["serve", "word"], ["serve", "--http-port"], ["import"],
            ["import", "a", "b", "c"], ["import", "--manifest", "m", "--mapping", "n", "a"],
            ["odata", "check-grammar"],
            ["metadata", "--format", "yaml"],
            ["token", "create", "--user", "a", "--description", "b", "--days", "1", "--never", "c"],
            ["setup"], ["migrate", "new"], ["demo", "--port", "eighty"], ["serve", "--http-port", "eighty"],
            ["demo", "--http-host", "0.0.0.0"],
        ]
    )
    func wrongUse(arguments: [String]) async {
        #expect(await Program.run(arguments) == TesseraApp.ExitStatus.usage.rawValue)
    }

    @Test(
        "every command explains itself and ends with 0",
        arguments: [
            [], ["serve"], ["demo"], ["setup"], ["setup-link"], ["user"], ["user", "add"], ["user", "list"],
            ["user", "set-password"],
            ["user", "disable"], ["token"], ["token", "create"], ["token", "list"], ["token", "revoke"], ["import"],
            ["migrate"],
            ["migrate", "run"], ["migrate", "status"], ["migrate", "new"], ["metadata"], ["odata"],
            ["odata", "check-grammar"],
            ["settings"], ["version"],
        ]
    )
    func help(command: [String]) async {
        #expect(await Program.run(command + ["--help"]) == 0)
    }

    @Test("settings are flags of serve, in both spellings, and win over --port only by their own name")
    func settingFlags() async throws {
        let command = try Program.parse(
            ["serve", "--data", "d", "--http-host=127.0.0.2", "--log-level", "debug", "--port", "7"])
        let serve = try #require(command as? ServeCommand)
        let settings = try await serve.options.settings()
        #expect(settings.dataDirectory == "d" && settings.http.host == "127.0.0.2" && settings.http.port == 7)
        #expect(settings.logLevel == "debug")
    }

    @Test("a file that holds no grammar cases ends with 65", arguments: ["", "{", "[1,2]", "\u{0}\u{1}"])
    func noCases(content: String) async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("cases-\(UUID()).json").path
        try content.write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(await Program.run(["odata", "check-grammar", path]) == TesseraApp.ExitStatus.badData.rawValue)
    }

    @Test("grammar cases that are all right end with 0, a wrong one with 1")
    func grammarCases() async throws {
        func file(_ valid: Bool) -> String {
            """
            {"constraints":{"core":{}},"cases":[{"suite":"core","name":"n","rule":"int32Value","input":"12","valid":\(valid)}]}
            """
        }
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("cases-\(UUID()).json").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try file(true).write(toFile: path, atomically: true, encoding: .utf8)
        #expect(await Program.run(["odata", "check-grammar", path]) == 0)
        try file(false).write(toFile: path, atomically: true, encoding: .utf8)
        #expect(await Program.run(["odata", "check-grammar", path]) == 1)
    }

    @Test("set-up, people and tokens at the console, from an empty folder")
    func console() async throws {
        let data = FileManager.default.temporaryDirectory.appendingPathComponent("console-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: data) }
        let setup = ["setup", "--data", data, "--email", "ann@example.com", "--name", "Ann Bee"]
        #expect(await Program.run(setup) == 0)
        #expect(await Program.run(setup) == TesseraApp.ExitStatus.badData.rawValue)
        let add = ["user", "add", "--data", data, "--email", "rep@example.com", "--name", "Rob Rep"]
        #expect(await Program.run(add) == 0)
        #expect(await Program.run(add) == TesseraApp.ExitStatus.badData.rawValue)
        #expect(await Program.run(["user", "list", "--data", data]) == 0)
        #expect(
            await Program.run(["user", "disable", "--data", data, "ann@example.com"])
                == TesseraApp.ExitStatus.badData.rawValue
        )
        #expect(await Program.run(["user", "disable", "--data", data, "rep@example.com"]) == 0)
        let token = ["token", "create", "--data", data, "--user", "ann@example.com", "--description", "Reports"]
        #expect(await Program.run(token) == 0)
        #expect(await Program.run(["token", "revoke", "--data", data, "1"]) == 0)
        #expect(await Program.run(["token", "revoke", "--data", data, "77"]) == TesseraApp.ExitStatus.badData.rawValue)
        #expect(await Program.run(["migrate", "status", "--data", data]) == 0)
    }

    @Test("a set-up link is printed while there is a database and no administrator")
    func setupLink() async throws {
        let data = FileManager.default.temporaryDirectory.appendingPathComponent("link-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: data) }
        let link = ["setup-link", "--data", data]
        #expect(await Program.run(link) == TesseraApp.ExitStatus.unavailable.rawValue)
        #expect(!FileManager.default.fileExists(atPath: data))
        #expect(await Program.run(["user", "list", "--data", data]) == 0)
        #expect(await Program.run(link) == 0)
        #expect(await Program.run(link + ["--port", "0"]) == TesseraApp.ExitStatus.usage.rawValue)
        let setup = ["setup", "--data", data, "--email", "ann@example.com", "--name", "Ann Bee"]
        #expect(await Program.run(setup) == 0)
        #expect(await Program.run(link) == TesseraApp.ExitStatus.badData.rawValue)
    }

    @Test("without a difference no migration is written, and that is fine")
    func noMigration() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("migrations-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(await Program.run(["migrate", "new", "add nothing", "--folder", folder.path]) == 0)
        #expect(
            await Program.run(["migrate", "new", "no; name", "--folder", folder.path])
                == TesseraApp.ExitStatus.usage.rawValue
        )
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test("a file that is no database ends with 69")
    func noDatabase() async throws {
        let data = FileManager.default.temporaryDirectory.appendingPathComponent("broken-\(UUID())")
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: data) }
        try String(repeating: "not a database", count: 100)
            .write(to: data.appendingPathComponent("tessera.sqlite"), atomically: true, encoding: .utf8)
        #expect(await Program.run(["user", "list", "--data", data.path]) == TesseraApp.ExitStatus.unavailable.rawValue)
    }
}
