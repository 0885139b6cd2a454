import CRMService

/// My Profile → Security: where the person is signed in.
struct SecurityHandler {
    let visit: PageVisit

    private static let address = "/profile/security"
    private var gate: SessionGate { visit.site.services.sessions }

    func page() async throws -> PageAnswer {
        let csrf = visit.person.formToken(FormName.sessions)
        let sessions = try await gate.sessions(of: visit.person).map { session in
            SecurityPage.Session(
                id: session.reference,
                csrf: csrf,
                device: session.client,
                address: session.address,
                started: visit.format.instant(session.startedAt),
                lastSeen: visit.format.instant(session.lastSeenAt),
                isCurrent: session.isCurrent
            )
        }
        return try visit.page(SecurityPage.Model(parts: visit.parts, csrf: csrf, sessions: sessions))
    }

    /// Ends one session; one that is gone already leaves nothing to do.
    func end() async throws -> PageAnswer {
        _ = try await gate.endSession(
            visit.request.form["session"] ?? "",
            of: visit.person,
            origin: visit.request.origin
        )
        return .redirect(to: Self.address)
    }

    func endOthers() async throws -> PageAnswer {
        try await gate.endOtherSessions(of: visit.person, origin: visit.request.origin)
        return .redirect(to: Self.address)
    }
}
