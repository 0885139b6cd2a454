import Identity

@testable import CRMService

/// People with a session, by the way they take themselves.
enum SignedIn {
    private static let password = "correct horse battery 9"

    /// Makes a user and signs in.
    static func person(_ service: TemporaryService, _ name: String, _ role: BaseRole) async throws -> SignedInPerson {
        try await service.addUser(name, role: role, password: password)
        return try await again(service, name)
    }

    /// Signs in once more, so that the login is fresh.
    static func again(_ service: TemporaryService, _ name: String) async throws -> SignedInPerson {
        let outcome = try await SignIn(service.accounts).signIn(
            login: name,
            password: password,
            remember: false,
            origin: .console
        )
        guard case .signedIn(let id, _) = outcome, let person = try await SessionGate(service.accounts).person(id)
        else {
            throw TestSetUpError()
        }
        return person
    }
}
