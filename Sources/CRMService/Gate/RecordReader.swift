import CRM
public import EntityModel
import Identity
public import OData
public import ODataServer

/// Why a page's query could not be answered.
public enum RecordReadError: Error {
    /// The query's text is not OData.
    case syntax(SyntaxError)
    /// A name is unknown to this viewer, or a type does not fit.
    case binding(BindingError)
    /// The rows could not be read.
    case source(DataSourceError)
    /// The address is none of a set, a record or a property.
    case notReadable
}

/// One page of records for a screen.
public struct RecordPage: Sendable {
    /// The records in the order of the query.
    public let records: [RecordValue]
    /// All matches, if the query asked for the count.
    public let count: Int64?
    /// The position after the last record, for the next page; nil on the last page.
    public let nextPosition: String?
}

/// Reads records for pages by the same queries, through the same door, as the feed: a list page is an OData URL.
public struct RecordReader: Sendable {
    private let gate: Gate

    /// Makes a reader behind a gate.
    public init(gate: Gate) {
        self.gate = gate
    }

    /// The entity model, for labels and kinds; which of it a viewer sees tells ``Gate/view(of:)``.
    public var catalog: EntityCatalog { gate.catalog }

    /// What a viewer sees of the model.
    public func view(of viewer: Viewer) -> ModelView { gate.view(of: viewer) }

    /// Reads a collection; `query` is the query part of an OData URL, encoded, and `position` a page's position.
    public func page(
        _ path: String,
        query: String,
        size: Int,
        position: String? = nil,
        viewer: Viewer,
        now: Int64
    ) async throws(RecordReadError) -> RecordPage {
        let body = try await read(path, query: query, size: size, position: position, viewer: viewer, now: now)
        guard let body else { return RecordPage(records: [], count: nil, nextPosition: nil) }
        var records: [RecordValue] = []
        if case .list(let list) = body["value"] { records = list }
        let next = body["@nextLink"].plainText
        return RecordPage(records: records, count: body["@count"].plainText.flatMap { Int64($0) }, nextPosition: next)
    }

    /// Reads one record; nil where it does not exist for this viewer.
    public func record(
        _ path: String,
        query: String,
        viewer: Viewer,
        now: Int64
    ) async throws(RecordReadError) -> RecordValue? {
        try await read(path, query: query, size: 1, position: nil, viewer: viewer, now: now)
    }

    private func read(
        _ path: String,
        query: String,
        size: Int,
        position: String?,
        viewer: Viewer,
        now: Int64
    ) async throws(RecordReadError) -> RecordValue? {
        let read = try bind(path, query: query, viewer: viewer)
        let options = ReadOptions(
            version: .v4_01,
            maxPageSize: size,
            skipToken: position,
            serviceRoot: "/",
            contextURL: nil,
            nextLinkPrefix: "",
            requestText: path + "?" + query,
            now: now
        )
        do {
            let stream = try await gate.source(for: viewer).read(read, options: options)
            guard stream.facts.outcome == .content else { return nil }
            return try RecordValueReader.read(try await Self.collect(stream.body))
        } catch let error as DataSourceError {
            throw .source(error)
        } catch {
            throw .source(.failed("\(error)"))
        }
    }

    private func bind(_ path: String, query: String, viewer: Viewer) throws(RecordReadError) -> BoundRead {
        let url: RequestURL
        do {
            url = try RequestURL(path: path, query: query.isEmpty ? nil : query)
        } catch {
            throw .syntax(error)
        }
        do {
            var options = BinderOptions()
            options.names = gate.names
            let bound = try Binder(model: gate.view(of: viewer).model, options: options).bind(
                path: url.path,
                options: url.options
            )
            guard case .read(let read) = bound else { throw RecordReadError.notReadable }
            return read
        } catch let error as BindingError {
            throw .binding(error)
        } catch {
            throw .notReadable
        }
    }

    private static func collect(_ body: ODataBody) async throws -> [UInt8] {
        switch body {
        case .empty: return []
        case .bytes(let bytes): return bytes
        case .stream(let stream):
            var bytes: [UInt8] = []
            while let chunk = try await stream.next() { bytes += chunk }
            return bytes
        }
    }
}

extension Gate {
    /// The names other products use, for reading only.
    public var names: NameResolver {
        let catalog = catalog
        return NameResolver(
            entitySet: { SeedAliases.set($0) },
            member: { name, type in
                let sets = catalog.types.filter { $0.name == type.name }
                return sets.lazy.compactMap { SeedAliases.member(name, ofSet: $0.set) }.first
            }
        )
    }
}
