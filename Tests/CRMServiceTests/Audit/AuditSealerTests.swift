import Identity
import SQLCore
import Testing

@testable import CRMService

/// Gate 16 of the token design: what is tampered with is found.
@Suite struct AuditSealerTests {
    private static func append(_ count: Int, _ service: TemporaryService) async throws {
        let audit = service.accounts.audit
        try await service.database.write { connection in
            for number in 0..<count {
                let event = AuditEvent(
                    at: TemporaryService.start,
                    actor: .system,
                    action: .tokenCreated,
                    subject: AuditSubject(type: "AccessTokens", id: Int64(number), name: "token \(number)"),
                    address: "192.0.2.1",
                    client: "c",
                    requestID: "r\(number)"
                )
                try audit.append(event, on: connection)
            }
        }
    }

    @Test("every committed event is sealed once, in order, by any number of sealers")
    func seals() async throws {
        try await TemporaryService.run { service in
            try await Self.append(1_200, service)
            let events = try await service.database.number("SELECT count(*) FROM \"AuditEvents\"")
            let sealers = (0..<3).map { _ in AuditSealer(service.accounts) }
            let sealed = try await withThrowingTaskGroup(of: Int.self) { group in
                for sealer in sealers { group.addTask { try await sealer.seal() } }
                return try await group.reduce(0, +)
            }
            #expect(Int64(sealed) == events)
            let findings = try await sealers[0].verify()
            #expect(findings == AuditFindings(links: events, unsealed: 0, fault: nil))
            #expect(try await sealers[0].anchor().link == events)
            try await Self.append(3, service)
            #expect(try await sealers[0].verify() == AuditFindings(links: events, unsealed: 3, fault: nil))
        }
    }

    struct Tampering: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var script: String
        /// What is found; ids count from the first event of the test.
        var fault: @Sendable (_ first: Int64) -> AuditFault
    }

    static let tamperings: [Tampering] = [
        Tampering(
            testDescription: "a changed letter",
            script: "UPDATE \"AuditEvents\" SET \"RecordName\" = 'token X' WHERE \"RequestId\" = 'r4'",
            fault: { .eventChanged(link: $0 + 4, event: $0 + 4) }
        ),
        Tampering(
            testDescription: "a missing row",
            script: "DELETE FROM \"AuditEvents\" WHERE \"RequestId\" = 'r4'",
            fault: { .eventMissing(link: $0 + 4, event: $0 + 4) }
        ),
        Tampering(
            testDescription: "the last row missing",
            script: "DELETE FROM \"AuditEvents\" WHERE \"RequestId\" = 'r9'",
            fault: { .eventMissing(link: $0 + 9, event: $0 + 9) }
        ),
        Tampering(
            testDescription: "two rows swapped",
            script: """
                UPDATE "AuditEvents" SET "AuditEventId" = -1 WHERE "RequestId" = 'r4';
                UPDATE "AuditEvents" SET "AuditEventId" = "AuditEventId" - 1 WHERE "RequestId" = 'r5';
                UPDATE "AuditEvents" SET "AuditEventId" = (SELECT "AuditEventId" + 1 FROM "AuditEvents"
                    WHERE "RequestId" = 'r5') WHERE "RequestId" = 'r4'
                """,
            fault: { .eventChanged(link: $0 + 4, event: $0 + 4) }
        ),
        Tampering(
            testDescription: "an inserted row",
            script: """
                CREATE TEMP TABLE copied AS SELECT * FROM "AuditEvents" WHERE "RequestId" = 'r4';
                UPDATE copied SET "AuditEventId" = -1, "ChangeSeq" = -1;
                INSERT INTO "AuditEvents" SELECT * FROM copied
                """,
            fault: { .eventInserted(event: $0 - 2) }
        ),
        Tampering(
            testDescription: "a link missing",
            script: "DELETE FROM audit_seal WHERE link = (SELECT max(link) - 5 FROM audit_seal)",
            fault: { .linkMissing(after: $0 + 3) }
        ),
        Tampering(
            testDescription: "a link whose hash was made anew",
            script:
                "UPDATE audit_seal SET prev_hash = zeroblob(32) WHERE link = (SELECT max(link) - 5 FROM audit_seal)",
            fault: { .linkChanged($0 + 4) }
        ),
    ]

    @Test("what was tampered with is found, at its place", arguments: tamperings)
    func tampered(tampering: Tampering) async throws {
        try await TemporaryService.run { service in
            let sealer = AuditSealer(service.accounts)
            let first = try await service.database.number(
                "SELECT coalesce(max(\"AuditEventId\"), 0) + 1 FROM \"AuditEvents\""
            )
            #expect(first == 1)
            try await Self.append(10, service)
            try await sealer.seal()
            for name in [
                "AuditEvents_no_update", "AuditEvents_no_delete", "audit_seal_no_update", "audit_seal_no_delete",
            ] {
                try await service.sql("DROP TRIGGER \"\(name)\"")
            }
            try await service.sql("PRAGMA foreign_keys = OFF")
            try await service.sql(tampering.script)
            let findings = try await sealer.verify()
            #expect(findings.fault == tampering.fault(first))
            #expect(findings.fault?.sentence.isEmpty == false)
        }
    }

    @Test(
        "links are written once",
        arguments: ["UPDATE audit_seal SET hash = zeroblob(32)", "DELETE FROM audit_seal"]
    )
    func appendOnly(script: String) async throws {
        try await TemporaryService.run { service in
            try await Self.append(1, service)
            try await AuditSealer(service.accounts).seal()
            await #expect(throws: SQLDatabaseError.self) { try await service.sql(script) }
        }
    }
}
