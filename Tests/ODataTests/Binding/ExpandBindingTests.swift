import OData
import Testing

@Suite("Binding of $expand")
struct ExpandBindingTests {
    @Test(
        "Expanded properties carry their own options",
        arguments: [
            ("Products?$expand=Category", "Category>Categories"),
            ("Products?$expand=Category,Supplier", "Category>Categories,Supplier>Suppliers"),
            ("Products?$expand=Category($select=Name)", "Category>Categories(nested;select=Name)"),
            ("Products?$expand=Category(select=Name)", "Category>Categories(nested;select=Name)"),
            ("Products?$expand=category($select=name)", "Category>Categories(nested;select=Name)"),
            (
                "Products?$expand=Category($expand=Parent($select=Name))",
                "Category>Categories(nested;expand=Parent>Categories(nested;select=Name))"
            ),
            (
                "Products?$expand=Lines($filter=Amount gt 5;$orderby=Amount desc;$top=2;$skip=1;$count=true)",
                "Lines>OrderLines(filter=(Amount gt 5:Decimal);order=Amount desc, OrderId, LineNo;skip=1;top=2;count)"
            ),
            ("Products?$expand=Lines($search=red)", "Lines>OrderLines(search;order=OrderId, LineNo)"),
            ("Products?$expand=Lines/$ref", "Lines>OrderLines/$ref(order=OrderId, LineNo)"),
            ("Products?$expand=Lines/$ref($top=2)", "Lines>OrderLines/$ref(order=OrderId, LineNo;top=2)"),
            ("Products?$expand=Lines/$count", "Lines>OrderLines/$count"),
            (
                "Products?$expand=Lines/$count($filter=Amount gt 5)",
                "Lines>OrderLines/$count(filter=(Amount gt 5:Decimal))"
            ),
            ("Products?$expand=Category/$ref", "Category>Categories/$ref"),
            ("Products?$expand=*", "Category>Categories,Supplier>Suppliers,Lines>OrderLines(order=OrderId, LineNo)"),
            (
                "Products?$expand=*,Category($select=Name)",
                "Category>Categories(nested;select=Name),Supplier>Suppliers,Lines>OrderLines(order=OrderId, LineNo)"
            ),
            (
                "Products?$expand=*/$ref,Category",
                "Category>Categories,Supplier>Suppliers/$ref,Lines>OrderLines/$ref(order=OrderId, LineNo)"
            ),
            ("Products?$expand=", ""),
            (
                "Categories?$expand=Parent($levels=3)",
                "Parent>Categories(levels=3;expand=Parent>Categories(levels=2;expand=Parent>Categories(levels=1)))"
            ),
            (
                "Categories?$expand=Parent($levels=3;$select=Name)",
                "Parent>Categories(levels=3;nested;select=Name;expand=Parent>Categories(levels=2;nest"
                    + "ed;select=Name;expand=Parent>Categories(levels=1;nested;select=Name)))"
            ),
            (
                "Categories?$expand=Parent($levels=max)",
                "Parent>Categories(levels=8;expand=Parent>Categories(levels=7;expand=Parent>Categorie"
                    + "s(levels=6;expand=Parent>Categories(levels=5;expand=Parent>Categories(levels=4;expan"
                    + "d=Parent>Categories(levels=3;expand=Parent>Categories(levels=2;expand=Parent>Categor"
                    + "ies(levels=1))))))))"
            ),
            (
                "Categories?$expand=Children($levels=2;$expand=Products($top=1))",
                "Children>Categories(levels=2;nested;order=Id;expand=Products>Products(order=Id;top=1"
                    + "),Children>Categories(levels=1;nested;order=Id;expand=Products>Products(order=Id;top"
                    + "=1)))"
            ),
            ("Products?$expand=Category($levels=5)", "Category>Categories(levels=1)"),
            (
                "Categories?$expand=Children($levels=max;$filter=Id gt 5)",
                "Children>Categories(levels=8;filter=(Id gt 5:Int32);order=Id;expand=Children>Categor"
                    + "ies(levels=7;filter=(Id gt 5:Int32);order=Id;expand=Children>Categories(levels=6;fil"
                    + "ter=(Id gt 5:Int32);order=Id;expand=Children>Categories(levels=5;filter=(Id gt 5:Int"
                    + "32);order=Id;expand=Children>Categories(levels=4;filter=(Id gt 5:Int32);order=Id;exp"
                    + "and=Children>Categories(levels=3;filter=(Id gt 5:Int32);order=Id;expand=Children>Cat"
                    + "egories(levels=2;filter=(Id gt 5:Int32);order=Id;expand=Children>Categories(levels=1"
                    + ";filter=(Id gt 5:Int32);order=Id))))))))"
            ),
            ("Products?$expand=Shop.Product/Category", "Category>Categories"),
            ("Products(1)?$expand=Category", "Category>Categories"),
            (
                "Products?$expand=Lines($filter=Amount gt @a)&@a=5",
                "Lines>OrderLines(filter=(Amount gt 5:Decimal);order=OrderId, LineNo)"
            ),
            (
                "Products?$expand=Lines($filter=$this/Amount gt 5)",
                "Lines>OrderLines(filter=(Amount gt 5:Decimal);order=OrderId, LineNo)"
            ),
        ]
    )
    func expand(url: String, expected: String) throws {
        #expect(try BoundPrinter.expand(SampleRequest.read(url).query.expand) == expected)
    }
}
