@testable import WebUI

extension SamplePages {
    func list() -> RecordListPage.Model {
        RecordListPage.Model(
            title: text("Opportunities"),
            detail: text("Deals with a value and an expected close"),
            count: text("10,000+ opportunities"),
            countExactly: link("count exactly", "/opportunities?count=exact"),
            path: "/opportunities",
            query: text("cloud"),
            searchState: [HiddenValue("f", text("State:eq:Open")), HiddenValue("size", "50")],
            chips: [
                .init(
                    text: text("State is Open"),
                    removeHref: text("/opportunities?q=cloud"),
                    removeLabel: text("Remove filter State")
                ),
                .init(
                    text: text("Value is at least 10,000"),
                    removeHref: "/opportunities?f=State:eq:Open",
                    removeLabel: text("Remove filter Value")
                ),
            ],
            filterForm: filterForm(error: nil),
            columnsForm: RecordListPage.ColumnsForm(
                columns: [
                    ("Name", text("Name"), true), ("Value", text("Value"), true),
                    ("NextStep", text("Next step"), false),
                ],
                state: [HiddenValue("q", text("cloud"))]
            ),
            table: opportunities,
            newer: text("/opportunities?before=x"),
            older: text("/opportunities?after=y"),
            sizes: [
                .init(label: "25", href: text("/opportunities?size=25")), .init(label: "50", href: nil),
                .init(label: "100", href: "/opportunities?size=100"),
                .init(label: "200", href: "/opportunities?size=200"),
            ],
            problems: [PageNotice(text("The column “Colour” does not exist and was left out."), .warn)],
            odataURL: text("https://crm.example.com/odata/v4/Opportunities?$filter=State eq 'Open'&$select=Name,Value")
        )
    }

    func emptyList() -> RecordListPage.Model {
        RecordListPage.Model(
            title: text("Opportunities"),
            count: "No opportunities",
            path: "/opportunities",
            isSearchable: false,
            filterForm: nil,
            columnsForm: nil,
            table: nil,
            empty: PageEmptyState(
                text("No opportunities yet."),
                action: link("Import", "/imports/new"),
                learn: link("What is an opportunity?", "/help")
            ),
            odataURL: text("https://crm.example.com/odata/v4/Opportunities")
        )
    }

    func listWithRefusedFilter() -> RecordListPage.Model {
        RecordListPage.Model(
            title: text("Opportunities"),
            count: text("3 opportunities"),
            path: "/opportunities",
            filterForm: filterForm(error: text("“soon” is not a date.")),
            columnsForm: nil,
            table: opportunities,
            odataURL: text("https://crm.example.com/odata/v4/Opportunities")
        )
    }

    private func filterForm(error: String?) -> RecordListPage.FilterForm {
        RecordListPage.FilterForm(
            fields: [.init("Name", text("Name")), .init("EstimatedClose", text("Estimated close"), isSelected: true)],
            operators: [.init("eq", "is"), .init("ge", "is at least"), .init("contains", "contains")],
            value: text("soon"),
            state: [HiddenValue("q", text("cloud"))],
            error: error
        )
    }

    private var opportunities: PageTable {
        let rows = [
            ("Cloud migration, phase 2", "Acme Ltd", "Proposal", "€ 184,000.00", "70"),
            ("Renewal 2027", "Müller & Söhne GmbH", "Negotiation", "€ 96,500.00", "75"),
            (
                "Warehouse scanners for the new site in Rotterdam with five years of service", "Ørsted Logistik A/S",
                "Qualification", "€ 1,204,300.50", "25"
            ),
        ]
        let badges = [PageBadge(text("Open"), .info), PageBadge(text("Won"), .ok), PageBadge(text("Lost"), .neutral)]
        return PageTable(
            caption: text("Opportunities"),
            columns: [
                .init(text("Name"), sortHref: text("/opportunities?sort=-Name"), direction: .ascending),
                .init(text("Company"), sortHref: "/opportunities?sort=CompanyName"), .init(text("Stage")),
                .init(text("State")), .init(text("Value"), sortHref: "/opportunities?sort=Value", isNumber: true),
                .init(text("Probability"), isNumber: true), .init(text("Estimated close")), .init(text("Next step")),
                .init(text("Last updated")),
            ],
            rows: (0..<12).map { index in
                let row = rows[index % 3]
                return PageTable.Row(
                    head: .text("Name", text(row.0), href: text("/opportunities/\(index)")),
                    cells: [
                        .text("Company", text(row.1), href: text("/companies/\(index)")),
                        .text("Stage", text(row.2)), .badge("State", badges[index % 3]),
                        .number("Value", text(row.3)), .number("Probability", text(row.4)),
                        .short("Estimated close", text("2026-12-0\(index % 9 + 1)")),
                        .text("Next step", index % 2 == 0 ? nil : text("Send the contract")),
                        .instant("Last updated", instant("2 hours ago")),
                    ]
                )
            },
            isTall: true
        )
    }

