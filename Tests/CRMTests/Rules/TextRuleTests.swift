import CRM
import Testing

@Suite struct TextRuleTests {
    static let names: [(forename: String?, surname: String?, full: String)] = [
        ("Ada", "Lovelace", "Ada Lovelace"), (nil, "Q", "Q"), ("  Ada ", " L ", "Ada L"), ("", "Plato", "Plato"),
        ("小明", "王", "小明 王"), (nil, nil, ""),
    ]

    @Test("a full name is forename and surname with one space", arguments: names)
    func fullName(row: (forename: String?, surname: String?, full: String)) {
        #expect(PersonNames.fullName(forename: row.forename, surname: row.surname) == row.full)
    }

    static let domains: [(website: String?, email: String?, domain: String?)] = [
        ("https://www.Acme.example/about?x=1", "info@other.example", "acme.example"),
        ("acme.example:8080", nil, "acme.example"), ("http://user@shop.acme.example", nil, "shop.acme.example"),
        (nil, "Info@ACME.example", "acme.example"), (nil, "someone@gmail.com", nil), ("not a host", "x@web.de", nil),
        ("localhost", nil, nil), (nil, nil, nil), ("https://..", nil, nil),
    ]

    @Test("a domain comes from the website, else from an address that is not free mail", arguments: domains)
    func domain(row: (website: String?, email: String?, domain: String?)) {
        #expect(CompanyDomain.domain(website: row.website, email: row.email) == row.domain)
    }

    static let companies: [(left: String, right: String)] = [
        ("Müller & Söhne GmbH", "MULLER  SOHNE"), ("A.C.M.E. Ltd.", "ACME Limited"), ("O’Hara Sons", "OHARA sons"),
        ("Société Générale S.A.", "societe generale"), ("Ørsted A/S Holding", "orsted a s"),
    ]

    @Test("company names meet without accents, punctuation and legal forms", arguments: companies)
    func companyNames(row: (left: String, right: String)) {
        #expect(MatchKeys.companyName(row.left) == MatchKeys.companyName(row.right))
    }

    @Test("a name that is only a legal form keeps it")
    func onlyLegalForm() {
        #expect(MatchKeys.companyName("Group") == "group")
    }

    @Test("the same company, person and product share keys with the points of the design")
    func keys() {
        let company = MatchKeys.company(
            name: "Acme Ltd",
            vatNumber: "GB 123 456",
            domain: "acme.example",
            postcode: "M1 1AA",
            phone: "+44 161 496 0100"
        )
        #expect(
            Set(company) == [
                MatchKey("vat", "gb123456", points: 100), MatchKey("domain", "acme.example", points: 60),
                MatchKey("name", "acme", points: 60), MatchKey("name-postcode", "acme|m11aa", points: 20),
                MatchKey("phone", "1614960100", points: 20),
            ]
        )
        let contact = MatchKeys.contact(
            fullName: "José Núñez",
            email: " J@X.example ",
            companyId: 7,
            mobile: "07700 900123",
            postcode: nil
        )
        #expect(
            Set(contact) == [
                MatchKey("email", "j@x.example", points: 100), MatchKey("name-company", "jose nunez|7", points: 60),
                MatchKey("mobile", "7700900123", points: 50),
            ]
        )
        #expect(MatchKeys.lead(fullName: "", email: nil, companyName: "Acme") == [])
        #expect(
            MatchKeys.product(barcode: "50-1", sku: "A 1")
                == [MatchKey("barcode", "501", points: 100), MatchKey("sku", "a1", points: 80)]
        )
        #expect(MatchKeys.phoneDigits("12-34") == nil)
    }
}
