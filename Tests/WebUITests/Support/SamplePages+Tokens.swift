@testable import WebUI

extension SamplePages {
    private static let feed = "https://crm.example.com/odata/v4/"
    private var parts: [ProfilePart] { [.profile, .tokens] }

    func tokenSamples() throws -> [Sample] {
        let frame = frame(path: "/profile/tokens")
        return try [
            sample("tokens", tokenList(), frame), sample("tokens-none", tokenListWithoutAny(), frame),
            sample("tokens-none-expired", emptyTokenFilter(), frame), sample("token-create", tokenForm(), frame),
            sample("token-create-errors", refusedTokenForm(), frame),
            sample(
                "token-create-limit",
                tokenForm(refusal: text("You have 50 live tokens, which is the limit.")),
                frame
            ),
            sample("token-reveal", reveal(), frame), sample("token", token(), frame),
            sample("token-revoke", revoke(already: nil), frame),
            sample(
                "token-revoke-again",
                revoke(already: text("Already revoked on 20 November 2026 at 09:14 UTC.")),
                frame
            ),
            sample("token-narrow", narrow(), frame), sample("token-sees", sees(), frame),
            sample(
                "help-connect",
                ConnectPage.Model(
                    feedURL: text(Self.feed),
                    kits: kits,
                    files: [link("Companies.odc", "/help/connect/Companies.odc")],
                    create: link("Create Token", "/profile/tokens/new")
                ),
                frame
            ),
            sample(
                "token-trial",
                TokenTrialPage.Model(
                    tokenID: text("17"),
                    summary: PageNotice(text("A program with this token can read the feed."), .ok),
                    steps: [
                        .init(
                            address: text(Self.feed),
                            outcome: PageBadge(text("200"), .ok),
                            finding: text("29 sets listed")
                        )
                    ]
                ),
                frame
            ),
            sample(
                "token-summary",
                TokenSummaryPage.Model(summary: .init(text("This token reads"), notes: [text("Prefer a date.")])),
                frame
            ),
            sample(
                "token-exists",
                TokenExistsPage.Model(
                    parts: parts,
                    tokenID: text("17"),
                    description: text("Sales dashboard"),
                    isRevocable: true
                ),
                frame
            ),
            sample(
                "token-first-use",
                TokenFirstUsePage.Model(tokenID: text("17"), text: text("Connected"), isUsed: true),
                frame
            ),
            sample(
                "token-forbidden",
                TokenForbiddenPage.Model(
                    parts: [.profile, .security],
                    role: "Administrator",
                    ownRole: text("User"),
                    administrators: [(text("Ada Lovelace"), text("ada@example.com")), (text("Grace Hopper"), nil)]
                ),
                frame
            ),
        ]
    }

    private func tokenList() -> TokenListPage.Model {
        let states: [PageBadge] = [
            PageBadge("Active", .ok), PageBadge("Never expires", .warn, icon: .infinity),
            PageBadge("Expires in 12 days", .warn, icon: .clock), PageBadge("Revoked", .neutral, icon: .revoked),
        ]
        let names = ["Sales dashboard", "Nightly warehouse load", "Excel for the board", "Old laptop"]
        let tokens = names.enumerated().map { index, name in
            TokenListPage.Token(
                id: text("\(index)"),
                description: text(name),
                detail: index == 1 ? text("Loads everything at 02:00") : nil,
                scope: text("OData API · read · all sets · no contact details"),
                state: states[index],
                stateDetail: index == 2 ? text("not used for 90 days") : nil,
                keyID: text("tsr_pat_7Kq2VbN9xTfH_…"),
                created: instant("3 months ago"),
                expires: index == 1 ? nil : instant("in 40 days"),
                lastUsed: index == 3 ? nil : instant("4 minutes ago"),
                lastUsedDetail: index == 3 ? nil : text("203.0.113.7 · Power Query"),
                requests: text("1,240"),
                actions: index == 3 ? [] : [link("Revoke", "/profile/tokens/\(index)/revoke")]
            )
        }
        return TokenListPage.Model(
            parts: [.profile, .security, .tokens],
            feedURL: text(Self.feed),
            tabs: tabs,
            tokens: tokens,
            hasAny: true,
            columns: TokenListPage.columns { key in (text("?sort=" + key), key == "created" ? .descending : nil) }
        )
    }

