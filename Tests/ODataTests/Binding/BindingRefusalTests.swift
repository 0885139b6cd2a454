import OData
import Testing

@Suite("What is refused or not implemented")
struct BindingRefusalTests {
    @Test("Keys, segments and options that do not apply are refused", arguments: requestsRows)
    func requests(url: String, expected: BindingError) throws {
        #expect(try SampleRequest.error(url) == expected)
    }

    private static let requestsRows: [(String, BindingError)] = [
        ("Products(2.5)", .entityNotFound(key: "2.5", entitySet: "Products", at: segment(0, 9, 12))),
        ("Products(3000000000)", .entityNotFound(key: "3000000000", entitySet: "Products", at: segment(0, 9, 19))),
        ("Products('abc')", .entityNotFound(key: "'abc'", entitySet: "Products", at: segment(0, 9, 14))),
        ("Products(null)", .entityNotFound(key: "null", entitySet: "Products", at: segment(0, 9, 13))),
        ("Products(true)", .entityNotFound(key: "true", entitySet: "Products", at: segment(0, 9, 13))),
        (
            "OrderLines(1)",
            .invalidKey(
                .unnamed(properties: ["OrderId", "LineNo"]),
                type: SampleModel.name("OrderLine"),
                at: segment(0, 0, 13)
            )
        ),
        (
            "OrderLines(OrderId=1)",
            .invalidKey(.missing("LineNo"), type: SampleModel.name("OrderLine"), at: segment(0, 0, 21))
        ),
        (
            "OrderLines(OrderId=1,OrderId=2)",
            .invalidKey(.duplicate("OrderId"), type: SampleModel.name("OrderLine"), at: segment(0, 21, 28))
        ),
        (
            "OrderLines(OrderId=1,Nope=2)",
            .invalidKey(
                .unknownName("Nope", properties: ["OrderId", "LineNo"]),
                type: SampleModel.name("OrderLine"),
                at: segment(0, 21, 25)
            )
        ),
        (
            "Products(Name='x')",
            .invalidKey(
                .unknownName("Name", properties: ["Id"]),
                type: SampleModel.name("Product"),
                at: segment(0, 9, 13)
            )
        ),
        ("Products(abc)", .invalidKey(.notLiteral, type: SampleModel.name("Product"), at: segment(0, 9, 12))),
        (
            "Products(1)/Category(2)",
            .invalidKey(.notCollection, type: SampleModel.name("Product"), at: segment(1, 0, 11))
        ),
        ("Products/$value", .segmentNotApplicable(segment: "$value", resource: .collection, at: segment(1, 0, 6))),
        ("Products(1)/$value", .segmentNotApplicable(segment: "$value", resource: .entity, at: segment(1, 0, 6))),
        ("Products(1)/$count", .segmentNotApplicable(segment: "$count", resource: .entity, at: segment(1, 0, 6))),
        (
            "Products(1)/Name/$count",
            .segmentNotApplicable(segment: "$count", resource: .property, at: segment(2, 0, 6))
        ),
        (
            "Suppliers('A')/Address/$value",
            .segmentNotApplicable(segment: "$value", resource: .property, at: segment(2, 0, 6))
        ),
        (
            "Products/$count/$count",
            .segmentNotApplicable(segment: "$count", resource: .count, at: segment(2, 0, 6))
        ),
        ("Products?$expand=Category,Category", .duplicateExpand(path: "Category", at: at("$expand", 9, 17))),
        ("Products?$expand=Category,Category/$ref", .duplicateExpand(path: "Category", at: at("$expand", 9, 22))),
        ("Products?$expand=Category($filter=Id eq 1)", .optionNotApplicable(option: "$filter", resource: .entity)),
        ("Products?$expand=Category($top=1)", .optionNotApplicable(option: "$top", resource: .entity)),
        (
            "Products?$expand=Category($expand=Parent($levels=9))",
            .limitExceeded(.expandDepth, limit: 8, at: at("$expand", 17, 34))
        ),
        ("Categories?$expand=Parent($levels=9)", .limitExceeded(.expandDepth, limit: 8, at: at("$expand", 0, 17))),
        (
            "Categories?$expand=Parent($levels=2;$expand=Parent)",
            .duplicateExpand(path: "Parent", at: at("$expand", 0, 32))
        ),
        ("Products(1)?$filter=Id eq 1", .optionNotApplicable(option: "$filter", resource: .entity)),
        ("Products(1)?$top=1", .optionNotApplicable(option: "$top", resource: .entity)),
        ("Products(1)?$deltatoken=x", .optionNotApplicable(option: "$deltatoken", resource: .entity)),
        ("Products/$ref?$deltatoken=x", .optionNotApplicable(option: "$deltatoken", resource: .references)),
        ("Products(1)?$orderby=Id", .optionNotApplicable(option: "$orderby", resource: .entity)),
        (
            "Products?$filter=Name eq {\"a\":1}",
            .wrongOperand(
                operator: "eq",
                found: "a single value",
                expected: "a complex value",
                at: at("$filter", 0, 4)
            )
        ),
        (
            "Products?$filter=@p eq Name&@p=[1]",
            .wrongOperand(operator: "eq", found: "a single value", expected: "a collection", at: at("$filter", 6, 10))
        ),
        ("Products(1)/Tags?$search=x", .optionNotApplicable(option: "$search", resource: .property)),
        ("Suppliers('A')/Address?$top=1", .optionNotApplicable(option: "$top", resource: .property)),
        ("Products(1)/Name?$filter=Id eq 1", .optionNotApplicable(option: "$filter", resource: .property)),
        ("Products(1)/Name/$value?$select=Id", .optionNotApplicable(option: "$select", resource: .rawValue)),
        ("Products/$ref?$select=Name", .optionNotApplicable(option: "$select", resource: .references)),
        ("Products/$ref?$expand=Category", .optionNotApplicable(option: "$expand", resource: .references)),
        ("Products(1)/$ref?$filter=Id eq 1", .optionNotApplicable(option: "$filter", resource: .reference)),
        ("/?$filter=Id eq 1", .optionNotApplicable(option: "$filter", resource: .serviceRoot)),
        ("$metadata?$top=1", .optionNotApplicable(option: "$top", resource: .serviceRoot)),
        ("Suppliers?$search=red", .notSearchable(entitySet: "Suppliers")),
        ("Products?$id=Products(1)", .optionNotApplicable(option: "$id", resource: .collection)),
        (
            "Products?$filter=@a eq 1&@a=@b add @b&@b=@c add @c&@c=@d add @d&@d=@e add @e&@e=@f add @f&@f=@g add @g&@g=@h add @h&@h=@i add @i&@i=@j add @j&@j=@k add @k&@k=@l add @l&@l=1",
            .limitExceeded(.expressionNodes, limit: 2000, at: at("@l", 0, 1))
        ),
        (
            "Products/$ref/$count",
            .segmentNotApplicable(segment: "$count", resource: .references, at: segment(2, 0, 6))
        ),
    ]

