public import SQLCore

/// A position among the changes of a request's rows, for delta links and for the pages of what they answer
/// (Protocol 11.3).
///
/// Holds for one request of one caller with the rights it had: ``requestHash``.
public struct ChangeToken: Equatable, Sendable {
    /// Which path, options, caller and rights the token belongs to.
    public var requestHash: UInt64
    /// The client knows all changes up to here.
    public var start: TrackingStart
    /// Where a later page of the changes starts; nil for the first.
    public var page: Page?

    /// A later page of what one delta link answers.
    public struct Page: Equatable, Sendable {
        /// The number up to which the changes go; the next delta link goes on behind it.
        public var until: TrackingStart
        /// Whether the rows are done and deleted ones follow.
        public var isAmongTombstones: Bool
        /// The order values of the last entry.
        public var after: [SQLValue]
        /// The number of entries, repeated from the first page.
        public var count: Int64?
        /// The page size the client asked for.
        public var size: Int?
    }

    /// Makes a token.
    public init(requestHash: UInt64, start: TrackingStart, page: Page? = nil) {
        self.requestHash = requestHash
        self.start = start
        self.page = page
    }

    private static let version: UInt8 = 2

    /// The token as URL-safe text.
    public func sealed(by sealer: some TokenSealer) -> String { sealer.seal(encoded()) }

    /// Opens a token's text; nil where it is not one of this service's.
    public static func opened(_ text: String, by sealer: some TokenSealer) -> ChangeToken? {
        guard text.utf8.count <= 16_384, let bytes = sealer.open(text) else { return nil }
        return ChangeToken(encoded: bytes)
    }

    func encoded() -> [UInt8] {
        let container = SkipToken(
            requestHash: requestHash,
            values: page.map { [.integer($0.until.position), .integer($0.until.time)] + $0.after } ?? [],
            delivered: page?.isAmongTombstones == true ? 1 : 0,
            count: page?.count,
            pageSize: page?.size,
            tracking: start
        )
        return [Self.version] + container.encoded()
    }

    init?(encoded bytes: [UInt8]) {
        guard bytes.first == Self.version, let container = SkipToken(encoded: Array(bytes.dropFirst())),
            let start = container.tracking
        else { return nil }
        self.init(requestHash: container.requestHash, start: start)
        guard !container.values.isEmpty else { return }
        guard container.values.count > 2, case .integer(let position) = container.values[0],
            case .integer(let time) = container.values[1]
        else { return nil }
        page = Page(
            until: TrackingStart(position: position, time: time),
            isAmongTombstones: container.delivered == 1,
            after: Array(container.values.dropFirst(2)),
            count: container.count,
            size: container.pageSize
        )
    }
}
