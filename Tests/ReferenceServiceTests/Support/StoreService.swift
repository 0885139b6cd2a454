import Foundation
import HTTPTypes
import Logging
import ODataServer
import SQLiteDriver
import Testing

@testable import odata_reference

/// The reference service with its own model and rows, in a database of its own.
struct StoreService: Sendable {
    let engine: ODataEngine

    /// Runs a body over a service of its own; without a model and its rows, those that come with the program.
    static func with(
        model: String? = nil,
        data: String? = nil,
        _ body: (StoreService) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tessera-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func file(_ text: String?, _ name: String) throws -> String? {
            guard let text else { return nil }
            let path = folder.appending(path: name).path(percentEncoded: false)
            try Data(text.utf8).write(to: URL(filePath: path))
            return path
        }
        let service = try await ReferenceService.open(
            model: try file(model, "model.xml"),
            data: try file(data, "data.json"),
            database: folder.appending(path: "store.sqlite").path(percentEncoded: false),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        do {
            let engine = try service.engine { Issue.record("a failure for the log: \($0)") }
            try await body(StoreService(engine: engine))
            await service.database.close()
        } catch {
            await service.database.close()
            throw error
        }
    }

    /// The address of a product, by the last digits of its key.
    static func product(_ number: Int) -> String { "/Products(00000000-0000-4000-8001-00000000000\(number))" }

    static func category(_ number: Int) -> String { "/Categories(00000000-0000-4000-8002-00000000000\(number))" }

    static func media(_ number: Int) -> String { "/MediaItems(00000000-0000-4000-8003-00000000000\(number))" }

    /// Sends `METHOD path?query`, with `Name: value` lines and a body; `{p1}` and the like stand for addresses.
    func send(_ line: String, _ body: String? = nil, _ headers: String...) async -> Answer {
        await send(line, body, headers: headers)
    }

    func send(_ line: String, _ body: String? = nil, headers: [String]) async -> Answer {
        let parts = Self.filled(line).split(separator: " ", maxSplits: 1).map(String.init)
        let target = parts[1].split(separator: "?", maxSplits: 1).map(String.init)
        var fields = HTTPFields()
        for header in headers {
            let pair = header.split(separator: ":", maxSplits: 1).map(String.init)
            guard pair.count == 2, let name = HTTPField.Name(pair[0]) else { continue }
            fields[name] = String(pair[1].drop { $0 == " " })
        }
        if body != nil, fields[.contentType] == nil { fields[.contentType] = "application/json" }
        let response = await engine.respond(
            to: ODataRequest(
                method: HTTPRequest.Method(parts[0]) ?? .get,
                path: Self.encoded(target[0]),
                query: target.count > 1 ? Self.encoded(target[1]) : nil,
                fields: fields,
                body: body.map { .bytes(Array(Self.filled($0).utf8)) } ?? .none,
                serviceRoot: "http://store/",
                peer: ODataPeer(requestID: "r")
            )
        )
        return await Answer(response)
    }

    /// The body of a read without control information.
    func plain(_ target: String) async -> String {
        await send("GET \(target)", nil, "Accept: application/json;odata.metadata=none").text
    }

    private static func filled(_ text: String) -> String {
        var text = text
        for number in 1...7 {
            text = text.replacing("{p\(number)}", with: product(number)).replacing(
                "{c\(number)}",
                with: category(number)
            )
            text = text.replacing("{m\(number)}", with: media(number))
        }
        return text
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed.union(CharacterSet(charactersIn: "?%")))
            ?? text
    }

    /// What came back.
    struct Answer: Sendable {
        let status: Int
        let fields: HTTPFields
        let bytes: [UInt8]
        var text: String { String(decoding: bytes, as: UTF8.self) }

        init(_ response: ODataResponse) async {
            status = response.status.code
            fields = response.fields
            var bytes: [UInt8] = []
            switch response.body {
            case .empty: break
            case .bytes(let whole): bytes = whole
            case .stream(let stream):
                do {
                    while let chunk = try await stream.next() { bytes += chunk }
                } catch {
                    Issue.record("the body broke off: \(error)")
                }
            }
            self.bytes = bytes
        }

        func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { fields[$0] } }
    }
}
