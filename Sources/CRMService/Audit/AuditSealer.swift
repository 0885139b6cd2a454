import Identity
import SQLCore

/// The newest link of the audit chain, to be kept where nobody who can write the database can write.
public struct AuditAnchor: Sendable, Equatable {
    /// The number of the link; 0 while nothing is sealed.
    public let link: Int64
    /// Its hash in hexadecimal digits.
    public let hash: String
}

/// What a check of the audit chain found.
public struct AuditFindings: Sendable, Equatable {
    /// How many links agree, from the first one on.
    public var links: Int64
    /// How many newer events are not sealed yet.
    public var unsealed: Int64
    /// The first link that disagrees; nil where all agree.
    public var fault: AuditFault?
}

/// The first place at which the audit log is not what was sealed.
public enum AuditFault: Sendable, Equatable {
    /// A link is missing, or two were swapped.
    case linkMissing(after: Int64)
    /// A link does not hang on the one before it.
    case linkChanged(Int64)
    /// The event of a link is gone.
    case eventMissing(link: Int64, event: Int64)
    /// The event of a link is not what was sealed.
    case eventChanged(link: Int64, event: Int64)
    /// An event stands between sealed ones and has no link.
    case eventInserted(event: Int64)

    /// The fault in one sentence.
    public var sentence: String {
        switch self {
        case .linkMissing(let number): "The link after number \(number) is missing."
        case .linkChanged(let number):
            "The link \(number) does not hang on the one before it: it was changed or swapped."
        case .eventMissing(let link, let event): "The event \(event), sealed by the link \(link), is missing."
        case .eventChanged(let link, let event): "The event \(event) is not what the link \(link) sealed."
        case .eventInserted(let event): "The event \(event) stands between sealed events and was never sealed."
        }
    }
}

/// Chains committed audit events by hashes, and checks the chain.
///
/// Events are sealed after they are committed, so that writers do not queue on one row. Who changes an event later must
/// make all links behind it anew; the anchor in the log shows that.
public struct AuditSealer: Sendable {
    private let shared: Accounts

    /// So many events are sealed or checked at a time.
    private static let batch: Int64 = 500

    /// Makes a sealer.
    public init(_ shared: Accounts) {
        self.shared = shared
    }

    // MARK: Sealing

    /// Seals what was committed since the last time; tells how many events.
    ///
    /// Several processes may call it: the last link is read in the transaction that adds the next ones.
    @discardableResult
    public func seal() async throws -> Int {
        var count = 0
        while try await hasUnsealed() {
            let sealed = try await shared.database.write { connection -> Int in
                let last = try AuditSealStore.lastLink(on: connection)
                let events = try AuditSealStore.events(after: last?.eventID ?? .min, limit: Self.batch, on: connection)
                var (number, hash) = (last?.number ?? 0, last?.hash ?? AuditChain.anchor)
                let links = events.map { event in
                    number += 1
                    let next = AuditChain.hash(after: hash, event: event.content)
                    defer { hash = next }
                    return AuditSealStore.Link(number: number, eventID: event.id, previous: hash, hash: next)
                }
                try AuditSealStore.append(links, on: connection)
                return links.count
            }
            if sealed == 0 { break }
            count += sealed
        }
        return count
    }

    private func hasUnsealed() async throws -> Bool {
        try await shared.database.read { connection in
            let last = try AuditSealStore.lastLink(on: connection)
            return try !AuditSealStore.events(after: last?.eventID ?? .min, limit: 1, on: connection).isEmpty
        }
    }

    /// The newest link.
    public func anchor() async throws -> AuditAnchor {
        let last = try await shared.database.read { connection in try AuditSealStore.lastLink(on: connection) }
        let digits = (last?.hash ?? AuditChain.anchor).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return AuditAnchor(link: last?.number ?? 0, hash: digits.joined())
    }

    // MARK: Checking

    /// Computes the chain anew and compares it, up to the first difference.
    public func verify() async throws -> AuditFindings {
        try await shared.database.read(.stream) { connection in
            var findings = AuditFindings(links: 0, unsealed: 0, fault: nil)
            var (hash, lastEvent) = (AuditChain.anchor, Int64.min)
            while true {
                let links = try AuditSealStore.links(after: findings.links, limit: Self.batch, on: connection)
                if links.isEmpty { break }
                let events = try AuditSealStore.events(after: lastEvent, limit: Self.batch, on: connection)
                var position = 0
                for link in links {
                    let event = position < events.count ? events[position] : nil
                    findings.fault = Self.fault(of: link, after: findings.links, hash, event, lastEvent: lastEvent)
                    if findings.fault != nil { return findings }
                    (hash, lastEvent, findings.links) = (link.hash, link.eventID, link.number)
                    position += 1
                }
            }
            while true {
                let rest = try AuditSealStore.events(after: lastEvent, limit: Self.batch, on: connection)
                guard let last = rest.last else { return findings }
                findings.unsealed += Int64(rest.count)
                lastEvent = last.id
            }
        }
    }

    /// What is wrong with a link, if anything; `event` is the next one behind the last link's.
    private static func fault(
        of link: AuditSealStore.Link,
        after number: Int64,
        _ hash: [UInt8],
        _ event: AuditSealStore.Event?,
        lastEvent: Int64
    ) -> AuditFault? {
        if link.number != number + 1 { return .linkMissing(after: number) }
        if link.previous != hash || link.eventID <= lastEvent { return .linkChanged(link.number) }
        guard let event, event.id <= link.eventID else {
            return .eventMissing(link: link.number, event: link.eventID)
        }
        if event.id < link.eventID { return .eventInserted(event: event.id) }
        guard AuditChain.hash(after: hash, event: event.content) == link.hash else {
            return .eventChanged(link: link.number, event: event.id)
        }
        return nil
    }
}
