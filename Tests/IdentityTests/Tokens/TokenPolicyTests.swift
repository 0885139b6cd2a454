import Identity
import Testing

@Suite struct TokenPolicyTests {
    static let now = Sample.now

    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        var policy = TokenPolicy()
        var scopes = "odata.read"
        var networks = ""
        var startedDaysAgo = 1
        var days: Int? = 90
        var reason: String?
        var usedDaysAgo: Int? = 0
        var role = BaseRole.admin
        var expected: [TokenPolicyViolation] = []

        var testDescription: String { name }
    }

    static let rows: [Row] = [
        Row(name: "the initial policy lets an administrator's token pass"),
        Row(name: "term as long as allowed", policy: TokenPolicy(longestTermDays: 90)),
        Row(name: "term too long", policy: TokenPolicy(longestTermDays: 89), expected: [.termTooLong(longestDays: 89)]),
        Row(name: "Never with reason", days: nil, reason: "nightly job"),
        Row(name: "Never without reason", days: nil, expected: [.neverWithoutReason]),
        Row(name: "Never with an empty reason", days: nil, reason: "", expected: [.neverWithoutReason]),
        Row(name: "Never allowed", policy: TokenPolicy(never: .allowed), days: nil),
        Row(
            name: "Never forbidden",
            policy: TokenPolicy(never: .forbidden),
            days: nil,
            reason: "x",
            expected: [.neverForbidden]
        ),
        Row(
            name: "longest term and Never: only the rule on Never speaks",
            policy: TokenPolicy(longestTermDays: 30),
            days: nil,
            reason: "x"
        ),
        Row(
            name: "write forbidden",
            policy: TokenPolicy(widestAccess: .read),
            scopes: "odata.write:Leads",
            expected: [.writeForbidden]
        ),
        Row(name: "read passes a read policy", policy: TokenPolicy(widestAccess: .read)),
        Row(
            name: "personal data forbidden",
            policy: TokenPolicy(allowsPersonalData: false),
            scopes: "odata.personal.text odata.read",
            expected: [.personalDataForbidden]
        ),
        Row(name: "address list required", policy: TokenPolicy(requiresNetworks: true), expected: [.networksRequired]),
        Row(name: "address list present", policy: TokenPolicy(requiresNetworks: true), networks: "10.0.0.0/8"),
        Row(name: "manager may not", role: .manager, expected: [.ownerNotAllowed(.manager)]),
        Row(name: "manager may", policy: TokenPolicy(creators: .administratorsAndManagers), role: .manager),
        Row(
            name: "user never may",
            policy: TokenPolicy(creators: .administratorsAndManagers),
            role: .user,
            expected: [.ownerNotAllowed(.user)]
        ),
        Row(name: "integration users always may", role: .integration),
        Row(
            name: "integration only",
            policy: TokenPolicy(integrationUsersOnly: true),
            expected: [.integrationUsersOnly]
        ),
        Row(
            name: "idle",
            policy: TokenPolicy(idleDays: 30),
            startedDaysAgo: 60,
            usedDaysAgo: 31,
            expected: [.idle(days: 30)]
        ),
        Row(name: "not idle on the last day", policy: TokenPolicy(idleDays: 30), startedDaysAgo: 60, usedDaysAgo: 30),
        Row(
            name: "never used counts from its start",
            policy: TokenPolicy(idleDays: 30),
            startedDaysAgo: 31,
            usedDaysAgo: nil,
            expected: [.idle(days: 30)]
        ),
        Row(
            name: "Never is idle after 180 days",
            startedDaysAgo: 400,
            days: nil,
            reason: "x",
            usedDaysAgo: 181,
            expected: [.idle(days: 180)]
        ),
        Row(
            name: "the smaller idle limit counts",
            policy: TokenPolicy(idleDays: 10),
            startedDaysAgo: 400,
            days: nil,
            reason: "x",
            usedDaysAgo: 181,
            expected: [.idle(days: 10)]
        ),
        Row(
            name: "several faults are reported together",
            policy: TokenPolicy(
                longestTermDays: 7,
                widestAccess: .read,
                allowsPersonalData: false,
                requiresNetworks: true
            ),
            scopes: "odata.personal.contact odata.write",
            expected: [.termTooLong(longestDays: 7), .writeForbidden, .personalDataForbidden, .networksRequired]
        ),
    ]

    @Test("a token breaks exactly these rules", arguments: rows)
    func violations(row: Row) throws {
        let started = Self.now.adding(days: -row.startedDaysAgo)
        let subject = TokenPolicySubject(
            scopes: try ScopeSet(row.scopes),
            networks: try NetworkList(row.networks),
            termStartedAt: started,
            expiresAt: row.days.map { started.adding(days: $0) },
            neverReason: row.reason,
            lastUsedAt: row.usedDaysAgo.map { Self.now.adding(days: -$0) }
        )
        #expect(row.policy.violations(of: subject, ownerRole: row.role, at: Self.now) == row.expected)
    }
}