    @Test("What is valid but not carried out is named, never called invalid", arguments: notImplementedRows)
    func notImplemented(url: String, expected: BindingError) throws {
        #expect(try SampleRequest.error(url) == expected)
    }

    private static let notImplementedRows: [(String, BindingError)] = [
        (
            "Products?$filter=matchespattern(Name,Code)",
            .notImplemented(feature: "matchespattern with a pattern that is no literal", at: at("$filter", 20, 24))
        ),
        ("$entity?$id=Products(1)", .notImplemented(feature: "$entity", at: segment(0, 0, 7))),
        ("Products/$each", .notImplemented(feature: "$each", at: segment(1, 0, 5))),
        ("Products/$query", .notImplemented(feature: "$query", at: segment(1, 0, 6))),
        (
            "Products?$apply=topcount(1 add 1,Price)",
            .notImplemented(feature: "topcount with a quantity that is no literal", at: at("$apply", 9, 16))
        ),
        ("Products?$index=1", .notImplemented(feature: "$index", at: at("$index", 0, 0))),
        (
            "Products?$filter=$root/Products(1)/Id eq Id",
            .notImplemented(feature: "$root", at: at("$filter", 0, 20))
        ),
        (
            "Products?$filter=@p/Name eq 'x'&@p={\"a\":1}",
            .notImplemented(feature: "paths behind parameter aliases", at: at("$filter", 0, 7))
        ),
        (
            "Products?$filter=Lines(1)/Amount eq 1",
            .notImplemented(feature: "key predicates in expressions", at: at("$filter", 0, 5))
        ),
        (
            "Products?$filter=Shop.Related() eq 1",
            .notImplemented(feature: "calls of Shop.Related in expressions", at: at("$filter", 0, 12))
        ),
        (
            "Products?$filter=@Core.Thing eq 1",
            .notImplemented(feature: "annotations in expressions", at: at("$filter", 0, 11))
        ),
        (
            "Products?$filter=Name/@Core.Thing eq 1",
            .notImplemented(feature: "annotations in expressions", at: at("$filter", 5, 16))
        ),
        (
            "Products?$filter=Category/Products/Shop.Category/any()",
            .unrelatedType(
                name: "Shop.Category",
                type: EdmTypeName("Shop", "Product"),
                at: at("$filter", 18, 31)
            )
        ),
        (
            "Products?$expand=Lines($filter=$it/Id eq 1)",
            .notImplemented(feature: "$it inside $expand", at: at("$expand", 14, 20))
        ),
        (
            "Products?$expand=Lines($apply=topsum(1 add 1,Amount))",
            .notImplemented(feature: "topsum with a quantity that is no literal", at: at("$expand", 20, 27))
        ),
        (
            "Products?$expand=*($levels=2)",
            .notImplemented(feature: "$levels of * in $expand", at: at("$expand", 0, 12))
        ),
        (
            "Products?$expand=Shop.SpecialProduct",
            .notImplemented(feature: "$expand of a type", at: at("$expand", 0, 19))
        ),
        (
            "Products?$expand=Photo",
            .notImplemented(feature: "stream properties in $expand", at: at("$expand", 0, 5))
        ),
        ("Products?$expand=$value", .notImplemented(feature: "$value in $expand", at: at("$expand", 0, 6))),
        (
            "Products?$select=Tags($expand=One)",
            .notImplemented(feature: "$expand inside $select", at: at("$select", 0, 17))
        ),
        (
            "Products?$select=@Core.Thing",
            .notImplemented(feature: "annotations in $select", at: at("$select", 0, 11))
        ),
        (
            "Products?$expand=Lines($filter=$these/$count gt 1)",
            .notImplemented(feature: "$these inside $expand", at: at("$expand", 14, 27))
        ),
        (
            "Products?$filter=cast(Name,Collection(Edm.String)) eq null",
            .notImplemented(feature: "collection types in expressions", at: at("$filter", 0, 33))
        ),
        (
            "Products?$expand=Category/Parent",
            .notImplemented(feature: "paths behind navigation properties in $expand", at: at("$expand", 0, 15))
        ),
        (
            "Products?$filter=Traits has Status",
            .notImplemented(feature: "has with a right side that is no literal", at: at("$filter", 11, 17))
        ),
        (
            "Products?$filter=cast(Id,Edm.GeographyPoint) eq null",
            .notImplemented(feature: "cast to Edm.GeographyPoint", at: at("$filter", 0, 27))
        ),
        (
            "Products?$filter=cast(Category,Shop.Category) eq null",
            .notImplemented(feature: "cast to a structured type", at: at("$filter", 0, 28))
        ),
    ]

    @Test(
        "What looks odd but is allowed binds",
        arguments: [
            "Products?$schemaversion=7",
            "Products?$schemaversion=*",
            "Products(1)?$count=true",
            "$metadata?$format=json",
            "",
            "Products?$search=red",
            "$batch",
            "Products?$filter=Lines/Shop.OrderLine/any()",
            "Products?$filter=$it eq null",
            "Products?$filter=isof(Shop.SpecialProduct)",
        ]
    )
    func fine(url: String) throws {
        #expect(try SampleRequest.error(url) == nil)
    }

    private static func at(_ option: String, _ start: Int, _ end: Int) -> BindingPlace {
        BindingPlace(option: option, range: SourceRange(start, end))
    }

    private static func segment(_ number: Int, _ start: Int, _ end: Int) -> BindingPlace {
        BindingPlace(option: "path", segment: number, range: SourceRange(start, end))
    }
}