    private var tabs: [TokenListPage.Tab] {
        [
            .init(label: "Live", href: text("/profile/tokens"), isCurrent: true),
            .init(label: "Expired", href: "/profile/tokens?show=expired", isCurrent: false),
            .init(label: "Revoked", href: "/profile/tokens?show=revoked", isCurrent: false),
            .init(label: "All", href: "/profile/tokens?show=all", isCurrent: false),
        ]
    }

    private func tokenListWithoutAny() -> TokenListPage.Model {
        TokenListPage.Model(parts: parts, feedURL: text(Self.feed), tabs: tabs, tokens: [], hasAny: false)
    }

    private func emptyTokenFilter() -> TokenListPage.Model {
        TokenListPage.Model(parts: parts, feedURL: text(Self.feed), tabs: tabs, tokens: [], hasAny: true)
    }

    private func scopes(error: String? = nil, dataError: String? = nil) -> TokenCreatePage.Scopes {
        TokenCreatePage.Scopes(
            odata: FormChoice(
                .checkbox,
                name: "scope",
                value: "odata",
                label: "OData API",
                hint: text("Read the CRM data feed with Power BI, Excel, Tableau or a script."),
                isChecked: true,
                isStrong: true
            ),
            access: FormChoiceGroup(
                id: "group-access",
                legend: "Access",
                choices: [
                    FormChoice(.radio, name: "access", value: "read", label: "Read only", isChecked: true),
                    FormChoice(
                        .radio,
                        name: "access",
                        value: "write",
                        label: "Read and write",
                        hint: text("Not allowed by the policy of your organisation."),
                        isDisabled: true
                    ),
                ]
            ),
            data: FormChoiceGroup(
                id: "group-data",
                legend: "Data",
                error: dataError,
                choices: [
                    FormChoice(
                        .radio,
                        name: "data",
                        value: "all",
                        label: "All sets, also future ones",
                        isChecked: true
                    ),
                    FormChoice(.radio, name: "data", value: "today", label: "All sets of today"),
                    FormChoice(.radio, name: "data", value: "only", label: "Only these sets"),
                ]
            ),
            sets: FormChoiceGroup(
                id: "group-set",
                legend: "Sets",
                isInColumns: true,
                choices: ["Companies", "Contacts", "Leads", "Opportunities", "Quotes"].map {
                    FormChoice(.checkbox, name: "set", value: text($0), label: text($0))
                }
            ),
            personal: FormChoiceGroup(
                id: "group-personal",
                legend: "Personal data",
                choices: [
                    FormChoice(
                        .checkbox,
                        name: "contact",
                        value: "yes",
                        label: "Names, e-mail, phone and addresses of people at customers",
                        hint: text("Without it these columns do not exist for the token.")
                    ),
                    FormChoice(
                        .checkbox,
                        name: "text",
                        value: "yes",
                        label: "Free text of notes, calls, e-mails and cases"
                    ),
                ]
            ),
            rows: nil,
            team: FormField("team", "Team", kind: .select([.init("1", text("Sales North"))]), isOptional: true),
            others: FormChoiceGroup(
                id: "group-others",
                legend: "Other rights",
                choices: [FormChoice(.checkbox, name: "scope", value: "audit.read", label: "Audit log (read)")]
            ),
            error: error
        )
    }

    private func expiry(error: String? = nil, dateError: String? = nil) -> TokenCreatePage.Expiry {
        let days = [7, 30, 60, 90, 180, 365].map { days in
            FormChoice(
                .radio,
                name: "expires",
                value: "\(days)",
                label: "\(days) days",
                aside: text("20 February 2027, 15:00 (14:00 UTC)"),
                isChecked: days == 90
            )
        }
        let rest = [
            FormChoice(.radio, name: "expires", value: "date", label: "On a date"),
            FormChoice(
                .radio,
                name: "expires",
                value: "never",
                label: "Never",
                hint: text("Pauses by itself after 90 days without use.")
            ),
        ]
        return TokenCreatePage.Expiry(
            choices: FormChoiceGroup(id: "group-expires", legend: "Expiry", error: error, choices: days + rest),
            date: FormField("expires-on", "Date", kind: .date, error: dateError, isOptional: true, isShort: true),
            neverReason: FormField(
                "never-reason",
                "Why never?",
                hint: text("Needed for Never."),
                maxLength: 200,
                isOptional: true
            ),
            note: text("Times are in Europe/London.")
        )
    }

