import Identity
import SQLCore
import Testing

@testable import CRMService

@Suite struct AuditLogTests {
    private static func event(_ action: AuditAction, name: String = "x") -> AuditEvent {
        AuditEvent(
            at: TemporaryService.start,
            actor: .system,
            action: action,
            subject: AuditSubject(type: "Users", id: 1, name: name),
            address: String(repeating: "a", count: 100),
            client: String(repeating: "c", count: 500),
            requestID: String(repeating: "r", count: 100)
        )
    }

    @Test("every action can be recorded, with texts cut to their columns")
    func everyAction() async throws {
        try await TemporaryService.run { service in
            let audit = service.accounts.audit
            try await service.database.write { connection in
                for action in AuditAction.allCases {
                    try audit.append(Self.event(action, name: String(repeating: "é", count: 300)), on: connection)
                }
            }
            let rows = try await service.database.sql(
                "SELECT \"Action\", length(\"RecordName\"), length(\"IpAddress\"), length(\"RequestId\") FROM \"AuditEvents\""
            )
            #expect(rows.map(\.first) == AuditAction.allCases.map { .text($0.rawValue) })
            #expect(rows.allSatisfy { Array($0.dropFirst()) == [.integer(200), .integer(45), .integer(36)] })
        }
    }

    @Test("an event is there only if the change it records is")
    func together() async throws {
        try await TemporaryService.run { service in
            let audit = service.accounts.audit
            await #expect(throws: TestSetUpError.self) {
                try await service.database.write { connection in
                    try audit.append(Self.event(.userActivated), on: connection)
                    throw TestSetUpError()
                }
            }
            let count = try await service.database.number("SELECT count(*) FROM \"AuditEvents\"")
            #expect(count == 0)
        }
    }

    @Test("events can be neither changed nor deleted")
    func appendOnly() async throws {
        try await TemporaryService.run { service in
            let audit = service.accounts.audit
            try await service.database.write { connection in
                try audit.append(Self.event(.userActivated), on: connection)
            }
            for sql in ["UPDATE \"AuditEvents\" SET \"Action\" = 'x'", "DELETE FROM \"AuditEvents\""] {
                await #expect(throws: SQLDatabaseError.self) { try await service.sql(sql) }
            }
            #expect(try await service.database.number("SELECT count(*) FROM \"AuditEvents\"") == 1)
        }
    }
}