    func record() -> RecordPage.Model {
        RecordPage.Model(
            title: text("Acme Ltd"),
            kind: text("Company"),
            setLabel: text("Companies"),
            setHref: text("/companies"),
            icon: .company,
            badges: [PageBadge(text("Customer"), .ok)],
            facts: [
                .text("Account manager", text("Grace Hopper"), href: text("/users/3")),
                .number("Lifetime value", text("€ 1,204,300.00")), .short("Last order", text("2026-10-14")),
                .number("Open opportunities", text("4")),
            ],
            stages: [
                .init(label: text("Prospecting"), isCurrent: false, isPassed: true),
                .init(label: text("Proposal"), isCurrent: true, isPassed: false),
                .init(label: text("Won"), isCurrent: false, isPassed: false),
            ],
            sections: [
                .init(
                    title: text("Details"),
                    fields: [
                        .text("Legal name", text("Acme Limited")), .text("Industry", text("Manufacturing")),
                        .website("Website", text("https://acme.example.com/")),
                        .email("E-mail", text("post@acme.example.com")),
                        .text("Phone", text("+44 20 7946 0000")), .text("Parent company", nil),
                        .text("Description", text("Makes everything.\nTwo sites, one buyer.")),
                    ]
                ),
                .init(
                    title: text("Record"),
                    fields: [
                        .code("Company id", text("42")), .instant("Created", instant("3 years ago")),
                        .instant("Last updated", instant("2 hours ago")),
                    ]
                ),
                .init(title: text("Nothing in here"), fields: []),
            ],
            related: [
                .init(
                    id: "opportunities",
                    title: text("Opportunities"),
                    count: text("4"),
                    all: PageLink(
                        "All",
                        text("/opportunities?f=CompanyId:eq:42"),
                        hidden: text("opportunities of Acme Ltd")
                    ),
                    table: PageTable(
                        caption: text("Opportunities of Acme Ltd"),
                        columns: [.init("Name"), .init("Stage"), .init("Value", isNumber: true)],
                        rows: [
                            .init(
                                head: .text("Name", text("Cloud migration"), href: text("/opportunities/1")),
                                cells: [.text("Stage", text("Proposal")), .number("Value", text("€ 184,000.00"))]
                            ),
                            .init(
                                head: .text("Name", text("Renewal 2027"), href: text("/opportunities/2")),
                                cells: [.text("Stage", text("Negotiation")), .number("Value", text("€ 96,500.00"))]
                            ),
                        ]
                    )
                ),
                .init(id: "cases", title: text("Cases"), count: "0", all: nil, table: nil),
                .init(
                    id: "tasks",
                    title: text("Tasks"),
                    count: "–",
                    all: nil,
                    table: nil,
                    problem: text("These could not be read.")
                ),
            ],
            events: [
                .init(
                    instant: instant("2 hours ago"),
                    title: text("Grace Hopper changed the record"),
                    detail: text("on a page"),
                    changes: [
                        .init(field: text("Type"), old: text("Prospect"), new: text("Customer")),
                        .init(field: text("Fax"), old: text("123"), new: nil),
                        .init(field: text("Phone"), old: nil, new: text("+44 20 7946 0000")),
                    ]
                ),
                .init(instant: instant("3 years ago"), title: text("Created"), detail: nil, changes: []),
            ],
            olderEvents: text("/companies/42?tab=history"),
            problems: [PageNotice(text("This company is on stop."), .warn, link: link("Why?", "/help"))],
            odataURL: text("https://crm.example.com/odata/v4/Companies(42)")
        )
    }

    func sparseRecord() -> RecordPage.Model {
        RecordPage.Model(
            title: text("Tag 1"),
            kind: "Tag",
            setLabel: "Tags",
            setHref: "/tags",
            icon: .tag,
            sections: [.init(title: "Details", fields: [.text("Name", nil), .number("Sequence", nil)])],
            odataURL: nil
        )
    }

    func dataIndex() -> DataIndexPage.Model {
        func links(_ names: [String]) -> [DataIndexPage.EntitySetLink] {
            names.map { .init(label: text($0), href: text("/" + $0.lowercased()), detail: nil) }
        }
        return DataIndexPage.Model(
            groups: [
                .init(
                    id: "facts",
                    title: "Facts",
                    detail: "What happened: deals, quotes, orders, activities.",
                    sets: links([
                        "Opportunities", "OpportunityLines", "Leads", "Quotes", "QuoteLines", "SalesOrders",
                        "Activities",
                    ])
                ),
                .init(
                    id: "history",
                    title: "History",
                    detail: "How it changed.",
                    sets: links(["OpportunitySnapshots", "Deletions"])
                ),
                .init(
                    id: "lists",
                    title: "Lists",
                    detail: "Codes and their words.",
                    sets: links(["Countries", "Currencies", "LeadSources"])
                ),
                .init(id: "none", title: "None", detail: "Nothing.", sets: []),
            ],
            feedURL: text("https://crm.example.com/odata/v4/")
        )
    }

    func search() -> SearchPage.Model {
        SearchPage.Model(
            query: text("acme"),
            summary: text("3 results in 2 groups"),
            groups: [
                .init(
                    id: "companies",
                    title: text("Companies"),
                    icon: .company,
                    count: text("1"),
                    all: link("All", "/companies?q=acme"),
                    hits: [.init(text: text("Acme Ltd"), href: text("/companies/42"), detail: text("Name"))]
                ),
                .init(
                    id: "contacts",
                    title: text("Contacts"),
                    icon: .contact,
                    count: "2",
                    all: nil,
                    hits: [
                        .init(
                            text: text("Wile Coyote"),
                            href: text("/contacts/1"),
                            detail: text("E-mail: wile@acme.example.com")
                        ),
                        .init(text: text("Road Runner"), href: text("/contacts/2"), detail: nil),
                    ]
                ),
            ]
        )
    }
}
