import OData
import ODataSQL
import SQLCore
import Testing

@Suite("Paging of what $apply makes")
struct ApplyPagingTests {
    @Test(
        "Pages to the end give what one large page gives",
        arguments: [
            "Items?$apply=groupby((KindID),aggregate($count as N))",
            "Items?$apply=groupby((Kind/Title,Active),aggregate(Price with sum as S))&$orderby=S desc",
            "Items?$apply=filter(Rank gt 0)/groupby((Maker))",
            "Items?$apply=concat(groupby((Active),aggregate($count as N)),aggregate($count as N))",
            "Items?$apply=groupby((rollup(Rank,Active)),aggregate(Price with max as M))&$orderby=M",
            "Items?$apply=topcount(20,Price)",
            "Items?$apply=orderby(Weight desc)&$select=ID",
            "Items?$apply=join(Lines as L)&$orderby=L/Quantity&$select=ID",
            "Items?$apply=groupby((MakerID),topcount(2,Price))&$orderby=Name",
            "Kinds?$apply=traverse($root/Kinds,Tree,ID,postorder,Title desc)",
            "Items?$apply=groupby((rolluprecursive($root/Kinds,Tree,Kind/ID)),aggregate($count as N))",
            "Items?$apply=descendants($root/Kinds,Tree,KindID,filter(KindID lt 4),keep start)&$orderby=Name",
            "Kinds?$apply=addnested(Items,filter(Rank gt 0) as Ranked)",
            "Lines?$apply=groupby((Item/Maker/Country,Order/Paid),aggregate(Quantity with average as Q))&$skip=3&$top=11",
        ]
    )
    func pages(_ text: String) async throws {
        try await ShopDatabase.with { shop in
            let whole = try await shop.read(text).body
            for size in [1, 4, 9] {
                var asking = ShopDatabase.Asking()
                asking.size = size
                var rows: [Substring] = []
                for _ in 0..<300 {
                    let answer = try await shop.read(text, asking)
                    let end = answer.link == nil ? "]}" : "],\"@odata.nextLink\":\"next\"}"
                    #expect(answer.body.hasSuffix(end))
                    rows.append(answer.body.dropFirst("{\"value\":[".count).dropLast(end.count))
                    asking.position = answer.link
                    if answer.link == nil { break }
                }
                #expect("{\"value\":[" + rows.joined(separator: ",") + "]}" == whole, "pages of \(size)")
            }
        }
    }

    @Test("The count is that of all rows of the result, on every page")
    func counts() async throws {
        try await ShopDatabase.with { shop in
            let text = "Items?$apply=groupby((MakerID,Rank))&$count=true"
            let whole = try await shop.read("Items/$count?$apply=groupby((MakerID,Rank))").body
            var asking = ShopDatabase.Asking()
            asking.size = 3
            for _ in 0..<2 {
                let answer = try await shop.read(text, asking)
                #expect(answer.body.hasPrefix("{\"@odata.count\":\(whole),"))
                asking.position = answer.link
            }
        }
    }
}
