import CRMService
import Identity

/// Which tokens the list shows.
enum TokenFilter: String, CaseIterable {
    case live, expired, revoked, all

    var label: String {
        switch self {
        case .live: "Live"
        case .expired: "Expired"
        case .revoked: "Revoked"
        case .all: "All"
        }
    }

    var href: String { self == .live ? "/profile/tokens" : "/profile/tokens?show=" + rawValue }

    func admits(_ state: TokenState) -> Bool {
        switch (self, state) {
        case (.all, _): true
        case (.live, .active), (.live, .paused), (.live, .suspended): true
        case (.expired, .expired): true
        case (.revoked, .revoked), (.revoked, .exposed): true
        default: false
        }
    }
}

/// The order of the list.
struct TokenSort: Equatable {
    enum Key: String, CaseIterable {
        case description, state, created, expires, used, requests
    }

    let key: Key
    let isDescending: Bool

    /// Reads `created` or `-created`; anything else is newest first.
    init(_ text: String) {
        let name = text.hasPrefix("-") ? String(text.dropFirst()) : text
        let known = Key(rawValue: name)
        key = known ?? .created
        isDescending = known == nil || text.hasPrefix("-")
    }

    func sorted(
        _ rows: [(TokenRow, TokenState)],
        requests: [TokenID: Int64]
    ) -> [(TokenRow, TokenState)] {
        let ascending = rows.sorted { left, right in
            switch key {
            case .description: left.0.description.lowercased() < right.0.description.lowercased()
            case .state: left.1.label < right.1.label
            case .created: left.0.createdAt < right.0.createdAt
            case .expires: Self.time(left.0.life.expiresAt, .max) < Self.time(right.0.life.expiresAt, .max)
            case .requests: requests[left.0.id] ?? 0 < requests[right.0.id] ?? 0
            case .used: Self.time(left.0.lastUsedAt, .min) < Self.time(right.0.lastUsedAt, .min)
            }
        }
        return isDescending ? ascending.reversed() : ascending
    }

    private static func time(_ instant: UTCInstant?, _ missing: Int64) -> Int64 { instant?.microseconds ?? missing }

    /// The sort link of a column, and the direction if it is the one in use.
    func head(_ name: String, filter: TokenFilter) -> (href: String, direction: PageTable.Column.Direction?)? {
        guard let column = Key(rawValue: name) else { return nil }
        let isCurrent = column == key
        let text = isCurrent && !isDescending ? "-" + name : name
        let show = filter == .live ? "" : "show=\(filter.rawValue)&"
        return ("/profile/tokens?\(show)sort=\(text)", isCurrent ? (isDescending ? .descending : .ascending) : nil)
    }
}
