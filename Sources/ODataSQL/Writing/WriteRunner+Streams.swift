import OData
import SQLCore

extension WriteRunner {
    /// Makes a media entity of its bytes; everything else gets the defaults of the model (Protocol 11.4.7.1).
    func insertStream(_ bytes: [UInt8], mediaType: String, _ write: BoundWrite) throws(WriteError) -> WriteOutcome {
        let mapping = try locator.source(of: write.target.target.name).mapping
        guard let stream = mapping.streams[""] else { throw .notImplemented(feature: "Storing media") }
        var values = try parentValues(of: write.target)
        name(write.target.resultType, mapping, &values)
        stream.set(bytes, mediaType, in: &values)
        let key = try store.insert(values, into: mapping)
        return WriteOutcome(.created, entity: try entity(write.target.target, mapping, key))
    }

    /// Gives the stream at the end of the path its bytes.
    func setStream(_ bytes: [UInt8], mediaType: String, _ write: BoundWrite) throws(WriteError) -> WriteOutcome {
        try changeStream(write) { stream, values in stream.set(bytes, mediaType, in: &values) }
    }

    /// Takes the stream at the end of the path away.
    func clearStream(_ write: BoundWrite) throws(WriteError) -> WriteOutcome {
        try changeStream(write) { stream, values in
            for column in [stream.content, stream.mediaType, stream.length].compactMap({ $0 }) {
                values[column] = .null
            }
        }
    }

    private func changeStream(
        _ write: BoundWrite,
        _ change: (StreamMapping, inout RowValues) -> Void
    ) throws(WriteError) -> WriteOutcome {
        guard case .stream(let path) = write.target.shape else { throw .failed("a stream without a path") }
        guard let row = try locator.rows(at: write.target, limit: 1).first else { throw .notFound }
        try write.condition.check(row.entityTag)
        guard let stream = row.mapping.streams[path.map(\.name).joined(separator: "/")] else {
            throw .notImplemented(feature: "Storing this stream")
        }
        var values = RowValues()
        change(stream, &values)
        try store.update(row.key, of: row.mapping, to: values, style: .merge)
        return WriteOutcome(.changed, entity: try entity(write.target.target, row.mapping, row.key))
    }
}

extension StreamMapping {
    fileprivate func set(_ bytes: [UInt8], _ type: String, in values: inout RowValues) {
        values[content] = .blob(bytes)
        values[mediaType] = .text(type)
        if let length { values[length] = .integer(Int64(bytes.count)) }
    }
}
