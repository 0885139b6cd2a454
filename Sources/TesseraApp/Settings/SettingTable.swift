/// All settings that exist, in the order of the document.
public enum SettingTable {
    /// The settings.
    public static let all: [SettingDefinition] =
        places + http + database + odata + accounts + mail + output

    /// The setting of a key, if there is one.
    public static func definition(_ key: String) -> SettingDefinition? { all.first { $0.key == key } }

    private static let places: [SettingDefinition] = [
        text("data.directory", "data", "folder of the SQLite file, peppers and kept answers; made if it is missing"),
        text("web.resources", "", "folder of templates and static files; empty: the one beside the program"),
        flag("web.reload-templates", false, "reads templates anew for every page, for people who write them"),
    ]

    private static let http: [SettingDefinition] = [
        text("http.host", "127.0.0.1", "address to listen on"),
        number("http.port", 8080, 0...65_535, "port to listen on; 0 picks a free one"),
        text(
            "http.public-url",
            "",
            "absolute address in links and context URLs, without a path; empty: that of each request, on loopback only"
        ),
        text("http.trusted-proxies", "", "networks of reverse proxies that are believed, as CIDR, separated by commas"),
        choice(
            "http.forwarded-header",
            "none",
            ["none", "x-forwarded-for", "forwarded"],
            "header in which a trusted proxy names the client"
        ),
        flag("http.allow-insecure", false, "sign-in over plain HTTP outside loopback"),
        number("http.max-url-bytes", 16_384, 1_024...65_536, "bytes of path and query; 414 above"),
        number("http.max-header-bytes", 16_384, 4_096...65_536, "bytes of all header fields; 431 above"),
        number("http.max-connections", 4_000, 1...100_000, "connections open at once; 503 above"),
        number("http.header-seconds", 10, 1...300, "seconds for a whole request head; then close"),
        number("http.body-seconds", 30, 1...600, "seconds for each further KiB of a request body; then close"),
        number("http.write-seconds", 60, 1...3_600, "seconds in which a client takes nothing of an answer; then close"),
        number("http.idle-seconds", 75, 5...3_600, "seconds without a request; then close"),
        flag("http.compression", true, "gzip for clients that take it"),
        number("http.shutdown-seconds", 10, 0...600, "seconds that open requests get when the server stops"),
    ]

    private static let database: [SettingDefinition] = [
        number("database.readers", 4, 1...64, "threads and connections for short reads"),
        number("database.stream-readers", 16, 1...256, "threads and connections for long answers"),
        number("database.wait-seconds", 5, 1...300, "seconds a request waits for a connection; then 503"),
        number("database.statement-seconds", 30, 1...3_600, "seconds one short statement may take"),
        number("database.slow-millis", 200, 0...600_000, "milliseconds above which a statement is logged; 0: never"),
        number("database.hold-seconds", 30, 1...3_600, "seconds after which a long answer goes on from a newer state"),
        number("database.wal-mib", 64, 1...4_096, "MiB of the write-ahead log before it is moved into the file"),
        number("database.cache-mib", 64, 8...65_536, "MiB of page cache of the short readers and the writer"),
    ]

