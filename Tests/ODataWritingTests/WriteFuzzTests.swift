import HTTPTypes
import OData
import ODataServer
import SQLCore
import Testing

/// Requests that change data as nobody means them: made of the service's own words, of nonsense, and of both.
@Suite("Fuzzed changes")
struct WriteFuzzTests {
    private static let paths = [
        "/Products", "/Suppliers", "/Parts", "/Codes", "/Events", "/Products(1)", "/Products(2)", "/Suppliers(1)",
        "/Suppliers(2)", "/Codes('A')", "/Codes('Z')", "/Parts(ProductID=3,Number=1)", "/Products(1)/Supplier",
        "/Suppliers(1)/Products", "/Suppliers(1)/Products(2)", "/Products(3)/Parts", "/Products/$each",
        "/Suppliers(1)/Products/$each", "/Products/$filter(Stock%20gt%201)/$each", "/Products(1)/Supplier/$ref",
        "/Suppliers(1)/Products/$ref", "/Suppliers(1)/Products/$ref?$id=Products(1)", "/Suppliers(1)/Products(1)/$ref",
        "/Products(1)/Name", "/Products(1)/Stock", "/Products(1)/Name/$value", "/Products(1)/ID", "/Products(1)/Weight",
        "/Products(1)/Colour", "/Products(1)/SeenAt/$value", "/Products(99)", "/Products(9223372036854775808)",
        "/$batch",
        "/$metadata", "/", "/Nope", "/Products?$select=Name&$expand=Supplier($expand=Products)", "/Products(1)?$top=1",
        "/$entity?$id=Products(1)", "/Suppliers(1)/Products/$count", "/$all", "/Products/$query",
    ]

    private static let values = [
        "null", "true", "0", "1", "2", "3", "-1", "1.5", "1e2", "1e400", "-0", "9223372036854775808", "12.345",
        "123456789.01", #""""#, #""x""#, #""Red""#, #""Red,Blue""#, "5", #""2024-02-30""#, #""2024-02-29""#,
        #""2024-01-01T00:00:00.1234567Z""#, #""9999-12-31T23:59:59.999999Z""#, #""INF""#, #""NaN""#, "[]", "{}",
        "[null]",
        #""00000000-0000-0000-0000-000000000000""#, #""\u0000""#, #""\uD83D\uDE00""#, #""Products(1)""#,
        #""Suppliers(2)""#, #""$1""#, #"["Products(1)","Products(2)"]"#, #"{"@odata.id":"Products(3)"}"#,
        #"{"@odata.id":"Suppliers(99)"}"#, #"[{"@odata.id":"Products(3)"}]"#, #"[{"Name":"n"}]"#, #"{"Name":"n"}"#,
        #"[{"ID":1,"@removed":{"reason":"deleted"}}]"#, #"[{"ID":2,"Name":"m"},{"Label":"l","Number":7}]"#,
    ]

    private static let names = [
        "ID", "Name", "Price", "Stock", "Colour", "IsActive", "MadeOn", "SeenAt", "Weight", "Tag", "Serial",
        "SupplierID",
        "Version", "Supplier", "Parts", "Products", "Product", "ProductID", "Number", "Label", "Code", "Title", "Note",
        "Country", "Text", "value", "Nope", "@odata.type", "@odata.id", "@odata.etag", "@removed", "@odata.context",
        "Supplier@odata.bind", "Products@odata.bind", "Parts@delta", "Products@odata.delta", "Name@odata.type", "@",
        "a@b",
    ]

    private static let headers = [
        "If-Match: *", "If-None-Match: *", #"If-Match: W/"1""#, "If-Match: x", "Prefer: return=representation",
        "Prefer: return=minimal", "Prefer: continue-on-error, odata.maxpagesize=1", "OData-Version: 4.01",
        "OData-MaxVersion: 4.01", "OData-MaxVersion: 4.0", "Accept: application/json;odata.metadata=full",
        "Accept: */*",
        "Accept: text/plain", "Isolation: snapshot", "Content-Encoding: br", "Content-ID: 1", "Content-Length: 7",
    ]

    private static let types = [
        "application/json", "application/json", "application/json", "application/json;IEEE754Compatible=true",
        "text/plain", "multipart/mixed;boundary=b", "application/octet-stream", "",
    ]

