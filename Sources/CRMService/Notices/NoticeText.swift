import Identity

/// The words of a mail about tokens; nothing in it opens anything.
struct NoticeText {
    let publicURL: String

    func subject(of notices: [TokenNotice]) -> String {
        guard let first = notices.first else { return "Tessera" }
        let names = Set(notices.map(\.description))
        if names.count > 1 { return "Tessera: news of \(names.count) access tokens" }
        return "Tessera: \(Self.headline(first.kind)): \(first.description)"
    }

    func body(of notices: [TokenNotice], for account: Account) -> String {
        var lines = ["Hello \(account.fullName),", ""]
        for notice in notices {
            lines.append("\(notice.description)" + (notice.keyID.map { " (tsr_pat_\($0.text)_…)" } ?? ""))
            lines.append("  \(notice.sentence)")
            lines.append("  \(publicURL)/profile/tokens/\(notice.token.rawValue)")
            lines.append("")
        }
        lines.append("All your tokens: \(publicURL)/profile/tokens")
        lines.append("Was this not you? Revoke the token there, then change your password.")
        return lines.joined(separator: "\n")
    }

    private static func headline(_ kind: TokenNoticeKind) -> String {
        switch kind {
        case .created: "token created"
        case .expiresInThirtyDays, .expiresInSevenDays, .expiresInOneDay: "token ends soon"
        case .expired: "token has ended"
        case .rotated: "token has a new secret"
        case .retiredSecretUsed: "replaced secret still in use"
        case .suspended: "token stopped"
        case .idle: "token unused"
        case .yearlyCheck: "token still needed?"
        case .revoked: "token revoked"
        case .exposed: "token leaked and ended"
        case .newAddress: "token used from a new address"
        }
    }
}
