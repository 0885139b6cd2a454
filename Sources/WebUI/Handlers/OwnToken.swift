import CRMService
import EntityModel
import Identity

/// The token of an address, if it is the person's own, and what forms about it offer.
struct OwnToken {
    let visit: PageVisit

    private var service: TokenService { visit.site.services.tokens }

    /// The token; one that is not there, or somebody else's, is a page that does not exist.
    func row() async throws -> TokenRow {
        let segments = visit.request.segments
        guard segments.count > 2, let number = Int64(segments[2]),
            let row = try await service.token(TokenID(number), of: visit.person)
        else { throw PageProblem.notFound }
        return row
    }

    /// The sets a token may be narrowed to: the business sets this person sees.
    var sets: [EntityType] {
        visit.recordText.catalog.types.filter { visit.view.sets.contains($0.set) && $0.group != .administration }
    }

    /// The fields of forms about an existing token, which offer only what it has.
    func fields(_ row: TokenRow, _ entries: TokenEntries, _ problems: TokenProblems) async throws -> TokenFormFields {
        TokenFormFields(
            entries: entries,
            problems: problems,
            sets: sets,
            seesAudit: true,
            teams: try await service.teams(),
            address: visit.request.origin.address,
            format: visit.format,
            policy: service.policy,
            limit: row
        )
    }
}