    private func tokenForm(refusal: String? = nil) -> TokenCreatePage.Model {
        TokenCreatePage.Model(
            parts: parts,
            csrf: text("csrf"),
            nonce: text("nonce"),
            owner: text("you, Ada Lovelace"),
            presets: [link("Report reader", "/profile/tokens/new?preset=report")],
            scopes: scopes(),
            summary: .init(
                text("This token reads all data you can see, without contact details."),
                risk: PageBadge("Low risk", .ok, icon: .shield),
                notes: [text("The list leaves out the address you use now.")]
            ),
            description: description(),
            purpose: FormField("purpose", "Purpose", hint: "Who reads this report?", maxLength: 200, isOptional: true),
            expiry: expiry(),
            addresses: FormField(
                "addresses",
                "Addresses or networks",
                kind: .multiline,
                hint: "One on a line, such as 203.0.113.0/24. Empty allows all.",
                isOptional: true
            ),
            refusal: refusal.map {
                PageNotice($0, .warn, link: link("Show unused tokens", "/profile/tokens?sort=used"))
            }
        )
    }

    private func refusedTokenForm() -> TokenCreatePage.Model {
        TokenCreatePage.Model(
            parts: parts,
            csrf: text("csrf"),
            nonce: text("nonce"),
            owner: text("you, Ada Lovelace"),
            scopes: scopes(error: text("Choose a scope."), dataError: text("Choose at least one set.")),
            summary: .init(text("This token reads nothing yet."), risk: PageBadge("High risk", .bad, icon: .shield)),
            description: description(value: text("Sa"), error: text("Use 3 to 100 characters.")),
            descriptionLink: link("The token with this description", "/profile/tokens/4"),
            purpose: FormField("purpose", "Purpose", value: text("For the board"), isOptional: true),
            expiry: expiry(error: text("Choose when it expires."), dateError: text("The date is in the past.")),
            addresses: FormField(
                "addresses",
                "Addresses or networks",
                kind: .multiline,
                value: text("203.0.113.300"),
                error: text("Line 1 is not an address."),
                isOptional: true
            ),
            confirm: FormField(
                "confirm-password",
                "Password",
                kind: .password,
                error: text("The password is wrong."),
                autocomplete: "current-password"
            ),
            formErrors: [text("The form was open for too long.")]
        )
    }

    private func description(value: String = "", error: String? = nil) -> FormField {
        FormField(
            "description",
            "Description",
            value: value,
            hint: "Something you will recognise in a month, such as the report’s name",
            error: error,
            minLength: 3,
            maxLength: 100,
            isSpelled: true
        )
    }

    private var kits: [TokenRevealPage.Kit] {
        [
            .init(
                id: "power-bi",
                title: text("Power BI Desktop"),
                steps: [
                    text("Open the file."), "Choose Basic.", text("User name empty, password = your token."),
                    "Connect.",
                ],
                downloads: [link("tessera.pbids", "/profile/tokens/kits/tessera.pbids")],
                note: text("Changing it later: File > Options and settings > Data source settings.")
            ),
            .init(
                id: "curl",
                title: "curl",
                code: text(
                    "printf 'user = \":%s\"\\n' \"$TESSERA_TOKEN\" | curl --config - '\(Self.feed)Opportunities?$top=5'"
                ),
                placeholder: text("$TESSERA_TOKEN")
            ),
            .init(
                id: "python",
                title: "Python",
                code: text("import os, requests\nprint(len(rows), \"rows\")"),
                placeholder: nil
            ),
        ]
    }

    private func reveal() -> TokenRevealPage.Model {
        TokenRevealPage.Model(
            parts: parts,
            tokenID: text("17"),
            secret: text("tsr_pat_7Kq2VbN9xTfH_3mXw8sYkQ1dZ5rT0uJ6pL9nB2vC4hG7fA1eS8oI3tR6y2Qx0aB"),
            facts: [
                .instant("Expires", instant("20 February 2027")), .text("Scope", text("OData API · read · all sets")),
                .text("Rows", text("All rows you may see")),
            ],
            feedURL: text(Self.feed),
            kits: kits,
            csrf: text("csrf"),
            seesHref: text("/profile/tokens/17/sees")
        )
    }

