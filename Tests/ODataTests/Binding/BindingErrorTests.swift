import OData
import Testing

@Suite("What does not bind")
struct BindingErrorTests {
    @Test("Unknown names are named with their place and near names", arguments: namesRows)
    func names(url: String, expected: BindingError) throws {
        #expect(try SampleRequest.error(url) == expected)
    }

    private static let namesRows: [(String, BindingError)] = [
        ("Product", .unknownResource(name: "Product", type: nil, near: ["Products"], at: segment(0, 0, 7))),
        ("products", .unknownResource(name: "products", type: nil, near: ["Products"], at: segment(0, 0, 8))),
        ("Nope", .unknownResource(name: "Nope", type: nil, near: [], at: segment(0, 0, 4))),
        ("Xyzzy", .unknownResource(name: "Xyzzy", type: nil, near: [], at: segment(0, 0, 5))),
        (
            "Products(1)/Nam",
            .unknownResource(name: "Nam", type: SampleModel.name("Product"), near: ["Name"], at: segment(1, 0, 3))
        ),
        (
            "Products(1)/Categry/Name",
            .unknownResource(
                name: "Categry",
                type: SampleModel.name("Product"),
                near: ["Category"],
                at: segment(1, 0, 7)
            )
        ),
        (
            "Products(1)/Category/Nope",
            .unknownResource(name: "Nope", type: SampleModel.name("Category"), near: ["Name"], at: segment(2, 0, 4))
        ),
        (
            "Suppliers('A')/Address/Cty",
            .unknownResource(name: "Cty", type: SampleModel.name("Address"), near: ["City"], at: segment(2, 0, 3))
        ),
        ("$metadata/Products", .unknownResource(name: "Products", type: nil, near: [], at: segment(1, 0, 8))),
        (
            "Products?$filter=Nam eq 'x'",
            .unknownProperty(path: "Nam", type: SampleModel.name("Product"), near: ["Name"], at: at("$filter", 0, 3))
        ),
        (
            "Products?$filter=Id eq 1 and Category/Nmae eq 'x'",
            .unknownProperty(
                path: "Category/Nmae",
                type: SampleModel.name("Category"),
                near: ["Name"],
                at: at("$filter", 21, 25)
            )
        ),
        (
            "Products?$filter=Lines/any(l:l/Amont gt 5)",
            .unknownProperty(
                path: "l/Amont",
                type: SampleModel.name("OrderLine"),
                near: ["Amount"],
                at: at("$filter", 14, 19)
            )
        ),
        (
            "Products?$filter=substrng(Name,1) eq 'x'",
            .unknownFunction(name: "substrng", near: ["substring"], at: at("$filter", 0, 8))
        ),
        ("Products?$filter=foo(Name)", .unknownFunction(name: "foo", near: [], at: at("$filter", 0, 3))),
        (
            "Products?$filter=cast(Id,Edm.Strin) eq '1'",
            .unknownType(name: "Edm.Strin", near: ["Edm.String"], at: at("$filter", 8, 17))
        ),
        (
            "Products?$filter=isof(Shop.Produkt)",
            .unknownType(name: "Shop.Produkt", near: ["Shop.Product"], at: at("$filter", 5, 17))
        ),
        ("Products?$filter=Shop.Nope/Id eq 1", .unknownType(name: "Shop.Nope", near: [], at: at("$filter", 0, 9))),
        (
            "Products?$filter=Status eq 'Activ'",
            .unknownMember(name: "Activ", type: SampleModel.name("Status"), near: ["Active"], at: at("$filter", 10, 17))
        ),
        (
            "Products?$filter=Traits has 'Heavy,Shrp'",
            .unknownMember(name: "Shrp", type: SampleModel.name("Traits"), near: ["Sharp"], at: at("$filter", 11, 23))
        ),
        ("Products?$filter=Name eq @p", .unknownAlias(name: "p", at: at("$filter", 8, 10))),
        ("Products?$filter=@a&@a=@b&@b=@a", .cyclicAlias(name: "a", at: at("@b", 0, 2))),
        ("Products?$filter=@a&@a=@a", .cyclicAlias(name: "a", at: at("@a", 0, 2))),
        (
            "Products?$filter=Lines/any(l:l/Product/Lines/any(l:l/LineNo eq 1))",
            .duplicateVariable(name: "l", at: at("$filter", 32, 33))
        ),
        ("Products?$schemaversion=6", .unknownSchemaVersion("6")),
        (
            "Products/abc",
            .unknownResource(name: "abc", type: SampleModel.name("Product"), near: [], at: segment(1, 0, 3))
        ),
        ("Products(@k)", .unknownAlias(name: "k", at: segment(0, 9, 11))),
        (
            "Products/5/6",
            .unknownResource(name: "6", type: SampleModel.name("Product"), near: [], at: segment(2, 0, 1))
        ),
        (
            "OrderLines/1",
            .unknownResource(name: "1", type: SampleModel.name("OrderLine"), near: [], at: segment(1, 0, 1))
        ),
        ("Products(1)/Name/Foo", .unknownResource(name: "Foo", type: nil, near: [], at: segment(2, 0, 3))),
        ("Products/$ref/Name", .unknownResource(name: "Name", type: nil, near: [], at: segment(2, 0, 4))),
        (
            "Products/Name",
            .unknownResource(name: "Name", type: SampleModel.name("Product"), near: [], at: segment(1, 0, 4))
        ),
        (
            "Products?$orderby=Nope",
            .unknownProperty(
                path: "Nope",
                type: SampleModel.name("Product"),
                near: ["Code", "Name"],
                at: at("$orderby", 0, 4)
            )
        ),
        (
            "Products?$select=Nope",
            .unknownProperty(
                path: "Nope",
                type: SampleModel.name("Product"),
                near: ["Code", "Name"],
                at: at("$select", 0, 4)
            )
        ),
        (
            "Products?$select=Shop.Nope",
            .unknownProperty(path: "Shop.Nope", type: SampleModel.name("Product"), near: [], at: at("$select", 0, 9))
        ),
        (
            "Products?$expand=Nope",
            .unknownProperty(
                path: "Nope",
                type: SampleModel.name("Product"),
                near: ["Code", "Name"],
                at: at("$expand", 0, 4)
            )
        ),
        (
            "Products?$expand=Name",
            .unknownProperty(path: "Name", type: SampleModel.name("Product"), near: [], at: at("$expand", 0, 4))
        ),
        (
            "Products?$expand=Category($select=Nope)",
            .unknownProperty(
                path: "Nope",
                type: SampleModel.name("Category"),
                near: ["Name"],
                at: at("$expand", 17, 21)
            )
        ),
        (
            "Products?$expand=Lines($filter=Nope eq 1)",
            .unknownProperty(path: "Nope", type: SampleModel.name("OrderLine"), near: [], at: at("$expand", 14, 18))
        ),
        (
            "Products(1)/Shop.Nope",
            .unknownResource(name: "Shop.Nope", type: SampleModel.name("Product"), near: [], at: segment(1, 0, 9))
        ),
        ("Products?$filter=Foo() eq 1", .unknownFunction(name: "Foo", near: [], at: at("$filter", 0, 3))),
        (
            "Products?$filter=Lines/$count($filter=Nope eq 1) gt 1",
            .unknownProperty(path: "Nope", type: SampleModel.name("OrderLine"), near: [], at: at("$filter", 21, 25))
        ),
        (
            "Products?$filter=$it/Nope eq 1",
            .unknownProperty(
                path: "Nope",
                type: SampleModel.name("Product"),
                near: ["Code", "Name"],
                at: at("$filter", 4, 8)
            )
        ),
        (
            "OrderLines/1/$count",
            .unknownResource(name: "$count", type: SampleModel.name("OrderLine"), near: [], at: segment(2, 0, 6))
        ),
        (
            "Products?$filter=Lines/$count($search=red) gt 1&$orderby=Nope",
            .unknownProperty(
                path: "Nope",
                type: SampleModel.name("Product"),
                near: ["Code", "Name"],
                at: at("$orderby", 0, 4)
            )
        ),
    ]

