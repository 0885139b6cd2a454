import CRM
import EntityModel
import Identity
import Synchronization
import Testing

@testable import CRMService

/// Every set by every role in every way of reading, against plain rules over plain rows.
@Suite struct GateMatrixTests {
    /// Base roles of the data roles; the person is user 1 of team 1.
    private static let roles: [(code: String, base: BaseRole)] = [
        ("Administrator", .admin), ("SalesManager", .manager), ("SalesRep", .user), ("ServiceDesk", .user),
        ("Marketing", .user), ("Analyst", .readonly), ("Integration", .integration),
    ]

    private static func viewer(_ code: String, _ base: BaseRole) -> Viewer {
        let facts = SessionFacts(
            reference: "0000",
            authenticatedAt: TemporaryService.start,
            hasSecondFactor: false,
            role: base
        )
        return Viewer(
            .person(UserID(GateWorld.me), facts),
            policy: RolePolicy.policy(role: base, dataRoles: [code], team: TeamID(1)),
            roles: [code]
        )
    }

    static func withWorld(
        _ body: (TemporaryService, GateWorld, GateOracle, Viewer) async throws -> Void
    ) async throws {
        try await TemporaryService.run { service in
            let world = GateWorld(catalog: service.catalog)
            try await world.load(into: service)
            for (code, base) in roles {
                let role = try #require(DefaultRoles.role(code: code))
                let oracle = GateOracle(
                    world,
                    role: role,
                    isAdministrator: base == .admin,
                    userID: GateWorld.me,
                    teamID: 1
                )
                try await body(service, world, oracle, viewer(code, base))
            }
        }
    }

    /// Markers in a text, read without regard to where they stand.
    static func markers(in answer: TestAnswer, of world: GateWorld) -> Set<String> {
        var found: Set<String> = []
        for word in answer.text.split(whereSeparator: { !$0.isLetter && !$0.isNumber })
        where world.markers[String(word)] != nil {
            found.insert(String(word))
        }
        return found
    }

