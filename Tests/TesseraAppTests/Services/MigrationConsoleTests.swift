import CRM
import CRMService
import EntityModel
import Foundation
import Logging
import Testing

@testable import TesseraApp

/// `tessera migrate new` on a folder of sources.
@Suite struct MigrationConsoleTests {
    private static let list = """
        enum AllMigrations {
            static let all: [Migration] = [
                M0003CreateIdentity.migration,
            ]
        }

        """

    /// The number after that of the newest migration.
    private static let next = AllMigrations.all.count + 1
    private static let prefix = MigrationWriter.typePrefix(next)

    private static func catalog(_ fields: [Field]) throws -> EntityCatalog {
        let toys = EntityType("Toy", set: "Toys", traits: [.record], access: .organisation, about: "Toys.") { fields }
        return try EntityCatalog(types: CRMModel.types + [toys], lists: CRMModel.lists)
    }

    private func withFolder(_ body: (URL, MigrationConsole) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("migrations-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        try await body(folder, MigrationConsole(Settings(), logger: logger))
    }

    private func text(_ folder: URL, _ name: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }

    @Test("a new set gives a file with its SQL, and a line in the list of all")
    func written() async throws {
        try await withFolder { folder, console in
            let list = folder.appendingPathComponent("AllMigrations.swift")
            try Self.list.write(to: list, atomically: true, encoding: .utf8)
            let catalog = try Self.catalog([.string("Name", 80).required()])
            let written = try await console.writeNext("add  toys", folder: folder.path, catalog: catalog)
            let path = folder.path + "/\(Self.prefix)AddToys.swift"
            #expect(
                written == WrittenMigration(path: path, isListed: true, typeName: "\(Self.prefix)AddToys", byHand: [])
            )
            let text = try text(folder, "\(Self.prefix)AddToys.swift")
            #expect(
                text.contains("enum \(Self.prefix)AddToys {") && text.contains("\(Self.next),\n        \"add toys\",")
            )
            #expect(text.contains("CREATE TABLE \"Toys\" (") && !text.contains("By hand") && !text.contains("DEFAULT"))
            #expect(
                try self.text(folder, "AllMigrations.swift")
                    == Self.list.replacingOccurrences(
                        of: "    ]",
                        with: "        \(Self.prefix)AddToys.migration,\n    ]"
                    )
            )
        }
    }

    @Test(
        "without a list of the known form the file is written and the list left alone",
        arguments: ["", "let all = []\n"]
    )
    func unlisted(list: String) async throws {
        try await withFolder { folder, console in
            if !list.isEmpty {
                let file = folder.appendingPathComponent("AllMigrations.swift")
                try list.write(to: file, atomically: true, encoding: .utf8)
            }
            let written = try await console.writeNext("add toys", folder: folder.path, catalog: Self.catalog([]))
            #expect(written?.isListed == false)
            if !list.isEmpty { #expect(try text(folder, "AllMigrations.swift") == list) }
        }
    }

    @Test("the model of the program differs in nothing, so that nothing is written")
    func nothing() async throws {
        try await withFolder { folder, console in
            let written = try await console.writeNext("add nothing", folder: folder.path)
            #expect(written == nil)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
        }
    }

    @Test(
        "a name that is no name is refused, whether or not something differs",
        arguments: ["", "  ", "drop; table", "a/b", "é", String(repeating: "a", count: 81)]
    )
    func badName(name: String) async throws {
        try await withFolder { folder, console in
            let error = await #expect(throws: ConsoleFailure.self) {
                try await console.writeNext(name, folder: folder.path)
            }
            #expect(error?.status == .usage && error?.description.contains("words of letters and digits") == true)
        }
    }

    @Test("a folder that is not there, and a file of the same number, are refused by name")
    func badFolder() async throws {
        try await withFolder { folder, console in
            let missing = await #expect(throws: ConsoleFailure.self) {
                try await console.writeNext("add toys", folder: folder.path + "/none")
            }
            #expect(missing?.status == .usage && missing?.description.contains("/none;") == true)
            try Data().write(to: folder.appendingPathComponent("\(Self.prefix)Earlier.swift"))
            let taken = await #expect(throws: ConsoleFailure.self) {
                try await console.writeNext("add toys", folder: folder.path)
            }
            #expect(
                taken?.status == .badData && taken?.description.contains("\(Self.prefix)Earlier.swift is not") == true
            )
        }
    }
}
