import SQLCore

/// When a notice was made and read, and why a mail did not go out.
enum M0006KeepNotices {
    static let migration = Migration(
        6,
        "keep notices",
        scripts: [
            .sqlite: """
            ALTER TABLE "token_notice" ADD COLUMN "created_at" INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE "token_notice" ADD COLUMN "seen_at" INTEGER;
            ALTER TABLE "token_notice" ADD COLUMN "detail" TEXT;
            CREATE INDEX "token_notice_unsent_index" ON "token_notice" ("created_at") WHERE "sent_at" IS NULL;
            ALTER TABLE "outbox" ADD COLUMN "last_error" TEXT;
            """
        ]
    )
}
