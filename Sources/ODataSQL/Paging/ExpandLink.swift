import OData
import SQLCore

/// What the link to the rest of an expanded collection is made of: the navigation's own address, with the options of
/// the expand and the number of members that were already shown.
struct ExpandLink: Sendable {
    /// The member's name, such as `,"Nav@odata.nextLink":`.
    var name: [UInt8]
    /// The owner's address below the service root; the set's own where the rows have no owner.
    var owner: [Part]
    var serviceRoot: String
    /// The navigation property; nil where the rows have no owner.
    var navigation: String?
    var query: BoundQuery
    /// The largest number of members shown.
    var limit: Int

    /// A piece of the owner's address: text, or the next of the values that come with the owner.
    enum Part: Sendable {
        case text(String)
        case key(ColumnStorage)
    }

    /// The link for the collection of one owner.
    func url(owner values: [SQLValue]) -> String {
        var rest = values[...]
        var address = ""
        for part in owner {
            switch part {
            case .text(let text): address += text
            case .key(let storage): address += URLText.pathSegment(Self.literal(rest.popFirst() ?? .null, storage))
            }
        }
        return serviceRoot + address + (navigation.map { "/\($0)?" } ?? "?") + options
    }

    private var options: String {
        let rest = query.top.map { max(0, $0 - limit) }
        return BoundText.query(query, skip: (query.skip ?? 0) + limit, top: rest)
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
