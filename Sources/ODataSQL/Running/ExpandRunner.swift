import OData
import SQLCore

/// Fetches the expanded collections of a batch of rows and puts them where they belong.
struct ExpandRunner {
    let connection: any SQLConnection
    let format: RowFormat
    let clock: PlanClock
    /// The largest size of the members of one collection and all parents together; above it ``TooLarge`` is thrown.
    var largestBytes = Int.max

    /// More members than one batch of parents may hold in memory: the batch has to be smaller.
    struct TooLarge: Error {}

    /// A body whose holes are filled; recursion is bounded by the depth of the plan.
    func fill(
        _ body: [UInt8],
        holes: [RowHole],
        expands: [ExpandPlan],
        counts: inout [String: Int]
    ) throws -> [UInt8] {
        guard !holes.isEmpty else { return body }
        return try fill(body, holes: holes, marks: [], expands: expands, counts: &counts).0
    }

    /// The members of one parent, written, without brackets.
    private struct Members {
        var bytes: ArraySlice<UInt8> = []
        var count: Int64?
        /// Whether there are more than are written.
        var isCut = false
    }

    private func append(_ expand: ExpandPlan, _ members: Members?, owner: [SQLValue], to body: inout [UInt8]) {
        if expand.count != nil {
            body.append(contentsOf: expand.countName)
            let count = String(members?.count ?? 0)
            body.append(contentsOf: (format.ieee754Compatible ? "\"\(count)\"" : count).utf8)
            if expand.form == .count { return }
            body.append(UInt8(ascii: ","))
        }
        body.append(contentsOf: expand.name)
        body.append(UInt8(ascii: "["))
        if let members { body.append(contentsOf: members.bytes) }
        body.append(UInt8(ascii: "]"))
        guard members?.isCut == true else { return }
        body.append(contentsOf: expand.link.name)
        var writer = JSONWriter(capacity: 512)
        writer.string(expand.link.url(owner: owner))
        body.append(contentsOf: writer.take())
    }

    private func fetch(
        _ expand: ExpandPlan,
        keys: [[SQLValue]],
        counts: inout [String: Int]
    ) throws -> [[SQLValue]: Members] {
        let values = clock.values(parentKeys: .text(Self.json(keys)))
        var result: [[SQLValue]: Members] = [:]
        if let count = expand.count {
            let cursor = try count.query(on: connection, values)
            defer { cursor.finish() }
            while try cursor.step() {
                let key = (0..<expand.keyColumns).map { cursor.value($0) }
                result[key, default: Members()].count = cursor.integer(expand.keyColumns)
            }
        }
        guard expand.form != .count else { return result }
        let cursor = try expand.statement.query(on: connection, values)
        defer { cursor.finish() }
        var writer = RowWriter(capacity: 65_536, format: format)
        var ends: [(key: [SQLValue], end: Int)] = []
        var rows = 0
        var ofParent = 0
        while try cursor.step() {
            let key = (0..<expand.keyColumns).map { cursor.value($0) }
            if ends.last?.key == key {
                guard ofParent < expand.link.limit else {
                    result[key, default: Members()].isCut = true
                    continue
                }
                writer.json.append(byte: UInt8(ascii: ","))
            } else {
                ends.append((key, writer.json.count))
                ofParent = 0
            }
            ofParent += 1
            if let program = expand.program {
                writer.row(program, from: cursor.rawRow)
            } else if let reference = expand.reference {
                writer.reference(reference, from: cursor)
            } else {
                writer.entity(expand.shape, from: cursor)
            }
            ends[ends.count - 1].end = writer.json.count
            rows += 1
            if writer.json.count > largestBytes { throw TooLarge() }
        }
        counts[expand.entitySet, default: 0] += rows
        try assemble(expand, writer: &writer, ends: ends, into: &result, counts: &counts)
        return result
    }

    /// Cuts the written members apart by parent, filling their own holes first.
    private func assemble(
        _ expand: ExpandPlan,
        writer: inout RowWriter,
        ends: [(key: [SQLValue], end: Int)],
        into result: inout [[SQLValue]: Members],
        counts: inout [String: Int]
    ) throws {
        let holes = writer.holes
        let body = writer.json.take()
        if holes.isEmpty {
            var start = 0
            for (key, end) in ends {
                result[key, default: Members()].bytes = body[start..<end]
                start = end
            }
            return
        }
        let marks = ends.map { $0.end }
        let (filled, moved) = try fill(body, holes: holes, marks: marks, expands: expand.expands, counts: &counts)
        var start = 0
        for (position, item) in ends.enumerated() {
            result[item.key, default: Members()].bytes = filled[start..<moved[position]]
            start = moved[position]
        }
    }

    /// Fills holes and tells where the marked offsets have moved to.
    private func fill(
        _ body: [UInt8],
        holes: [RowHole],
        marks: [Int],
        expands: [ExpandPlan],
        counts: inout [String: Int]
    ) throws -> ([UInt8], [Int]) {
        var members: [[[SQLValue]: Members]] = []
        for (number, expand) in expands.enumerated() {
            let keys = Set(holes.lazy.filter { $0.expand == number }.map(\.key)).filter { !$0.contains(.null) }
            members.append(keys.isEmpty ? [:] : try fetch(expand, keys: Array(keys), counts: &counts))
        }
        var filled: [UInt8] = []
        filled.reserveCapacity(body.count * 2)
        var moved: [Int] = []
        var start = 0
        var mark = 0
        for hole in holes {
            while mark < marks.count, marks[mark] <= hole.offset {
                filled.append(contentsOf: body[start..<marks[mark]])
                start = marks[mark]
                moved.append(filled.count)
                mark += 1
            }
            filled.append(contentsOf: body[start..<hole.offset])
            start = hole.offset
            append(expands[hole.expand], members[hole.expand][hole.key], owner: hole.owner, to: &filled)
        }
        while mark < marks.count {
            filled.append(contentsOf: body[start..<marks[mark]])
            start = marks[mark]
            moved.append(filled.count)
            mark += 1
        }
        filled.append(contentsOf: body[start...])
        return (filled, moved)
    }

    /// The parents' keys as one JSON list: numbers and texts, or lists of them for composite keys.
    private static func json(_ keys: [[SQLValue]]) -> String {
        var writer = JSONWriter(capacity: keys.count * 12 + 16)
        writer.append("[")
        for (position, key) in keys.enumerated() {
            if position > 0 { writer.append(",") }
            if key.count > 1 { writer.append("[") }
            for (part, value) in key.enumerated() {
                if part > 0 { writer.append(",") }
                switch value {
                case .integer(let number): writer.integer(number)
                case .real(let number): writer.double(number)
                case .text(let text): writer.string(text)
                case .null, .blob: writer.null()
                }
            }
            if key.count > 1 { writer.append("]") }
        }
        writer.append("]")
        return String(decoding: writer.take(), as: UTF8.self)
    }
}
