import OData
import ODataSQL
import SQLCore
import Testing

@Suite("Hierarchies: functions, selections, tree order and rollups")
struct HierarchyTests {
    /// Food over Fruit (over Citrus) and Greens; Tools alone; and two kinds that lie below each other.
    private static let data: ShopRows = {
        func kind(_ id: Int64, _ title: String, _ parent: Int64?) -> ShopRow {
            [
                "ID": .integer(id), "Title": .string(title),
                "ParentID": parent.map { .integer($0) } ?? .null,
            ]
        }
        func item(_ id: Int64, _ kind: Int64?, _ rank: Int64, _ maker: Int64) -> ShopRow {
            [
                "ID": .integer(id), "Code": .string("c\(id)"), "Cost": .decimal(EdmDecimal(0)), "Rank": .integer(rank),
                "KindID": kind.map { .integer($0) } ?? .null, "MakerID": .integer(maker),
            ]
        }
        var data = ShopRows(seed: 1)
        data.rows = [
            "Kinds": [
                kind(1, "Food", nil), kind(2, "Fruit", 1), kind(3, "Greens", 1), kind(4, "Citrus", 2),
                kind(5, "Tools", nil), kind(8, "Hen", 9), kind(9, "Egg", 8),
            ],
            "Makers": [1, 2].map { ["ID": .integer($0), "Name": .string("m\($0)")] },
            "Items": [
                item(1, 2, 1, 1), item(2, 4, 10, 1), item(3, 3, 100, 2), item(4, nil, 1000, 2), item(5, 4, 10_000, 2),
            ],
            "Orders": [], "Lines": [], "Notes": [],
        ]
        return data
    }()

    private static let tree = "$root/Kinds,Tree"
    private static let nodes = "HierarchyNodes=$root/Kinds,HierarchyQualifier='Tree'"

    private static func check(_ rows: [(String, String)]) async throws {
        try await ShopDatabase.with(data) { shop in
            var asking = ShopDatabase.Asking()
            asking.format = RowFormat(metadata: .none, serviceRoot: "http://shop/")
            for (text, expected) in rows {
                let found = try await shop.read(text, asking).body
                #expect(found == "{\"value\":\(expected)}".replacing("'", with: "\""), "\(text)")
            }
        }
    }

    private static func ids(_ numbers: Int...) -> String {
        "[" + numbers.map { "{'ID':\($0)}" }.joined(separator: ",") + "]"
    }

    @Test("Functions tell where a node stands, also of related entities and of other properties")
    func functions() async throws {
        func kinds(_ function: String, _ arguments: String = "", _ node: String = "ID") -> String {
            "Kinds?$select=ID&$filter=Org.OData.Aggregation.V1.\(function)(\(Self.nodes),Node=\(node)\(arguments))"
        }
        let below = "Org.OData.Aggregation.V1.isdescendant(\(Self.nodes),Node=Kind/ID,Ancestor=2,IncludeSelf=true)"
        try await Self.check([
            (kinds("isroot"), Self.ids(1, 5)),
            (kinds("isleaf"), Self.ids(3, 4, 5)),
            (kinds("isnode", "", "ParentID"), Self.ids(2, 3, 4, 8, 9)),
            (kinds("isdescendant", ",Ancestor=1"), Self.ids(2, 3, 4)),
            (kinds("isdescendant", ",Ancestor=1,MaxDistance=1"), Self.ids(2, 3)),
            (kinds("isdescendant", ",Ancestor=1,MaxDistance=1,IncludeSelf=true"), Self.ids(1, 2, 3)),
            (kinds("isdescendant", ",Ancestor=ParentID"), Self.ids(2, 3, 4, 8, 9)),
            (kinds("isdescendant", ",Ancestor=77"), "[]"),
            (kinds("isancestor", ",Descendant=4"), Self.ids(1, 2)),
            (kinds("isancestor", ",Descendant=4,MaxDistance=1"), Self.ids(2)),
            (kinds("isancestor", ",Descendant=4,IncludeSelf=true"), Self.ids(1, 2, 4)),
            (kinds("issibling", ",Other=3"), Self.ids(2)),
            (kinds("issibling", ",Other=5"), Self.ids(1)),
            ("Items?$select=ID&$filter=\(below)", Self.ids(1, 2, 5)),
            ("Items?$select=ID&$filter=not \(below)", Self.ids(3, 4)),
            ("Makers?$select=ID&$filter=Items/any(i:\(below.replacing("Kind/ID", with: "i/KindID")))", Self.ids(1, 2)),
            ("Items/$count?$filter=\(below) eq false".replacing("/$count", with: "") + "&$select=ID", Self.ids(3, 4)),
        ])
    }

