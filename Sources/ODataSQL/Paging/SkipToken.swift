public import SQLCore

/// A position in an ordered result: the values of the whole sort key of the last row delivered, never an offset
/// (OData 4.01 Protocol, 11.2.6.7).
///
/// Rows inserted or deleted between two pages therefore cause neither doubles nor gaps among the others, and the cost of
/// a page does not depend on its number. The token holds for one request text only: ``requestHash``.
public struct SkipToken: Equatable, Sendable {
    /// Which path, options and model the token belongs to.
    public var requestHash: UInt64
    /// The sort key of the last row, in the order of the sort; null included.
    public var values: [SQLValue]
    /// Rows delivered so far, which count against `$top`.
    public var delivered: Int64
    /// The `$count` of the first page, repeated on the later ones.
    public var count: Int64?
    /// The page size the client asked for, until it asks for another.
    public var pageSize: Int?
    /// What the delta link at the end of the sweep will say; nil where changes are not tracked.
    public var tracking: TrackingStart?

    /// Makes a position.
    public init(
        requestHash: UInt64,
        values: [SQLValue],
        delivered: Int64,
        count: Int64?,
        pageSize: Int?,
        tracking: TrackingStart? = nil
    ) {
        self.requestHash = requestHash
        self.values = values
        self.delivered = delivered
        self.count = count
        self.pageSize = pageSize
        self.tracking = tracking
    }

    private static let version: UInt8 = 1
    private static let trackingVersion: UInt8 = 3

    /// The token as URL-safe text.
    public func sealed(by sealer: some TokenSealer) -> String { sealer.seal(encoded()) }

    /// Opens a token's text; nil where it is not one of this service's.
    public static func opened(_ text: String, by sealer: some TokenSealer) -> SkipToken? {
        guard text.utf8.count <= 16_384, let bytes = sealer.open(text) else { return nil }
        return SkipToken(encoded: bytes)
    }

    func encoded() -> [UInt8] {
        var bytes: [UInt8] = [tracking == nil ? Self.version : Self.trackingVersion]
        if let tracking {
            Self.append(UInt64(bitPattern: tracking.position), to: &bytes)
            Self.append(UInt64(bitPattern: tracking.time), to: &bytes)
        }
        Self.append(UInt64(bitPattern: delivered), to: &bytes)
        Self.append(requestHash, to: &bytes)
        Self.append(UInt64(bitPattern: count ?? -1), to: &bytes)
        Self.append(UInt64(pageSize ?? 0), to: &bytes)
        for value in values {
            switch value {
            case .null:
                bytes.append(0)
            case .integer(let number):
                bytes.append(1)
                Self.append(UInt64(bitPattern: number), to: &bytes)
            case .real(let number):
                bytes.append(2)
                Self.append(number.bitPattern, to: &bytes)
            case .text(let text):
                bytes.append(3)
                Self.append(UInt64(text.utf8.count), to: &bytes)
                bytes.append(contentsOf: text.utf8)
            case .blob(let blob):
                bytes.append(4)
                Self.append(UInt64(blob.count), to: &bytes)
                bytes.append(contentsOf: blob)
            }
        }
        return bytes
    }

    init?(encoded bytes: [UInt8]) {
        var rest = bytes[...]
        guard let version = rest.popFirst(), version == Self.version || version == Self.trackingVersion else {
            return nil
        }
        var tracking: TrackingStart?
        if version == Self.trackingVersion {
            guard let position = Self.number(&rest), let time = Self.number(&rest) else { return nil }
            tracking = TrackingStart(position: Int64(bitPattern: position), time: Int64(bitPattern: time))
        }
        guard let delivered = Self.number(&rest), let hash = Self.number(&rest), let count = Self.number(&rest),
            let pageSize = Self.number(&rest)
        else { return nil }
        var values: [SQLValue] = []
        while let kind = rest.popFirst() {
            guard let value = Self.value(kind, &rest) else { return nil }
            values.append(value)
        }
        let signedCount = Int64(bitPattern: count)
        self.init(
            requestHash: hash,
            values: values,
            delivered: Int64(bitPattern: delivered),
            count: signedCount < 0 ? nil : signedCount,
            pageSize: pageSize == 0 ? nil : Int(exactly: pageSize),
            tracking: tracking
        )
    }

    private static func value(_ kind: UInt8, _ rest: inout ArraySlice<UInt8>) -> SQLValue? {
        switch kind {
        case 0: return .null
        case 1: return number(&rest).map { .integer(Int64(bitPattern: $0)) }
        case 2: return number(&rest).map { .real(Double(bitPattern: $0)) }
        case 3, 4:
            guard let length = number(&rest).flatMap({ Int(exactly: $0) }), length <= rest.count else { return nil }
            let body = Array(rest.prefix(length))
            rest = rest.dropFirst(length)
            return kind == 3 ? .text(String(decoding: body, as: UTF8.self)) : .blob(body)
        default: return nil
        }
    }

    private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
        }
    }

    private static func number(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
        guard rest.count >= 8 else { return nil }
        let number = rest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        rest = rest.dropFirst(8)
        return number
    }
}

/// Where the tracking of changes began: what was committed up to then is in the rows themselves.
public struct TrackingStart: Sendable, Hashable {
    /// The last number given out before the first row was read.
    public var position: Int64
    /// When that was, in microseconds since 1970-01-01T00:00:00Z.
    public var time: Int64

    /// Makes a start.
    public init(position: Int64, time: Int64) {
        self.position = position
        self.time = time
    }
}
