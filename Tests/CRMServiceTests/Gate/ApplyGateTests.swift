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

    @Test("hidden fields are unknown names in every transformation")
    func fields() async throws {
        try await GateMatrixTests.withWorld { service, _, oracle, viewer in
            for set in GateWorld.order where oracle.seesSet(set) {
                let type = try #require(service.catalog.type(ofSet: set))
                let key = try #require(type.key?.name)
                for field in type.fields where field.isMarked && !oracle.sees(field) {
                    for query in [
                        "$apply=groupby((\(field.name)))", "$apply=aggregate(\(field.name) with max as M)",
                        "$apply=filter(\(field.name) ne null)", "$apply=topcount(1,\(field.name))",
                        "$apply=compute(\(field.name) as X)", "$apply=groupby((\(key)))&$filter=\(field.name) ne null",
                        "$compute=\(field.name) as X",
                    ] {
                        let answer = try await service.get("/\(set)?\(query)", as: viewer)
                        #expect(answer.status == 400, "\(oracle.role.code) \(set) \(query)")
                    }
                }
            }
        }
    }
}
