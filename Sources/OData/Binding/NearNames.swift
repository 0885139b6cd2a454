/// Finds the names that a mistyped one may have meant.
enum NearNames {
    /// How many names are offered.
    static let count = 3
    /// The greatest edit distance; longer common prefixes count too.
    static let distance = 2
    /// Names longer than this are not compared.
    private static let longest = 128

    /// At most three candidates, the nearest first: those within two edits (one for names of up to
    /// three characters) without regard to case, then those that
    /// begin with the name or that the name begins with (from three characters on).
    ///
    /// Costs time proportional to the candidates' total length: the distance is computed in a band.
    static func of(_ name: String, among candidates: some Sequence<String>) -> [String] {
        let wanted = Array(name.lowercased().utf8)
        guard !wanted.isEmpty, wanted.count <= longest else { return [] }
        var found: [(rank: Int, name: String)] = []
        for candidate in candidates where candidate != name {
            let text = Array(candidate.lowercased().utf8)
            if let edits = boundedDistance(wanted, text), edits <= max(1, wanted.count / 2) {
                found.append((edits, candidate))
            } else if isPrefix(wanted, text) || isPrefix(text, wanted) {
                found.append((distance + 1, candidate))
            }
        }
        found.sort { ($0.rank, $0.name) < ($1.rank, $1.name) }
        return found.prefix(count).map(\.name)
    }

    private static func isPrefix(_ short: [UInt8], _ long: [UInt8]) -> Bool {
        short.count >= 3 && long.starts(with: short)
    }

    /// The edit distance (insert, delete, replace, swap neighbours), or nil if it is above ``distance``.
    static func boundedDistance(_ left: [UInt8], _ right: [UInt8]) -> Int? {
        guard abs(left.count - right.count) <= distance, right.count <= longest else { return nil }
        let far = distance + 1
        var beforeLast: [Int] = []
        var last = Array(0...right.count).map { min($0, far) }
        for row in 0..<left.count {
            var current = [Int](repeating: far, count: right.count + 1)
            current[0] = min(row + 1, far)
            let low = max(0, row - distance)
            let high = min(right.count, row + distance + 1)
            for column in low..<max(low, high) {
                let replaced = last[column] + (left[row] == right[column] ? 0 : 1)
                var best = min(replaced, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current[column + 1] = min(best, far)
            }
            beforeLast = last
            last = current
        }
        let edits = last[right.count]
        return edits <= distance ? edits : nil
    }
}
