import Identity
import Testing

@Suite struct ScopeTests {
    @Test("the text is canonical: unique, sorted, one space")
    func canonical() throws {
        let set = try ScopeSet("odata.read:Leads  odata.read:Contacts odata.personal.contact odata.read:Leads")
        #expect(set.canonicalText == "odata.personal.contact odata.read:Contacts odata.read:Leads")
        #expect(try ScopeSet(set.canonicalText) == set)
    }

    static let refused: [(String, ScopeError)] = [
        ("", .empty), ("   ", .empty), ("odata.read odata.all", .unknownWord("odata.all")),
        ("ODATA.READ", .unknownWord("ODATA.READ")),
        ("odata.read:", .unknownWord("odata.read:")), ("odata.read:1st", .unknownWord("odata.read:1st")),
        ("odata.read:A:B", .unknownWord("odata.read:A:B")), ("audit.read:Events", .unknownWord("audit.read:Events")),
        ("odata.read\todata.write", .unknownWord("odata.read\todata.write")),
        (String(repeating: "odata.read ", count: 800), .tooLong),
    ]

    @Test("an empty text or an unknown word refuses the whole text", arguments: refused)
    func refusal(text: String, error: ScopeError) {
        #expect(throws: error) { try ScopeSet(text) }
    }

    static let matrix: [(String, DataAct, String, Bool)] = [
        ("odata.read", .read, "Contacts", true), ("odata.read", .update, "Contacts", false),
        ("odata.read:Contacts", .read, "Contacts", true), ("odata.read:Contacts", .read, "Leads", false),
        ("odata.write", .read, "Contacts", true), ("odata.write", .create, "Contacts", true),
        ("odata.write", .delete, "Contacts", true), ("odata.write:Leads", .update, "Contacts", false),
        ("odata.write:Leads odata.read", .read, "Contacts", true),
        ("odata.write:Leads odata.read", .update, "Leads", true),
        ("odata.personal.contact", .read, "Contacts", false), ("tokens.read audit.read", .read, "Contacts", false),
        ("odata.read:Contact", .read, "Contacts", false),
    ]

    @Test("a word opens its acts on its sets and nothing else", arguments: matrix)
    func allows(text: String, act: DataAct, set: String, expected: Bool) throws {
        let name = EntitySetName(needed: set)
        let scopes = try ScopeSet(text)
        #expect(scopes.allows(act, on: name) == expected)
        let needed = ScopeWord(needed: act, on: name)
        #expect(scopes.missingWords(for: act, on: name) == (expected ? [] : [needed]))
    }

    @Test("the word that an act needs opens exactly this act", arguments: DataAct.allCases)
    func needed(act: DataAct) throws {
        let scopes = try ScopeSet([ScopeWord(needed: act, on: Sample.contacts)])
        #expect(scopes.allows(act, on: Sample.contacts))
        #expect(!scopes.allows(act, on: Sample.companies))
    }

    @Test("every kind has wording, and its place on the form is its place in the list", arguments: Scope.allCases)
    func wording(scope: Scope) {
        #expect(scope.label.count >= 8)
        #expect(scope.helpText.hasSuffix("."))
        #expect(Scope.allCases[scope.order - 1] == scope)
    }

    static let texts: [(String, String, String, ScopeSet.Risk)] = [
        (
            "odata.read", "OData API · read · all sets · no contact details",
            "reads all data you can see, without contact details", .low
        ),
        (
            "odata.read:Leads", "OData API · read · Leads · no contact details", "reads Leads, without contact details",
            .low
        ),
        (
            "odata.personal.contact odata.read:Contacts odata.read:Leads",
            "OData API · read · 2 sets · contact details",
            "reads Contacts, Leads, with contact details, without free text", .medium
        ),
        (
            "odata.personal.contact odata.personal.text odata.write token.rotate-self",
            "OData API · read and write · all sets · contact details and free text · renews itself",
            "reads and writes all data you can see, with contact details and free text", .high
        ),
        ("audit.read tokens.read", "token inventory · audit log", "token inventory · audit log", .medium),
    ]

    @Test("a set of words is told in short and as a clause", arguments: texts)
    func wordsForPeople(text: String, short: String, summary: String, risk: ScopeSet.Risk) throws {
        let scopes = try ScopeSet(text)
        #expect(scopes.shortText == short)
        #expect(scopes.summaryText == summary)
        #expect(scopes.risk == risk)
    }

    @Test("the form's default reads everything without personal data, and a form without sets is refused")
    func choice() throws {
        #expect(try ScopeChoice().scopeSet() == .readOnly)
        #expect(throws: ScopeError.empty) { try ScopeChoice(reach: .named([])).scopeSet() }
        #expect(throws: ScopeError.empty) { try ScopeChoice(includesData: false, includesFreeText: true).scopeSet() }
        let everything = ScopeChoice(
            access: .readAndWrite,
            reach: .named([Sample.companies]),
            includesContactDetails: true,
            includesFreeText: true,
            includesInventory: true,
            includesAudit: true,
            mayRenewItself: true
        )
        let words =
            "audit.read odata.personal.contact odata.personal.text odata.write:Companies token.rotate-self tokens.read"
        #expect(try everything.scopeSet().canonicalText == words)
    }
}
