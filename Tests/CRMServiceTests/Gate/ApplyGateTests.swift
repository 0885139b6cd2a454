import CRM
import EntityModel
import Synchronization
import Testing

@testable import CRMService

/// What `$apply` makes of rows, by every role: nothing of a row or a field that the viewer may not see.
@Suite struct ApplyGateTests {
    @Test("counts, groups and texts are those of the rows of the rules")
    func ownRows() async throws {
        try await GateMatrixTests.withWorld { service, world, oracle, viewer in
            for set in GateWorld.order {
                let place: Comment = "\(oracle.role.code) \(set)"
                let type = try #require(service.catalog.type(ofSet: set))
                let key = try #require(type.key?.name)
                let count = try await service.get("/\(set)?$apply=aggregate($count as N)", as: viewer)
                guard oracle.seesSet(set) else {
                    #expect(count.status == 404, place)
                    continue
                }
                let keys = oracle.keys(set)
                #expect(count.column("N") == [String(keys.count)], "\(oracle.role.code) \(set) \(count.text)")
                let groups = try await service.get("/\(set)?$apply=groupby((\(key)))&$orderby=\(key)", as: viewer)
                #expect(groups.column(key) == keys, place)
                let texts = type.fields.filter { $0.kind.isText && oracle.sees($0) }.map(\.name).prefix(16)
                guard !texts.isEmpty else { continue }
                let all = try await service.get(
                    "/\(set)?$apply=groupby((\(texts.joined(separator: ","))))",
                    as: viewer
                )
                #expect(all.status == 200, "\(oracle.role.code) \(set) \(all.text.prefix(300))")
                let found = GateMatrixTests.markers(in: all, of: world)
                #expect(found.isSubset(of: oracle.markers(set)), place)
            }
            #expect(service.reports.withLock { $0 } == [])
        }
    }

