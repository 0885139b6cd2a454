import OData
import SQLCore

/// What stands around the rows of a collection.
extension ReadRunner {
    /// Opens the object and its collection, with the number of all rows where it is asked for.
    func open(_ writer: inout RowWriter, count: Int64?) {
        writer.json.append(byte: UInt8(ascii: "{"))
        writeContext(into: &writer)
        var isFirst = envelope.contextURL == nil
        if let count {
            if !isFirst { writer.json.append(byte: UInt8(ascii: ",")) }
            writer.json.append(Array("\"\(format.prefix)count\":".utf8))
            writer.json.integer(count, quoted: format.ieee754Compatible)
            isFirst = false
        }
        if !isFirst { writer.json.append(byte: UInt8(ascii: ",")) }
        writer.json.append("\"value\":[")
    }

    /// Closes both, with the link to more rows or to later changes.
    func close(_ writer: inout RowWriter, nextLink: String?, start: TrackingStart?) {
        writer.json.append(byte: UInt8(ascii: "]"))
        if let nextLink {
            writer.json.append(Array(",\"\(format.prefix)nextLink\":".utf8))
            writer.json.string(nextLink)
        } else if let start, let tracking = page.tracking {
            writer.json.append(Array(",\"\(format.prefix)deltaLink\":".utf8))
            writer.json.string(tracking.changesLink(start, nil))
        }
        writer.json.append(byte: UInt8(ascii: "}"))
    }
}
