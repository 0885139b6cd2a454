import Foundation

/// What answers hold, as JSON.
extension StoreService.Answer {
    /// The object; empty where the body is none.
    var json: [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any] ?? [:]
    }

    /// The rows of a collection.
    var rows: [[String: Any]] { json["value"] as? [[String: Any]] ?? [] }
}

extension StoreService {
    /// The names of the rows that a GET gives, in order.
    func names(_ target: String) async -> [String] {
        await send("GET \(target)").rows.map { $0["Name"] as? String ?? "" }
    }
}
