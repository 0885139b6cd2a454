import SQLCore

/// Accounts, sessions, tokens and what surrounds them, shaped for everything that follows: rotation, pauses, policies,
/// notices, usage and the audit chain.
enum M0003CreateIdentity {
    static let migration = Migration(3, "create identity", scripts: [.sqlite: sqlite])

    private static let sqlite = """
        CREATE TABLE "user_account" (
            "user_id" INTEGER NOT NULL PRIMARY KEY REFERENCES "Users" ("UserId"),
            "role" TEXT NOT NULL CHECK ("role" IN ('admin', 'manager', 'user', 'readonly', 'integration')),
            "data_roles" TEXT NOT NULL,
            "disabled_at" INTEGER
        ) STRICT;
        CREATE TABLE "user_credential" (
            "user_id" INTEGER NOT NULL PRIMARY KEY REFERENCES "user_account" ("user_id"),
            "password_hash" TEXT,
            "password_changed_at" INTEGER NOT NULL,
            "must_change" INTEGER NOT NULL DEFAULT 0,
            "totp_sealed" BLOB,
            "totp_confirmed_at" INTEGER,
            "totp_last_step" INTEGER
        ) STRICT;
        CREATE TABLE "user_recovery_code" (
            "code_digest" BLOB NOT NULL PRIMARY KEY,
            "user_id" INTEGER NOT NULL REFERENCES "user_account" ("user_id"),
            "used_at" INTEGER
        ) STRICT;
        CREATE TABLE "access_token" (
            "token_id" INTEGER PRIMARY KEY AUTOINCREMENT,
            "owner_user_id" INTEGER NOT NULL REFERENCES "user_account" ("user_id"),
            "created_by_user_id" INTEGER,
            "created_at" INTEGER NOT NULL,
            "description" TEXT NOT NULL,
            "purpose" TEXT,
            "scopes" TEXT NOT NULL,
            "row_scope" TEXT NOT NULL,
            "networks" TEXT NOT NULL,
            "expires_at" INTEGER,
            "term_started_at" INTEGER NOT NULL,
            "never_reason" TEXT,
            "notify_new_address" INTEGER NOT NULL DEFAULT 0,
            "requests_per_minute" INTEGER,
            "open_responses" INTEGER,
            "paused_at" INTEGER,
            "suspended_at" INTEGER,
            "suspend_reason" TEXT,
            "revoked_at" INTEGER,
            "revoked_by" INTEGER,
            "revoke_reason" TEXT,
            "exposed_at" INTEGER,
            "version" INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX "access_token_owner_index" ON "access_token" ("owner_user_id");
        CREATE INDEX "access_token_expiry_index" ON "access_token" ("expires_at") WHERE "revoked_at" IS NULL;
        CREATE TABLE "access_token_secret" (
            "key_id" TEXT NOT NULL PRIMARY KEY,
            "token_id" INTEGER NOT NULL REFERENCES "access_token" ("token_id"),
            "digest" BLOB NOT NULL CHECK (length("digest") = 32),
            "pepper_id" INTEGER NOT NULL,
            "state" TEXT NOT NULL CHECK ("state" IN ('current', 'retiring', 'retired', 'discarded')),
            "created_at" INTEGER NOT NULL,
            "valid_until" INTEGER,
            "first_used_at" INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX "access_token_secret_token_index" ON "access_token_secret" ("token_id");
        CREATE TABLE "token_usage" (
            "key_id" TEXT NOT NULL PRIMARY KEY,
            "last_used_at" INTEGER NOT NULL,
            "last_address" TEXT NOT NULL,
            "last_client" TEXT NOT NULL,
            "requests" INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX "token_usage_last_used_index" ON "token_usage" ("last_used_at");
        CREATE TABLE "token_usage_address" (
            "key_id" TEXT NOT NULL,
            "address" TEXT NOT NULL,
            "first_seen_at" INTEGER NOT NULL,
            "last_seen_at" INTEGER NOT NULL,
            PRIMARY KEY ("key_id", "address")
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE "token_usage_day" (
            "usage_id" INTEGER PRIMARY KEY AUTOINCREMENT,
            "token_id" INTEGER NOT NULL,
            "day" TEXT NOT NULL,
            "entity_set" TEXT NOT NULL,
            "requests" INTEGER NOT NULL,
            "rows" INTEGER NOT NULL,
            "bytes" INTEGER NOT NULL,
            "errors" INTEGER NOT NULL,
            UNIQUE ("token_id", "day", "entity_set")
        ) STRICT;
        CREATE INDEX "token_usage_day_index" ON "token_usage_day" ("day");
        CREATE TABLE "token_notice" (
            "token_id" INTEGER NOT NULL,
            "kind" TEXT NOT NULL,
            "occasion" TEXT NOT NULL,
            "claimed_until" INTEGER,
            "sent_at" INTEGER,
            PRIMARY KEY ("token_id", "kind", "occasion")
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE "token_policy" (
            "version" INTEGER NOT NULL PRIMARY KEY,
            "body" TEXT NOT NULL,
            "created_at" INTEGER NOT NULL,
            "created_by" INTEGER,
            "enforce_from" INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE "pepper" (
            "pepper_id" INTEGER NOT NULL PRIMARY KEY,
            "check_value" BLOB NOT NULL CHECK (length("check_value") = 32),
            "created_at" INTEGER NOT NULL,
            "retired_at" INTEGER
        ) STRICT;
        CREATE TABLE "session" (
            "id_digest" BLOB NOT NULL PRIMARY KEY,
            "user_id" INTEGER NOT NULL REFERENCES "user_account" ("user_id"),
            "created_at" INTEGER NOT NULL,
            "authenticated_at" INTEGER NOT NULL,
            "second_factor" INTEGER NOT NULL,
            "role_seen" TEXT NOT NULL,
            "remember" INTEGER NOT NULL,
            "last_seen_at" INTEGER NOT NULL,
            "ends_at" INTEGER NOT NULL,
            "csrf_key" BLOB NOT NULL,
            "address" TEXT NOT NULL,
            "client" TEXT NOT NULL,
            "ended_at" INTEGER,
            "end_reason" TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX "session_user_index" ON "session" ("user_id", "ended_at");
        CREATE TABLE "one_time_link" (
            "digest" BLOB NOT NULL PRIMARY KEY,
            "user_id" INTEGER,
            "kind" TEXT NOT NULL CHECK ("kind" IN ('setup', 'invite', 'reset', 'email')),
            "expires_at" INTEGER NOT NULL,
            "used_at" INTEGER,
            "created_by" INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX "one_time_link_expiry_index" ON "one_time_link" ("expires_at");
        CREATE TABLE "form_nonce" (
            "nonce_digest" BLOB NOT NULL PRIMARY KEY,
            "session_digest" BLOB NOT NULL,
            "form" TEXT NOT NULL,
            "created_at" INTEGER NOT NULL,
            "used_at" INTEGER,
            "result_id" INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE "outbox" (
            "item_id" INTEGER PRIMARY KEY AUTOINCREMENT,
            "kind" TEXT NOT NULL CHECK ("kind" IN ('mail', 'webhook')),
            "body" TEXT NOT NULL,
            "due_at" INTEGER NOT NULL,
            "claimed_until" INTEGER,
            "done_at" INTEGER,
            "tries" INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX "outbox_due_index" ON "outbox" ("due_at") WHERE "done_at" IS NULL;
        CREATE TABLE "audit_seal" (
            "link" INTEGER NOT NULL PRIMARY KEY,
            "event_id" INTEGER NOT NULL UNIQUE,
            "prev_hash" BLOB NOT NULL,
            "hash" BLOB NOT NULL
        ) STRICT;
        CREATE TRIGGER "AuditEvents_no_update" BEFORE UPDATE ON "AuditEvents" BEGIN
            SELECT RAISE(ABORT, 'audit events are append-only');
        END;
        CREATE TRIGGER "AuditEvents_no_delete" BEFORE DELETE ON "AuditEvents" BEGIN
            SELECT RAISE(ABORT, 'audit events are append-only');
        END;
        """
}
