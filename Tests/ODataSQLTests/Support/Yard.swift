import Foundation
import Logging
import OData
import ODataSQL
import SQLCore
import SQLiteDriver
import Testing

/// A model with what the shop does not have, in tables that were designed for it: derived types, complex values,
/// collections, containment, a singleton, links many to many, streams, shapes and long decimals.
struct Yard: Sendable {
    static let csdl = """
        <edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.01"><edmx:DataServices>
        <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="Y" Alias="Yard">
          <EntityType Name="Vehicle"><Key><PropertyRef Name="Id"/></Key>
            <Property Name="Id" Type="Edm.Int32" Nullable="false"/>
            <Property Name="Name" Type="Edm.String"/>
            <Property Name="Home" Type="Y.Place"/>
            <Property Name="Tags" Type="Collection(Edm.String)" Nullable="false"/>
            <Property Name="Stops" Type="Collection(Y.Place)" Nullable="false"/>
            <Property Name="Times" Type="Collection(Edm.DateTimeOffset)" Precision="3"/>
            <Property Name="Kind" Type="Y.Kind" Nullable="false"/>
            <Property Name="Spot" Type="Edm.GeographyPoint"/>
            <Property Name="Price" Type="Edm.Decimal" Precision="38" Scale="18"/>
            <Property Name="Photo" Type="Edm.Stream"/>
            <NavigationProperty Name="Parts" Type="Collection(Y.Part)" ContainsTarget="true"/>
            <NavigationProperty Name="Plate" Type="Y.Plate" ContainsTarget="true"/>
            <NavigationProperty Name="Owner" Type="Y.Owner" Partner="Vehicles"/>
            <NavigationProperty Name="Twins" Type="Collection(Y.Vehicle)"/>
          </EntityType>
          <EntityType Name="Truck" BaseType="Y.Vehicle"><Property Name="Load" Type="Edm.Double"/></EntityType>
          <EntityType Name="Crane" BaseType="Y.Truck"><Property Name="Reach" Type="Edm.Int16"/></EntityType>
          <EntityType Name="Boat" BaseType="Y.Vehicle"><Property Name="Draught" Type="Edm.Double"/></EntityType>
          <EntityType Name="Part"><Key><PropertyRef Name="No"/></Key>
            <Property Name="No" Type="Edm.Int32" Nullable="false"/><Property Name="Label" Type="Edm.String"/>
            <NavigationProperty Name="Notes" Type="Collection(Y.Note)" ContainsTarget="true"/></EntityType>
          <EntityType Name="Note"><Key><PropertyRef Name="At"/></Key>
            <Property Name="At" Type="Edm.Date" Nullable="false"/><Property Name="Text" Type="Edm.String"/></EntityType>
          <EntityType Name="Plate"><Property Name="Letters" Type="Edm.String"/></EntityType>
          <EntityType Name="Owner"><Key><PropertyRef Name="Code"/></Key>
            <Property Name="Code" Type="Edm.String" Nullable="false"/>
            <NavigationProperty Name="Vehicles" Type="Collection(Y.Vehicle)" Partner="Owner"/></EntityType>
          <EntityType Name="Office"><Property Name="Title" Type="Edm.String"/>
            <NavigationProperty Name="Boss" Type="Y.Owner"/></EntityType>
          <EntityType Name="File" HasStream="true"><Key><PropertyRef Name="Id"/></Key>
            <Property Name="Id" Type="Edm.Int32" Nullable="false"/></EntityType>
          <ComplexType Name="Place"><Property Name="City" Type="Edm.String"/>
            <Property Name="Since" Type="Edm.Date"/><Property Name="Inner" Type="Y.Place"/></ComplexType>
          <ComplexType Name="Port" BaseType="Y.Place"><Property Name="Depth" Type="Edm.Double"/></ComplexType>
          <EnumType Name="Kind" IsFlags="true"><Member Name="None" Value="0"/><Member Name="Old" Value="1"/>
            <Member Name="Fast" Value="2"/></EnumType>
          <EntityContainer Name="C">
            <EntitySet Name="Vehicles" EntityType="Y.Vehicle"><NavigationPropertyBinding Path="Owner" Target="Owners"/>
              <NavigationPropertyBinding Path="Twins" Target="Vehicles"/></EntitySet>
            <EntitySet Name="Owners" EntityType="Y.Owner"><NavigationPropertyBinding Path="Vehicles" Target="Vehicles"/></EntitySet>
            <EntitySet Name="Files" EntityType="Y.File"/>
            <Singleton Name="Office" Type="Y.Office"><NavigationPropertyBinding Path="Boss" Target="Owners"/></Singleton>
          </EntityContainer>
        </Schema></edmx:DataServices></edmx:Edmx>
        """

