import Identity
import Synchronization

/// The stored texts of scopes and what they say: reading a text is work, and tokens have the same few texts.
///
/// Remembers how a text reads, never whose it is or whether it counts: that is in the row of each request.
final class ScopeTexts: Sendable {
    private struct Known {
        var young: [String: ScopeSet] = [:]
        var old: [String: ScopeSet] = [:]
    }

    private let known = Mutex(Known())

    /// The texts of one generation; there are two.
    static let room = 256

    func set(_ text: String) throws(ScopeError) -> ScopeSet {
        let remembered = known.withLock { known in known.young[text] ?? known.old[text] }
        if let remembered { return remembered }
        let set = try ScopeSet(text)
        known.withLock { known in
            if known.young.count >= Self.room {
                known.old = known.young
                known.young = [:]
            }
            known.young[text] = set
        }
        return set
    }
}
