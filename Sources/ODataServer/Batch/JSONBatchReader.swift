import HTTPTypes
import OData

/// Reads the JSON format (JSON Format 19.1).
struct JSONBatchReader {
    private let body: [UInt8]
    private let groupLimit: Int
    private let headerBytes: Int

    /// The units of a body; at most `limit` requests, at most `groupLimit` in one atomicity group, and at most
    /// `headerBytes` of headers in each request.
    static func units(
        of body: [UInt8],
        limit: Int,
        groupLimit: Int,
        headerBytes: Int,
        json: JSONReader.Limits
    ) throws(BatchFault) -> [BatchPlan.Unit] {
        let document: JSONValue
        do {
            document = try JSONReader.value(of: body, limits: json).value
        } catch {
            throw BatchFault("it is not a JSON batch: \(Self.text(of: error)).")
        }
        guard case .object(let object) = document, case .array(let requests)? = object["requests"] else {
            throw BatchFault("it is not a JSON object with an array 'requests'.")
        }
        guard requests.count <= limit else { throw BatchFault("it has more than \(limit) requests.", limit: limit) }
        return try JSONBatchReader(body: body, groupLimit: groupLimit, headerBytes: headerBytes).units(requests)
    }

    private static func text(of fault: JSONFault) -> String {
        switch fault {
        case .unexpected(_, let expected, let at): "expected \(expected) at \(at)"
        case .duplicateMember(let name, let at): "the member '\(ODataError.echo(name))' at \(at) occurs twice"
        case .unterminated(let at), .invalidEscape(let at), .controlCharacter(let at), .invalidNumber(let at),
            .invalidUTF8(let at), .tooLong(_, let at):
            "the text at \(at) is malformed"
        case .tooDeep(let limit): "it nests deeper than \(limit) levels"
        case .tooMany(let limit): "it has more than \(limit) values"
        case .tooWide(let limit): "an object has more than \(limit) members"
        }
    }

    private func units(_ requests: [JSONItem]) throws(BatchFault) -> [BatchPlan.Unit] {
        var units: [BatchPlan.Unit] = []
        var known = Set<String>()
        var groups = Set<String>()
        for item in requests {
            guard case .object(let request) = item.value else { throw BatchFault("a request is not an object.") }
            let (part, group) = try read(request)
            let id = part.id ?? ""
            if let unknown = part.dependsOn.first(where: { !known.contains($0) && !groups.contains($0) }) {
                throw BatchFault("'\(ODataError.echo(unknown))' in dependsOn does not name a request before.")
            }
            guard known.insert(id).inserted, !groups.contains(id), id != group else {
                throw BatchFault("the id '\(ODataError.echo(id))' occurs twice.")
            }
            guard let group else {
                units.append(.part(part))
                continue
            }
            if case .group(group, var parts)? = units.last {
                parts.append(part)
                guard parts.count <= groupLimit else {
                    throw BatchFault("a group has more than \(groupLimit) requests.", limit: groupLimit)
                }
                units[units.count - 1] = .group(id: group, parts: parts)
            } else {
                guard !known.contains(group), groups.insert(group).inserted else {
                    throw BatchFault("the requests of the group '\(ODataError.echo(group))' are not adjacent.")
                }
                units.append(.group(id: group, parts: [part]))
            }
        }
        return units
    }

    // MARK: One request

    private func read(_ request: JSONObject) throws(BatchFault) -> (part: BatchPlan.Part, group: String?) {
        let id = try text("id", of: request)
        guard let id, !id.isEmpty else { throw BatchFault("a request has no id.") }
        guard let method = try text("method", of: request), let url = try text("url", of: request) else {
            throw BatchFault("the request '\(ODataError.echo(id))' has no method or no url.")
        }
        var part = BatchPlan.Part(id: id, method: method.uppercased(), url: url, fields: try fields(of: request))
        part.condition = try text("if", of: request)
        if case .array(let items)? = request["dependsOn"] {
            for item in items {
                guard case .string(let name) = item.value else { throw BatchFault("dependsOn holds more than texts.") }
                part.dependsOn.append(name)
            }
        } else if let other = request["dependsOn"], other != .null {
            throw BatchFault("dependsOn is not an array.")
        }
        if let item = request.members.first(where: { $0.name == "body" })?.item, item.value != .null {
            part.body = try bytes(of: item, &part.fields, id)
        }
        return (part, try text("atomicityGroup", of: request))
    }

    private func text(_ name: String, of request: JSONObject) throws(BatchFault) -> String? {
        switch request[name] {
        case nil, .null: return nil
        case .string(let text): return text
        case let other?: throw BatchFault("'\(name)' of a request is \(other.kind).")
        }
    }

    private func fields(of request: JSONObject) throws(BatchFault) -> HTTPFields {
        var fields = HTTPFields()
        switch request["headers"] {
        case nil, .null: return fields
        case .object(let headers):
            var bytes = 0
            for member in headers.members {
                guard case .string(let value) = member.value else { throw BatchFault("a header is not a text.") }
                bytes += member.name.utf8.count + value.utf8.count + 4
                guard bytes <= headerBytes else { throw BatchFault(headerLimit: headerBytes) }
                if let name = HTTPField.Name(member.name) { fields.append(HTTPField(name: name, value: value)) }
            }
            return fields
        case let other?: throw BatchFault("'headers' of a request is \(other.kind).")
        }
    }

    /// JSON as it stands in the batch, a text's characters, or the bytes of base64url (JSON Format 19.1).
    private func bytes(of item: JSONItem, _ fields: inout HTTPFields, _ id: String) throws(BatchFault) -> [UInt8] {
        let type = fields[.contentType].flatMap(MediaType.init)
        let isJSON = type.map { $0.subtype == "json" || $0.subtype.hasSuffix("+json") } ?? true
        if isJSON {
            if type == nil { fields[.contentType] = "application/json" }
            return Array(body[item.range])
        }
        guard case .string(let text) = item.value else {
            throw BatchFault("the body of '\(ODataError.echo(id))' is not a text.")
        }
        if type?.type == "text" { return Array(text.utf8) }
        guard let bytes = Base64URL.bytes(of: text) else {
            throw BatchFault("the body of '\(ODataError.echo(id))' is not base64url.")
        }
        return bytes
    }
}
