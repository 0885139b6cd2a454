import CRM
import EntityModel
import Synchronization
import Testing

@testable import CRMService

/// `$crossjoin` and `$all` by every role: nothing of a row that the viewer may not see.
@Suite struct SeveralSetsGateTests {
    @Test("pairs are made of visible rows alone")
    func pairs() async throws {
        try await GateMatrixTests.withWorld { service, world, oracle, viewer in
            for (left, right) in zip(GateWorld.order, GateWorld.order.dropFirst() + GateWorld.order.prefix(1)) {
                let url = "/$crossjoin(\(left),\(right))"
                let place: Comment = "\(oracle.role.code) \(url)"
                let count = try await service.get("\(url)/$count", as: viewer)
                guard oracle.seesSet(left), oracle.seesSet(right) else {
                    #expect(count.status == 404, place)
                    continue
                }
                let keys = [oracle.keys(left), oracle.keys(right)]
                #expect(count.text == String(keys[0].count * keys[1].count), place)
                let rows = try await service.get("\(url)?$expand=\(left),\(right)", as: viewer)
                #expect(rows.status == 200, "\(oracle.role.code) \(url) \(rows.text.prefix(300))")
                let visible = oracle.markers(left).union(oracle.markers(right))
                #expect(GateMatrixTests.markers(in: rows, of: world).isSubset(of: visible), place)
            }
            #expect(service.reports.withLock { $0 } == [])
        }
    }

    @Test("all entities of a type are those of its set")
    func all() async throws {
        try await GateMatrixTests.withWorld { service, world, oracle, viewer in
            for set in GateWorld.order {
                let place: Comment = "\(oracle.role.code) \(set)"
                let type = try #require(service.catalog.type(ofSet: set))
                let key = try #require(type.key?.name)
                let answer = try await service.get("/$all/Tessera.\(type.name)?$orderby=\(key)", as: viewer)
                guard oracle.seesSet(set) else {
                    #expect(answer.status == 404, place)
                    continue
                }
                #expect(answer.column(key) == oracle.keys(set), "\(oracle.role.code) \(set) \(answer.text.prefix(300))")
                #expect(GateMatrixTests.markers(in: answer, of: world).isSubset(of: oracle.markers(set)), place)
            }
            let whole = try await service.get("/$all", as: viewer)
            #expect(whole.status == 200, "\(oracle.role.code) \(whole.text.prefix(300))")
            let visible = GateWorld.order.reduce(into: Set<String>()) { $0.formUnion(oracle.markers($1)) }
            #expect(GateMatrixTests.markers(in: whole, of: world).isSubset(of: visible), "\(oracle.role.code)")
            #expect(service.reports.withLock { $0 } == [])
        }
    }
}
