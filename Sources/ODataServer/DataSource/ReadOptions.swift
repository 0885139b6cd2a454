public import OData

/// Everything besides the bound request that decides what an answer's bytes are.
public struct ReadOptions: Sendable, Hashable {
    /// The version of the protocol that the answer keeps to.
    public var version: ODataVersion
    /// How much control information rows carry.
    public var metadata: MetadataLevel
    /// Int64 and Decimal as JSON strings (JSON Format 3.2).
    public var ieee754Compatible: Bool
    /// Null members are left out (`Prefer: omit-values=nulls`); the source confirms in ``EntityStream/Facts``.
    public var omits: OmittedValues
    /// The page size the client asked for, within the limits; nil where it asked for none.
    public var maxPageSize: Int?
    /// The text of `$skiptoken`, decoded.
    public var skipToken: String?
    /// The absolute address of the service, with a slash at its end.
    public var serviceRoot: String
    /// The absolute context URL; nil where the metadata level shows none.
    public var contextURL: String?
    /// What a sealed position is appended to, for the link to the next page: the absolute URL of this request without
    /// its own `$skiptoken`, up to and including `$skiptoken=`.
    public var nextLinkPrefix: String
    /// What a sealed position among changes is appended to, for delta links: as ``nextLinkPrefix``, up to and including
    /// `$deltatoken=`.
    public var deltaLinkPrefix: String
    /// The text of `$deltatoken`, decoded: what changed since is asked for, not what there is.
    public var deltaToken: String?
    /// Whether the client would like a link to later changes (`Prefer: track-changes`); the source confirms in
    /// ``EntityStream/Facts``.
    public var tracksChanges: Bool
    /// What the request asks for in one text that it shares with its delta links and with the count of their entries.
    public var changesText: String
    /// What the request asks for, in one text that two pages of one sweep share: path and options without `$skiptoken`.
    public var requestText: String
    /// How many rows the answer may have.
    public var limits: ReadLimits
    /// The instant of the request, in microseconds since 1970-01-01T00:00:00Z.
    public var now: Int64
    /// Whether only the facts are wanted (HEAD): the body will be thrown away.
    public var factsOnly: Bool
    /// Whether the answer must show one state of the data, however long it takes (Protocol 8.2.6).
    public var isSnapshot: Bool
    /// Where the source may keep what it makes of this very read and model; nil for a read that is not asked for again.
    public var notes: ReadNotes?

    /// Makes options.
    public init(
        version: ODataVersion = .v4_0,
        metadata: MetadataLevel = .minimal,
        ieee754Compatible: Bool = false,
        omits: OmittedValues = .none,
        maxPageSize: Int? = nil,
        skipToken: String? = nil,
        serviceRoot: String,
        contextURL: String?,
        nextLinkPrefix: String,
        requestText: String,
        deltaLinkPrefix: String = "",
        deltaToken: String? = nil,
        tracksChanges: Bool = false,
        changesText: String = "",
        limits: ReadLimits = ReadLimits(),
        now: Int64,
        factsOnly: Bool = false,
        isSnapshot: Bool = false,
        notes: ReadNotes? = nil
    ) {
        self.version = version
        self.metadata = metadata
        self.ieee754Compatible = ieee754Compatible
        self.omits = omits
        self.maxPageSize = maxPageSize
        self.skipToken = skipToken
        self.serviceRoot = serviceRoot
        self.contextURL = contextURL
        self.nextLinkPrefix = nextLinkPrefix
        self.requestText = requestText
        self.deltaLinkPrefix = deltaLinkPrefix
        self.deltaToken = deltaToken
        self.tracksChanges = tracksChanges
        self.changesText = changesText
        self.limits = limits
        self.now = now
        self.factsOnly = factsOnly
        self.isSnapshot = isSnapshot
        self.notes = notes
    }
}

/// How many rows an answer may have.
public struct ReadLimits: Sendable, Hashable {
    /// Rows of a page where the client named neither `$top` nor a page size.
    public var defaultPageSize = 10_000
    /// The largest page a client may ask for by `maxpagesize`.
    public var largestPageSize = 50_000
    /// An explicit `$top` up to here is answered in one response.
    public var largestUnpagedTop = 50_000
    /// Rows of one response, whatever was asked.
    public var rowsPerResponse = 1_000_000
    /// Rows of one expanded collection before it pages.
    public var rowsPerExpand = 10_000

    /// Makes the default limits.
    public init() {}

    /// Lowers every bound to a number of rows.
    mutating func keep(rows: Int) {
        defaultPageSize = min(defaultPageSize, rows)
        largestPageSize = min(largestPageSize, rows)
        largestUnpagedTop = min(largestUnpagedTop, rows)
        rowsPerResponse = min(rowsPerResponse, rows)
        rowsPerExpand = min(rowsPerExpand, rows)
    }
}
