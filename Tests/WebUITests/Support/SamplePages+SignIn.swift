@testable import CRMService
@testable import WebUI

extension SamplePages {
    func login() -> LoginPage.Model {
        LoginPage.Model(csrf: text("csrf"))
    }

    func loginRefused() -> LoginPage.Model {
        LoginPage.Model(
            csrf: text("csrf"),
            returnPath: text("/profile/tokens"),
            login: text("ada@example.com"),
            keepsSignedIn: true,
            error: text("E-mail or password is wrong."),
            notice: PageNotice(text("Your session ended. Sign in to go on where you were."), .info)
        )
    }

    func setup() -> SetupPage.Model {
        SetupPage.Model(
            csrf: text("csrf"),
            key: text("key"),
            currencies: [("EUR", text("Euro"))],
            timeZones: ["UTC"]
        )
    }

    func setupRefused() -> SetupPage.Model {
        SetupPage.Model(
            csrf: text("csrf"),
            key: text("key"),
            entries: ["forename": text("Ada"), "email": text("ada"), "demo": "s"],
            problems: [
                "": text("The link has been used."), "surname": text("Write your surname."),
                "email": text("Write an e-mail address such as ada@example.com."),
                "password": text("Use 12 characters or more."), "demo": text("Choose one."),
            ],
            currencies: [("EUR", text("Euro")), ("GBP", "Pound sterling")],
            timeZones: ["UTC", text("Europe/Berlin")]
        )
    }

    func home() -> HomePage.Model {
        HomePage.Model(
            greeting: text("Good afternoon, Ada"),
            summary: text("Sunday, 22 November 2026"),
            figures: [
                .init(
                    label: "Open opportunities",
                    value: text("184"),
                    href: text("/opportunities"),
                    detail: "12 close this month"
                ),
                .init(
                    label: "Open pipeline",
                    value: text("€ 4.2 m"),
                    href: "/opportunities",
                    detail: text("Weighted € 1.9 m")
                ),
                .init(label: "Tasks due", value: text("9"), href: "/tasks", detail: text("3 overdue")),
                .init(label: "Open cases", value: "27", href: "/cases", detail: nil),
            ],
            cards: [
                .init(
                    id: "pipeline",
                    title: text("Pipeline by stage"),
                    all: link("All open", "/opportunities"),
                    chart: BarChart(
                        finding: text("Half of the open value is in Proposal."),
                        values: [
                            (text("Prospecting"), 410_000, text("€ 410,000"), text("/opportunities?f=1")),
                            (text("Qualification"), 980_000, "€ 980,000", "/opportunities?f=2"),
                            (text("Proposal"), 2_100_000, "€ 2,100,000", "/opportunities?f=3"),
                            (text("Negotiation"), 710_000, "€ 710,000", nil),
                        ]
                    ),
                    empty: "No open opportunities."
                ),
                .init(
                    id: "tasks",
                    title: text("My tasks"),
                    all: link("All", "/tasks"),
                    lines: [
                        .init(
                            text("Call back about the renewal"),
                            text("/tasks/1"),
                            detail: text("Acme Ltd"),
                            badge: PageBadge("Overdue", .bad)
                        ),
                        .init(
                            text("Send the revised quote"),
                            "/tasks/2",
                            detail: text("Müller & Söhne"),
                            end: text("today")
                        ),
                        .init(text("Prepare the demonstration"), "/tasks/3", detail: nil, end: text("tomorrow")),
                    ],
                    empty: "Nothing due."
                ),
                .init(
                    id: "leads",
                    title: text("Leads waiting for a first contact"),
                    lines: [],
                    empty: text("No lead is waiting.")
                ),
                .init(
                    id: "cases",
                    title: text("Cases at risk"),
                    problem: text("This card could not be filled. Reload to try again.")
                ),
            ]
        )
    }

    func homeOfFreshServer() -> HomePage.Model {
        HomePage.Model(
            greeting: text("Welcome, Ada"),
            figures: [],
            cards: [],
            checklist: [
                .init(
                    detail: text("A token lets Power BI or a script read the data."),
                    link: link("Create your first token", "/profile/tokens/new"),
                    isDone: false
                ),
                .init(
                    detail: text("Companies, contacts, opportunities and 70 more sets."),
                    link: link("Look at the data", "/data"),
                    isDone: true
                ),
            ]
        )
    }

    func profile() -> ProfilePage.Model {
        ProfilePage.Model(
            parts: [.profile, .security, .tokens],
            name: text("Ada Lovelace"),
            initials: text("AL"),
            role: text("Administrator"),
            facts: [
                .text("Name", text("Ada Lovelace")), .email("E-mail", text("ada@example.com")),
                .text("User name", text("ada")), .text("Job title", nil), .text("Time zone", text("Europe/London")),
            ]
        )
    }

    func security() -> SecurityPage.Model {
        SecurityPage.Model(
            parts: [.profile, .security],
            csrf: text("csrf"),
            sessions: [
                .init(
                    id: text("1"),
                    csrf: text("csrf"),
                    device: text("Firefox on Linux"),
                    address: text("203.0.113.7"),
                    started: instant("2 hours ago"),
                    lastSeen: instant("now"),
                    isCurrent: true
                ),
                .init(
                    id: text("2"),
                    csrf: text("csrf"),
                    device: text("Safari on iPhone"),
                    address: text("198.51.100.4"),
                    started: instant("yesterday"),
                    lastSeen: instant("5 hours ago"),
                    isCurrent: false
                ),
            ]
        )
    }

    func notifications() -> NotificationsPage.Model {
        NotificationsPage.Model(
            parts: ProfilePart.allCases,
            csrf: text("csrf"),
            notices: [
                .init(
                    href: "/profile/tokens/1",
                    token: text("Monthly sales report"),
                    sentence: text("It ends on 3 May 2027 (UTC)."),
                    at: instant("now"),
                    isNew: true
                )
            ],
            newest: 1,
            mailTrouble: MailTrouble(waiting: 2, lastError: text("the mail server did not answer"))
        )
    }
}
