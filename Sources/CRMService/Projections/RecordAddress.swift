/// The addresses of pages about records: `/sales-orders` and `/sales-orders/42`.
public enum RecordAddress {
    /// The path of a set's list page: its name in small letters, words joined by hyphens.
    public static func list(of set: String) -> String {
        var path = "/"
        for scalar in set.unicodeScalars {
            if ("A"..."Z").contains(scalar), path.count > 1 { path.append("-") }
            path.append(String(scalar).lowercased())
        }
        return path
    }

    /// The path of a record's page.
    public static func record(_ key: String, of set: String) -> String { "\(list(of: set))/\(key)" }
}
