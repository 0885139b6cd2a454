import OData
import SQLCore

/// What the link to the rest of an expanded collection is made of: the navigation's own address, with the options of
/// the expand and the number of members that were already shown.
struct ExpandLink: Sendable {
    /// The member's name, such as `,"Nav@odata.nextLink":`.
    var name: [UInt8]
    /// The start of the owner's address: `root/Set(`; of rows without an owner the whole address, `root/Set`.
    var prefix: String
    /// The parts of the owner's key: names only where there are several.
    var key: [KeyPart]
    /// The navigation property; nil where the rows have no owner.
    var navigation: String?
    var query: BoundQuery
    /// The largest number of members shown.
    var limit: Int

    /// One part of the owner's key.
    struct KeyPart: Sendable {
        var name: String
        var storage: ColumnStorage
    }

    /// The link for the collection of one owner.
    func url(owner: [SQLValue]) -> String {
        let parts = zip(key, owner).map { $0.name + Self.literal($1, $0.storage) }
        let rest = query.top.map { max(0, $0 - limit) }
        let options = BoundText.query(query, skip: (query.skip ?? 0) + limit, top: rest)
        guard let navigation else { return prefix + "?" + options }
        return prefix + URLText.pathSegment(parts.joined(separator: ",")) + ")/\(navigation)?" + options
    }

    private static func literal(_ value: SQLValue, _ storage: ColumnStorage) -> String {
        var writer = JSONWriter(capacity: 64)
        switch (value, storage) {
        case (.integer(let number), .scaledDecimal(let scale)): writer.decimal(number, scale: scale)
        case (.integer(let number), .boolean): writer.bool(number != 0)
        case (.integer(let number), .timestamp): writer.dateTimeOffset(microseconds: number, quoted: false)
        case (.integer(let number), .timeOfDay): writer.timeOfDay(microseconds: number, quoted: false)
        case (.integer(let number), .duration): return URLText.literal(.duration(EdmDuration(microseconds: number)))
        case (.integer(let number), _): writer.integer(number)
        case (.real(let number), _): writer.double(number)
        case (.text(let text), .date), (.text(let text), .guid): return text
        case (.text(let text), _): return URLText.literal(.string(text))
        case (.null, _), (.blob, _): return "null"
        }
        return String(decoding: writer.take(), as: UTF8.self)
    }
}
