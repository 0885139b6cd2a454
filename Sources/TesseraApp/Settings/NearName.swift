/// Finds the names somebody probably meant.
public enum NearName {
    /// At most three of the candidates that differ from the name in few characters, nearest first.
    public static func of(_ name: String, among candidates: [String]) -> [String] {
        let wanted = Array(name.lowercased().utf8)
        guard wanted.count <= 80 else { return [] }
        let limit = max(2, wanted.count / 4)
        return candidates.map { ($0, distance(wanted, Array($0.lowercased().utf8))) }
            .filter { $0.1 <= limit }.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.prefix(3).map(\.0)
    }

    /// The number of bytes to insert, delete or replace.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (index, byte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (column, other) in right.enumerated() {
                let change = diagonal + (byte == other ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(change, row[column] + 1, diagonal + 1)
            }
        }
        return row.last ?? 0
    }
}
