import CRMService
import Identity

/// The one showing of a new secret: after a token was created, and after it got another secret.
struct TokenReveal {
    let visit: PageVisit

    private var words: TokenText { TokenText(format: visit.format) }

    func page(_ minted: MintedToken) async throws -> PageAnswer {
        try await page(minted, title: "Token created", facts: [])
    }

    func page(_ rotation: TokenRotation) async throws -> PageAnswer {
        let replaced = rotation.replaced.map { secret -> PageCell in
            .text("Old secret \(secret.keyID.displayText)", ending(secret))
        }
        return try await page(rotation.minted, title: "New secret", facts: replaced)
    }

    private func ending(_ secret: RotatedSecret) -> String {
        switch secret.state {
        case .retiring:
            let latest = secret.validUntil.map { visit.format.exact($0) } ?? ""
            return secret.secondsAfterUse == nil
                ? "ends on \(latest)" : "ends 24 hours after the first use of the new one, at the latest on \(latest)"
        case .discarded: return "dropped, nobody had used it"
        case .retired, .current: return "ended"
        }
    }

    private func page(_ minted: MintedToken, title: String, facts: [PageCell]) async throws -> PageAnswer {
        let feed = visit.site.settings.feedURL
        let expires: PageCell =
            minted.term.expiresAt.map { .short("Expires", visit.format.exact($0)) }
            ?? .text("Expires", "Never", detail: minted.term.neverReason)
        let teams = minted.rows == .owner ? [] : try await visit.site.services.tokens.teams()
        let model = TokenRevealPage.Model(
            parts: visit.parts,
            title: title,
            tokenID: minted.id.description,
            secret: minted.secret.revealText(),
            facts: [
                .text("Description", minted.description), expires, .text("Scope", minted.scopes.shortText),
                .text("Rows", words.rows(minted.rows, teams: teams)),
                .text("Allowed addresses", words.networks(minted.networks)),
            ] + facts,
            feedURL: feed,
            kits: ConnectionKits(feedURL: feed, sets: visit.view.sets).all,
            csrf: visit.person.formToken(FormName.tokenAct),
            seesHref: "\(TokenAct.address(of: minted.id))/sees"
        )
        return try visit.page(model)
            .setting("Content-Security-Policy", PageAnswer.secretPolicy)
            .setting("Referrer-Policy", "no-referrer")
            .setting("Cache-Control", "no-store")
    }
}
