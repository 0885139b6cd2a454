import OData
import Testing

@Suite("Binding of comparisons and logic")
struct ComparisonBindingTests {
    @Test(
        "Operands are brought to one type",
        arguments: [
            ("Name eq 'x'", "(Name eq 'x') : Boolean"),
            ("Name ne 'x'", "(Name ne 'x') : Boolean"),
            ("Code eq 'x'", "(Code eq 'x') : Boolean"),
            ("Name eq null", "(Name eq null) : Boolean"),
            ("null ne Name", "(Name ne null) : Boolean"),
            ("null eq null", "true : Boolean"),
            ("Name gt null", "false : Boolean"),
            ("1 eq 1", "(1:SByte eq 1:SByte) : Boolean"),
            ("Price eq 5", "(Price eq 5:Decimal) : Boolean"),
            ("Price eq 5.25", "(Price eq 5.25:Decimal) : Boolean"),
            ("Price gt 1e-1", "(Price gt 0.1:Decimal) : Boolean"),
            ("Price lt INF", "(Price lt inf:Double) : Boolean"),
            ("Price eq NaN", "false : Boolean"),
            ("Price ne NaN", "true : Boolean"),
            ("5 lt Price", "(5:Decimal lt Price) : Boolean"),
            ("Quantity gt 2.5", "(Quantity gt 2.5:Decimal) : Boolean"),
            ("Quantity gt 2.0", "(Quantity gt 2:Int32) : Boolean"),
            ("Quantity eq 3000000000", "(Quantity eq 3000000000:Int64) : Boolean"),
            ("Rank eq 1", "(Rank eq 1:Int16) : Boolean"),
            ("Rank eq 70000", "(Rank eq 70000:Int32) : Boolean"),
            ("Sold eq Quantity", "(Sold eq Quantity) : Boolean"),
            ("Sold eq Price", "(cast(Sold as Decimal(0)?) eq Price) : Boolean"),
            ("Price eq Rating", "(cast(Price as Double?) eq Rating) : Boolean"),
            ("Quantity eq Rating", "(cast(Quantity as Double) eq Rating) : Boolean"),
            ("Rating eq 1.5", "(Rating eq 1.5:Double) : Boolean"),
            ("Rating eq 1", "(Rating eq 1.0:Double) : Boolean"),
            ("Score eq Rating", "(Score eq Rating) : Boolean"),
            ("Score eq 1.5f", "(Score eq 1.5:Single) : Boolean"),
            ("Price eq Cost", "(Price eq Cost) : Boolean"),
            ("Weight eq 1.5", "(Weight eq 1.5:Decimal) : Boolean"),
            ("Status eq 'Active'", "(Status eq Status#1) : Boolean"),
            ("Status eq Shop.Status'Active'", "(Status eq Status#1) : Boolean"),
            ("Status eq S.Status'Active'", "(Status eq Status#1) : Boolean"),
            ("Status eq 1", "(Status eq Status#1) : Boolean"),
            ("Status gt 0", "(Status gt Status#0) : Boolean"),
            ("1 le Status", "(Status#1 le Status) : Boolean"),
            ("Traits eq 'Fragile,Heavy'", "(Traits eq Traits#3) : Boolean"),
            ("Traits eq 'Fragile, Sharp'", "(Traits eq Traits#5) : Boolean"),
            ("Traits has 'Heavy'", "Traits has 2 : Boolean?"),
            ("Traits has Shop.Traits'Heavy,Sharp'", "Traits has 6 : Boolean?"),
            ("Traits has 2", "Traits has 2 : Boolean?"),
            ("Traits has null", "null : Boolean?"),
            ("Released eq 2024-01-31", "(Released eq date 2024-01-31) : Boolean"),
            ("Released eq '2024-01-31'", "(Released eq date 2024-01-31) : Boolean"),
            ("Released ge 2024-01-31T00:00:00Z", "(Released ge date 2024-01-31) : Boolean"),
            (
                "Released ge 2024-01-31T12:00:00Z",
                "(cast(Released as DateTimeOffset?) ge instant 2024-01-31T12:00:00Z) : Boolean"
            ),
            ("CreatedAt ge 2024-01-31", "(CreatedAt ge instant 2024-01-31T00:00:00Z) : Boolean"),
            ("CreatedAt ge '2024-01-31T10:00:00Z'", "(CreatedAt ge instant 2024-01-31T10:00:00Z) : Boolean"),
            ("Released lt CreatedAt", "(cast(Released as DateTimeOffset?) lt CreatedAt) : Boolean"),
            ("CreatedAt gt Released", "(CreatedAt gt cast(Released as DateTimeOffset?)) : Boolean"),
            ("OpensAt eq 09:30:00", "(OpensAt eq time 09:30:00) : Boolean"),
            ("OpensAt eq '09:30'", "(OpensAt eq time 09:30:00) : Boolean"),
            ("LeadTime gt duration'P1D'", "(LeadTime gt duration P1D) : Boolean"),
            ("LeadTime gt 'P1D'", "(LeadTime gt duration P1D) : Boolean"),
            (
                "Uid eq 01234567-89ab-cdef-0123-456789abcdef",
                "(Uid eq guid 01234567-89ab-cdef-0123-456789abcdef) : Boolean"
            ),
            (
                "Uid eq '01234567-89ab-cdef-0123-456789abcdef'",
                "(Uid eq guid 01234567-89ab-cdef-0123-456789abcdef) : Boolean"
            ),
            ("Thumb eq binary'AQI'", "(Thumb eq binary [1, 2]) : Boolean"),
        ]
    )
    func comparison(text: String, expected: String) throws {
        #expect(try SampleRequest.filter(text) == expected)
    }

