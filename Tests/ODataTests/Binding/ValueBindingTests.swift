import OData
import Testing

@Suite("Binding of values")
struct ValueBindingTests {
    @Test(
        "Arithmetic promotes numbers and knows dates",
        arguments: [
            ("Id add 1", "(Id add 1:Int32) : Int32"),
            ("Id add Sold", "(Id add Sold) : Int64?"),
            ("Price add 1", "(Price add 1:Decimal) : Decimal(4)?"),
            ("Price add Cost", "(Price add Cost) : Decimal(4)?"),
            ("Price add Quantity", "(Price add cast(Quantity as Decimal(0))) : Decimal(4)?"),
            ("Price mul Cost", "(Price mul Cost) : Decimal(6)?"),
            ("Price div 3", "(Price div 3:Decimal) : Decimal(6)?"),
            ("Price div Rating", "(cast(Price as Double?) div Rating) : Double?"),
            ("Price add 1e0", "(cast(Price as Double?) add 1.0:Double) : Double?"),
            ("Id div 2", "(Id div 2:Int32) : Int32"),
            ("Id divby 2", "(cast(Id as Decimal(0)) divby 2:Decimal) : Decimal(6)"),
            ("Id mod 2", "(Id mod 2:Int32) : Int32"),
            ("Rating div 0", "(Rating div 0.0:Double) : Double?"),
            ("-Price", "-Price : Decimal(4)?"),
            ("-Id", "-Id : Int32"),
            ("-5", "-5:SByte : SByte"),
            ("-(5)", "-5:SByte : SByte"),
            ("-LeadTime", "-LeadTime : Duration?"),
            ("CreatedAt add duration'P1D'", "(CreatedAt add duration P1D) : DateTimeOffset"),
            ("CreatedAt sub LeadTime", "(CreatedAt sub LeadTime) : DateTimeOffset?"),
            ("CreatedAt sub ChangedAt", "(CreatedAt sub ChangedAt) : Duration?"),
            ("Released add duration'P1D'", "(Released add duration P1D) : Date?"),
            ("Released add 'P1D'", "(Released add duration P1D) : Date?"),
            ("Released sub Released", "(Released sub Released) : Duration?"),
            ("LeadTime add LeadTime", "(LeadTime add LeadTime) : Duration?"),
            ("LeadTime mul 2", "(LeadTime mul 2:SByte) : Duration?"),
            ("2 mul LeadTime", "(2:SByte mul LeadTime) : Duration?"),
            ("LeadTime div 2", "(LeadTime div 2:SByte) : Duration?"),
            ("Price add null", "null : Decimal(4)?"),
            ("Id add 2 mul 3", "(Id add (2:Int32 mul 3:Int32)) : Int32"),
            ("Category/Name", "Category>Categories/Name : String?"),
            ("Lines/$count", "count(Lines>OrderLines) : Int64"),
        ]
    )
    func arithmetic(text: String, expected: String) throws {
        #expect(try SampleRequest.value(text) == expected)
    }

