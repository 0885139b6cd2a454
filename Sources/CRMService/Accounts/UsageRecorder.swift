import EntityModel
import Identity
import SQLCore
import Synchronization

/// Remembers what tokens are used for and writes it now and then, so that busy reports do not write for each request.
///
/// The first use of a secret is written at once. A flush that fails is tried again with the next one and never fails a
/// request; a crash loses at most what was not flushed.
public final class UsageRecorder: Sendable {
    private struct DayKey: Hashable {
        var token: TokenID
        var day: String
        var entitySet: String
    }

    private struct DayCounts {
        var requests: Int64 = 0
        var rows: Int64 = 0
        var bytes: Int64 = 0
        var errors: Int64 = 0
    }

    private struct State {
        var uses: [TokenKeyID: TokenUse] = [:]
        var days: [DayKey: DayCounts] = [:]
    }

    /// So many secrets are remembered before a flush is due.
    public static let mostEntries = 1_000

    private let shared: Accounts
    private let state = Mutex(State())

    /// Makes a recorder; the program calls ``flush()`` on a timer and before it stops.
    public init(_ shared: Accounts) {
        self.shared = shared
    }

    /// Notes a request of a secret.
    func note(
        _ keyID: TokenKeyID,
        token: TokenID,
        isFirst: Bool,
        address: String,
        client: String,
        at now: UTCInstant
    ) async {
        let isFull = state.withLock { state in
            var use = state.uses[keyID] ?? TokenUse(lastUsedAt: now, address: address, client: client, requests: 0)
            if use.lastUsedAt <= now {
                use.lastUsedAt = now
                use.address = address
                use.client = client
            }
            use.requests += 1
            state.uses[keyID] = use
            return state.uses.count >= Self.mostEntries
        }
        guard isFirst || isFull else { return }
        if isFirst { await recordFirstUse(keyID, token: token, address: address, client: client, at: now) }
        await flush()
    }

    /// Notes what an answer held.
    func note(_ token: TokenID, entitySet: String, rows: Int64, bytes: Int64, isError: Bool) async {
        let day = shared.effects.now().day.description
        state.withLock { state in
            let key = DayKey(token: token, day: day, entitySet: entitySet)
            var counts = state.days[key] ?? DayCounts()
            counts.requests += 1
            counts.rows += rows
            counts.bytes += bytes
            if isError { counts.errors += 1 }
            state.days[key] = counts
        }
    }

    /// Writes what was noted; whatever could not be written is kept for the next time.
    public func flush() async {
        let taken = state.withLock { state in
            defer { state = State() }
            return state
        }
        guard !taken.uses.isEmpty || !taken.days.isEmpty else { return }
        let tokens = shared.tokens
        do {
            try await shared.database.write { connection in
                for (keyID, use) in taken.uses.sorted(by: { $0.key < $1.key }) {
                    try tokens.addUsage(keyID, use, on: connection)
                }
                for (key, counts) in taken.days { try Self.add(counts, to: key, on: connection) }
            }
        } catch {
            giveBack(taken)
        }
    }

    private func giveBack(_ taken: State) {
        state.withLock { state in
            for (keyID, use) in taken.uses {
                guard var newer = state.uses[keyID] else {
                    state.uses[keyID] = use
                    continue
                }
                newer.requests += use.requests
                state.uses[keyID] = newer
            }
            for (key, counts) in taken.days {
                var sum = state.days[key] ?? DayCounts()
                sum.requests += counts.requests
                sum.rows += counts.rows
                sum.bytes += counts.bytes
                sum.errors += counts.errors
                state.days[key] = sum
            }
        }
    }

    private func recordFirstUse(
        _ keyID: TokenKeyID,
        token: TokenID,
        address: String,
        client: String,
        at now: UTCInstant
    ) async {
        let (tokens, audit) = (shared.tokens, shared.audit)
        let event = AuditEvent(
            at: now,
            actor: .system,
            action: .tokenFirstUsed,
            subject: AuditSubject(type: "AccessTokens", id: token.rawValue, name: keyID.text),
            address: address,
            client: client,
            requestID: ""
        )
        do {
            try await shared.database.write { connection in
                if try tokens.markFirstUse(keyID, at: now, on: connection) {
                    try audit.append(event, on: connection)
                }
            }
        } catch {
            return  // the next request is a first use again, so nothing is lost but this moment
        }
    }

    private static func add(
        _ counts: DayCounts,
        to key: DayKey,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) {
        func sum(_ column: String) -> SQLAssignment {
            let value = SQLExpression.arithmetic(
                .add, .integer, .column("token_usage_day", column), SQLConflictAction.excluded(column))
            return SQLAssignment(column, value)
        }
        let insert = InsertStatement(
            into: "token_usage_day",
            columns: ["token_id", "day", "entity_set", "requests", "rows", "bytes", "errors"],
            rows: [
                [
                    .bind(.integer(key.token.rawValue)), .text(key.day), .text(key.entitySet),
                    .bind(.integer(counts.requests)), .bind(.integer(counts.rows)), .bind(.integer(counts.bytes)),
                    .bind(.integer(counts.errors)),
                ]
            ],
            onConflict: .update(
                target: ["token_id", "day", "entity_set"],
                set: ["requests", "rows", "bytes", "errors"].map(sum),
                where: nil
            )
        )
        try connection.execute(insert)
    }
}
