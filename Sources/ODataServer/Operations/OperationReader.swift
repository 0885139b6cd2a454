import OData

/// Reads rows for an operation: whole, in a form that keeps every digit.
struct OperationReader: Sendable {
    let model: EdmModel
    let options: ReadOptions
    /// Bytes of the rows of one read.
    let limit: Int

    init(pipeline: RequestPipeline, request: ODataRequest) {
        model = pipeline.caller.model
        limit = pipeline.engine.limits.groupAnswerBytes
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
        var options = EntityReader.Options { _ in .failure(.init("no references here")) }
        options.json.values = .max
        do {
            return try EntityReader(model: model, options: options).rows(bytes, of: read)
        } catch {
            throw .failed("the rows an operation has read: \(error)")
        }
    }
}
