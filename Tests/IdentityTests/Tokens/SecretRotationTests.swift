import Identity
import Testing

@Suite struct SecretRotationTests {
    private static let now = Sample.now

    private static func key(_ letter: Character) -> TokenKeyID {
        // Twelve equal letters are a key id.
        TokenKeyID(String(repeating: letter, count: 12)) ?? TokenVectors.keyID
    }

    private static func secret(
        _ letter: Character,
        _ state: TokenSecretState,
        ends: Int64? = nil,
        afterUse: Int64? = nil,
        used: Bool = true
    ) -> RotatedSecret {
        RotatedSecret(
            keyID: key(letter),
            state: state,
            validUntil: ends.map { now.adding(seconds: $0) },
            secondsAfterUse: afterUse,
            isUsed: used
        )
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let secrets: [RotatedSecret]
        var overlap = SecretOverlap.afterFirstUse
        var isExpired = false
        let changes: [RotatedSecret]

        var testDescription: String { name }
    }

    private static let day: Int64 = 86_400
    private static let week: Int64 = 7 * day

    static let rows: [Row] = [
        Row(
            name: "the default waits for the first use, seven days at most",
            secrets: [secret("a", .current)],
            changes: [secret("a", .retiring, ends: week, afterUse: day)]
        ),
        Row(
            name: "now",
            secrets: [secret("a", .current)],
            overlap: .now,
            changes: [secret("a", .retired, ends: 0)]
        ),
        Row(
            name: "one hour",
            secrets: [secret("a", .current)],
            overlap: .hour,
            changes: [secret("a", .retiring, ends: 3_600)]
        ),
        Row(
            name: "24 hours",
            secrets: [secret("a", .current)],
            overlap: .day,
            changes: [secret("a", .retiring, ends: day)]
        ),
        Row(
            name: "seven days",
            secrets: [secret("a", .current)],
            overlap: .week,
            changes: [secret("a", .retiring, ends: week)]
        ),
        Row(
            name: "a first secret nobody used overlaps too: it may wait in a report for tonight",
            secrets: [secret("a", .current, used: false)],
            changes: [secret("a", .retiring, ends: week, afterUse: day, used: false)]
        ),
        Row(
            name: "a lost answer: the unused one is dropped, the old one left alone",
            secrets: [secret("b", .current, used: false), secret("a", .retiring, ends: 3 * day, afterUse: day)],
            changes: [secret("b", .discarded, ends: 0, used: false)]
        ),
        Row(
            name: "a lost answer, and the old one is to end within the hour",
            secrets: [secret("b", .current, used: false), secret("a", .retiring, ends: 3 * day, afterUse: day)],
            overlap: .hour,
            changes: [
                secret("b", .discarded, ends: 0, used: false), secret("a", .retiring, ends: 3_600, afterUse: day),
            ]
        ),
        Row(
            name: "a lost answer, and the old one is to end now",
            secrets: [secret("b", .current, used: false), secret("a", .retiring, ends: 3 * day, afterUse: day)],
            overlap: .now,
            changes: [secret("b", .discarded, ends: 0, used: false), secret("a", .retired, ends: 0)]
        ),
        Row(
            name: "the old one is over: the unused current one overlaps like any other",
            secrets: [secret("b", .current, used: false), secret("a", .retiring, ends: 0)],
            changes: [secret("b", .retiring, ends: week, afterUse: day, used: false)]
        ),
        Row(
            name: "both used: the older one ends at once",
            secrets: [secret("b", .current), secret("a", .retiring, ends: 3 * day, afterUse: day)],
            changes: [secret("a", .retired, ends: 0), secret("b", .retiring, ends: week, afterUse: day)]
        ),
        Row(
            name: "those that ended long ago stay as they are",
            secrets: [
                secret("c", .current), secret("b", .discarded, ends: -day, used: false),
                secret("a", .retired, ends: -day),
            ],
            overlap: .day,
            changes: [secret("c", .retiring, ends: day)]
        ),
        Row(
            name: "a term that is over opens nothing for the old secret",
            secrets: [secret("a", .current)],
            isExpired: true,
            changes: [secret("a", .retired, ends: 0)]
        ),
    ]

