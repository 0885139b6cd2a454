import FoundationEssentials
import HTTPTypes
import OData

/// Reads the JSON format (JSON Format 19).
enum JSONBatchReader {
    private struct Document: Decodable {
        var requests: [Request]
    }

    private struct Request: Decodable {
        var id: String
        var method: String
        var url: String
        var headers: [String: String]?
        var dependsOn: [String]?
        var atomicityGroup: String?
        var `if`: String?
    }

    /// The parts of a body; at most `limit`.
    static func parts(of body: [UInt8], limit: Int) throws(BatchFault) -> [BatchPlan.Part] {
        let document: Document
        do {
            document = try JSONDecoder().decode(Document.self, from: Data(body))
        } catch {
            throw BatchFault("it is not a JSON batch: an object with requests that have id, method and url.")
        }
        guard document.requests.count <= limit else { throw BatchFault("it has more than \(limit) requests.") }
        var known = Set<String>()
        var parts: [BatchPlan.Part] = []
        for request in document.requests {
            let dependsOn = request.dependsOn ?? []
            if let unknown = dependsOn.first(where: { !known.contains($0) }) {
                throw BatchFault("'\(ODataError.echo(unknown))' in dependsOn does not name a request before.")
            }
            guard known.insert(request.id).inserted else {
                throw BatchFault("the id '\(ODataError.echo(request.id))' occurs twice.")
            }
            if let group = request.atomicityGroup { known.insert(group) }
            parts.append(part(request, dependsOn))
        }
        return parts
    }

    private static func part(_ request: Request, _ dependsOn: [String]) -> BatchPlan.Part {
        var fields = HTTPFields()
        for (name, value) in (request.headers ?? [:]).sorted(by: { $0.key < $1.key }) {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        let feature: String? =
            request.if != nil ? "A condition" : request.atomicityGroup != nil ? "An atomicity group" : nil
        return BatchPlan.Part(
            id: request.id,
            method: request.method.uppercased(),
            url: request.url,
            fields: fields,
            dependsOn: dependsOn,
            missingFeature: feature
        )
    }
}
