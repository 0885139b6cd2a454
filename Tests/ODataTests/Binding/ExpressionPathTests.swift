import OData
import Testing

@Suite("Binding of paths in expressions")
struct ExpressionPathTests {
    @Test(
        "Paths lead over single values",
        arguments: [
            ("Category/Name eq 'Food'", "(Category>Categories/Name eq 'Food') : Boolean"),
            ("Category/Parent/Name eq 'Food'", "(Category>Categories/Parent>Categories/Name eq 'Food') : Boolean"),
            ("Category eq null", "(nav Category>Categories eq null) : Boolean"),
            ("Category ne null", "(nav Category>Categories ne null) : Boolean"),
            ("Supplier eq Supplier", "(Supplier>Suppliers/Code eq Supplier>Suppliers/Code) : Boolean"),
            ("Supplier ne null", "(nav Supplier>Suppliers ne null) : Boolean"),
            ("Supplier/Address eq null", "(Supplier>Suppliers/Address eq null) : Boolean"),
            ("Supplier/Address/City eq 'Bonn'", "(Supplier>Suppliers/Address/City eq 'Bonn') : Boolean"),
            ("Supplier/Address/Country/Code eq 'DE'", "(Supplier>Suppliers/Address/Country/Code eq 'DE') : Boolean"),
            ("category/name eq 'Food'", "(Category>Categories/Name eq 'Food') : Boolean"),
            ("NAME eq 'x'", "(Name eq 'x') : Boolean"),
            ("Shop.SpecialProduct/Discount gt 0.5", "(<SpecialProduct>/Discount gt 0.5:Double) : Boolean"),
            ("Shop.Product/Name eq 'x'", "(Name eq 'x') : Boolean"),
            ("$it/Name eq 'x'", "(Name eq 'x') : Boolean"),
            ("$this/Name eq 'x'", "(Name eq 'x') : Boolean"),
        ]
    )
    func paths(text: String, expected: String) throws {
        #expect(try SampleRequest.filter(text) == expected)
    }

    @Test(
        "Collections are quantified, filtered and counted",
        arguments: [
            ("Lines/any()", "any(Lines>OrderLines) : Boolean"),
            ("Lines/any(l:l/Amount gt 5)", "any(Lines>OrderLines l#1: (l.Amount gt 5:Decimal)) : Boolean"),
            (
                "Lines/all(l:l/Amount gt 5 and IsActive)",
                "all(Lines>OrderLines l#1: ((l.Amount gt 5:Decimal) and IsActive)) : Boolean"
            ),
            (
                "Lines/any(l:l/Product/Lines/any(m:m/Amount gt l/Amount and $it/Id eq l/ProductId))",
                "any(Lines>OrderLines l#1: any(l.Product>Products/Lines>OrderLines m#2: ((m.Amount gt"
                    + " l.Amount) and (Id eq l.ProductId)))) : Boolean"
            ),
            (
                "Lines/any(x:x/Order/Total gt Price)",
                "any(Lines>OrderLines x#1: (x.Order>Orders/Total gt Price)) : Boolean"
            ),
            ("Tags/any(t:t eq 'new')", "any(Tags t#1: (t eq 'new')) : Boolean"),
            ("Tags/all(t:startswith(t,'n'))", "all(Tags t#1: startswith(t, 'n')) : Boolean"),
            (
                "Category/Products/any(p:p/Id ne Id)",
                "any(Category>Categories/Products>Products p#1: (p.Id ne Id)) : Boolean"
            ),
            ("Lines/$count gt 5", "(count(Lines>OrderLines) gt 5:Int64) : Boolean"),
            ("Category/Products/$count gt 5", "(count(Category>Categories/Products>Products) gt 5:Int64) : Boolean"),
            (
                "Lines/$count($filter=Amount gt 5) gt 1",
                "(count(Lines>OrderLines where ($this.Amount gt 5:Decimal)) gt 1:Int64) : Boolean"
            ),
            ("Lines/$count($search=red) gt 1", "(count(Lines>OrderLines search) gt 1:Int64) : Boolean"),
            (
                "Lines/$count($filter=Amount gt 5;$search=red) gt 1",
                "(count(Lines>OrderLines where ($this.Amount gt 5:Decimal) search) gt 1:Int64) : Boolean"
            ),
            (
                "Lines/$filter(Amount gt 5)/$count gt 1",
                "(count(Lines>OrderLines where ($this.Amount gt 5:Decimal)) gt 1:Int64) : Boolean"
            ),
            (
                "Lines/$filter(Amount gt 5)/any(l:l/LineNo eq 1)",
                "any(Lines>OrderLines l#1: (($this.Amount gt 5:Decimal) and (l.LineNo eq 1:Int32))) : Boolean"
            ),
            (
                "Lines/$filter(Amount gt 5)/any()",
                "any(Lines>OrderLines $this#1: ($this.Amount gt 5:Decimal)) : Boolean"
            ),
            (
                "Lines/$filter(Amount gt 5)/all(l:l/LineNo eq 1)",
                "all(Lines>OrderLines l#1: ((($this.Amount gt 5:Decimal) ne true) or (l.LineNo eq 1:Int32))) : Boolean"
            ),
            ("Tags/$count eq 2", "(count(Tags) eq 2:Int64) : Boolean"),
            ("Tags eq ['a','b']", "(Tags eq ['a','b']) : Boolean"),
            ("['a'] ne Tags", "not (Tags eq ['a']) : Boolean"),
            ("Tags eq @t&@t=[\"a\"]", "(Tags eq ['a']) : Boolean"),
            ("hassubset(Tags,@t)&@t=['a']", "hassubset(Tags, ['a']) : Boolean"),
            ("hassubset(Tags,['a'])", "hassubset(Tags, ['a']) : Boolean"),
            ("hassubsequence(Tags,['a'])", "hassubsequence(Tags, ['a']) : Boolean"),
            ("contains(Tags,['a'])", "contains(Tags, ['a']) : Boolean"),
            ("length(Tags) eq 1", "(length(Tags) eq 1:Int32) : Boolean"),
            (
                "substring(concat(Tags,['x']),1) eq ['a']",
                "(substring(concat(Tags, ['x']), 1:SByte) eq ['a']) : Boolean"
            ),
        ]
    )
    func collections(text: String, expected: String) throws {
        let bound = try SampleRequest.filter(text)
        #expect(bound == expected)
    }

    @Test(
        "Aliases are bound where they are used",
        arguments: [
            ("Name eq @p&@p='x'", "(Name eq 'x') : Boolean"),
            ("@p&@p=Id gt 5", "(Id gt 5:Int32) : Boolean"),
            ("Id add @p eq 5&@p=2", "((Id add 2:Int32) eq 5:Int32) : Boolean"),
            ("@a and IsActive&@a=Id eq 1 and Id eq 2", "((Id eq 1:Int32) and (Id eq 2:Int32) and IsActive) : Boolean"),
            ("@a&@a=@b&@b=IsActive", "IsActive : Boolean"),
            ("Name in @l&@l=['a','b']", "Name in ['a' 'b'] : Boolean"),
            ("Name in @l&@l=[\"a\",\"b\"]", "Name in ['a' 'b'] : Boolean"),
        ]
    )
    func aliases(text: String, expected: String) throws {
        #expect(try SampleRequest.filter(text) == expected)
    }
}