    @Test("a rotation ends the secrets the rules say", arguments: rows)
    func changes(row: Row) {
        let changes = SecretRotation.changes(
            of: row.secrets,
            overlap: row.overlap,
            isExpired: row.isExpired,
            at: Self.now
        )
        #expect(changes == row.changes)
        let after = row.secrets.map { secret in changes.first { $0.keyID == secret.keyID } ?? secret }
        #expect(after.filter { $0.isLive(at: Self.now) }.count <= 1, "with the new one at most two")
    }

    @Test("the clock starts at the first use of the new secret and never lengthens an overlap")
    func firstUse() {
        let waiting = Self.secret("a", .retiring, ends: Self.week, afterUse: Self.day)
        let early = SecretRotation.afterFirstUse(waiting, at: Self.now.adding(seconds: 60))
        #expect(early?.validUntil == Self.now.adding(seconds: Self.day + 60))
        let late = SecretRotation.afterFirstUse(waiting, at: Self.now.adding(seconds: Self.week - 60))
        #expect(late == nil, "seven days stay the end")
        #expect(SecretRotation.afterFirstUse(Self.secret("a", .retiring, ends: Self.week), at: Self.now) == nil)
        #expect(SecretRotation.afterFirstUse(Self.secret("a", .current), at: Self.now) == nil)
    }

    @Test("the end of an overlap belongs to the refusals, to the microsecond")
    func boundary() {
        for overlap in SecretOverlap.allCases where overlap != .now {
            let changed = SecretRotation.changes(
                of: [Self.secret("a", .current)],
                overlap: overlap,
                isExpired: false,
                at: Self.now
            )
            let end = Self.now.adding(seconds: overlap.longestSeconds)
            #expect(changed.first?.isLive(at: end.adding(microseconds: -1)) == true, "\(overlap)")
            #expect(changed.first?.isLive(at: end) == false, "\(overlap)")
        }
    }
}

@Suite struct NarrowingTests {
    static let rows: [(String, String, Bool)] = [
        ("odata.read", "odata.read", true), ("odata.read:Leads", "odata.read", true),
        ("odata.read", "odata.read:Leads", false), ("odata.read:Leads", "odata.read:Leads odata.read:Cases", true),
        ("odata.read:Quotes", "odata.read:Leads odata.read:Cases", false),
        ("odata.read", "odata.write", true), ("odata.write", "odata.read", false),
        ("odata.read:Leads", "odata.write:Leads", true), ("odata.write:Leads", "odata.write", true),
        ("odata.read", "odata.personal.contact odata.read", true),
        ("odata.personal.contact odata.read", "odata.read", false),
        ("token.rotate-self", "odata.read", false), ("audit.read", "audit.read tokens.read", true),
    ]

    @Test("words are within others where all they open is open already", arguments: rows)
    func scopes(inner: String, outer: String, isWithin: Bool) throws {
        #expect(try ScopeSet(inner).isWithin(ScopeSet(outer)) == isWithin)
    }

    static let networks: [(String, String, Bool)] = [
        ("", "", true), ("10.0.0.0/8", "", true), ("", "10.0.0.0/8", false), ("10.1.0.0/16", "10.0.0.0/8", true),
        ("10.0.0.0/8", "10.1.0.0/16", false), ("10.1.2.3 192.0.2.0/24", "10.0.0.0/8 192.0.2.0/24", true),
        ("10.1.2.3 198.51.100.1", "10.0.0.0/8", false), ("2001:db8::/48", "2001:db8::/32", true),
        ("::ffff:10.1.2.3", "10.0.0.0/8", true), ("2001:db8::/32", "10.0.0.0/8", false),
    ]

    @Test("addresses are within others where each is", arguments: networks)
    func addresses(inner: String, outer: String, isWithin: Bool) throws {
        #expect(try NetworkList(inner).isWithin(NetworkList(outer)) == isWithin)
    }
}