    @Test("ancestors and descendants keep the rows whose nodes lie above or below others")
    func selections() async throws {
        func kinds(_ steps: String) -> String { "Kinds?$select=ID&$apply=\(steps)" }
        try await Self.check([
            (kinds("ancestors(\(Self.tree),ID,filter(Title eq 'Citrus'))"), Self.ids(1, 2)),
            (kinds("ancestors(\(Self.tree),ID,filter(Title eq 'Citrus'),1)"), Self.ids(2)),
            (kinds("ancestors(\(Self.tree),ID,filter(Title eq 'Citrus'),1,keep start)"), Self.ids(2, 4)),
            (kinds("descendants(\(Self.tree),ID,filter(ID eq 1),keep start)"), Self.ids(1, 2, 3, 4)),
            (kinds("descendants(\(Self.tree),ID,filter(ID eq 8))"), Self.ids(8, 9)),
            (kinds("descendants(\(Self.tree),ID,filter(ID eq 8),5)"), Self.ids(8, 9)),
            (kinds("filter(ID ne 2)/descendants(\(Self.tree),ID,filter(ID eq 1))"), Self.ids(3, 4)),
            (
                "Items?$select=ID&$apply=descendants(\(Self.tree),Kind/ID,filter(ID eq 1))",
                Self.ids(2, 5)
            ),
            (
                "Items?$apply=descendants(\(Self.tree),KindID,filter(ID eq 1),keep start)/aggregate(Rank with sum as S)",
                "[{'S':10011}]"
            ),
            (
                "Items?$apply=groupby((MakerID),ancestors(\(Self.tree),KindID,filter(ID ge 2),keep start)"
                    + "/aggregate(Rank with sum as S,$count as N))",
                "[{'MakerID':1,'S':11,'N':2},{'MakerID':2,'S':10100,'N':2}]"
            ),
            (
                "Makers?$select=ID&$expand=Items($apply=descendants(\(Self.tree),KindID,filter(ID le 3),keep start);$select=ID)",
                "[{'ID':1,'Items':[{'ID':1},{'ID':2}]},{'ID':2,'Items':[{'ID':3}]}]"
            ),
        ])
    }

    @Test("traverse brings rows into tree order and leaves out those of no node")
    func traversal() async throws {
        func kinds(_ rest: String) -> String { "Kinds?$select=ID&$apply=traverse(\(Self.tree),ID,\(rest))" }
        try await Self.check([
            (kinds("preorder"), Self.ids(1, 2, 4, 3, 5)),
            (kinds("postorder"), Self.ids(4, 2, 3, 1, 5)),
            (kinds("preorder,Title desc"), Self.ids(5, 1, 3, 2, 4)),
            (kinds("preorder,filter(ID ne 1)"), Self.ids(2, 4, 3, 5)),
            (kinds("preorder,descendants(\(Self.tree),ID,filter(ID eq 1)),Title desc"), Self.ids(3, 2, 4)),
            (
                "Items?$apply=traverse(\(Self.tree),KindID,postorder)&$select=ID&$top=3",
                Self.ids(2, 5, 1)
            ),
            (
                "Items?$apply=filter(ID lt 3)/traverse(\(Self.tree),Kind/ID,preorder)&$select=ID,Kind",
                "[{'ID':1,'Kind':{'ID':2,'Title':'Fruit','ParentID':1,'Share':null}},"
                    + "{'ID':2,'Kind':{'ID':4,'Title':'Citrus','ParentID':2,'Share':null}}]"
            ),
        ])
    }

