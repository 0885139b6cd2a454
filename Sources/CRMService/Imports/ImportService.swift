public import CRM
public import EntityModel
import Identity
public import SQLCore
import Synchronization

/// Brings rows of delimited files into a set: parsed, mapped, checked by the rules, matched, and written in batches.
///
/// A batch of at most 1,000 rows is one transaction together with the counts of its run, so a killed import leaves
/// whole batches; run again, it finds what it wrote and goes on. Rows equal to what is stored write nothing.
public struct ImportService: Sendable {
    let database: any SQLDatabase
    let catalog: EntityCatalog
    let now: @Sendable () -> Int64
    let businessDay: @Sendable (Int64) -> CivilDate

    static let batchSize = 1000
    /// So many rows in a row with a wrong number of cells end an import.
    static let mostMisshapen = 20
    static let deadline: Duration = .seconds(120)

    /// Makes a service.
    ///
    /// `now` gives microseconds since 1970, `businessDay` the day that an instant falls on where the organisation is, by
    /// default the day in UTC.
    public init(
        database: any SQLDatabase,
        catalog: EntityCatalog,
        now: @Sendable @escaping () -> Int64,
        businessDay: @Sendable @escaping (Int64) -> CivilDate = { CivilDate(microseconds: $0) }
    ) {
        self.database = database
        self.catalog = catalog
        self.now = now
        self.businessDay = businessDay
    }

    /// Ends runs that a killed program left behind and tells which; to be called when a program starts and no other one
    /// imports into the same database.
    @discardableResult
    public func markInterrupted() async throws -> [InterruptedImport] {
        let (catalog, at) = (catalog, now())
        return try await database.write { connection in
            try ImportRunStore(catalog: catalog).markInterrupted(now: at, on: connection)
        }
    }

    /// The latest imports, newest first.
    public func latest(_ limit: Int) async throws -> [ImportRunSummary] {
        let catalog = catalog
        return try await database.read { connection in
            try ImportRunStore(catalog: catalog).latest(limit, on: connection)
        }
    }

    /// Imports a file of delimited text whose first row names the columns.
    ///
    /// The viewer needs to create and to change records of the set. A dry run writes nothing; its rows are judged batch
    /// by batch against what is stored now. Row errors never end an import: they are in the report, with the counts.
    /// Throws ``ImportError`` when nothing can be imported, or not to the end; finished batches stay. `progress` is told
    /// after every batch.
    public func run(
        file path: String,
        mapping: ImportMapping,
        viewer: Viewer,
        dryRun: Bool = false,
        progress: (@Sendable (ImportProgress) -> Void)? = nil
    ) async throws(ImportError) -> ImportReport {
        let permission = try ImportPermission(viewer: viewer, set: mapping.entitySet)
        let file: CSVFile
        var reader: CSVReader
        let header: [String]
        do throws(ImportFileFault) {
            file = try CSVFile(path: path, delimiter: mapping.delimiter, encoding: mapping.encoding)
            reader = try file.reader()
            guard let first = try reader.next() else { throw .empty }
            header = first.cells.map(TextCleaner.clean)
        } catch {
            throw .file(error)
        }
        let compiled = try MappingCompiler(
            mapping: mapping,
            catalog: catalog,
            visibility: viewer.policy.fields(for: viewer.principal),
            header: header,
            lookup: { lookup throws(ImportError) in try LookupFile.read(lookup, beside: path) }
        ).compile()
        let plan = try await plan(compiled, permission: permission, viewer: viewer, file: file, dryRun: dryRun)
        let report = ImportReport(entitySet: mapping.entitySet, fileName: file.name, isDryRun: dryRun)
        let run = ImportRun(service: self, plan: plan, file: file, state: ImportState(report: report))
        return try await run.execute(&reader, match: mapping.match, progress: progress)
    }

    /// A mapping made of the header alone: columns that bear the name or label of a field that takes values.
    public func automaticMapping(
        file path: String,
        entitySet: String,
        match: String?
    ) throws(ImportError) -> ImportMapping {
        let names = catalog.types.filter { $0.kind.isWritable }.map(\.set)
        guard let type = catalog.type(ofSetIgnoringCase: entitySet), type.kind.isWritable else {
            throw .unknownSet(entitySet, nearest: ImportNames.nearest(entitySet, among: names))
        }
        let header: [String]
        do throws(ImportFileFault) {
            var reader = try CSVFile(path: path).reader()
            guard let first = try reader.next() else { throw .empty }
            header = first.cells.map(TextCleaner.clean)
        } catch {
            throw .file(error)
        }
        var fields: [ImportField] = []
        for column in header {
            let name = column.lowercased()
            let field = type.fields.first { $0.name.lowercased() == name || $0.label.lowercased() == name }
            guard let field, !field.isReadOnly || field.name == match || field.isKey && type.kind == .list,
                !fields.contains(where: { $0.property == field.name })
            else { continue }
            var entry = ImportField(field.name, .column(column))
            if case .reference(let set) = field.kind { entry.referenceBy = catalog.type(ofSet: set)?.key?.name }
            fields.append(entry)
        }
        return ImportMapping(entitySet: type.set, match: match, fields: fields)
    }

    private func plan(
        _ mapping: CompiledMapping,
        permission: ImportPermission,
        viewer: Viewer,
        file: CSVFile,
        dryRun: Bool
    ) async throws(ImportError) -> ImportPlan {
        let catalog = catalog
        let author = viewer.principal.userID?.rawValue
        let facts: RuleFacts
        do {
            facts = try await database.read { connection in try RuleFacts(catalog: catalog, on: connection) }
        } catch let error as SQLDatabaseError {
            throw .database(error)
        } catch {
            throw .failed("\(error)")
        }
        return ImportPlan(
            catalog: catalog,
            mapping: mapping,
            converter: CellConverter(mapping: mapping, lists: facts.lists),
            lists: facts.lists,
            rates: facts.rates,
            permission: permission,
            owner: author ?? facts.firstUser,
            author: author,
            isDryRun: dryRun,
            delimiter: String(UnicodeScalar(file.dialect.delimiter)),
            now: now,
            businessDay: businessDay
        )
    }
}
