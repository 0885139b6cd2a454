import Identity
import Testing

@Suite struct AccessPolicyTests {
    static let rep = DataRole(
        name: "Sales rep",
        sets: [
            Sample.companies: SetAccess(read: .all, update: .team, delete: .own, mayCreate: true),
            EntitySetName(needed: "Leads"): SetAccess(read: .team, update: .team, delete: .own, mayCreate: true),
            EntitySetName(needed: "Documents"): .asParent,
        ],
        fields: FieldVisibility(contactDetails: true, freeText: true)
    )
    static let marketing = DataRole(
        name: "Marketing",
        sets: [
            EntitySetName(needed: "Leads"): SetAccess(
                read: .all,
                update: .all,
                delete: .own,
                mayCreate: true,
                mayExport: true
            )
        ],
        fields: FieldVisibility(contactDetails: true)
    )
    static let own = RowRule.owner(Sample.user)
    static let teamRule = RowRule.anyOf([.owner(Sample.user), .teamAndBelow(Sample.team)])

    struct Row: Sendable {
        let role: BaseRole
        let dataRoles: [DataRole]
        let act: DataAct
        let set: String
        let rule: RowRule?
    }

    static let rows: [Row] = [
        Row(role: .user, dataRoles: [rep], act: .read, set: "Companies", rule: .all),
        Row(role: .user, dataRoles: [rep], act: .update, set: "Companies", rule: teamRule),
        Row(role: .user, dataRoles: [rep], act: .delete, set: "Companies", rule: own),
        Row(role: .user, dataRoles: [rep], act: .create, set: "Companies", rule: .all),
        Row(role: .user, dataRoles: [rep], act: .export, set: "Companies", rule: nil),
        Row(role: .user, dataRoles: [rep], act: .read, set: "Documents", rule: .asParent),
        Row(role: .user, dataRoles: [rep], act: .read, set: "Cases", rule: own),
        Row(role: .user, dataRoles: [rep, marketing], act: .update, set: "Leads", rule: .all),
        Row(role: .user, dataRoles: [rep, marketing], act: .export, set: "Leads", rule: .all),
        Row(role: .user, dataRoles: [marketing, rep], act: .read, set: "Leads", rule: .all),
        Row(role: .readonly, dataRoles: [marketing], act: .read, set: "Leads", rule: .all),
        Row(role: .readonly, dataRoles: [marketing], act: .update, set: "Leads", rule: nil),
        Row(role: .readonly, dataRoles: [marketing], act: .create, set: "Leads", rule: nil),
        Row(role: .readonly, dataRoles: [], act: .read, set: "Leads", rule: own),
        Row(role: .readonly, dataRoles: [], act: .delete, set: "Leads", rule: nil),
        Row(role: .manager, dataRoles: [], act: .read, set: "Leads", rule: teamRule),
        Row(role: .admin, dataRoles: [marketing], act: .delete, set: "Leads", rule: .all),
        Row(role: .integration, dataRoles: [], act: .read, set: "Leads", rule: .all),
    ]

    @Test("base role and data roles give the rows of an act", arguments: rows)
    func person(row: Row) {
        let policy = AccessPolicy(role: row.role, team: Sample.team, dataRoles: row.dataRoles)
        let principal = Principal.person(Sample.user, Sample.session(role: row.role))
        #expect(reach(policy, row.act, row.set, principal) == row.rule)
    }

    @Test("without a team the team level means own rows")
    func noTeam() {
        let policy = AccessPolicy(role: .manager, team: nil, dataRoles: [])
        let principal = Principal.person(Sample.user, Sample.session(role: .manager))
        #expect(reach(policy, .read, "Leads", principal) == Self.own)
    }

    @Test("a token gets what its owner may and its words open, cut to its rows")
    func token() throws {
        let policy = AccessPolicy(role: .manager, team: Sample.team, dataRoles: [])
        let grant = Sample.grant(try ScopeSet("odata.read:Leads"), role: .manager, rows: .team(TeamID(9)))
        let principal = Principal.token(Sample.user, grant)
        #expect(reach(policy, .read, "Leads", principal) == .allOf([Self.teamRule, .teamAndBelow(TeamID(9))]))
        #expect(throws: AccessRefusal.scopesMissing([ScopeWord(needed: .update, on: EntitySetName(needed: "Leads"))])) {
            try policy.rows(for: .update, on: EntitySetName(needed: "Leads"), by: principal)
        }
        #expect(throws: AccessRefusal.scopesMissing([ScopeWord(needed: .read, on: Sample.contacts)])) {
            try policy.rows(for: .read, on: Sample.contacts, by: principal)
        }
    }

    @Test("missing words are named only for what the owner may do")
    func nothingConfirmed() {
        let closed = DataRole(name: "closed", sets: [Sample.contacts: .none], fields: .none)
        let policy = AccessPolicy(role: .user, team: nil, dataRoles: [closed])
        let principal = Principal.token(Sample.user, Sample.grant(.readOnly, role: .user))
        #expect(throws: AccessRefusal.notPermitted) { try policy.rows(for: .read, on: Sample.contacts, by: principal) }
        #expect(throws: AccessRefusal.notPermitted) {
            try policy.rows(for: .update, on: Sample.contacts, by: principal)
        }
    }

    @Test("nobody reaches nothing and the system reaches all")
    func others() {
        let policy = AccessPolicy(role: .admin, team: nil, dataRoles: [])
        #expect(throws: AccessRefusal.notSignedIn) { try policy.rows(for: .read, on: Sample.contacts, by: .anonymous) }
        #expect(reach(policy, .delete, "Contacts", .system(reason: "job")) == .all)
    }

    @Test("marked fields follow the role and, for a token, its words")
    func fields() throws {
        let policy = AccessPolicy(role: .user, team: nil, dataRoles: [Self.marketing, Self.rep])
        #expect(policy.fields == FieldVisibility(contactDetails: true, freeText: true))
        let contact = Principal.token(Sample.user, Sample.grant(try ScopeSet("odata.personal.contact odata.read")))
        #expect(policy.fields(for: contact) == FieldVisibility(contactDetails: true))
        #expect(policy.fields(for: .token(Sample.user, Sample.grant())) == .none)
        let admin = AccessPolicy(role: .admin, team: nil, dataRoles: [])
        #expect(admin.fields(for: contact) == FieldVisibility(contactDetails: true, confidential: true))
        #expect(admin.fields(for: .anonymous) == .none)
        #expect(AccessPolicy(role: .readonly, team: nil, dataRoles: []).fields == .none)
    }

    @Test("the token's rows are read back from their stored text", arguments: [TokenRowScope.owner, .team(TeamID(42))])
    func rowScope(scope: TokenRowScope) {
        #expect(TokenRowScope(storedText: scope.storedText) == scope)
    }

    @Test("another text is no row scope", arguments: ["", "all", "team:", "team:0", "team:-1", "team:x", "Owner"])
    func brokenRowScope(text: String) {
        #expect(TokenRowScope(storedText: text) == nil)
    }

    func reach(_ policy: AccessPolicy, _ act: DataAct, _ set: String, _ principal: Principal) -> RowRule? {
        try? policy.rows(for: act, on: EntitySetName(needed: set), by: principal)
    }
}