    @Test("Types that do not fit are named with their place", arguments: typesRows)
    func types(url: String, expected: BindingError) throws {
        #expect(try SampleRequest.error(url) == expected)
    }

    private static let typesRows: [(String, BindingError)] = [
        (
            "Products?$filter=Shop.Category/Name eq 'x'",
            .unrelatedType(name: "Shop.Category", type: SampleModel.name("Product"), at: at("$filter", 0, 13))
        ),
        (
            "Products?$filter=Status eq 'Active,Draft'",
            .invalidValue(text: "Active,Draft", type: "Shop.Status", at: at("$filter", 10, 24))
        ),
        ("Products?$filter=Lines/Amount eq 5", .notSingleValued(path: "Lines/Amount", at: at("$filter", 6, 12))),
        ("Products?$filter=Lines eq 5", .notSingleValued(path: "Lines", at: at("$filter", 0, 5))),
        ("Products?$filter=Name/any()", .notCollection(path: "Name/any", at: at("$filter", 5, 10))),
        ("Products?$filter=Name/$count eq 1", .notCollection(path: "Name/$count", at: at("$filter", 5, 11))),
        (
            "Products?$filter=Category/$count eq 1",
            .notCollection(path: "Category/$count", at: at("$filter", 9, 15))
        ),
        (
            "Products?$filter=Name/Foo eq 1",
            .notStructured(path: "Name/Foo", type: "Edm.String", at: at("$filter", 5, 8))
        ),
        (
            "Products?$filter=Lines/$count/Foo eq 1",
            .notStructured(path: "Lines/$count/Foo", type: "Edm.Int64", at: at("$filter", 13, 16))
        ),
        (
            "Products?$filter=Name eq 5",
            .noCommonType(left: "Edm.String", right: "Edm.SByte", operator: "eq", at: at("$filter", 0, 9))
        ),
        (
            "Products?$filter=Id eq 'x'",
            .noCommonType(left: "Edm.Int32", right: "Edm.String", operator: "eq", at: at("$filter", 0, 9))
        ),
        (
            "Products?$filter=Id eq '5'",
            .noCommonType(left: "Edm.Int32", right: "Edm.String", operator: "eq", at: at("$filter", 0, 9))
        ),
        (
            "Products?$filter=Name eq IsActive",
            .noCommonType(left: "Edm.String", right: "Edm.Boolean", operator: "eq", at: at("$filter", 0, 16))
        ),
        (
            "Products?$filter=Released eq 'tomorrow'",
            .invalidValue(text: "tomorrow", type: "Edm.Date", at: at("$filter", 12, 22))
        ),
        ("Products?$filter=Uid eq 'x'", .invalidValue(text: "x", type: "Edm.Guid", at: at("$filter", 7, 10))),
        (
            "Products?$filter=Released eq OpensAt",
            .noCommonType(left: "Edm.Date", right: "Edm.TimeOfDay", operator: "eq", at: at("$filter", 0, 19))
        ),
        (
            "Products?$filter=IsActive and Name",
            .wrongOperand(operator: "and", found: "Edm.String", expected: "Edm.Boolean", at: at("$filter", 13, 17))
        ),
        ("Products?$filter=Name", .notBoolean(found: "Edm.String", at: at("$filter", 0, 4))),
        ("Products?$filter=5", .notBoolean(found: "Edm.SByte", at: at("$filter", 0, 1))),
        (
            "Products?$filter=not Name",
            .wrongOperand(operator: "not", found: "Edm.String", expected: "Edm.Boolean", at: at("$filter", 0, 8))
        ),
        (
            "Products?$filter=-Name eq 'x'",
            .wrongOperand(
                operator: "-",
                found: "Edm.String",
                expected: "a number or a duration",
                at: at("$filter", 1, 5)
            )
        ),
        (
            "Products?$filter=Name add 1 eq 2",
            .noCommonType(left: "Edm.String", right: "Edm.SByte", operator: "add", at: at("$filter", 0, 10))
        ),
        (
            "Products?$filter=Name has 'x'",
            .wrongOperand(operator: "has", found: "Edm.String", expected: "an enumeration", at: at("$filter", 0, 4))
        ),
        (
            "Products?$filter=Traits has Shop.Status'Active'",
            .noCommonType(left: "Shop.Traits", right: "Shop.Status", operator: "has", at: at("$filter", 0, 30))
        ),
        (
            "Products?$filter=Thumb gt binary'AQI'",
            .wrongOperand(operator: "gt", found: "Edm.Binary", expected: "a comparable type", at: at("$filter", 0, 5))
        ),
        ("Products?$filter=Name in ()", .emptyList(at: at("$filter", 8, 10))),
        (
            "Products?$filter=Name in (1)",
            .noCommonType(left: "Edm.String", right: "Edm.SByte", operator: "in", at: at("$filter", 9, 10))
        ),
        ("Products?$filter=Name in Lines", .notCollection(path: "Lines", at: at("$filter", 8, 13))),
        ("Products?$filter=Name in Category/Name", .notCollection(path: "Category/Name", at: at("$filter", 8, 21))),
        ("Products?$filter=Id div 0 eq 1", .divisionByZero(at: at("$filter", 7, 8))),
        ("Products?$filter=Price mod 0.0 eq 1", .divisionByZero(at: at("$filter", 10, 13))),
        ("Products?$filter=Rating mod 0 eq 1", .divisionByZero(at: at("$filter", 11, 12))),
        (
            "Products?$filter=length(Id) eq 1",
            .wrongArgument(
                function: "length",
                position: 1,
                found: "Edm.Int32",
                expected: ["Edm.String"],
                at: at("$filter", 7, 9)
            )
        ),
        (
            "Products?$filter=length(Name,1) eq 1",
            .wrongArgumentCount(function: "length", found: 2, expected: [1], at: at("$filter", 0, 14))
        ),
        (
            "Products?$filter=length() eq 1",
            .wrongArgumentCount(function: "length", found: 0, expected: [1], at: at("$filter", 0, 8))
        ),
        (
            "Products?$filter=substring(Name,'a') eq 'b'",
            .wrongArgument(
                function: "substring",
                position: 2,
                found: "Edm.String",
                expected: ["Edm.Int32"],
                at: at("$filter", 15, 18)
            )
        ),
        ("Products?$filter=substring(Name,1,-1) eq 'b'", .negativeLength(at: at("$filter", 17, 19))),
        (
            "Products?$filter=year(Name) eq 1",
            .wrongArgument(
                function: "year",
                position: 1,
                found: "Edm.String",
                expected: ["Edm.DateTimeOffset", "Edm.Date"],
                at: at("$filter", 5, 9)
            )
        ),
        (
            "Products?$filter=year(2024-01-01T00:00:00+02:00) eq 1",
            .offsetInComponent(function: "year", at: at("$filter", 5, 30))
        ),
        (
            "Products?$filter=totalseconds(Id) eq 1",
            .wrongArgument(
                function: "totalseconds",
                position: 1,
                found: "Edm.Int32",
                expected: ["Edm.Duration"],
                at: at("$filter", 13, 15)
            )
        ),
        (
            "Products?$filter=matchespattern(Name,'(a)\\1')",
            .invalidPattern(.unsupported(.backReference, offset: 3), at: at("$filter", 20, 27))
        ),
        (
            "Products?$filter=matchespattern(Name,'(?=a)')",
            .invalidPattern(.unsupported(.lookAhead, offset: 0), at: at("$filter", 20, 27))
        ),
        (
            "Products?$filter=matchespattern(Name,'[a')",
            .invalidPattern(.malformed(expected: "']' for the '['", offset: 0), at: at("$filter", 20, 24))
        ),
        ("Products?$filter=case(Name:1,true:2) eq 1", .notBoolean(found: "Edm.String", at: at("$filter", 5, 9))),
        (
            "Products?$filter=case(IsActive:1,true:'x') eq 1",
            .noCommonType(left: "Edm.SByte", right: "Edm.String", operator: "case", at: at("$filter", 0, 25))
        ),
        ("Products?$orderby=Lines", .notSingleValued(path: "Lines", at: at("$orderby", 0, 5))),
        ("Products?$orderby=Category", .notOrderable(type: "Shop.Category", at: at("$orderby", 0, 8))),
        ("Products?$orderby=Thumb", .notOrderable(type: "Edm.Binary", at: at("$orderby", 0, 5))),
        ("Products?$orderby=Photo", .notOrderable(type: "Edm.Stream", at: at("$orderby", 0, 5))),
        (
            "Products?$select=Category/Name",
            .notStructured(path: "Category/Name", type: "Shop.Category", at: at("$select", 9, 13))
        ),
        (
            "Products?$select=Name/Foo",
            .notStructured(path: "Name/Foo", type: "Edm.String", at: at("$select", 5, 8))
        ),
        ("Products?$expand=Category/$count", .notCollection(path: "Category", at: at("$expand", 0, 15))),
        (
            "Products?$filter=Photo eq null",
            .wrongOperand(operator: "eq", found: "Edm.Stream", expected: "a comparable type", at: at("$filter", 0, 5))
        ),
        (
            "Products?$filter=Quantity in (1,'a')",
            .noCommonType(left: "Edm.Int32", right: "Edm.String", operator: "in", at: at("$filter", 15, 18))
        ),
        (
            "Products?$filter=Released in ('x')",
            .invalidValue(text: "x", type: "Edm.Date", at: at("$filter", 13, 16))
        ),
        (
            "Products?$filter=round(Name) eq 1",
            .wrongArgument(
                function: "round",
                position: 1,
                found: "Edm.String",
                expected: ["Edm.Decimal", "Edm.Double"],
                at: at("$filter", 6, 10)
            )
        ),
        (
            "Products?$filter=now(1) eq 1",
            .wrongArgumentCount(function: "now", found: 1, expected: [0], at: at("$filter", 0, 6))
        ),
        (
            "Products?$filter=IsActive or Id",
            .wrongOperand(operator: "or", found: "Edm.Int32", expected: "Edm.Boolean", at: at("$filter", 12, 14))
        ),
        (
            "Products?$filter=LeadTime add Id eq null",
            .noCommonType(left: "Edm.Duration", right: "Edm.Int32", operator: "add", at: at("$filter", 0, 15))
        ),
        (
            "Products?$filter=CreatedAt add CreatedAt eq null",
            .noCommonType(
                left: "Edm.DateTimeOffset",
                right: "Edm.DateTimeOffset",
                operator: "add",
                at: at("$filter", 0, 23)
            )
        ),
        (
            "Products?$filter=concat(Name,Id) eq 'x'",
            .wrongArgument(
                function: "concat",
                position: 2,
                found: "Edm.Int32",
                expected: ["Edm.String"],
                at: at("$filter", 12, 14)
            )
        ),
        (
            "Products?$filter=Id eq Status",
            .noCommonType(left: "Edm.Int32", right: "Shop.Status", operator: "eq", at: at("$filter", 0, 2))
        ),
        (
            "Products?$filter=Lines/any(l:l) eq true",
            .notBoolean(found: "Shop.OrderLine", at: at("$filter", 12, 13))
        ),
        ("Products?$filter=Lines/any(l:l/Amount)", .notBoolean(found: "Edm.Decimal", at: at("$filter", 12, 20))),
        (
            "Products?$filter=matchespattern(Name,'a{2000}')",
            .invalidPattern(.unsupported(.repetition, offset: 0), at: at("$filter", 20, 29))
        ),
        (
            "Products?$filter=year('nonsense') eq 1",
            .wrongArgument(
                function: "year",
                position: 1,
                found: "Edm.String",
                expected: ["Edm.DateTimeOffset", "Edm.Date"],
                at: at("$filter", 5, 15)
            )
        ),
    ]

    private static func at(_ option: String, _ start: Int, _ end: Int) -> BindingPlace {
        BindingPlace(option: option, range: SourceRange(start, end))
    }

    private static func segment(_ number: Int, _ start: Int, _ end: Int) -> BindingPlace {
        BindingPlace(option: "path", segment: number, range: SourceRange(start, end))
    }
}
