import OData

/// Reads rows for an operation: whole, in a form that keeps every digit.
struct OperationReader: Sendable {
    let model: EdmModel
    let options: ReadOptions
    /// Bytes of the rows of one read.
    let limit: Int
    private let matches: (@Sendable (_ pattern: String, _ text: String) -> Bool)?

    init(pipeline: RequestPipeline, request: ODataRequest) {
        model = pipeline.caller.model
        limit = pipeline.engine.limits.groupAnswerBytes
        matches = pipeline.engine.limits.matchesPattern
        var reads = pipeline.engine.limits.reads
        reads.defaultPageSize = reads.rowsPerResponse
        options = ReadOptions(
            version: .v4_01,
            serviceRoot: request.serviceRoot,
            contextURL: nil,
            nextLinkPrefix: request.serviceRoot + "?$skiptoken=",
            requestText: "",
            limits: reads,
            now: pipeline.engine.now(),
            isSnapshot: true
        )
    }

    /// Reads values that the service has written itself, or that a handler wants to write.
    var values: EntityReader {
        var options = EntityReader.Options { _ in .failure(.init("no references here")) }
        options.json.values = .max
        options.matches = matches
        return EntityReader(model: model, options: options)
    }

    /// The rows of a read whose body is there as a whole.
    func rows(of stream: EntityStream, _ read: BoundRead) throws(OperationError) -> [StructuredValue] {
        switch stream.facts.outcome {
        case .notFound: return []
        case .null: return [.null]
        case .content: break
        }
        guard case .bytes(let bytes) = stream.body else { return [] }
        return try rows(bytes, read)
    }

    /// The rows of a read, however its body comes.
    func rows(
        of read: BoundRead,
        from source: any DataSource
    ) async throws(OperationError) -> [StructuredValue] {
        let stream: EntityStream
        do {
            stream = try await source.read(read, options: options)
        } catch {
            throw .source(error)
        }
        guard case .stream(let chunks) = stream.body else { return try rows(of: stream, read) }
        var bytes: [UInt8] = []
        do {
            while let chunk = try await chunks.next() {
                bytes += chunk
                guard bytes.count <= limit else { break }
            }
        } catch let error as DataSourceError {
            throw .source(error)
        } catch {
            throw .source(.failed("\(error)"))
        }
        chunks.cancel()
        return try rows(bytes, read)
    }

    private func rows(_ bytes: [UInt8], _ read: BoundRead) throws(OperationError) -> [StructuredValue] {
        guard bytes.count <= limit else { throw .source(.tooComplex("an operation reads more than \(limit) bytes")) }
        do {
            return try values.rows(bytes, of: read)
        } catch {
            throw .failed("the rows an operation has read: \(error)")
        }
    }
}
