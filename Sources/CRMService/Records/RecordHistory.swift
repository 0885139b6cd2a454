import CRM
import EntityModel
public import Identity
import SQLCore

/// Where a change came from, for the trail.
public struct WriteOrigin: Sendable, Hashable {
    /// The id under which the request is logged.
    public var requestID: String
    /// The client's address.
    public var address: ClientAddress?
    /// The client program, as far as it told.
    public var client: String?

    /// Makes an origin.
    public init(requestID: String = "", address: ClientAddress? = nil, client: String? = nil) {
        self.requestID = requestID
        self.address = address
        self.client = client
    }
}

/// Notes changes of records in the audit trail, in the transaction of the change.
///
/// A new record stores no values: its first state is the present one rolled back. Values that the service computes are
/// left out, because they follow from the others.
struct RecordHistory {
    let catalog: EntityCatalog
    let actor: AuditActor
    let origin: WriteOrigin
    let now: Int64
    let connection: any SQLConnection

    /// Characters of one text that are kept.
    private static let longestText = 2_000

    func created(_ draft: RecordDraft, clock: inout ChangeClock) throws {
        try append(.recordCreated, draft, clock: &clock)
    }

    func changed(_ draft: RecordDraft, before: RecordDraft, clock: inout ChangeClock) throws {
        let fields = draft.changes(from: before).map(\.field).filter { name in
            draft.layout.type.field(name)?.isReadOnly == false
        }
        try append(
            .recordChanged,
            draft,
            before: Self.values(of: fields, in: before),
            after: Self.values(of: fields, in: draft),
            clock: &clock
        )
    }

    func deleted(_ record: RecordDraft, clock: inout ChangeClock) throws {
        try append(.recordDeleted, record, clock: &clock)
    }

    private func append(
        _ action: AuditAction,
        _ record: RecordDraft,
        before: CanonicalJSON? = nil,
        after: CanonicalJSON? = nil,
        clock: inout ChangeClock
    ) throws {
        let type = record.layout.type
        var id: Int64?
        if case .integer(let number) = record.key { id = number }
        let name = type.nameField.flatMap { record.text($0) } ?? record.text("Code")
        let event = AuditEvent(
            at: UTCInstant(microseconds: now),
            actor: actor,
            action: action,
            subject: AuditSubject(type: type.set, id: id, name: name),
            address: origin.address?.description,
            client: origin.client,
            requestID: origin.requestID,
            before: before,
            after: after
        )
        try AuditLog(catalog: catalog).append(event, clock: &clock, on: connection)
    }

    // MARK: Values

    private static func values(of fields: [String], in record: RecordDraft) -> CanonicalJSON? {
        guard !fields.isEmpty else { return nil }
        var members: [String: CanonicalJSON] = [:]
        for name in fields {
            guard let field = record.layout.type.field(name) else { continue }
            members[name] = value(record[name], field)
        }
        return .object(members)
    }

    private static func value(_ value: SQLValue, _ field: Field) -> CanonicalJSON {
        switch value {
        case .null: return .null
        case .integer(let number):
            switch field.kind {
            case .bool: return .boolean(number != 0)
            case .timestamp: return .string(instant(number))
            default:
                guard let scale = field.kind.scale else { return .integer(number) }
                return .string(ScaledDecimal(digits: number, scale: scale).description)
            }
        case .real(let number): return .string("\(number)")
        case .text(let text): return .string(String(text.prefix(longestText)))
        case .blob: return .null
        }
    }

    private static func instant(_ microseconds: Int64) -> String {
        let day = CivilDate(microseconds: microseconds)
        let seconds = (microseconds - day.startMicroseconds) / 1_000_000
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(day.text)T\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))Z"
    }
}
