import SQLCore

/// A replaced secret may end some time after the new one was first used, and its use after the end is noted once.
enum M0005LetSecretsOverlap {
    static let migration = Migration(5, "let secrets overlap", scripts: [.sqlite: sqlite])

    private static let sqlite = """
        ALTER TABLE "access_token_secret" ADD COLUMN "seconds_after_use" INTEGER;
        ALTER TABLE "access_token_secret" ADD COLUMN "retired_use_at" INTEGER;
        """
}