    @Test("a list, a count and each key give exactly the rows of the rules, and nobody else's text")
    func listsAndKeys() async throws {
        try await Self.withWorld { service, world, oracle, viewer in
            for set in GateWorld.order {
                let place: Comment = "\(oracle.role.code) \(set)"
                let key = try #require(service.catalog.type(ofSet: set)?.key?.name)
                let list = try await service.get("/\(set)?$orderby=\(key)", as: viewer)
                guard oracle.seesSet(set) else {
                    #expect(list.status == 404, place)
                    #expect(try await service.get("/\(set)(1)", as: viewer).status == 404, place)
                    continue
                }
                #expect(list.status == 200, "\(oracle.role.code) \(set) \(list.text.prefix(300))")
                #expect(list.column(key) == oracle.keys(set), place)
                let found = Self.markers(in: list, of: world)
                let odd = found.symmetricDifference(oracle.markers(set)).compactMap { world.markers[$0] }
                #expect(odd.isEmpty, "\(oracle.role.code) \(set) \(odd)")
                let count = try await service.get("/\(set)/$count", as: viewer)
                #expect(count.text == String(oracle.keys(set).count), place)
                let visible = Set(oracle.keys(set))
                for row in world.rows[set, default: []] {
                    let one = try await service.get("/\(set)(\(row.id))?$select=\(key)", as: viewer)
                    #expect(
                        one.status == (visible.contains(String(row.id)) ? 200 : 404),
                        "\(oracle.role.code) \(set) \(row.id)"
                    )
                }
            }
            #expect(service.reports.withLock { $0 } == [])
        }
    }

    @Test("navigation, expand and any reach the same rows as the list of their target")
    func navigations() async throws {
        try await Self.withWorld { service, world, oracle, viewer in
            for set in GateWorld.order where oracle.seesSet(set) {
                let key = try #require(service.catalog.type(ofSet: set)?.key?.name)
                for navigation in service.catalog.navigations(ofSet: set)
                where GateWorld.order.contains(navigation.target) {
                    let place: Comment = "\(oracle.role.code) \(set)/\(navigation.name)"
                    let target = try #require(service.catalog.type(ofSet: navigation.target)?.key?.name)
                    let url = "/\(set)?$select=\(key)&$expand=\(navigation.name)($select=\(target);$orderby=\(target))"
                    let plain = "/\(set)?$select=\(key)&$expand=\(navigation.name)($select=\(target))"
                    let answer = try await service.get(navigation.isCollection ? url : plain, as: viewer)
                    guard oracle.seesSet(navigation.target) else {
                        #expect(answer.status == 400, place)
                        continue
                    }
                    #expect(answer.status == 200, "\(oracle.role.code) \(url) \(answer.text.prefix(300))")
                    guard case .list(let records) = answer.json["value"] else { continue }
                    for record in records {
                        let id = try #require(record[key].plainText)
                        let expected = Self.related(navigation, of: set, id: id, world: world, oracle: oracle)
                        #expect(
                            Self.keys(record[navigation.name], target) == expected,
                            "\(oracle.role.code) \(set)(\(id))/\(navigation.name)"
                        )
                    }
                    let hidden = world.rows[navigation.target, default: []].map { String($0.id) }
                        .filter { !oracle.keys(navigation.target).contains($0) }
                    guard let foreign = hidden.first else { continue }
                    let filter =
                        navigation.isCollection
                        ? "\(navigation.name)/any(x:x/\(target) eq \(foreign))"
                        : "\(navigation.name)/\(target) eq \(foreign)"
                    let over = try await service.get("/\(set)?$select=\(key)&$filter=\(filter)", as: viewer)
                    #expect(over.column(key) == [], "\(oracle.role.code) \(set) \(filter)")
                }
            }
        }
    }

    private static func keys(_ value: RecordValue, _ key: String) -> [String] {
        switch value {
        case .list(let records): records.compactMap { $0[key].plainText }
        case .record: [value[key].plainText ?? ""]
        default: []
        }
    }

    static func related(
        _ navigation: Navigation,
        of set: String,
        id: String,
        world: GateWorld,
        oracle: GateOracle
    ) -> [String] {
        let visible = Set(oracle.keys(navigation.target))
        switch navigation.join {
        case .toMany(let field):
            return world.rows[navigation.target, default: []]
                .filter { $0.integer(field).map(String.init) == id && visible.contains(String($0.id)) }
                .map { String($0.id) }
        case .toOne(let field):
            let row = world.rows[set, default: []].first { String($0.id) == id }
            guard let key = row?.integer(field).map(String.init), visible.contains(key) else { return [] }
            return [key]
        }
    }

    @Test("hidden fields are unknown names in select, filter, orderby and key paths; visible ones answer")
    func fields() async throws {
        try await Self.withWorld { service, world, oracle, viewer in
            for set in GateWorld.order where oracle.seesSet(set) {
                let type = try #require(service.catalog.type(ofSet: set))
                for field in type.fields where field.isMarked {
                    let isVisible = oracle.sees(field)
                    let select = try await service.get("/\(set)?$top=1&$select=\(field.name)", as: viewer)
                    #expect(select.status == (isVisible ? 200 : 400), "\(oracle.role.code) \(set) \(field.name)")
                    if isVisible { continue }
                    for query in ["$filter=\(field.name) ne null", "$orderby=\(field.name)"] {
                        let answer = try await service.get("/\(set)?\(query)", as: viewer)
                        #expect(answer.status == 400, "\(oracle.role.code) \(set) \(query)")
                        #expect(Self.markers(in: answer, of: world).isEmpty)
                    }
                    let path = try await service.get("/\(set)(1)/\(field.name)", as: viewer)
                    #expect(path.status == 404, "\(oracle.role.code) \(set) \(field.name)")
                }
            }
        }
    }

    @Test("a search finds visible text of visible rows and nothing else")
    func search() async throws {
        try await Self.withWorld { service, world, oracle, viewer in
            for set in GateWorld.order where oracle.seesSet(set) {
                let type = try #require(service.catalog.type(ofSet: set))
                let key = try #require(type.key?.name)
                let searched = StorageNames.searchedFields(of: type)
                guard !searched.isEmpty else { continue }
                let visible = Set(oracle.keys(set))
                for field in searched {
                    for row in world.rows[set, default: []] {
                        guard let marker = row.text(field.name), world.markers[marker] != nil else { continue }
                        let answer = try await service.get("/\(set)?$select=\(key)&$search=\(marker)", as: viewer)
                        let isHit = oracle.sees(field) && visible.contains(String(row.id))
                        guard searched.contains(where: oracle.sees) else {
                            #expect(answer.status == 400, "\(oracle.role.code) \(set) \(answer.text.prefix(200))")
                            continue
                        }
                        #expect(
                            answer.column(key) == (isHit ? [String(row.id)] : []),
                            "\(oracle.role.code) \(set) \(field.name)"
                        )
                    }
                }
            }
        }
    }

    @Test("the dictionary of fields tells of visible fields only")
    func dictionary() async throws {
        try await Self.withWorld { service, _, oracle, viewer in
            let answer = try await service.get("/FieldDefinitions?$select=Code", as: viewer)
            let view = service.gate.view(of: viewer)
            let expected = view.fields.flatMap { set, fields in fields.map { "\(set).\($0)" } }
            #expect(Set(answer.column("Code")) == Set(expected), "\(oracle.role.code)")
            for type in service.catalog.types where !oracle.seesSet(type.set) {
                #expect(!answer.text.contains("\"\(type.set)."), "\(oracle.role.code) \(type.set)")
            }
        }
    }

    @Test("audit events belong to administrators")
    func audit() async throws {
        try await Self.withWorld { service, _, oracle, viewer in
            let answer = try await service.get("/AuditEvents", as: viewer)
            #expect(answer.status == (oracle.isAdministrator ? 200 : 404), "\(oracle.role.code)")
        }
    }

    @Test("lists are open to everybody")
    func lists() async throws {
        try await Self.withWorld { service, _, oracle, viewer in
            for list in service.catalog.lists {
                let answer = try await service.get("/\(list.set)?$select=Code", as: viewer)
                #expect(answer.column("Code").count == list.items.count, "\(oracle.role.code) \(list.set)")
            }
        }
    }
}
