import Glibc
import HTTPTypes

@testable import OData
@testable import ODataServer

/// What `script/fuzz` can try: one reader of input from outside each.
///
/// A target refuses an input with the errors of its stage, and only so. What it takes must survive a second look: print
/// and parse, write and read.
enum FuzzTarget: String, CaseIterable {
    case url
    case json
    case multipart
    case batch
    case csdlXML = "csdl-xml"
    case csdlJSON = "csdl-json"

    /// Tries one input; a broken promise ends the process with the reason, for the fuzzer to note the input.
    func run(_ bytes: [UInt8]) {
        switch self {
        case .url: Self.url(bytes)
        case .json: Self.json(bytes)
        case .multipart: Self.multipart(bytes)
        case .batch: Self.batch(bytes)
        case .csdlXML: Self.csdl(try? CSDLXMLReader.read(bytes))
        case .csdlJSON: Self.csdl(try? CSDLJSONReader.read(bytes))
        }
    }

    // MARK: Addresses

    private static func url(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = parts.first.map(String.init) ?? ""
        let query = parts.count > 1 ? String(parts[1]) : nil
        _ = try? RequestURL(path: path, query: query, strict: true)
        guard let request = try? RequestURL(path: path, query: query) else { return }
        let printed = SyntaxPrinter.query(of: request.options)
        if let again = try? QueryOptionsParser.parse(printed) {
            check(SyntaxPrinter.query(of: again) == printed, "printing is no fixed point")
        } else {
            check(false, "what was printed is refused: \(printed)")
        }
        _ = try? FuzzModel.binder.bind(path: request.path, options: request.options)
    }

    // MARK: Bodies

    private static func json(_ bytes: [UInt8]) {
        guard let item = try? JSONReader.value(of: bytes) else { return }
        check(item.range.upperBound <= bytes.count, "a value ends behind the text")
        guard let set = FuzzModel.set else { return }
        _ = try? FuzzModel.reader.entity(bytes, type: set.entityType, set: set, for: .insert)
        _ = try? FuzzModel.reader.changes(bytes, type: set.entityType, set: set)
        for property in FuzzModel.properties { _ = try? FuzzModel.reader.propertyValue(bytes, of: property) }
    }

    private static func multipart(_ bytes: [UInt8]) {
        let units = try? MultipartBatchReader.units(
            of: bytes,
            boundary: "b",
            limit: 100,
            groupLimit: 50,
            headerBytes: 4096
        )
        check(addresses: units)
    }

    private static func batch(_ bytes: [UInt8]) {
        let units = try? JSONBatchReader.units(of: bytes, limit: 100, groupLimit: 50, headerBytes: 4096, json: .init())
        check(addresses: units)
    }

    private static func check(addresses units: [BatchPlan.Unit]?) {
        guard let units else { return }
        check(units.reduce(0) { $0 + $1.parts.count } <= 100, "more requests than the limit")
        for part in units.flatMap(\.parts) {
            _ = BatchAddress.resolve(part.url, serviceRoot: "http://host/odata/")
            _ = part.condition.map { try? ExpressionParser.parse($0) }
        }
        _ = BatchPlan(units: units, continuesOnError: true).namedAnswers
    }

    // MARK: Models

    private static func csdl(_ document: CSDLDocument?) {
        guard let document else { return }
        let isConsistent = document.model.faults().isEmpty
        let xml = CSDLXMLWriter.document(of: document.model, version: document.version)
        let json = CSDLJSONWriter.document(of: document.model, version: document.version)
        do {
            _ = try CSDLXMLReader.read(xml)
            // A model with two elements of one name, which JSON cannot hold, is refused by the checker.
            if isConsistent { _ = try CSDLJSONReader.read(json) }
        } catch {
            check(false, "what was written is refused: \(error)")
        }
    }

    private static func check(_ holds: Bool, _ promise: @autoclosure () -> String) {
        guard !holds else { return }
        FuzzRun.say(promise())
        abort()
    }
}