    let model: EdmModel
    let storage: ModelStorage
    let database: SQLiteDatabase

    /// Opens a database with these rows, and closes and removes it after the body.
    static func with(
        _ rows: [Row] = Self.rows,
        twins: [(Int, Int)] = [(1, 3), (3, 1), (3, 4)],
        _ body: (Yard) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tessera-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let model = try CSDLXMLReader.read(Array(csdl.utf8)).model
        try #require(model.faults() == [])
        let database = try await SQLiteDatabase.open(
            path: folder.appending(path: "yard.sqlite").path(percentEncoded: false),
            configuration: SQLiteConfiguration(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let facts = ["Vehicles": ModelStorage.Facts(searched: ["Name", "Home/City"])]
        let yard = Yard(model: model, storage: try ModelStorage(model, facts: facts), database: database)
        do {
            try await yard.fill(rows, twins: twins)
            try await body(yard)
            await database.close()
        } catch {
            await database.close()
            throw error
        }
    }

    // MARK: Rows

    private static func name(_ text: String) -> EdmTypeName { EdmTypeName("Y", text) }

    static func text(_ text: String) -> StructuredValue { .primitive(.string(text)) }

    static func int(_ number: Int64) -> StructuredValue { .primitive(.integer(number)) }

    private static func place(
        _ city: String,
        inner: StructuredValue = .null,
        depth: Double? = nil
    ) -> StructuredValue {
        var members: [StructuredValue.Member] = [.init("City", text(city)), .init("Inner", inner)]
        if let depth { members.append(.init("Depth", .primitive(.double(depth)))) }
        return .structure(members, type: name(depth == nil ? "Place" : "Port"))
    }

    /// A row of a table.
    struct Row: Sendable {
        var set: String
        var type: String?
        var values: [(String, StructuredValue)]
        var columns: [String: SQLValue] = [:]
    }

    static let rows: [Row] = [
        Row(set: "Owners", values: [("Code", text("a/b"))]), Row(set: "Owners", values: [("Code", text("z"))]),
        Row(
            set: "Vehicles",
            type: "Vehicle",
            values: [
                ("Id", int(1)), ("Name", text("Cart")), ("Home", place("Rome", inner: place("Lazio"))),
                ("Tags", .list([text("red"), text("x \"y\"")])),
                ("Stops", .list([place("Oslo"), place("Bari", depth: 9.5)])),
                ("Times", .list([.primitive(.dateTimeOffset(EdmDateTimeOffset(microseconds: 1_500_000))), .null])),
                ("Kind", .primitive(.enumeration(name("Kind"), 3))),
                (
                    "Spot",
                    .geography(EdmGeography(srid: 4326, shape: .point(EdmGeoPosition(longitude: 1.5, latitude: 2))))
                ),
                ("Price", .primitive(.decimal(EdmDecimal("-123456789012345678.000000000000000001") ?? EdmDecimal(0)))),
            ],
            columns: [
                "Owner$Code": .text("a/b"), "Photo$content": .blob([1, 2, 3]), "Photo$mediaType": .text("image/png"),
            ]
        ),
        Row(
            set: "Vehicles",
            type: "Truck",
            values: [
                ("Id", int(2)), ("Name", text("Hauler")), ("Home", place("Pisa", depth: 3)), ("Tags", .list([])),
                ("Stops", .list([])), ("Kind", .primitive(.enumeration(name("Kind"), 0))),
                ("Load", .primitive(.double(7.5))),
                ("Price", .primitive(.decimal(EdmDecimal("2.5") ?? EdmDecimal(0)))),
            ],
            columns: ["Owner$Code": .text("a/b")]
        ),
        Row(
            set: "Vehicles",
            type: "Crane",
            values: [
                ("Id", int(3)), ("Name", .null), ("Home", .null), ("Tags", .list([text("red")])), ("Stops", .list([])),
                ("Kind", .primitive(.enumeration(name("Kind"), 2))), ("Reach", int(30)), ("Price", int(1)),
            ]
        ),
        Row(
            set: "Vehicles",
            type: "Boat",
            values: [
                ("Id", int(4)), ("Name", text("Tug")), ("Tags", .list([])), ("Stops", .list([])),
                ("Kind", .primitive(.enumeration(name("Kind"), 0))), ("Draught", .primitive(.double(2))),
            ]
        ),
        Row(set: "Vehicles/Parts", values: [("No", int(1)), ("Label", text("wheel"))], columns: ["$owner1": 1]),
        Row(set: "Vehicles/Parts", values: [("No", int(2)), ("Label", text("axle"))], columns: ["$owner1": 1]),
        Row(set: "Vehicles/Parts", values: [("No", int(1)), ("Label", text("hook"))], columns: ["$owner1": 3]),
        Row(
            set: "Vehicles/Parts/Notes",
            values: [("At", .primitive(.date(EdmDate(daysSinceEpoch: 19_782)))), ("Text", text("bent"))],
            columns: ["$owner1": 3, "$owner2": 1]
        ),
        Row(set: "Vehicles/Plate", values: [("Letters", text("ROMA 1"))], columns: ["$owner1": 1]),
        Row(set: "Office", values: [("Title", text("Main"))], columns: ["Boss$Code": .text("z")]),
        Row(
            set: "Files",
            values: [("Id", int(1))],
            columns: ["$content": .blob(Array("hello".utf8)), "$mediaType": .text("text/plain")]
        ),
    ]

    private func fill(_ rows: [Row], twins: [(Int, Int)]) async throws {
        let statements = storage.schema.createStatements(for: SQLiteDialect())
        let mapping = storage.mapping
        try await database.write { connection in
            for statement in statements { try connection.execute(script: statement) }
            for row in rows {
                let set = try #require(mapping[row.set])
                var encoder = RowEncoder(set)
                if let type = row.type { encoder.set(type: Self.name(type)) }
                for (path, value) in row.values { try encoder.set(path, to: value) }
                for (column, value) in row.columns { encoder.set(column: column, to: value) }
                let columns = encoder.values.sorted { $0.key < $1.key }
                try connection.execute(
                    InsertStatement(
                        into: set.table,
                        columns: columns.map(\.key),
                        rows: [columns.map { .bind($0.value) }]
                    )
                )
            }
            for (source, target) in twins {
                try connection.execute(
                    InsertStatement(
                        into: "Vehicles$Twins",
                        columns: ["source1", "target1"],
                        rows: [[.integer(Int64(source)), .integer(Int64(target))]]
                    )
                )
            }
        }
    }

    // MARK: Reading

    private struct Sources: RowSources {
        let mapping: RelationalMapping
        func source(of entitySet: String) -> RowSource? { mapping[entitySet].map { RowSource($0, rows: .all) } }
    }

    /// The body of an answer, or the word for there being none.
    func read(_ text: String, metadata: RowFormat.Metadata = .minimal, ieee754: Bool = false) async throws -> String {
        let parts = text.split(separator: "?", maxSplits: 1)
        let url = try RequestURL(path: String(parts[0]), query: parts.count > 1 ? String(parts[1]) : nil)
        guard case .read(let read) = try Binder(model: model).bind(path: url.path, options: url.options) else {
            return ""
        }
        let format = RowFormat(metadata: metadata, usesShortNames: true, ieee754Compatible: ieee754, serviceRoot: "/")
        let planner = ReadPlanner(
            model: model,
            sources: Sources(mapping: storage.mapping),
            format: format
        )
        let context = ContextURL(model: model, version: .v4_01, serviceRoot: "/").text(of: read)
        let runner = ReadRunner(
            plan: try planner.plan(read),
            format: format,
            page: ReadRunner.Page(remaining: read.query.top, skip: read.query.skip ?? 0, size: 100, position: nil) {
                _,
                _,
                _ in
                "next"
            },
            envelope: ReadRunner.Envelope(contextURL: metadata == .none ? nil : context),
            clock: ShopDatabase.clock
        )
        return try await database.read { connection in
            var body: [UInt8] = []
            switch try runner.run(on: connection, sink: { body += $0 }) {
            case .notFound: return "not found"
            case .noContent: return "no content"
            case .written(let summary):
                let type = summary.mediaType.map { "\($0): " } ?? ""
                return type + String(decoding: body, as: UTF8.self)
            }
        }
    }
}
