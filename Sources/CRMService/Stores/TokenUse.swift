import Identity

/// Uses of one secret since the last flush.
struct TokenUse: Sendable {
    var lastUsedAt: UTCInstant
    var address: ClientAddress
    var client: String
    var requests: Int64
    /// The addresses it came from, the newest last; at most as many as are kept.
    var seen: [SeenAddress] = []

    /// Notes a use from an address.
    mutating func see(_ address: ClientAddress, _ client: String, actor: () -> AuditActor, at now: UTCInstant) {
        if let index = seen.lastIndex(where: { $0.address == address }) {
            seen[index].lastSeenAt = max(seen[index].lastSeenAt, now)
            return
        }
        if seen.count >= TokenAddressStore.mostKept { seen.removeFirst() }
        seen.append(
            SeenAddress(address: address, client: client, actor: actor(), firstSeenAt: now, lastSeenAt: now)
        )
    }
}
