public import Identity

/// All settings of one run, read once at the start; ``SettingTable`` says what each means.
public struct Settings: Sendable, Equatable {
    /// `data.directory`: folder of the SQLite file and the peppers; `data`.
    public var dataDirectory = "data"
    /// `web.resources`: folder of templates and static files; nil for the one beside the program.
    public var webResources: String?
    /// `web.reload-templates`: reads templates anew for every page; false.
    public var reloadsTemplates = false
    /// The settings of the listener.
    public var http = HTTP()
    /// The settings of the database.
    public var database = Database()
    /// The bounds of the feed.
    public var odata = OData()
    /// The settings of tokens, sessions and passwords.
    public var accounts = Accounts()
    /// The settings of outgoing mail.
    public var mail = Mail()
    /// `log.level`: lowest level written; `info`.
    public var logLevel = "info"
    /// `log.format`: `auto`, `json` or `text`; `auto`.
    public var logFormat = "auto"

    /// Makes the defaults.
    public init() {}

    /// The settings whose keys begin with `http.`.
    public struct HTTP: Sendable, Equatable {
        /// Address to listen on; `127.0.0.1`.
        public var host = "127.0.0.1"
        /// Port to listen on, 0 for a free one; 8080.
        public var port = 8080
        /// Absolute address without a slash at its end; nil for that of each request.
        public var publicURL: String?
        /// Networks of proxies that are believed; none.
        public var trustedProxies: [NetworkPrefix] = []
        /// Header in which a trusted proxy names the client; none.
        public var forwardedHeader = ForwardedHeader.none
        /// Sign-in over plain HTTP outside loopback; false.
        public var allowsInsecure = false
        /// Bytes of path and query; 16,384.
        public var maxURLBytes = 16_384
        /// Bytes of all header fields; 16,384.
        public var maxHeaderBytes = 16_384
        /// Connections open at once; 4,000.
        public var maxConnections = 4_000
        /// Seconds for a whole request head; 10.
        public var headerSeconds = 10
        /// Seconds for each further KiB of a request body; 30.
        public var bodySeconds = 30
        /// Seconds in which a client takes nothing of an answer; 60.
        public var writeSeconds = 60
        /// Seconds without a request; 75.
        public var idleSeconds = 75
        /// Gzip for clients that take it; true.
        public var compresses = true
        /// Seconds for open requests at the end; 10.
        public var shutdownSeconds = 10

        /// Whether only this machine can reach the listener.
        public var isLoopback: Bool {
            host == "localhost" || host == "::1" || host.hasPrefix("127.")
        }
    }

    /// The settings whose keys begin with `database.`.
    public struct Database: Sendable, Equatable {
        /// Threads for short reads; 4.
        public var readers = 4
        /// Threads for long answers; 16.
        public var streamReaders = 16
        /// Seconds of waiting for a connection; 5.
        public var waitSeconds = 5
        /// Seconds of one short statement; 30.
        public var statementSeconds = 30
        /// Milliseconds above which a statement is logged, 0 for never; 200.
        public var slowMillis = 200
        /// Seconds after which a long answer goes on from a newer state; 30.
        public var holdSeconds = 30
        /// MiB of the write-ahead log; 64.
        public var walMebibytes = 64
        /// MiB of page cache; 64.
        public var cacheMebibytes = 64
    }

    /// The settings whose keys begin with `odata.`.
    public struct OData: Sendable, Equatable {
        /// Rows of a page; 10,000.
        public var pageRows = 10_000
        /// Largest `maxpagesize`; 50,000.
        public var maxPageRows = 50_000
        /// Largest `$top` without a link; 50,000.
        public var maxTopRows = 50_000
        /// Rows of one answer; 1,000,000.
        public var maxResponseRows = 1_000_000
        /// Expanded rows of one parent; 10,000.
        public var maxExpandedRows = 10_000
        /// Nesting of an expression; 64.
        public var maxExpressionDepth = 64
        /// Parts of an expression; 2,000.
        public var maxExpressionNodes = 2_000
        /// Members of a list; 5,000.
        public var maxListItems = 5_000
        /// Levels of `$expand`; 8.
        public var maxExpandDepth = 8
        /// Items of one `$expand`; 32.
        public var maxExpandItems = 32
        /// Segments of a path; 32.
        public var maxPathSegments = 32
        /// Words of a `$search`; 32.
        public var maxSearchTerms = 32
        /// Seconds an answer may stay open; 600.
        public var readSeconds = 600
        /// Days a delta link is good for; 90.
        public var deltaDays = 90
        /// Only the letter of the protocol; false.
        public var isStrict = false
        /// Names in any case; true.
        public var anyCaseNames = true
    }

    /// The settings whose keys begin with `tokens.`, `sessions.` and `password.`.
    public struct Accounts: Sendable, Equatable {
        /// `tokens.pepper-file`; nil for `peppers` in the data directory.
        public var pepperFile: String?
        /// `tokens.flush-seconds`; 30.
        public var flushSeconds = 30
        /// `tokens.lease-seconds`; 5.
        public var leaseSeconds = 5
        /// `tokens.requests-per-minute`; 3,000.
        public var requestsPerMinute = 3_000
        /// `sessions.admin-idle` in minutes; 60.
        public var adminIdleMinutes = 60
        /// `sessions.idle` in minutes; 480.
        public var idleMinutes = 480
        /// `sessions.absolute` in minutes; 1,440.
        public var absoluteMinutes = 1_440
        /// `password.memory-mib`; 128.
        public var passwordMebibytes = 128
    }

    /// The settings whose keys begin with `mail.`.
    public struct Mail: Sendable, Equatable {
        /// How the connection to the mail server is encrypted.
        public enum Security: String, Sendable {
            /// After the greeting (RFC 3207).
            case startTLS = "starttls"
            /// From the start (RFC 8314).
            case tls
            /// Not at all; on this machine only.
            case none
        }

        /// The mail server; empty for none.
        public var host = ""
        /// Its port; 587.
        public var port = 587
        /// The encryption; STARTTLS.
        public var security = Security.startTLS
        /// The address mail comes from.
        public var from = ""
        /// The user name; nil for none.
        public var user: String?
        /// The file of the password; nil for none.
        public var passwordFile: String?
        /// The file of the certificates the server's is checked against; nil for the system's.
        public var certificateFile: String?
        /// Seconds between two looks for what is due; 10.
        public var intervalSeconds = 10

        /// Whether mail is sent at all.
        public var isSet: Bool { !host.isEmpty }
    }
}
