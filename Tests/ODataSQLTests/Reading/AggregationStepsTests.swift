import Foundation
import OData
import ODataSQL
import SQLCore
import Testing

@Suite("What is aggregated stays in the database")
struct AggregationStepsTests {
    @Test(
        "The database hands over as many rows as the answer has",
        arguments: [
            "Items?$apply=aggregate($count as N,Price with sum as S)",
            "Items?$apply=groupby((Active),aggregate(Price with sum as S,Price with average as A))",
            "Items?$apply=groupby((Kind/Title,Maker/Country),aggregate($count as N))",
            "Items?$apply=groupby((rollup($all,KindID,Active)),aggregate(Stock with max as M))",
            "Items?$apply=groupby((KindID),topcount(2,Price))",
            "Items?$apply=concat(aggregate($count as N),topcount(3,Price))",
            "Items?$apply=filter(Rank gt 0)/groupby((MakerID),aggregate(Price with max as P))/filter(P gt 10)",
            "Items?$apply=aggregate(Price with sum from KindID with average as A)",
            "Items?$apply=join(Lines as L)/groupby((KindID),aggregate(L/Quantity with sum as Q))",
            "Makers?$apply=groupby((Country),aggregate(Items/Price with max as M))",
            "Items?$apply=groupby((rolluprecursive($root/Kinds,Tree,KindID)),aggregate($count as N))",
            "Items?$apply=descendants($root/Kinds,Tree,KindID,filter(KindID eq 2))/aggregate($count as N)",
        ]
    )
    func steps(_ text: String) async throws {
        try await ShopDatabase.with(ShopRows(seed: 5, itemCount: 3_000)) { shop in
            let (steps, body) = try await shop.steps(text)
            let answer = try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]
            let rows = try #require(answer?["value"] as? [Any]).count
            #expect(steps == rows)
            #expect((1..<200).contains(rows))
        }
    }
}
