import EntityModel
import Identity
import SQLCore
import Synchronization

/// Remembers what tokens are used for and writes it now and then, so that busy reports do not write for each request.
///
/// The first use of a secret is written at once. A flush that fails is tried again with the next one and never fails a
/// request; a crash loses at most what was not flushed.
public final class UsageRecorder: Sendable {
    private struct State {
        var uses: [TokenKeyID: TokenUse] = [:]
        var days: [UsageDay: UsageCounts] = [:]
    }

    /// What is under way, so that of many requests at once one does the writing.
    private struct Writing {
        var firstUses: Set<TokenKeyID> = []
        /// A flush for want of room is tried again only after a while.
        var fullFlushAt: UTCInstant?
    }

    /// So many secrets are remembered before a flush is due.
    public static let mostEntries = 1_000

    private static let fullFlushSeconds: Int64 = 5

    private let shared: Accounts
    private let state = Mutex(State())
    private let writing = Mutex(Writing())

    /// Makes a recorder; the program calls ``flush()`` on a timer and before it stops.
    public init(_ shared: Accounts) {
        self.shared = shared
    }

    /// What a noted request asks to be written now; see ``perform(_:)``.
    enum Duty: Sendable {
        /// A secret was used for the first time.
        case firstUse(TokenKeyID, AuditEvent)
        /// There is no more room.
        case flush
    }

    /// Notes a request of a secret; gives what ought to be written at once.
    func note(
        _ keyID: TokenKeyID,
        token: TokenID,
        actor: () -> AuditActor,
        isFirst: Bool,
        address: ClientAddress,
        client: String,
        at now: UTCInstant
    ) -> Duty? {
        let isFull = state.withLock { state in
            var use = state.uses[keyID] ?? TokenUse(lastUsedAt: now, address: address, client: client, requests: 0)
            if use.lastUsedAt <= now {
                use.lastUsedAt = now
                use.address = address
                use.client = client
            }
            use.requests += 1
            use.see(address, client, actor: actor, at: now)
            state.uses[keyID] = use
            return state.uses.count >= Self.mostEntries
        }
        if isFirst {
            let event = AuditEvent(
                at: now,
                actor: actor(),
                action: .tokenFirstUsed,
                subject: AuditSubject(type: "AccessTokens", id: token.rawValue, name: keyID.text),
                address: address.description,
                client: client,
                requestID: ""
            )
            return .firstUse(keyID, event)
        }
        return isFull && isFullFlushDue(at: now) ? .flush : nil
    }

    /// Writes what a request asked for; a write that cannot be made at once is left for the next request or flush.
    func perform(_ duty: Duty) async {
        switch duty {
        case .firstUse(let keyID, let event): await recordFirstUse(keyID, event: event)
        case .flush: await flush { await $0.writeBriefly($1) }
        }
    }

    /// Notes what an answer held.
    func note(_ token: TokenID, entitySet: String, rows: Int64, bytes: Int64, isError: Bool) {
        let day = shared.effects.now().day
        state.withLock { state in
            let key = UsageDay(token: token, day: day, entitySet: entitySet)
            var counts = UsageCounts(requests: 1, rows: rows, bytes: bytes, errors: isError ? 1 : 0)
            if let known = state.days[key] { counts.add(known) }
            state.days[key] = counts
        }
    }

    /// Writes what was noted; whatever could not be written is kept for the next time.
    public func flush() async {
        await flush { database, body in
            do {
                try await database.write(body)
                return true
            } catch {
                return false
            }
        }
    }

    private func flush(
        by write: (any SQLDatabase, @escaping @Sendable (any SQLConnection) throws -> Void) async -> Bool
    ) async {
        let taken = state.withLock { state in
            defer { state = State() }
            return state
        }
        guard !taken.uses.isEmpty || !taken.days.isEmpty else { return }
        let isWritten = await write(shared.database) { [shared] connection in
            for (keyID, use) in taken.uses.sorted(by: { $0.key < $1.key }) {
                try Self.write(use, of: keyID, shared, on: connection)
            }
            for (day, counts) in taken.days { try UsageDayStore.add(counts, to: day, on: connection) }
        }
        if !isWritten { giveBack(taken) }
    }

    /// Writes the uses of one secret; an address that is new to it is an event of its own.
    private static func write(
        _ use: TokenUse,
        of keyID: TokenKeyID,
        _ shared: Accounts,
        on connection: any SQLConnection
    ) throws {
        try shared.tokens.addUsage(keyID, use, on: connection)
        for seen in try TokenAddressStore.note(use.seen, of: keyID, on: connection) {
            guard let token = seen.actor.tokenID else { continue }
            let event = AuditEvent(
                at: seen.firstSeenAt,
                actor: seen.actor,
                action: .tokenUsedFromNewAddress,
                subject: AuditSubject(type: "AccessTokens", id: token.rawValue, name: keyID.text),
                address: seen.address.description,
                client: seen.client,
                requestID: ""
            )
            try shared.audit.append(event, on: connection)
        }
    }

    private func isFullFlushDue(at now: UTCInstant) -> Bool {
        writing.withLock { writing in
            if let last = writing.fullFlushAt, now < last.adding(seconds: Self.fullFlushSeconds), last <= now {
                return false
            }
            writing.fullFlushAt = now
            return true
        }
    }

    private func giveBack(_ taken: State) {
        state.withLock { state in
            for (keyID, use) in taken.uses {
                guard let newer = state.uses[keyID] else {
                    state.uses[keyID] = use
                    continue
                }
                var latest = newer.lastUsedAt < use.lastUsedAt ? use : newer
                latest.requests = newer.requests + use.requests
                latest.seen = use.seen
                for seen in newer.seen {
                    latest.see(seen.address, seen.client, actor: { seen.actor }, at: seen.lastSeenAt)
                }
                state.uses[keyID] = latest
            }
            for (key, counts) in taken.days {
                var sum = counts
                if let newer = state.days[key] { sum.add(newer) }
                state.days[key] = sum
            }
        }
    }

    /// Writes the first use of a secret together with what is noted of it, so that whoever sets a report up sees it.
    private func recordFirstUse(_ keyID: TokenKeyID, event: AuditEvent) async {
        guard writing.withLock({ $0.firstUses.insert(keyID).inserted }) else { return }
        defer { _ = writing.withLock { $0.firstUses.remove(keyID) } }
        let use = state.withLock { $0.uses.removeValue(forKey: keyID) }
        let (tokens, audit) = (shared.tokens, shared.audit)
        let isWritten = await shared.database.writeBriefly { [shared] connection in
            if try tokens.markFirstUse(keyID, at: event.at, on: connection) {
                try audit.append(event, on: connection)
            }
            if let use { try Self.write(use, of: keyID, shared, on: connection) }
        }
        // Otherwise the next request is a first use again, so nothing is lost but this moment.
        if !isWritten, let use { giveBack(State(uses: [keyID: use])) }
    }
}
