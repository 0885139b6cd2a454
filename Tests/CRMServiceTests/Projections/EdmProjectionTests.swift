import CRM
import EntityModel
import Foundation
import OData
import Testing

@testable import CRMService

@Suite struct EdmProjectionTests {
    private static func catalog() throws -> EntityCatalog { try CRMModel.makeCatalog() }

    private static func model() throws -> EdmModel { EdmProjection(catalog: try catalog()).model() }

    /// The model of a token that reads everything but personal data.
    private static func reporting() throws -> EdmModel {
        let catalog = try catalog()
        let sets = Set(catalog.types.filter { $0.group.isReportedByDefault }.map(\.set))
        var fields: [EdmTypeName: Set<String>] = [:]
        for type in catalog.types {
            fields[EdmProjection.name(type.name), default: []].formUnion(
                type.fields.filter { $0.mark == nil }.map(\.name)
            )
        }
        let kept = fields
        return try model().reduced(
            by: EdmReduction(keepsSet: { sets.contains($0) }, keepsProperty: { kept[$0]?.contains($1) ?? false })
        )
    }

    @Test("the model has no fault, nor has its reporting view")
    func faults() throws {
        for model in [try Self.model(), try Self.reporting()] {
            #expect(model.faults().map(\.description) == [])
            #expect(model.annotationFaults().map(\.description) == [])
        }
    }

    @Test("the documents keep their budgets of 320 and 260 KB")
    func sizes() throws {
        let whole = CSDLXMLWriter.document(of: try Self.model(), version: .v4_0).count
        let reporting = CSDLXMLWriter.document(of: try Self.reporting(), version: .v4_0).count
        #expect(whole <= 320 * 1024, "\(whole)")
        #expect(reporting <= 260 * 1024, "\(reporting)")
        #expect(reporting < whole)
    }

    @Test("types are flat, keys single Int64, Date or code, texts and decimals have their facets")
    func goldenRules() throws {
        let model = try Self.model()
        let schema = try #require(model.schemas.first)
        #expect(schema.complexTypes.isEmpty)
        #expect(schema.enumTypes.isEmpty)
        // Bound actions alone, which no model of somebody who may only read has.
        #expect(
            schema.operations.allSatisfy { $0.kind == .action && $0.isBound && $0.name == OpportunityOperations.win }
        )
        for type in schema.entityTypes {
            #expect(type.baseType == nil && !type.isOpen && !type.isAbstract && !type.hasStream, "\(type.name)")
            #expect(type.key.count == 1, "\(type.name)")
            #expect(type.key.first?.path == type.properties.first?.name, "the key comes first in \(type.name)")
            for property in type.properties { try Self.check(property, of: type) }
            for navigation in type.navigationProperties { #expect(!navigation.containsTarget) }
        }
    }

    private static func check(_ property: EdmProperty, of type: EdmEntityType) throws {
        let place: Comment = "\(type.name)/\(property.name)"
        #expect(!property.type.isCollection, place)
        let facets = property.type.facets
        switch property.type.name {
        case "Edm.String": #expect(facets.maxLength != nil, place)
        case "Edm.Decimal": #expect(facets.precision != nil && facets.scale != nil, place)
        case "Edm.DateTimeOffset": #expect(facets.precision == 6, place)
        case "Edm.Int64", "Edm.Int32", "Edm.Boolean", "Edm.Date": break
        default: Issue.record("a type no report tool expects: \(property.type.name) of \(type.name)/\(property.name)")
        }
    }

