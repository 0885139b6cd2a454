import CRMService
import Identity
import Testing

@testable import WebUI

@Suite struct TokenEntriesTests {
    @Test("An untouched form reads all sets without personal data for 90 days")
    func usual() throws {
        let entries = TokenEntries(link: FormValues(""))
        #expect(try entries.choice(visible: ["Deals"]).scopeSet().canonicalText == "odata.read")
        #expect(entries.expiry == .days(.quarter))
    }

    @Test("A link can fill description and expiry, never widen the scope")
    func link() throws {
        let entries = TokenEntries(link: FormValues("description=Board&expires=30&contact=yes&scope=audit.read"))
        #expect(entries.description == "Board")
        #expect(entries.expiry == .days(.month))
        #expect(try entries.choice(visible: []).scopeSet().canonicalText == "odata.read")
        #expect(TokenEntries(link: FormValues("expires=never")).expires == "90")
    }

    @Test(
        "What is posted becomes scope words",
        arguments: [
            ("scope=odata&data=all", "odata.read"),
            ("scope=odata&data=only&set=Deals", "odata.read:Deals"),
            ("scope=odata&data=only&set=Deals&set=Hidden", "odata.read:Deals"),
            ("scope=odata&data=today", "odata.read:Deals odata.read:Firms"),
            ("scope=odata&data=all&contact=yes&text=yes", "odata.personal.contact odata.personal.text odata.read"),
            ("scope=odata&access=write", "odata.write"),
            ("scope=odata&access=else", "odata.read"),
        ]
    )
    func scopes(form: String, words: String) throws {
        let choice = TokenEntries(form: FormValues(form)).choice(visible: ["Deals", "Firms"])
        #expect(try choice.scopeSet().canonicalText == words)
    }

    @Test("Choosing no set is told at the sets, choosing nothing at all at the scope")
    func nothing() {
        let none = TokenEntries(form: FormValues("scope=odata&data=only"))
        #expect(throws: ScopeError.empty) { try none.choice(visible: ["Deals"]).scopeSet() }
        let problems = TokenProblems([.scope(.empty)], entries: none, now: SampleCatalog.now, zone: .universal)
        #expect(problems.sets == "Choose at least one set." && problems.scope == nil)
        let empty = TokenEntries(form: FormValues("data=all"))
        let other = TokenProblems([.scope(.empty)], entries: empty, now: SampleCatalog.now, zone: .universal)
        #expect(other.sets == nil && other.scope != nil)
    }

    @Test("Expiry is a preset, a day or never; a broken day is none")
    func expiry() {
        func chosen(_ form: String) -> ExpiryChoice? { TokenEntries(form: FormValues(form)).expiry }
        #expect(chosen("expires=365") == .days(.year))
        #expect(chosen("expires=date&expires-on=2027-01-31") == CivilDay("2027-01-31").map { .endOf($0) })
        #expect(chosen("expires=date&expires-on=31.1.2027") == nil)
        #expect(chosen("expires=never&never-reason=Robot") == .never(reason: "Robot"))
        #expect(chosen("expires=91") == nil)
    }
}