    private func token() -> TokenPage.Model {
        TokenPage.Model(
            parts: parts,
            tokenID: text("17"),
            description: text("Sales dashboard"),
            state: PageBadge("Active", .ok),
            facts: [
                .code("Key id", text("tsr_pat_7Kq2VbN9xTfH_…")), .text("Scope", text("OData API · read")),
                .instant("Created", instant("3 months ago")), .text("Purpose", nil),
                .instant("Last used", instant("4 minutes ago"), detail: text("203.0.113.7 · Power Query")),
            ],
            acts: [
                PageLink("Rotate", text("/profile/tokens/17/rotate"), opensDialog: true),
                PageLink("Revoke", text("/profile/tokens/17/revoke"), isDanger: true, opensDialog: true),
            ],
            seesHref: text("/profile/tokens/17/sees"),
            secrets: table("Secrets of this token", ["Key id", "State"]),
            endSecret: PageLink("End the old one now", text("/profile/tokens/17/secrets/7Kq2VbN9xTfH/end")),
            usage: .init(
                chart: DayChart(
                    finding: text("1,240 requests in the last 30 days."),
                    values: (0..<30).map { Int64($0 % 7) }
                ),
                days: table("Use by day", ["Day (UTC)", "Requests"]),
                sets: table("Use by set", ["Set", "Requests"]),
                addresses: table("Newest addresses", ["Address", "Last seen"])
            ),
            events: [
                .init(
                    instant: instant("4 minutes ago"),
                    title: text("Rotated"),
                    detail: text("Person · 203.0.113.7")
                )
            ],
            feedURL: text(Self.feed),
            kits: kits
        )
    }

    private func table(_ caption: String, _ columns: [String]) -> PageTable {
        PageTable(
            caption: text(caption),
            columns: columns.map { PageTable.Column(text($0)) },
            rows: [
                PageTable.Row(
                    head: .text(columns[0], text("first")),
                    cells: columns.dropFirst().map { .text($0, text("cell")) }
                )
            ]
        )
    }

    private func sees() -> TokenSeesPage.Model {
        TokenSeesPage.Model(
            parts: parts,
            tokenID: text("17"),
            description: text("Sales dashboard"),
            finding: text("2 sets, read with the rights of the token."),
            sets: [
                .init(
                    id: "set-Companies",
                    title: text("Companies"),
                    columns: text("40 columns"),
                    hidden: text("Hidden from it: Phone number."),
                    table: table("Companies", ["Name", "City"]),
                    problem: nil
                ),
                .init(
                    id: "set-Leads",
                    title: text("Leads"),
                    columns: text("1 column"),
                    hidden: nil,
                    table: nil,
                    problem: text("These could not be read.")
                ),
            ],
            missing: text("You see these sets, the token does not: Contacts.")
        )
    }

    private func revoke(already: String?) -> TokenActionPage.Model {
        TokenActionPage.Model(
            title: text("Revoke token"),
            question: text("Revoke ‘Sales dashboard’?"),
            paragraphs: [
                text("Power Query used it 4 minutes ago. Every refresh stops working, and there is no way back.")
            ],
            notice: already.map { PageNotice($0, .info) },
            fields: [FormField("reason", "Reason", value: text("gone"), isOptional: true)],
            action: text("/profile/tokens/17/revoke"),
            button: "Revoke",
            isDanger: true,
            cancelHref: text("/profile/tokens/17"),
            hidden: [HiddenValue("csrf", text("csrf"))]
        )
    }

    /// A form with every part an act may have, refused.
    private func narrow() -> TokenActionPage.Model {
        TokenActionPage.Model(
            title: text("Narrow token"),
            question: text("Narrow ‘Sales dashboard’"),
            formErrors: [text("Rights can only be taken away here.")],
            groups: [
                FormChoiceGroup(
                    id: "group-overlap",
                    legend: "The old secret ends",
                    choices: [FormChoice(.radio, name: "overlap", value: "now", label: text("Now"), isChecked: true)]
                )
            ],
            scopes: scopes(error: text("Choose a scope.")),
            expiry: expiry(dateError: text("The date is in the past.")),
            fields: [FormField("addresses", "Addresses", kind: .multiline, error: text("Line 1 is not an address."))],
            confirm: FormField("confirm-password", "Password", kind: .password),
            action: text("/profile/tokens/17/narrow"),
            button: "Save",
            cancelHref: text("/profile/tokens/17"),
            hidden: [HiddenValue("csrf", text("csrf"))]
        )
    }
}
