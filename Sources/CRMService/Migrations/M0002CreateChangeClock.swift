import SQLCore

/// The counter that numbers every change of a record in commit order, and facts the service remembers about itself.
enum M0002CreateChangeClock {
    static let migration = Migration(
        2,
        "create change clock",
        scripts: [
            .sqlite: """
            CREATE TABLE "change_clock" (
                "id" INTEGER NOT NULL PRIMARY KEY CHECK ("id" = 1),
                "seq" INTEGER NOT NULL,
                "last_us" INTEGER NOT NULL
            ) STRICT;
            INSERT INTO "change_clock" ("id", "seq", "last_us") VALUES (1, 0, 0);
            CREATE TABLE "service_state" (
                "name" TEXT NOT NULL PRIMARY KEY,
                "value" TEXT NOT NULL
            ) STRICT;
            """
        ]
    )
}
