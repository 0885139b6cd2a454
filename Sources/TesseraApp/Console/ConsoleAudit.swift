import CRMService

/// The audit log as the console checks it.
public struct ConsoleAudit: Sendable {
    private let services: Services

    /// Takes the services of an open database.
    public init(_ services: Services) {
        self.services = services
    }

    /// Checks the chain; gives what was found in one line, or throws ``ExitStatus/different`` with the first fault.
    public func verify() async throws -> String {
        let findings = try await services.sealer.verify()
        if let fault = findings.fault {
            throw ConsoleFailure(.different, "\(fault.sentence) \(findings.links) links before it agree.")
        }
        let anchor = try await services.sealer.anchor()
        let rest = findings.unsealed == 0 ? "" : " \(findings.unsealed) newer events are not sealed yet."
        return "\(findings.links) links agree.\(rest) Link \(anchor.link): \(anchor.hash)"
    }
}