    @Test("every navigation of every set has a binding to a set of its type, and partners agree")
    func bindings() throws {
        let model = try Self.model()
        let container = try #require(model.container)
        for set in container.entitySets {
            let type = try #require(model.entityType(set.entityType))
            let bound = Set(set.navigationBindings.map(\.path))
            #expect(bound == Set(type.navigationProperties.map(\.name)), "\(set.name)")
            for binding in set.navigationBindings {
                let target = try #require(container.entitySets.first { $0.name == binding.target })
                let navigation = try #require(type.navigationProperties.first { $0.name == binding.path })
                #expect(target.entityType == navigation.target, "\(set.name)/\(binding.path)")
                guard let partner = navigation.partner else { continue }
                let back = model.entityType(target.entityType)?.navigationProperties.first { $0.name == partner }
                #expect(back?.target == set.entityType, "\(set.name)/\(binding.path) ↔ \(partner)")
                #expect(back?.partner == nil || back?.partner == navigation.name)
            }
        }
    }

    @Test("paths in annotations lead to properties of their type")
    func annotationPaths() throws {
        for model in [try Self.model(), try Self.reporting()] {
            for type in model.schemas.flatMap(\.entityTypes) {
                let names = Set(type.properties.map(\.name))
                for annotation in type.properties.flatMap(\.annotations) {
                    if case .path(let path) = annotation.value {
                        #expect(names.contains(path), "\(type.name): \(annotation.term) → \(path)")
                    }
                }
            }
        }
    }

    @Test("properties keep the order of the declaration, with nothing added and nothing lost")
    func order() throws {
        let model = try Self.model()
        for type in try Self.catalog().types where !StorageNames.isShared(type) {
            let names = model.entityType(EdmProjection.name(type.name))?.properties.map(\.name)
            #expect(names == type.fields.map(\.name), "\(type.set)")
        }
    }

    @Test("records with a parent in their own set form a hierarchy, for those who see them")
    func hierarchies() throws {
        func declared(_ model: EdmModel) -> [String] {
            model.schemas.flatMap(\.entityTypes).flatMap { type in
                type.annotations.filter { $0.term.name == "RecursiveHierarchy" }.map { annotation in
                    "\(type.name.name) \(annotation.qualifier ?? "")"
                }
            }
            .sorted()
        }
        let model = try Self.model()
        #expect(
            declared(model) == [
                "Case CaseHierarchy", "Company CompanyHierarchy", "ProductCategory ProductCategoryHierarchy",
                "Team TeamHierarchy", "Territory TerritoryHierarchy",
            ]
        )
        let withoutTeams = model.reduced(by: EdmReduction(keepsSet: { $0 != "Teams" }, keepsProperty: { _, _ in true }))
        #expect(declared(withoutTeams) == declared(model).filter { !$0.hasPrefix("Team ") })
    }

    @Test("a set says that it cannot be searched exactly where it has no searched field")
    func searchable() throws {
        let sets = try #require(try Self.model().container).entitySets
        for type in try Self.catalog().types {
            let set = try #require(sets.first { $0.name == type.set })
            let says = set.annotations.contains { $0.term.name == "SearchRestrictions" }
            #expect(says == StorageNames.searchedFields(of: type).isEmpty, "\(type.set)")
        }
    }

    @Test("the document is valid by the schema of OASIS", .enabled(if: SchemaFiles.edmx != nil))
    func schemaValid() throws {
        let schema = try #require(SchemaFiles.edmx)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tessera-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("metadata.xml")
        try Data(CSDLXMLWriter.document(of: try Self.model(), version: .v4_0)).write(to: file)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/xmllint")
        process.arguments = ["--noout", "--nonet", "--schema", schema.path, file.path]
        let pipe = Pipe()
        process.standardError = pipe
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(text.prefix(2_000))")
    }
}

/// The schema files beside the repository; absent in a plain clone.
enum SchemaFiles {
    static let edmx: URL? = {
        let shared = TestFiles.root.deletingLastPathComponent().appendingPathComponent("shared/odata")
        guard FileManager.default.fileExists(atPath: "/usr/bin/xmllint"),
            let found = FileManager.default.enumerator(at: shared, includingPropertiesForKeys: nil)
        else { return nil }
        return found.lazy.compactMap { $0 as? URL }.first { $0.lastPathComponent == "edmx.xsd" }
    }()
}