    @Test("rolluprecursive makes a group of each node and what lies below it")
    func rollups() async throws {
        func items(_ elements: String, _ sequence: String, _ rest: String = "") -> String {
            "Items?$apply=groupby((\(elements)),\(sequence))\(rest)"
        }
        try await Self.check([
            (
                items("rolluprecursive(\(Self.tree),KindID)", "aggregate(Rank with sum as S,$count as N)"),
                "[{'KindID':1,'S':10111,'N':4},{'KindID':2,'S':10011,'N':3},{'KindID':3,'S':100,'N':1},"
                    + "{'KindID':4,'S':10010,'N':2},{'KindID':5,'S':null,'N':0},{'KindID':8,'S':null,'N':0},"
                    + "{'KindID':9,'S':null,'N':0}]"
            ),
            (
                items(
                    "rolluprecursive(\(Self.tree),Kind/ID,filter(ID lt 4))",
                    "aggregate(Rank with sum as S)",
                    "/traverse(\(Self.tree),Kind/ID,preorder)&$expand=Kind($select=Title)"
                ),
                "[{'S':10111,'Kind':{'Title':'Food'}},{'S':10011,'Kind':{'Title':'Fruit'}},"
                    + "{'S':100,'Kind':{'Title':'Greens'}}]"
            ),
            (
                items("MakerID,rolluprecursive(\(Self.tree),KindID)", "aggregate($count as N)", "&$filter=KindID le 2"),
                "[{'MakerID':1,'KindID':1,'N':2},{'MakerID':1,'KindID':2,'N':2},{'MakerID':2,'KindID':1,'N':2},"
                    + "{'MakerID':2,'KindID':2,'N':1}]"
            ),
            (
                items(
                    "rolluprecursive(\(Self.tree),KindID,filter(ID lt 3))",
                    "compute(case(Kind eq Org.OData.Aggregation.V1.rollupnode():Rank) as Own)"
                        + "/aggregate(Rank with sum as S,Own with sum as Own)"
                ),
                "[{'KindID':1,'S':10111,'Own':null},{'KindID':2,'S':10011,'Own':1}]"
            ),
            (
                items(
                    "rolluprecursive(\(Self.tree),KindID,filter(ID lt 3))",
                    "filter(KindID ne Org.OData.Aggregation.V1.rollupnode()/ID)/aggregate($count as N)"
                ),
                "[{'KindID':1,'N':4},{'KindID':2,'N':2}]"
            ),
            (
                "Kinds?$apply=groupby((rolluprecursive(\(Self.tree),ID)),aggregate($count as N))"
                    + "/filter(N gt 1)&$select=Title,N&$expand=Parent($select=ID)&$orderby=N desc,Title",
                "[{'Title':'Food','N':4,'Parent':null},{'Title':'Egg','N':2,'Parent':{'ID':8}},"
                    + "{'Title':'Fruit','N':2,'Parent':{'ID':1}},{'Title':'Hen','N':2,'Parent':{'ID':9}}]"
            ),
        ])
    }

    @Test(
        "What is no hierarchy is refused, and says what there is",
        arguments: [
            ("descendants($root/Kinds,Bush,ID,identity)", "(Tree)"),
            ("descendants($root/Items,Tree,ID,identity)", "a set with a hierarchy"),
            ("descendants($root/Nothing,Tree,ID,identity)", "$root/Nothing"),
            ("descendants($root/Kinds,Tree,Title,identity)", "noCommonType"),
            ("descendants($root/Kinds,Tree,Items/ID,identity)", "descendants along a collection"),
            ("descendants($root/Kinds,Tree,ID,compute(1 as X))", "transformations that keep rows as they are"),
            (
                "filter(Org.OData.Aggregation.V1.isroot(HierarchyNodes=$root/Kinds,Node=ID))",
                "the parameter HierarchyQual"
            ),
            ("filter(Org.OData.Aggregation.V1.isroot(Nodes=$root/Kinds))", "the parameters HierarchyNodes, Hierarchy"),
            ("filter(Org.OData.Aggregation.V1.isbig(Node=ID))", "unknownFunction"),
            (
                "filter(Org.OData.Aggregation.V1.isdescendant(HierarchyNodes=$root/Kinds,HierarchyQualifier='Tree',"
                    + "Node=ID,Ancestor='x'))", "noCommonType"
            ),
            ("filter(ID eq Org.OData.Aggregation.V1.rollupnode()/ID)", "a group made by rolluprecursive"),
        ]
    )
    func refusals(_ apply: String, _ message: String) throws {
        let error = #expect(throws: BindingError.self) { _ = try ShopRequest.bind("Kinds?$apply=\(apply)") }
        #expect("\(try #require(error))".contains(message))
    }
}