    private static let pieces = [
        "{", "}", "[", "]", "\"", ":", ",", "\\u", "null", "1e999", "(", ")", "'", "/", "$", "$1", "$each", "$ref",
        "$value",
        "%00", "%", "%27", "@odata.bind", "--b", "--b--", "--c", "\r\n", "\n", "HTTP/1.1", "GET ", "POST ", "DELETE ",
        "$batch",
        "Content-Type: application/http", "Content-Type: multipart/mixed;boundary=c", "Content-ID: 1", "\u{0}", "ä",
        "😀",
        #""atomicityGroup":"g","#, #""dependsOn":["1"],"#, #""if":"$1/$succeeded","#, #""id":"1","#,
        "9223372036854775808",
    ]

    /// Requests that do something as they stand.
    private static let good: [(method: String, target: String, body: String)] = [
        ("POST", "/Products", #"{"Name":"Cog","Price":1.25,"Stock":3,"Colour":"Red,Blue","SupplierID":1}"#),
        (
            "POST", "/Products",
            #"{"Name":"Cog","Supplier@odata.bind":"Suppliers(1)","Parts":[{"Number":1,"Label":"l"}]}"#
        ),
        (
            "POST", "/Suppliers",
            #"{"Name":"East","Country":"DE","Products":[{"Name":"Rod","Parts":[{"Number":1,"Label":"a"}]}]}"#
        ),
        (
            "POST", "/Suppliers(1)/Products",
            #"{"Name":"Pin","MadeOn":"2024-02-29","SeenAt":"2024-01-01T00:00:00.123Z"}"#
        ),
        ("POST", "/Codes", #"{"Code":"B","Title":"Second"}"#), ("PUT", "/Codes('Z')", #"{"Title":"Last"}"#),
        ("PATCH", "/Products(1)", #"{"Stock":4,"Weight":1.5,"Supplier":{"Name":"West"}}"#),
        ("PUT", "/Products(2)", #"{"Name":"Nut","Price":2}"#), ("PATCH", "/Products/$each", #"{"Stock":9}"#),
        ("PATCH", "/Suppliers(1)", #"{"Products@delta":[{"ID":1,"Stock":5},{"Name":"x"},{"ID":2,"@removed":{}}]}"#),
        ("PATCH", "/Suppliers(2)/Products", #"{"value":[{"Name":"y"},{"ID":3,"@removed":{"reason":"deleted"}}]}"#),
        ("POST", "/Suppliers(2)/Products/$ref", #"{"@odata.id":"Products(1)"}"#),
        ("PUT", "/Products(1)/Supplier/$ref", #"{"@odata.id":"Suppliers(2)"}"#),
        ("PUT", "/Products(1)/Stock", #"{"value":7}"#), ("DELETE", "/Products(3)/Parts/$each", ""),
    ]

    private static func object(_ numbers: inout FuzzNumbers, depth: Int = 0) -> String {
        let count = Int.random(in: 0...6, using: &numbers)
        var members: [String] = []
        for name in names.shuffled(using: &numbers).prefix(count) {
            let isNested = depth < 3 && numbers.once(in: 6)
            let value = isNested ? "[\(object(&numbers, depth: depth + 1))]" : numbers.pick(values, or: "1")
            members.append("\"\(name)\":\(value)")
        }
        return "{" + members.joined(separator: ",") + "}"
    }

    /// One request of a batch.
    private static func part(_ numbers: inout FuzzNumbers) -> String {
        let id = Int.random(in: 1...9, using: &numbers)
        if numbers.once(in: 2) {
            let (method, target, body) = numbers.pick(good, or: ("GET", "/", ""))
            return
                "Content-Type: application/http\r\nContent-ID: \(id)\r\n\r\n\(method) \(target.dropFirst()) HTTP/1.1\r\n"
                + "Content-Type: application/json\r\n\r\n\(body)\r\n"
        }
        let method = numbers.pick(["GET", "POST", "PATCH", "PUT", "DELETE"], or: "GET")
        let path = numbers.once(in: 6) ? "$1" : String(numbers.pick(paths, or: "/").dropFirst())
        let body = method == "GET" || method == "DELETE" ? "" : object(&numbers)
        return "Content-Type: application/http\r\nContent-ID: \(id)\r\n\r\n\(method) \(path) HTTP/1.1\r\n"
            + "Content-Type: application/json\r\n\r\n\(body)\r\n"
    }

    private static func multipart(_ numbers: inout FuzzNumbers) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 1...3, using: &numbers) {
            if numbers.once(in: 2) {
                text += "--b\r\n" + part(&numbers)
            } else {
                let parts = (0..<Int.random(in: 1...3, using: &numbers)).map { _ in "--c\r\n" + part(&numbers) }
                text += "--b\r\nContent-Type: multipart/mixed;boundary=c\r\n\r\n\(parts.joined())--c--\r\n"
            }
        }
        return text + "--b--"
    }

    private static func json(_ numbers: inout FuzzNumbers) -> String {
        let requests = (1...Int.random(in: 1...4, using: &numbers)).map { id in
            let method = numbers.pick(["get", "post", "patch", "put", "delete"], or: "get")
            let path = numbers.once(in: 4) ? "$1" : String(numbers.pick(paths, or: "/").dropFirst())
            var text = #"{"id":"\#(id)","method":"\#(method)","url":"\#(path)","body":\#(object(&numbers))"#
            if numbers.once(in: 2) { text += #","atomicityGroup":"g""# }
            if id > 1, numbers.once(in: 4) { text += #","dependsOn":["1"]"# }
            if id > 1, numbers.once(in: 6) { text += #","if":"$1/$succeeded eq \#(numbers.pick(values, or: "1"))""# }
            return text + "}"
        }
        return #"{"requests":[\#(requests.joined(separator: ","))]}"#.replacing(
            #"if":"$1/$succeeded eq ""#,
            with: "if\":\""
        )
    }

    private struct Sent: CustomStringConvertible {
        var method = "POST"
        var target: String
        var fields: [String]
        var body: [UInt8]

        var description: String { "\(method) \(target) \(fields) \(String(decoding: body, as: UTF8.self))" }
    }

    private static func request(_ numbers: inout FuzzNumbers) -> Sent {
        var fields: [String] = []
        for _ in 0..<2 where numbers.once(in: 3) { fields.append(numbers.pick(headers, or: "")) }
        var sent: Sent
        switch Int.random(in: 0..<6, using: &numbers) {
        case 0:
            sent = Sent(target: "/$batch", fields: fields, body: Array(multipart(&numbers).utf8))
            sent.fields.append("Content-Type: multipart/mixed;boundary=b")
        case 1:
            sent = Sent(target: "/$batch", fields: fields, body: Array(json(&numbers).utf8))
            sent.fields += ["Content-Type: application/json", "OData-MaxVersion: 4.01"]
        case 2, 3:
            let (method, target, body) = numbers.pick(good, or: ("GET", "/", ""))
            sent = Sent(method: method, target: target, fields: fields, body: Array(body.utf8))
            sent.fields.append("Content-Type: application/json")
        default:
            sent = Sent(target: numbers.pick(paths, or: "/"), fields: fields, body: Array(object(&numbers).utf8))
            sent.method = numbers.pick(["POST", "PATCH", "PUT", "DELETE", "GET"], or: "POST")
            sent.fields.append("Content-Type: \(numbers.pick(types, or: ""))")
        }
        if numbers.once(in: 3) {
            sent.body = numbers.mutated(String(decoding: sent.body, as: UTF8.self), with: pieces)
        }
        if numbers.once(in: 8) {
            sent.target = String(decoding: numbers.mutated(sent.target, with: pieces), as: UTF8.self)
        }
        return sent
    }

    @Test("no request, however it is made, ends in a server error, and the data stay whole")
    func requests() async throws {
        try await DepotService.with { depot in
            var numbers = FuzzNumbers(state: 21)
            var statuses: [Int: Int] = [:]
            for _ in 0..<1_000 * FuzzNumbers.rounds {
                let request = Self.request(&numbers)
                let answer = await depot.send(
                    request.method,
                    request.target,
                    bytes: request.body,
                    headers: request.fields
                )
                statuses[answer.status, default: 0] += 1
                #expect(answer.status < 500 || answer.status == 501, "\(request): \(answer.text)")
                #expect(!answer.text.contains("HTTP/1.1 500"), "\(request): \(answer.text)")
                #expect(!answer.text.contains(#""status":500"#), "\(request): \(answer.text)")
                #expect(!answer.isCut, "\(request)")
                if answer.status == 405 { #expect(answer.header("Allow") != nil, "\(request)") }
                if answer.status >= 400 { #expect(answer.code != nil, "\(request): \(answer.text)") }
            }
            let missing = [200, 201, 204, 400, 404, 405, 412, 415].filter { statuses[$0] == nil }
            #expect(missing.isEmpty, "\(statuses)")
            let faults = try await depot.database.read { connection in
                try connection.rows(RenderedSQL("PRAGMA foreign_key_check")).count
                    + (try connection.rows(RenderedSQL("PRAGMA integrity_check")).first == [.text("ok")] ? 0 : 1)
            }
            #expect(faults == 0)
        }
    }
}
