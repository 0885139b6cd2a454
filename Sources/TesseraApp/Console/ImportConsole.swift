import CRMService
import Foundation
import Identity

/// Imports at the console: files and mappings in, counts and rejected rows out.
public struct ImportConsole: Sendable {
    private let services: Services

    /// Takes the services of an open database.
    public init(_ services: Services) {
        self.services = services
    }

    /// Told after every batch: bytes done, bytes of the file, and the set.
    public typealias Progress = @Sendable (_ done: Int, _ total: Int, _ label: String) -> Void

    /// What an import came to, ready to be printed.
    public struct Outcome: Sendable, Hashable {
        /// One line of counts for each file.
        public var summaries: [String] = []
        /// One line for each earlier import that was found interrupted.
        public var interrupted: [String] = []
        /// One line for each rejected row.
        public var errors: [String] = []
        /// Rows that were rejected, also those beyond the errors that are kept.
        public var failed: Int64 = 0
    }

    /// Imports one file.
    ///
    /// `entitySet` is nil where the mapping names the set; `mapping` is a file, nil for columns that bear the names of
    /// fields. Throws ``ConsoleFailure``.
    public func run(
        file: String,
        entitySet: String?,
        mapping: String?,
        dryRun: Bool,
        progress: @escaping Progress
    ) async throws -> Outcome {
        try await importing { service in
            let made = try Self.mapping(mapping, file: file, entitySet: entitySet, service: service)
            let report = try await service.run(
                file: file,
                mapping: made,
                viewer: .system("import at the console"),
                dryRun: dryRun,
                progress: { progress(Int($0.bytes), Int($0.totalBytes), $0.entitySet) }
            )
            return [report]
        }
    }

    /// Imports the files of a manifest from a folder, one after the other.
    public func run(
        manifest: String,
        folder: String,
        dryRun: Bool,
        progress: @escaping Progress
    ) async throws -> Outcome {
        try await importing { service in
            try await service.run(
                manifest: manifest,
                folder: folder,
                viewer: .system("import at the console"),
                dryRun: dryRun,
                progress: { progress(Int($0.bytes), Int($0.totalBytes), $0.entitySet) }
            )
        }
    }

    /// The latest imports, newest first: key, state, set, file, rows, created, updated, failed, begin and end, separated
    /// by tabs.
    public func lines(limit: Int = 50) async throws -> [String] {
        _ = try await services.markInterruptedImports()
        return try await services.imports.latest(limit).map { run in
            let counts = [run.rows, run.created, run.updated, run.failed].map(String.init)
            let ends = [run.startedAt, run.finishedAt].map { instant in
                instant.map { UTCInstant(microseconds: $0).rfc3339 } ?? "-"
            }
            let state = run.wasInterrupted ? "interrupted" : run.state.lowercased()
            return ([String(run.id), state, run.entitySet, run.fileName] + counts + ends).joined(separator: "\t")
        }
    }

    private func importing(_ body: (ImportService) async throws -> [ImportReport]) async throws -> Outcome {
        let left = try await services.markInterruptedImports()
        do {
            let lock = DataDirectory(services.settings).importLock
            let reports = try await lock.whileImporting { try await body(services.imports) }
            var outcome = Self.outcome(reports)
            outcome.interrupted = left.map { "An earlier import of \($0.fileName) was \($0.message)." }
            return outcome
        } catch let error as ImportError {
            throw Self.failure(error)
        }
    }

    private static func outcome(_ reports: [ImportReport]) -> Outcome {
        var outcome = Outcome()
        for report in reports {
            outcome.summaries.append(report.summary + (report.isDryRun ? " (dry run, nothing was written)" : ""))
            outcome.errors += report.errors.map { reports.count > 1 ? "\(report.fileName): \($0.text)" : $0.text }
            outcome.failed += report.failed
        }
        return outcome
    }

    /// A mapping without fields stands for columns named as the fields are; it may still name the set and the match.
    private static func mapping(
        _ path: String?,
        file: String,
        entitySet: String?,
        service: ImportService
    ) throws -> ImportMapping {
        var set = entitySet
        var match: String?
        if let path {
            guard let data = FileManager.default.contents(atPath: path) else {
                throw ConsoleFailure(.badData, "The mapping \(path) cannot be read.")
            }
            let plain = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any]
            guard let plain, plain["fields"] == nil else { return try ImportMapping(json: [UInt8](data)) }
            set = set ?? plain["entitySet"] as? String
            match = plain["match"] as? String
        }
        guard let set else { throw ConsoleFailure(.usage, "Name the set, or give a mapping that names it.") }
        var mapping = try service.automaticMapping(file: file, entitySet: set, match: match)
        // The old system's key, where the file has it: so that the same file again finds what it wrote.
        let key = "AlternateReference"
        if mapping.match == nil, mapping.fields.contains(where: { $0.property == key }) { mapping.match = key }
        return mapping
    }

    private static func failure(_ error: ImportError) -> ConsoleFailure {
        switch error {
        case .mapping, .file, .missingColumns, .unknownSet, .wrongShape, .noOwner:
            ConsoleFailure(.badData, error.message)
        case .notAllowed: ConsoleFailure(.usage, error.message)
        case .cancelled: ConsoleFailure(.unavailable, error.message)
        case .database(let cause):
            ConsoleFailure(
                .unavailable,
                "The import stopped, because the database did not do its work: \(DatabaseWords.text(of: cause)). "
                    + "Finished batches are in; run it again."
            )
        case .failed: ConsoleFailure(.internal, "Internal error, please report it: \(error.message)")
        }
    }
}
