import Testing

/// Compares what targets import and declare with the one table of layers.
///
/// The package manager does not do this: a module that comes in through another dependency can be imported
/// without being listed.
@Suite struct LayerTests {
    static let importPattern =
        #"^[ \t]*(?:@\w+\s+)*(?:(?:public|internal|private|fileprivate|package)\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)"#

    @Test("a source file imports only what its target's row allows")
    func importsFollowTheTable() throws {
        var findings: [Finding] = []
        for source in try SwiftSource.all(under: "Sources") {
            guard let row = LayerTable.row(of: source.target) else {
                findings.append(Finding(path: source.path, line: 1, message: "target without a row in LayerTable"))
                continue
            }
            let allowed = row.ours.union(row.others).union(row.system)
            findings += try Self.imports(of: source).filter { !allowed.contains($0.module) }.map {
                Finding(path: source.path, line: $0.line, message: "\(source.target) may not import \($0.module)")
            }
        }
        expectNone(findings)
    }

    @Test("a test file imports only what the manifest lists for its target")
    func testImportsAreDeclared() throws {
        let manifest = try Manifest(text: Repository.text(of: "Package.swift"))
        let tests = Dictionary(uniqueKeysWithValues: manifest.targets.filter(\.isTest).map { ($0.name, $0) })
        let platform: Set<String> = [
            "Testing", "Foundation", "FoundationEssentials", "Synchronization", "Dispatch", "Glibc", "Musl", "Darwin",
        ]
        var findings: [Finding] = []
        for source in try SwiftSource.all(under: "Tests") {
            guard let target = tests[source.target] else { continue }
            // The module of a program is named as the program, with underscores.
            let modules = target.dependencies.map { String($0.map { $0 == "-" ? "_" : $0 }) }
            let allowed = platform.union(modules)
            findings += try Self.imports(of: source).filter { !allowed.contains($0.module) }.map {
                Finding(path: source.path, line: $0.line, message: "\(source.target) does not list \($0.module)")
            }
        }
        expectNone(findings)
    }

    @Test("the manifest declares exactly the dependencies of the table")
    func manifestAgreesWithTheTable() throws {
        let manifest = try Manifest(text: Repository.text(of: "Package.swift"))
        var findings: [Finding] = []
        for target in manifest.targets where !target.isTest {
            guard let row = LayerTable.row(of: target.name) else {
                findings.append(Finding(path: "Package.swift", line: 1, message: "\(target.name) has no row"))
                continue
            }
            let wanted = row.ours.union(row.others)
            for extra in target.dependencies.subtracting(wanted).sorted() {
                findings.append(
                    Finding(path: "Package.swift", line: 1, message: "\(target.name): \(extra) is not in the table")
                )
            }
            for missing in wanted.subtracting(target.dependencies).sorted() {
                findings.append(
                    Finding(path: "Package.swift", line: 1, message: "\(target.name): \(missing) is only in the table")
                )
            }
        }
        let declared = Set(manifest.targets.map(\.name))
        for row in LayerTable.rows where !declared.contains(row.target) {
            findings.append(Finding(path: "Package.swift", line: 1, message: "\(row.target) has a row but no target"))
        }
        expectNone(findings)
    }

    @Test("every arrow of the table points down, and none leads from the OData half to the CRM half")
    func arrowsPointDown() {
        for row in LayerTable.rows {
            for name in row.ours.sorted() {
                guard let other = LayerTable.row(of: name) else {
                    Issue.record("\(row.target) lists \(name), which has no row")
                    continue
                }
                #expect(other.layer < row.layer, "\(row.target) → \(name)")
                #expect(row.half == .crm || other.half == .odata, "\(row.target) → \(name)")
            }
        }
    }

    @Test("the tests of the OData half use the OData half only")
    func halfStandsAlone() throws {
        let manifest = try Manifest(text: Repository.text(of: "Package.swift"))
        let crm = Set(LayerTable.rows.filter { $0.half == .crm }.map(\.target))
        for target in manifest.targets where target.isTest {
            let subject = String(target.name.dropLast("Tests".count))
            guard LayerTable.row(of: subject)?.half == .odata else { continue }
            #expect(target.dependencies.isDisjoint(with: crm), "\(target.name)")
        }
    }

    @Test("the import reader sees every form of an import line and no comment")
    func importReader() throws {
        let text = """
            public import OData
            @testable import struct SQLCore.SQLValue
            // import Hummingbird
            let text = "import Foundation"
            internal import func Glibc.getpid
            """
        let modules = try Self.imports(of: SwiftSource(path: "Sources/X/A.swift", text: text)).map(\.module)
        #expect(modules == ["OData", "SQLCore", "Glibc"])
    }

    @Test("the manifest reader understands names, constants and products")
    func manifestReader() throws {
        let text = """
            let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
            let t: [Target] = [
                .target(name: "A", dependencies: ["B", crypto, .product(name: "C", package: "swift-c")], path: "x"),
                .testTarget(name: "ATests", dependencies: ["A"]),
                .target(name: "D"),
            ]
            """
        #expect(
            try Manifest(text: text).targets == [
                .init(name: "A", isTest: false, dependencies: ["B", "Crypto", "C"]),
                .init(name: "ATests", isTest: true, dependencies: ["A"]),
                .init(name: "D", isTest: false, dependencies: []),
            ]
        )
    }

    static func imports(of source: SwiftSource) throws -> [(module: String, line: Int)] {
        // An attribute may stand on a line of its own: the line is that of the last character.
        try TextSearch(importPattern).matches(in: source.code).map { match in
            (match.groups[1], match.line + match.text.utf8.count(where: { $0 == UInt8(ascii: "\n") }))
        }
    }
}
