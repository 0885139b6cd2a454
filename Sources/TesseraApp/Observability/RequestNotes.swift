import CRMService
import Identity
import Logging
import Synchronization

/// Collects what becomes known of a request on its way, until its line is logged.
final class RequestNotes: RequestWitness {
    /// What is known of one request.
    struct Note: Sendable {
        /// Kind and id of who asked, such as `person 12`.
        var principal: String?
        /// The public key id of the token.
        var key: String?
        /// Rows of the answer.
        var rows: Int64?

        /// The fields of the log line.
        var fields: Logger.Metadata {
            var fields: Logger.Metadata = [:]
            if let principal { fields["principal"] = .string(principal) }
            if let key { fields["key"] = .string(key) }
            if let rows { fields["rows"] = .stringConvertible(rows) }
            return fields
        }
    }

    private let open = Mutex<[String: Note]>([:])

    /// Begins to collect for a request; until then, and after ``end(_:)``, nothing is kept of it.
    func begin(_ requestID: String) { open.withLock { $0[requestID] = Note() } }

    /// Ends collecting and gives what was noted.
    func end(_ requestID: String) -> Note { open.withLock { $0.removeValue(forKey: requestID) } ?? Note() }

    func note(_ principal: Principal, of requestID: String) {
        let (text, key) = Self.words(for: principal)
        open.withLock { open in
            open[requestID]?.principal = text
            open[requestID]?.key = key
        }
    }

    func note(rows: Int64, of requestID: String) {
        open.withLock { open in
            guard var note = open[requestID] else { return }
            note.rows = (note.rows ?? 0) + rows
            open[requestID] = note
        }
    }

    private static func words(for principal: Principal) -> (principal: String, key: String?) {
        switch principal {
        case .anonymous: ("anonymous", nil)
        case .person(let user, _): ("person \(user.rawValue)", nil)
        case .token(let owner, let grant): ("token \(owner.rawValue)", grant.keyID.text)
        case .system: ("system", nil)
        }
    }
}