    @Test(
        "Logic is flat and three-valued, and not waits for a Boolean",
        arguments: [
            ("IsActive", "IsActive : Boolean"),
            ("not IsActive", "not IsActive : Boolean"),
            ("IsActive eq true", "(IsActive eq true) : Boolean"),
            ("IsNew", "IsNew : Boolean?"),
            ("not IsNew", "not IsNew : Boolean?"),
            ("null", "null : Boolean?"),
            ("true", "true : Boolean"),
            ("IsActive and IsNew", "(IsActive and IsNew) : Boolean?"),
            ("IsActive and IsNew and Id eq 1", "(IsActive and IsNew and (Id eq 1:Int32)) : Boolean?"),
            (
                "IsActive and (IsNew and (Id eq 1 and Id eq 2))",
                "(IsActive and IsNew and (Id eq 1:Int32) and (Id eq 2:Int32)) : Boolean?"
            ),
            ("IsActive or (IsNew or Id eq 1)", "(IsActive or IsNew or (Id eq 1:Int32)) : Boolean?"),
            ("IsActive and (IsNew or Id eq 1)", "(IsActive and (IsNew or (Id eq 1:Int32))) : Boolean?"),
            ("null and IsActive", "(null and IsActive) : Boolean?"),
            ("not Id eq 1", "not (Id eq 1:Int32) : Boolean"),
            ("not (Id eq 1)", "not (Id eq 1:Int32) : Boolean"),
            ("not IsActive eq false", "(not IsActive eq false) : Boolean"),
            ("not not Id eq 1", "(Id eq 1:Int32) : Boolean"),
            ("not Id add 1 eq 2", "not ((Id add 1:Int32) eq 2:Int32) : Boolean"),
            ("not Name in ('a','b')", "not Name in ['a' 'b'] : Boolean"),
            ("not contains(Name,'a') and IsActive", "(not contains(Name, 'a') and IsActive) : Boolean?"),
        ]
    )
    func logic(text: String, expected: String) throws {
        #expect(try SampleRequest.filter(text) == expected)
    }

    @Test(
        "Members of a list take the type of the left side",
        arguments: [
            ("Name in ('a','b',null)", "Name in ['a' 'b' null] : Boolean"),
            ("Id in (1,2,3)", "Id in [1:Int32 2:Int32 3:Int32] : Boolean"),
            ("Id in (1,2.5,3)", "Id in [1:Int32 3:Int32] : Boolean"),
            ("Id in (2.5)", "false : Boolean"),
            ("Price in (1,2.5)", "Price in [1:Decimal 2.5:Decimal] : Boolean"),
            ("Rating in (1,2.5)", "Rating in [1.0:Double 2.5:Double] : Boolean"),
            ("Status in ('Active','Retired')", "Status in [Status#1 Status#2] : Boolean"),
            ("Status in (0,1)", "Status in [Status#0 Status#1] : Boolean"),
            ("Released in ('2024-01-01',2024-02-01)", "Released in [date 2024-01-01 date 2024-02-01] : Boolean"),
            ("1 in (1,2)", "((1:SByte eq 1:SByte) or (1:SByte eq 2:SByte)) : Boolean"),
            ("Name in (Code,'x')", "(Name in ['x'] or (Name eq Code)) : Boolean"),
            ("Name in Tags", "Name in Tags : Boolean"),
            ("Name in [\"a\",\"b\"]", "Name in ['a' 'b'] : Boolean"),
        ]
    )
    func membership(text: String, expected: String) throws {
        #expect(try SampleRequest.filter(text) == expected)
    }
}
