import CRMService
import Identity

/// Does what a program would do first with one of the person's own tokens, and says what it saw.
struct TokenTrialHandler {
    let visit: PageVisit

    private var service: TokenService { visit.site.services.tokens }

    func page() async throws -> PageAnswer {
        let row = try await OwnToken(visit: visit).row()
        let refusal = refusal(row)
        let trial = await visit.site.services.tryConnection(row, visit.person)
        let feed = visit.site.settings.feedURL
        let steps = trial.steps.map { step in
            TokenTrialPage.Step(
                address: feed + step.path,
                outcome: step.isFine ? PageBadge("\(step.status)", .ok) : PageBadge("\(step.status)", .bad),
                finding: step.finding
            )
        }
        let summary =
            refusal.map { PageNotice($0, .warn) }
            ?? (trial.steps.allSatisfy(\.isFine)
                ? PageNotice("A program with this token can read the feed.", .ok)
                : PageNotice("A program with this token does not get all it asks for.", .bad))
        return try visit.page(TokenTrialPage.Model(tokenID: row.id.description, summary: summary, steps: steps))
    }

    /// Why a program would not get that far.
    private func refusal(_ row: TokenRow) -> String? {
        let state = service.state(of: row)
        guard state == .active else {
            return "The token is \(state.label.lowercased()): a program gets nothing. This is what it would get else."
        }
        if let violation = service.violations(of: row, owner: visit.person).first {
            return "A rule of the organisation blocks the token: \(violation.label). This is what it would get else."
        }
        guard row.networks.admits(visit.request.origin.address) else {
            return "A program on this computer is refused, because its address \(visit.request.origin.address) is not "
                + "on the list. Programs at \(TokenText(format: visit.format).networks(row.networks)) get this."
        }
        return nil
    }
}