    private static let odata: [SettingDefinition] = [
        number("odata.page-rows", 10_000, 1...100_000, "rows of a page without `$top` and without `maxpagesize`"),
        number("odata.max-page-rows", 50_000, 1...1_000_000, "largest `maxpagesize` that is granted"),
        number("odata.max-top-rows", 50_000, 1...1_000_000, "largest `$top` that is answered without a link"),
        number("odata.max-response-rows", 1_000_000, 1...1_000_000_000, "rows of one answer; then a link"),
        number("odata.max-expanded-rows", 10_000, 1...1_000_000, "expanded rows of one parent; then a link"),
        number("odata.max-expression-depth", 64, 8...64, "nesting of an expression; 400 above"),
        number("odata.max-expression-nodes", 2_000, 10...100_000, "parts of an expression; 400 above"),
        number("odata.max-list-items", 5_000, 1...30_000, "members of a list after `in`; 400 above"),
        number("odata.max-expand-depth", 8, 1...8, "levels of `$expand`; 400 above"),
        number("odata.max-expand-items", 32, 1...500, "items of one `$expand`; 400 above"),
        number("odata.max-path-segments", 32, 1...100, "segments of a path; 400 above"),
        number("odata.max-search-terms", 32, 1...100, "words of a `$search`; 400 above"),
        number("odata.read-seconds", 600, 1...86_400, "seconds an answer may stay open"),
        number("odata.delta-days", 90, 1...3_650, "days a delta link is good for; what it needs is kept as long"),
        flag("odata.strict", false, "accepts the letter of the protocol only"),
        flag("odata.any-case-names", true, "finds names of properties in any case, where that is unambiguous"),
    ]

    private static let accounts: [SettingDefinition] = [
        text("tokens.pepper-file", "", "file of the peppers; empty: `peppers` in the data directory"),
        number("tokens.flush-seconds", 30, 1...3_600, "seconds between two writes of what tokens were used for"),
        number("tokens.lease-seconds", 5, 1...300, "seconds between two checks of the token of a long answer"),
        number("tokens.requests-per-minute", 3_000, 1...1_000_000, "requests of one token in a minute; 429 above"),
        number("sessions.admin-idle", 60, 5...1_440, "minutes without a request that end an administrator's session"),
        number("sessions.idle", 480, 5...10_080, "minutes without a request that end another person's session"),
        number("sessions.absolute", 1_440, 5...10_080, "minutes after which a session ends in any case"),
        number("password.memory-mib", 128, 32...4_096, "MiB for computing password hashes, 32 for each at once"),
    ]

    private static let mail: [SettingDefinition] = [
        text("mail.host", "", "mail server that takes the product's mail; empty: no mail, notices stay in the pages"),
        number("mail.port", 587, 1...65_535, "port of the mail server"),
        choice(
            "mail.security",
            "starttls",
            ["starttls", "tls", "none"],
            "how the connection to the mail server is encrypted; `none` on loopback only"
        ),
        text("mail.from", "", "address that mail comes from; needed with `mail.host`"),
        text("mail.user", "", "user name at the mail server; empty: none is asked for"),
        text("mail.password-file", "", "file with the password of `mail.user`, in its first line"),
        text("mail.ca-file", "", "certificates that the mail server's is checked against; empty: the system's"),
        number("mail.interval-seconds", 10, 1...3_600, "seconds between two looks for notices and mail that are due"),
    ]

    private static let output: [SettingDefinition] = [
        choice(
            "log.level",
            "info",
            ["trace", "debug", "info", "warning", "error"],
            "lowest level that is written"
        ),
        choice(
            "log.format",
            "auto",
            ["auto", "json", "text"],
            "one JSON object a line, or text for people; `auto`: text when standard error is a terminal"
        ),
    ]

    // MARK: Rows

    private static func text(_ key: String, _ value: String, _ meaning: String) -> SettingDefinition {
        SettingDefinition(key: key, kind: .text, defaultText: value, meaning: meaning)
    }

    private static func flag(_ key: String, _ value: Bool, _ meaning: String) -> SettingDefinition {
        SettingDefinition(key: key, kind: .boolean, defaultText: String(value), meaning: meaning)
    }

    private static func number(
        _ key: String,
        _ value: Int,
        _ range: ClosedRange<Int>,
        _ meaning: String
    ) -> SettingDefinition {
        SettingDefinition(key: key, kind: .integer(range), defaultText: String(value), meaning: meaning)
    }

    private static func choice(
        _ key: String,
        _ value: String,
        _ words: [String],
        _ meaning: String
    ) -> SettingDefinition {
        SettingDefinition(key: key, kind: .choice(words), defaultText: value, meaning: meaning)
    }
}
