import Foundation

/// Several imports in order: files and the mappings they go through.
public struct ImportManifest: Sendable, Hashable {
    /// One import.
    public struct Entry: Sendable, Hashable {
        /// The name of the file in the folder of the data.
        public var file: String
        /// The name of the mapping in the folder of the manifest.
        public var mapping: String
    }

    /// The imports in order.
    public var entries: [Entry]

    /// Reads a manifest from the bytes of a JSON file; throws ``ImportError/mapping(_:)`` with every fault.
    public init(json: some Collection<UInt8>) throws(ImportError) {
        let root = try ImportJSON.root(of: json)
        var reader = ImportJSONReader(root, at: "")
        var faults: [String] = []
        entries = reader.list("imports").enumerated().map { index, member in
            var inner = ImportJSONReader(member, at: "imports[\(index)].")
            let entry = Entry(file: inner.required("file"), mapping: inner.required("mapping"))
            for name in [entry.file, entry.mapping] where name.contains("/") || name.hasPrefix(".") {
                inner.fault("\(name) has to be a plain name")
            }
            inner.close(into: &faults)
            return entry
        }
        _ = reader.text("about")
        reader.faults += faults
        if entries.isEmpty { reader.fault("imports is missing or empty") }
        try reader.finish()
    }
}

extension ImportService {
    /// Runs the imports of a manifest one after the other; gives the report of each.
    ///
    /// All mappings are read before the first import starts. A dry run judges each file against what is stored now, so
    /// references to records of earlier files are missing in an empty database.
    /// The mappings lie beside the manifest at `path`, the data files in `folder`.
    public func run(
        manifest path: String,
        folder: String,
        viewer: Viewer,
        dryRun: Bool = false,
        progress: (@Sendable (ImportProgress) -> Void)? = nil
    ) async throws(ImportError) -> [ImportReport] {
        let manifest = try ImportManifest(json: Self.bytes(path))
        let home = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        var mappings: [ImportMapping] = []
        for entry in manifest.entries {
            do throws(ImportError) {
                mappings.append(try ImportMapping(json: Self.bytes(home + entry.mapping)))
            } catch .mapping(let faults) {
                throw .mapping(faults.map { "\(entry.mapping): \($0)" })
            }
        }
        var reports: [ImportReport] = []
        for (entry, mapping) in zip(manifest.entries, mappings) {
            reports.append(
                try await run(
                    file: folder + "/" + entry.file,
                    mapping: mapping,
                    viewer: viewer,
                    dryRun: dryRun,
                    progress: progress
                )
            )
        }
        return reports
    }

    /// Reads a mapping file.
    public static func mapping(file path: String) throws(ImportError) -> ImportMapping {
        try ImportMapping(json: bytes(path))
    }

    private static func bytes(_ path: String) throws(ImportError) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else { throw .file(.unreadable(path: path)) }
        return [UInt8](data)
    }
}
