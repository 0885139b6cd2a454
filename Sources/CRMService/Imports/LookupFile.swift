/// A small file beside the imported one, from which keys are replaced by texts.
enum LookupFile {
    private static let mostRows = 100_000

    static func read(_ lookup: ImportField.Lookup, beside path: String) throws(ImportError) -> [String: String] {
        guard !lookup.file.contains("/"), !lookup.file.hasPrefix(".") else {
            throw .mapping(["the lookup file \(lookup.file) has to lie beside the imported file"])
        }
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
        var texts: [String: String] = [:]
        do throws(ImportFileFault) {
            var reader = try CSVFile(path: folder + lookup.file).reader()
            guard let header = try reader.next()?.cells.map(TextCleaner.clean) else { throw .empty }
            guard let key = header.firstIndex(of: lookup.key), let value = header.firstIndex(of: lookup.value) else {
                return [:]
            }
            while let row = try reader.next(), texts.count < mostRows {
                guard row.cells.count == header.count else { continue }
                texts[TextCleaner.clean(row.cells[key])] = row.cells[value]
            }
        } catch {
            throw .file(error)
        }
        return texts
    }
}
