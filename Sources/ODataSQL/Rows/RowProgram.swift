import OData

/// An ``EntityShape`` as a flat list of steps over one buffer of names: what the hot path runs for every row.
///
/// Names already contain what stands before them, such as `,"Name":`. Only shapes whose members do not depend on the row
/// become programs; the others are written by ``RowWriter`` from the shape.
struct RowProgram: Sendable {
    /// What a step does after it has written its name.
    enum Action: UInt8, Sendable {
        case integer, quotedInteger, decimal, text, verbatim, timestamp, boolean, real, timeOfDay, duration, blob
        case enumeration, version
        /// Nothing but the name.
        case name
        /// A single related entity: where the column is null, `null` and a jump to the step behind it.
        case entity
        /// A related collection, to be filled in later.
        case hole
    }

    /// One step; without references, so that copying one costs nothing.
    struct Step: Sendable {
        var action: Action
        var column: Int32
        /// The scale of a decimal, the number of an enumeration or hole, or the step behind an entity.
        var extra: Int32
        var start: Int32
        var end: Int32
    }

    /// A hole's parts.
    struct Hole: Sendable {
        var expand: Int
        var columns: [Int]
        var owner: [Int]
    }

    private(set) var steps: [Step] = []
    private(set) var names: [UInt8] = []
    private(set) var enumerations: [[ColumnStorage.Member]] = []
    private(set) var holes: [Hole] = []

    /// Makes a program; nil where members depend on the row.
    init?(_ shape: EntityShape, format: RowFormat) {
        guard format.omits == .none, format.metadata != .full else { return nil }
        guard add(shape, opening: "{", format: format) else { return nil }
        add("}", .name)
    }

    private mutating func add(_ text: some Sequence<UInt8>, _ action: Action, column: Int = 0, extra: Int = 0) {
        let start = names.count
        names.append(contentsOf: text)
        steps.append(
            Step(
                action: action,
                column: Int32(clamping: column),
                extra: Int32(clamping: extra),
                start: Int32(clamping: start),
                end: Int32(clamping: names.count)
            )
        )
    }

    private mutating func add(_ text: String, _ action: Action) { add(text.utf8, action) }

    /// Recursion is bounded by the depth of `$expand`.
    private mutating func add(_ shape: EntityShape, opening: String, format: RowFormat) -> Bool {
        guard shape.identity == nil, shape.leadingID == nil, shape.variants.isEmpty, shape.typing == nil else {
            return false
        }
        var before = Array(opening.utf8)
        func separated(_ name: [UInt8]) -> [UInt8] {
            defer { before = [UInt8(ascii: ",")] }
            return before + name
        }
        if !shape.opening.isEmpty { add(separated(shape.opening), .name) }
        if let column = shape.versionColumn, format.metadata != .none {
            add(separated(Array("\"\(format.prefix)etag\":\"W/\\\"".utf8)), .version, column: column)
        }
        for member in shape.members {
            switch member {
            case .value(let name, let column, let storage, let annotation):
                guard annotation == nil else { return false }
                guard let (action, extra) = self.action(for: storage, format: format) else { return false }
                add(separated(name), action, column: column, extra: extra)
            case .entity(let name, let presence, let nested):
                add(separated(name), .entity, column: presence)
                let position = steps.count - 1
                guard add(nested, opening: "{", format: format) else { return false }
                add("}", .name)
                steps[position].extra = Int32(clamping: steps.count)
            case .structure(let name, let presence, let nested):
                let start = separated(name)
                if let presence { add(start, .entity, column: presence) } else { add(start, .name) }
                let position = steps.count - 1
                guard add(nested, opening: "{", format: format) else { return false }
                add("}", .name)
                if presence != nil { steps[position].extra = Int32(clamping: steps.count) }
            case .reference, .link, .typed, .defaulted, .mediaType, .part: return false
            case .children(let expand, let columns, let owner):
                holes.append(Hole(expand: expand, columns: columns, owner: owner))
                add(separated([]), .hole, extra: holes.count - 1)
            }
        }
        if before == Array(opening.utf8) { add(opening, .name) }
        return true
    }

    /// Nil for values that are not written from a column as they are.
    private mutating func action(for storage: ColumnStorage, format: RowFormat) -> (Action, Int)? {
        switch storage {
        case .integer: return (.integer, 0)
        case .wideInteger: return (format.ieee754Compatible ? .quotedInteger : .integer, 0)
        case .scaledDecimal(let scale): return (.decimal, scale)
        case .real: return (.real, 0)
        case .boolean: return (.boolean, 0)
        case .text: return (.text, 0)
        case .date, .guid: return (.verbatim, 0)
        case .timestamp: return (.timestamp, 0)
        case .timeOfDay: return (.timeOfDay, 0)
        case .duration: return (.duration, 0)
        case .blob: return (.blob, 0)
        case .enumeration(let members):
            enumerations.append(members)
            return (.enumeration, enumerations.count - 1)
        case .wideDecimal, .geography, .list, .structure: return nil
        }
    }
}
