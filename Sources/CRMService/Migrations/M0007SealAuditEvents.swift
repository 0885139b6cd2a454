import SQLCore

/// Links of the audit chain are written once, like the events they seal.
enum M0007SealAuditEvents {
    static let migration = Migration(
        7,
        "seal audit events",
        scripts: [
            .sqlite: """
            CREATE TRIGGER "audit_seal_no_update" BEFORE UPDATE ON "audit_seal" BEGIN
                SELECT RAISE(ABORT, 'links of the audit chain are append-only');
            END;
            CREATE TRIGGER "audit_seal_no_delete" BEFORE DELETE ON "audit_seal" BEGIN
                SELECT RAISE(ABORT, 'links of the audit chain are append-only');
            END;
            """
        ]
    )
}
