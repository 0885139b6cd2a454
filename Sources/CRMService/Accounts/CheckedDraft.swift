import Identity

/// Why a draft is not valid by itself.
struct DraftProblems: Error {
    let list: [TokenDraftProblem]
}

/// A draft whose every part is valid.
struct CheckedDraft {
    let description: TokenDescription
    let purpose: String?
    let scopes: ScopeSet
    let networks: NetworkList
    let term: TokenTerm

    /// Checks all parts and throws all problems at once.
    init(_ draft: TokenDraft, owner: Account, policy: TokenPolicy, now: UTCInstant) throws(DraftProblems) {
        var problems: [TokenDraftProblem] = []
        var description: TokenDescription?
        var scopes: ScopeSet?
        var term: TokenTerm?
        var networks: NetworkList?
        do { description = try TokenDescription(draft.description) } catch { problems.append(.description(error)) }
        do { scopes = try draft.scope.scopeSet() } catch { problems.append(.scope(error)) }
        do { networks = try NetworkList(draft.networks) } catch { problems.append(.networks(error)) }
        do {
            term = try draft.expiry.term(at: now, zone: draft.zone, policy: policy)
        } catch {
            problems.append(.expiry(error))
        }
        let trimmed = draft.purpose.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if trimmed.count > TokenService.longestPurpose { problems.append(.purposeTooLong) }
        if let scopes, let term {
            let subject = TokenPolicySubject(
                scopes: scopes,
                networks: networks ?? .any,
                termStartedAt: now,
                expiresAt: term.expiresAt,
                neverReason: term.neverReason,
                lastUsedAt: nil
            )
            problems += policy.violations(of: subject, ownerRole: owner.role, at: now).map { .policy($0) }
        }
        guard let description, let scopes, let networks, let term, problems.isEmpty else {
            throw DraftProblems(list: problems)
        }
        self.description = description
        self.purpose = trimmed.isEmpty ? nil : trimmed
        self.scopes = scopes
        self.networks = networks
        self.term = term
    }
}

extension TokenDescription {
    /// The description a text gives; nil where it is not valid.
    static func reading(_ text: String) -> TokenDescription? {
        do { return try TokenDescription(text) } catch { return nil }
    }
}
