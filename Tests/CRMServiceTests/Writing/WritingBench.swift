import CRM
import EntityModel
import Identity

@testable import CRMService

/// A service with an administrator's token that may write everything.
struct WritingBench: Sendable {
    let service: TemporaryService
    let admin: Account
    let token: String

    static let everything = "odata.write odata.personal.contact odata.personal.text audit.read"

    static func run(_ body: (WritingBench) async throws -> Void) async throws {
        try await TemporaryService.run { service in
            let admin = try await service.addUser("ada", role: .admin)
            let token = try await service.mint(admin, words: everything).text
            try await body(WritingBench(service: service, admin: admin, token: token))
        }
    }

    func send(_ line: String, _ body: String? = nil, headers: [String] = []) async throws -> TestAnswer {
        try await service.send(line, body, token: token, headers: headers)
    }

    /// Creates a record and gives its key.
    func create(_ set: String, _ body: String) async throws -> Int64 {
        let answer = try await send("POST /\(set)", body)
        guard answer.status == 201, let key = service.catalog.type(ofSet: set)?.key?.name,
            let text = answer.json[key].plainText, let number = Int64(text)
        else { throw Refused(text: answer.text) }
        return number
    }

    /// One member of one record.
    func value(_ name: String, of address: String) async throws -> String? {
        try await send("GET /\(address)").json[name].plainText
    }

    struct Refused: Error {
        var text: String
    }
}
