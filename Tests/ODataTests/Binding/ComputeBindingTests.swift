import OData
import Testing

@Suite("Binding of $compute")
struct ComputeBindingTests {
    @Test(
        "Items are typed, and later ones may use earlier ones",
        arguments: [
            ("Price mul 2 as Twice", "Twice = (Price mul 2:Decimal) : Decimal(4)?"),
            ("Name as Title", "Title = Name : String?"),
            ("Category/Name as Category1", "Category1 = Category>Categories/Name : String?"),
            ("Lines/$count as Lines1", "Lines1 = count(Lines>OrderLines) : Int64"),
            ("Id eq 1 as First", "First = (Id eq 1:Int32) : Boolean"),
            ("Status as State", "State = Status : Shop.Status"),
            ("1 as One,One add 1 as Two", "One = 1:SByte : SByte, Two = (1:Int32 add 1:Int32) : Int32"),
            ("Price mul 2 as Twice,twice mul 2 as Four", "Four = ((Price mul 2:Decimal) mul 2:Decimal)"),
            ("cast(null,Edm.Int32) as Nothing", "Nothing = null : Int32?"),
        ]
    )
    func items(_ compute: String, _ expected: String) throws {
        let read = try SampleRequest.read("Products?$compute=\(compute)")
        let found = BoundPrinter.compute(read.query.compute)
        #expect(found.contains(expected), "\(found)")
    }

    @Test("Names stand for their expressions in the other options")
    func uses() throws {
        let read = try SampleRequest.read(
            "Products?$compute=Price mul Quantity as Value&$filter=Value gt 5 and Lines/any(l:l/Amount gt Value)"
                + "&$orderby=value desc&$select=Name,Value"
        )
        let value = "(Price mul cast(Quantity as Decimal(0)))"
        let filter = try #require(read.query.filter)
        #expect(
            BoundPrinter.text(filter)
                == "((\(value) gt 5:Decimal) and any(Lines>OrderLines l#1: (l.Amount gt \(value))))"
        )
        #expect(BoundPrinter.order(read.query.orderBy) == "\(value) desc, Id")
        #expect(BoundPrinter.select(read.query.select) == "Name,computed Value")
    }

    @Test("Inside $expand items speak of the related entity, and their names end with it")
    func nested() throws {
        let read = try SampleRequest.read(
            "Products?$expand=Lines($compute=Amount mul 2 as Twice;$filter=Twice gt 1;$select=Twice),"
                + "Category($compute=length(Name) as Size)"
        )
        #expect(
            BoundPrinter.expand(read.query.expand)
                == "Lines>OrderLines(nested;compute=Twice = (Amount mul 2:Decimal) : Decimal(3);"
                + "filter=((Amount mul 2:Decimal) gt 1:Decimal);order=OrderId, LineNo;select=computed Twice),"
                + "Category>Categories(compute=Size = length(Name) : Int32)"
        )
        let error = try SampleRequest.error("Products?$expand=Lines($compute=Amount as A;$select=A)&$filter=A eq 1")
        guard case .unknownProperty? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    private static func at(_ start: Int, _ end: Int, _ option: String = "$compute") -> BindingPlace {
        BindingPlace(option: option, range: SourceRange(start, end))
    }

    @Test(
        "Names in use, values without a type and what is no single value are refused",
        arguments: [
            ("Id add 1 as Name", .nameInUse(name: "Name", at: at(12, 16))),
            ("Id add 1 as Lines", .nameInUse(name: "Lines", at: at(12, 17))),
            ("Id as X,Id as X", .nameInUse(name: "X", at: at(14, 15))),
            ("null as X", .untypedValue(at: at(0, 4))),
            (
                "Category as X",
                .wrongOperand(operator: "as", found: "Shop.Category", expected: "a primitive value", at: at(0, 8))
            ),
            (
                "Id as Total,Totl add 1 as X",
                .unknownProperty(path: "Totl", type: SampleModel.name("Product"), near: ["Total"], at: at(12, 16))
            ),
            ("Lines as X", .notSingleValued(path: "Lines", at: at(0, 5))),
        ] as [(String, BindingError)]
    )
    func refusals(_ compute: String, _ expected: BindingError) throws {
        #expect(try SampleRequest.error("Products?$compute=\(compute)") == expected)
    }

    @Test("Names that stand for names do not grow without bound")
    func bound() throws {
        let items = (1...20).map { "N\($0 - 1) add N\($0 - 1) as N\($0)" }.joined(separator: ",")
        let error = try SampleRequest.error("Products?$compute=Id as N0,\(items)")
        guard case .limitExceeded(.expressionNodes, let limit, _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(limit == 2000)
    }
}