    @Test("related rows count once each, and only the visible ones")
    func relatedRows() async throws {
        try await GateMatrixTests.withWorld { service, world, oracle, viewer in
            for set in GateWorld.order where oracle.seesSet(set) {
                for navigation in service.catalog.navigations(ofSet: set)
                where GateWorld.order.contains(navigation.target) {
                    let target = try #require(service.catalog.type(ofSet: navigation.target)?.key?.name)
                    let path = "\(navigation.name)/\(target)"
                    let url = "/\(set)?$apply=aggregate(\(path) with countdistinct as N,\(path) with max as M)"
                    let answer = try await service.get(url, as: viewer)
                    guard oracle.seesSet(navigation.target) else {
                        #expect(answer.status == 400, "\(oracle.role.code) \(url)")
                        continue
                    }
                    let reached = oracle.keys(set).flatMap { id in
                        GateMatrixTests.related(navigation, of: set, id: id, world: world, oracle: oracle)
                    }
                    let distinct = Set(reached).compactMap { Int($0) }
                    #expect(
                        answer.column("N") == [String(distinct.count)],
                        "\(oracle.role.code) \(url) \(answer.text.prefix(300))"
                    )
                    #expect(
                        answer.text.contains(distinct.max().map { "\"M\":\($0)" } ?? "\"M\":null"),
                        "\(oracle.role.code) \(url) \(answer.text.prefix(300))"
                    )
                    guard navigation.isCollection else { continue }
                    let joined = try await service.get(
                        "/\(set)/$count?$apply=join(\(navigation.name) as J)",
                        as: viewer
                    )
                    #expect(joined.text == String(reached.count), "\(oracle.role.code) \(set) \(navigation.name)")
                }
            }
            #expect(service.reports.withLock { $0 } == [])
        }
    }

    /// Requests that name a field of a set's own rows in every place that `$apply` and `$compute` have for one.
    private static func uses(of field: String, key: String) -> [String] {
        [
            "$apply=groupby((\(field)))", "$apply=groupby((\(key),\(field)),aggregate($count as N))",
            "$apply=groupby((rollup(\(key),\(field))))", "$apply=aggregate(\(field) with max as M)",
            "$apply=aggregate(\(field) with countdistinct as M)", "$apply=aggregate(\(field))",
            "$apply=aggregate(\(key) with max from \(field) with max as M)",
            "$apply=aggregate(case(\(field) ne null:1) with sum as M)", "$apply=filter(\(field) ne null)",
            "$apply=orderby(\(field))/top(1)", "$apply=topcount(1,\(field))", "$apply=compute(\(field) as X)",
            "$apply=compute(length(\(field)) as X)/aggregate(X with sum as S)&$orderby=S",
            "$apply=concat(identity,filter(\(field) eq null))", "$apply=filter(isdefined(\(field)))",
            "$apply=groupby((\(key)))&$filter=\(field) ne null", "$apply=groupby((\(key)))&$orderby=\(field)",
            "$apply=groupby((\(key)))&$compute=\(field) as X", "$apply=groupby((\(key)))&$select=\(field)",
            "$compute=\(field) as X", "$compute=\(field) as X&$orderby=X", "$compute=\(field) as X&$filter=X ne null",
            "$filter=\(key) eq $these/aggregate(\(field) with max)",
        ]
    }

    @Test("hidden fields are unknown names in every transformation")
    func fields() async throws {
        try await GateMatrixTests.withWorld { service, _, oracle, viewer in
            for set in GateWorld.order where oracle.seesSet(set) {
                let type = try #require(service.catalog.type(ofSet: set))
                let key = try #require(type.key?.name)
                for field in type.fields where field.isMarked && !oracle.sees(field) {
                    for query in Self.uses(of: field.name, key: key) {
                        let answer = try await service.get("/\(set)?\(query)", as: viewer)
                        #expect(answer.status == 400, "\(oracle.role.code) \(set) \(query)")
                    }
                }
            }
        }
    }

    @Test("hidden fields of related rows are unknown names behind every way to them")
    func relatedFields() async throws {
        try await GateMatrixTests.withWorld { service, _, oracle, viewer in
            var checked = 0
            for set in GateWorld.order where oracle.seesSet(set) {
                for navigation in service.catalog.navigations(ofSet: set) {
                    let (name, target) = (navigation.name, navigation.target)
                    let type = try #require(service.catalog.type(ofSet: target))
                    guard let field = type.fields.first(where: { $0.isMarked && !oracle.sees($0) }) else { continue }
                    let path = "\(name)/\(field.name)"
                    var queries = ["$apply=aggregate(\(path) with max as M)"]
                    if navigation.isCollection {
                        queries += [
                            "$apply=join(\(name) as J)/aggregate(J/\(field.name) with max as M)",
                            "$apply=outerjoin(\(name) as J,filter(\(field.name) ne null))",
                            "$apply=addnested(\(name),groupby((\(field.name))) as J)",
                            "$expand=\(name)($apply=groupby((\(field.name))))",
                            "$expand=\(name)($compute=\(field.name) as X)",
                            "$compute=\(name)/aggregate(\(field.name) with max) as M",
                            "$filter=\(name)/any(x:x/\(field.name) ne null)",
                        ]
                    } else {
                        queries += [
                            "$apply=groupby((\(path)))", "$apply=compute(\(path) as X)", "$compute=\(path) as X",
                        ]
                    }
                    for query in queries {
                        let answer = try await service.get("/\(set)?\(query)", as: viewer)
                        #expect(answer.status == 400, "\(oracle.role.code) \(set) \(query) \(answer.text.prefix(200))")
                        checked += 1
                    }
                }
            }
            let seesAll = oracle.marks.count == 3 && oracle.seesConfidential
            #expect(checked > 0 || seesAll, "\(oracle.role.code)")
        }
    }

    @Test("hierarchies consist of the visible rows, and lead over no other")
    func hierarchies() async throws {
        try await GateMatrixTests.withWorld { service, world, oracle, viewer in
            for set in GateWorld.order {
                guard let type = service.catalog.type(ofSet: set), let key = type.key?.name,
                    let up = service.catalog.navigations(ofSet: set).first(where: {
                        $0.target == set && !$0.isCollection && $0.name.hasPrefix("Parent")
                    })
                else { continue }
                let tree = "$root/\(set),\(type.name)Hierarchy,\(key)"
                let url = "/\(set)?$apply=groupby((rolluprecursive(\(tree))),aggregate($count as N))"
                let answer = try await service.get(url + "&$select=\(key),N&$orderby=\(key)", as: viewer)
                guard oracle.seesSet(set) else {
                    #expect(answer.status == 404, "\(oracle.role.code) \(set)")
                    let other = try await service.get("/Users?$apply=traverse(\(tree),preorder)", as: viewer)
                    #expect([400, 404].contains(other.status), "\(oracle.role.code) \(set)")
                    continue
                }
                var counts: [String: Int] = [:]
                for start in oracle.keys(set) {
                    var line = [start]
                    while let last = line.last,
                        let next = GateMatrixTests.related(up, of: set, id: last, world: world, oracle: oracle).first,
                        !line.contains(next)
                    {
                        line.append(next)
                    }
                    for node in line { counts[node, default: 0] += 1 }
                }
                let expected = oracle.keys(set).map { String(counts[$0] ?? 0) }
                #expect(answer.column("N") == expected, "\(oracle.role.code) \(set) \(answer.text.prefix(300))")
            }
            #expect(service.reports.withLock { $0 } == [])
        }
    }
}
