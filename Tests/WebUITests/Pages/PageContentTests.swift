import Foundation
import Testing

@testable import WebUI

/// What each page says, in the order in which it says it.
@Suite struct PageContentTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let page: String
        let words: [String]
        var absent: [String] = []
        var testDescription: String { page }
    }

    static let rows: [Row] = [
        Row(
            page: "login",
            words: ["Sign in", "E-mail or user name", "Password", "Keep me signed in", "Forgot your password?"]
        ),
        Row(
            page: "login-error",
            words: ["You are not signed in", "E-mail or password is wrong.", "Your session ended."]
        ),
        Row(
            page: "setup",
            words: ["first administrator", "You", "Time zone", "Demo data", "Set up"]
        ),
        Row(
            page: "setup-errors",
            words: ["The link has been used.", "Write your surname.", "Use 12 characters or more."]
        ),
        Row(
            page: "home",
            words: [
                "Good afternoon, Ada", "Open opportunities", "184", "Pipeline by stage", "Half of the open value",
                "€ 410,000",
                "My tasks", "Overdue", "No lead is waiting.", "This card could not be filled.",
            ],
            absent: ["First steps"]
        ),
        Row(page: "home-first", words: ["First steps", "Create your first token", "Open", "Look at the data", "Done"]),
        Row(
            page: "list",
            words: [
                "Opportunities", "10,000+ opportunities", "count exactly", "“Colour” does not exist", "Add filter",
                "Condition",
                "Columns", "State is Open", "Clear all", "Cloud migration, phase 2", "Newer", "Older", "Rows per page",
                "50",
                "Copy OData URL", "OData URL of this view",
            ]
        ),
        Row(
            page: "list-empty",
            words: ["No opportunities yet.", "Import"],
            absent: ["<table", "Rows per page", "Add filter"]
        ),
        Row(page: "list-filter-error", words: ["<details class=\"menu panel-menu\" open>", "“soon” is not a date."]),
        Row(
            page: "record",
            words: [
                "Companies", "Acme Ltd", "Customer", "This company is on stop.", "Account manager", "Prospecting",
                "Proposal",
                "Legal name", "Parent company", "–", "Opportunities", "All", "Tasks",
                "These could not be read.", "History", "Prospect", "Customer", "emptied", "Older changes",
                "Nothing yet", "Cases", "OData URL of this record",
            ],
            absent: ["Nothing in here"]
        ),
        Row(page: "record-sparse", words: ["Tag 1", "Name", "–"], absent: ["History", "Stages", "Copy OData URL"]),
        Row(
            page: "data-index",
            words: ["More data", "Facts", "OpportunityLines", "History", "Lists", "OData service address"]
        ),
        Row(page: "search", words: ["3 results in 2 groups", "Companies", "Acme Ltd", "Contacts", "Wile Coyote"]),
        Row(page: "search-empty", words: ["Nothing for “zzz”."]),
        Row(
            page: "profile",
            words: ["Tokens", "My Profile", "Ada Lovelace · Administrator", "ada@example.com", "Job title", "–"]
        ),
        Row(
            page: "security",
            words: ["Firefox on Linux", "This one", "Safari on iPhone", "End", "End all others"],
            absent: ["/profile/tokens"]
        ),
        Row(
            page: "tokens",
            words: [
                "Create Token", "Service address", "Live", "Revoked", "Description", "Scope", "State",
                "Created", "Expires", "Last used", "Actions", "Sales dashboard", "tsr_pat_7Kq2VbN9xTfH_…",
                "OData API · read", "Active", "4 minutes ago", "203.0.113.7 · Power Query", "Revoke", "Never expires",
                "Not used yet",
            ]
        ),
        Row(
            page: "tokens-none",
            words: ["A token lets a reporting tool read your data without your password.", "Create Token"],
            absent: ["<table"]
        ),
        Row(
            page: "token-create",
            words: [
                "Runs as", "Scope", "OData API", "Access", "Read only", "Data", "Personal data", "Description",
                "Something you will recognise in a month", "Purpose", "Expiry", "7 days", "90 days", "On a date",
                "Never",
                "Allowed addresses", "This token reads all data you can see", "Low risk", "Create", "Cancel",
            ],
            absent: ["Confirm it is you"]
        ),
        Row(
            page: "token-create-errors",
            words: [
                "The token was not created", "The form was open for too long.", "Choose a scope.",
                "Choose at least one set.",
                "Use 3 to 100 characters.", "Choose when it expires.", "The date is in the past.",
                "Line 1 is not an address.",
                "The password is wrong.", "Confirm it is you",
            ]
        ),
        Row(
            page: "token-create-limit",
            words: ["You have 50 live tokens", "Show unused tokens", "Back to Tokens"],
            absent: ["<textarea"]
        ),
        Row(
            page: "token-reveal",
            words: [
                "<h1 tabindex=\"-1\" autofocus>Token created</h1>",
                "Copy the secret now; this page is its only showing. Keep it where your tool keeps passwords.",
                "Your token",
                "tsr_pat_7Kq2VbN9xTfH_3mXw8sYkQ1dZ5rT0uJ6pL9nB2vC4hG7fA1eS8oI3tR6y2Qx0aB",
                "readonly autocomplete=\"off\" spellcheck=\"false\" dir=\"ltr\"", "Select the whole field and copy it.",
                "Expires",
                "Scope", "Rows", "Power BI Desktop", "curl", "Python", "Waiting for first use…", "What this token sees",
                "I have stored it", "Done", "Revoke it right away",
            ]
        ),
        Row(
            page: "token",
            words: [
                "Sales dashboard", "Active", "Rotate", "Revoke", "What this token sees", "Test connection",
                "Create another like it", "Last used", "Power Query", "Secrets", "Use in 30 days", "role=\"img\"",
                "Show the days as a table", "Newest addresses", "What happened to it", "Rotated",
            ]
        ),
        Row(page: "help-connect", words: ["Connect your tool", "Create Token", "Power BI Desktop", "Companies.odc"]),
        Row(page: "token-trial", words: ["Test connection", "200", "29 sets listed", "from inside"]),
        Row(
            page: "token-narrow",
            words: [
                "Nothing was changed", "Rights can only be taken away here.", "Choose a scope.", "Confirm it is you",
            ]
        ),
        Row(
            page: "token-sees",
            words: ["Companies", "Hidden from it", "These could not be read.", "the token does not"]
        ),
        Row(page: "token-summary", words: ["data-summary", "Prefer a date."]),
        Row(
            page: "token-revoke",
            words: [
                "Revoke ‘Sales dashboard’?", "Power Query used it 4 minutes ago.", "no way back", "Cancel", "Revoke",
            ]
        ),
        Row(
            page: "token-revoke-again",
            words: ["Already revoked on 20 November 2026"],
            absent: ["action=\"/profile/tokens/17/revoke\""]
        ),
        Row(page: "token-exists", words: ["This token already exists", "its secret was not kept", "Sales dashboard"]),
        Row(page: "token-first-use", words: ["First use", "data-used", "Connected"]),
        Row(
            page: "token-forbidden",
            words: [
                "needs the role", "Administrator", "User", "Ada Lovelace", "mailto:ada@example.com", "Grace Hopper",
            ]
        ),
        Row(page: "error-400", words: ["Error 400", "“after” is not one of ours"]),
        Row(page: "error-401", words: ["Please sign in", "/login"]),
        Row(
            page: "error-403",
            words: ["You may not see this page", "the role Manager", "Grace Hopper", "Ada Lovelace"]
        ),
        Row(page: "error-404-signed-in", words: ["There is nothing here", "Search for it", "Go to Home"]),
        Row(page: "error-409", words: ["Something changed meanwhile", "Grace Hopper changed it"]),
        Row(page: "error-422", words: ["Please check your entries", "The amount is negative."]),
        Row(page: "error-429", words: ["Too many attempts", "Try again in 45 seconds"]),
        Row(page: "error-500", words: ["Something went wrong on our side", "Number in the log", "7Kq2VbN9xTfH"]),
        Row(page: "error-503", words: ["The server is not ready", "Try again in one second"]),
    ]

    @Test("A page says what it has to, in order", arguments: rows)
    func content(row: Row) throws {
        let html = try #require(SamplePages.all.first { $0.name == row.page }).html
        let start = try #require(html.range(of: "<main"))
        var rest = html[start.lowerBound...]
        for word in row.words {
            let found = rest.range(of: word)
            #expect(found != nil, "“\(word)” is missing or in another place")
            if let found { rest = rest[found.upperBound...] }
        }
        for word in row.absent { #expect(!html[start.lowerBound...].contains(word), "“\(word)”") }
    }

    @Test("The secret of a new token is in the page once, in a field that does not leave it")
    func secretOnce() throws {
        let html = try #require(SamplePages.all.first { $0.name == "token-reveal" }).html
        let secret = "3mXw8sYkQ1dZ5rT0uJ6pL9nB2vC4hG7fA1eS8oI3tR6y2Qx0aB"
        #expect(html.components(separatedBy: secret).count == 2)
        let field = try #require(MarkupReader(html).all("input").first { $0["id"] == "secret" })
        #expect(field["name"] == nil)
    }

    @Test("A fragment has the region and nothing around it")
    func fragment() throws {
        var frame = PageFrame()
        frame.layout = .fragment
        let page = TokenFirstUsePage.Model(tokenID: "17", text: "Waiting", isUsed: false)
        let html = try SamplePages.renderer.get().render(page, in: frame)
        #expect(html.hasPrefix("<h1>"))
        #expect(!html.contains("<html") && !html.contains("<nav"))
    }

    @Test("Navigation leaves out the sets a person may not see")
    func navigation() throws {
        var frame = SamplePages().frame()
        frame.visibleSets = ["Companies"]
        let html = try SamplePages.renderer.get().render(SamplePages().profile(), in: frame)
        #expect(html.contains("href=\"/companies\""))
        #expect(!html.contains("href=\"/opportunities\"") && !html.contains("href=\"/tasks\""))
        #expect(html.contains("href=\"/data\""))
    }

    @Test("A chosen theme is said, an unchosen one is the system's")
    func theme() throws {
        var frame = PageFrame()
        frame.theme = .dark
        let renderer = try SamplePages.renderer.get()
        #expect(try renderer.render(SamplePages().login(), in: frame).contains("data-theme=\"dark\""))
        #expect(try !renderer.render(SamplePages().login(), in: PageFrame()).contains("data-theme"))
    }
}