    @Test(
        "Functions have typed arguments and results",
        arguments: [
            ("concat(Name,'x')", "concat(Name, 'x') : String?"),
            ("contains(Name,'x')", "contains(Name, 'x') : Boolean?"),
            ("endswith(Code,'x')", "endswith(Code, 'x') : Boolean"),
            ("indexof(Code,'x')", "indexof(Code, 'x') : Int32"),
            ("length(Name)", "length(Name) : Int32?"),
            ("startswith(tolower(Name),'x')", "startswith(tolower(Name), 'x') : Boolean?"),
            ("substring(Name,1)", "substring(Name, 1:SByte) : String?"),
            ("substring(Name,-2,1)", "substring(Name, -2:SByte, 1:SByte) : String?"),
            ("SUBSTRING(Name,Rank)", "substring(Name, Rank) : String?"),
            ("toupper(Code)", "toupper(Code) : String"),
            ("trim(Name)", "trim(Name) : String?"),
            ("matchespattern(Name,'^A.*e$')", "matchespattern(Name, '^A.*e$') : Boolean?"),
            ("year(CreatedAt)", "year(CreatedAt) : Int32"),
            ("year(Released)", "year(Released) : Int32?"),
            ("year('2024-01-01')", "year(date 2024-01-01) : Int32"),
            ("month(ChangedAt)", "month(ChangedAt) : Int32?"),
            ("hour(OpensAt)", "hour(OpensAt) : Int32?"),
            ("minute(CreatedAt)", "minute(CreatedAt) : Int32"),
            ("second(OpensAt)", "second(OpensAt) : Int32?"),
            ("fractionalseconds(CreatedAt)", "fractionalseconds(CreatedAt) : Decimal(6)"),
            ("date(CreatedAt)", "date(CreatedAt) : Date"),
            ("time(ChangedAt)", "time(ChangedAt) : TimeOfDay?"),
            ("totaloffsetminutes(CreatedAt)", "totaloffsetminutes(CreatedAt) : Int32"),
            ("totalseconds(LeadTime)", "totalseconds(LeadTime) : Decimal(6)?"),
            ("now()", "now() : DateTimeOffset"),
            ("mindatetime()", "mindatetime() : DateTimeOffset"),
            ("maxdatetime()", "maxdatetime() : DateTimeOffset"),
            ("round(Price)", "round(Price) : Decimal(4)?"),
            ("round(Rating)", "round(Rating) : Double?"),
            ("floor(Score)", "floor(Score) : Double?"),
            ("ceiling(Id)", "ceiling(cast(Id as Decimal(0))) : Decimal(0)"),
            ("length(null)", "length(null) : Int32?"),
        ]
    )
    func functions(text: String, expected: String) throws {
        #expect(try SampleRequest.value(text) == expected)
    }

    @Test(
        "Casts, type tests and case have the type they say",
        arguments: [
            ("cast(Id,Edm.String)", "cast(Id as String?) : String?"),
            ("cast(Price,Edm.Double)", "cast(Price as Double?) : Double?"),
            ("cast(Id,Edm.Decimal)", "cast(Id as Decimal(0)?) : Decimal(0)?"),
            ("cast(Name,Edm.Int32)", "cast(Name as Int32?) : Int32?"),
            ("cast('5',Edm.Int32)", "5:Int32 : Int32"),
            ("cast('x',Edm.Int32)", "null : Int32?"),
            ("cast('2024-01-01','Edm.Date')", "date 2024-01-01 : Date"),
            ("cast(CreatedAt,Edm.Date)", "cast(CreatedAt as Date?) : Date?"),
            ("cast(Uid,Edm.Int32)", "null : Int32?"),
            ("cast(null,Edm.Int32)", "null : Int32?"),
            ("cast(Name,Edm.String)", "Name : String?"),
            ("cast(Status,Edm.String)", "cast(Status as String?) : String?"),
            ("cast(Weight,Shop.Weight)", "Weight : Decimal(3)?"),
            ("isof(Price,Edm.Decimal)", "(Price ne null) : Boolean"),
            ("isof(Id,Edm.Int32)", "true : Boolean"),
            ("isof(Id,Edm.String)", "false : Boolean"),
            ("isof(Shop.SpecialProduct)", "isof($it, Shop.SpecialProduct) : Boolean"),
            ("isof(Shop.Product)", "true : Boolean"),
            ("isof(Category,Shop.Category)", "(nav Category>Categories ne null) : Boolean"),
            ("case(Id gt 5:1,true:2.5)", "case((Id gt 5:Int32): 1:Decimal, true: 2.5:Decimal) : Decimal(1)?"),
            (
                "case(Id gt 5:Id,IsActive:Price)",
                "case((Id gt 5:Int32): cast(Id as Decimal(0)), IsActive: Price) : Decimal(4)?"
            ),
            ("case(Id gt 5:'a',true:null)", "case((Id gt 5:Int32): 'a', true: null) : String?"),
            ("case(Id gt 5:null,true:null)", "case((Id gt 5:Int32): null, true: null) : Untyped?"),
            ("case(Id gt 5:Status,true:'Active')", "case((Id gt 5:Int32): Status, true: Status#1) : Shop.Status?"),
        ]
    )
    func types(text: String, expected: String) throws {
        #expect(try SampleRequest.value(text) == expected)
    }
}
