import OData
import SQLCore

/// A place in a row's bytes where related entities belong.
struct RowHole {
    /// Where in the buffer.
    var offset: Int
    /// Which expand fills it.
    var expand: Int
    /// The values that select the related entities.
    var key: [SQLValue]
    /// The key of the entity that has the collection.
    var owner: [SQLValue]
}

/// Writes rows as JSON objects, straight from the cursor's columns: no dictionary and no string in between.
struct RowWriter: ~Copyable {
    var json: JSONWriter
    /// The holes of the rows written since the last time they were taken.
    var holes: [RowHole] = []
    private let omitsNulls: Bool
    let quotesNumbers: Bool
    let format: RowFormat
    private let etagName: [UInt8]

    init(capacity: Int, format: RowFormat) {
        json = JSONWriter(capacity: capacity)
        self.format = format
        omitsNulls = format.omits != .none
        quotesNumbers = format.ieee754Compatible
        etagName = format.metadata == .none ? [] : Array("\"\(format.prefix)etag\":\"W/\\\"".utf8)
    }

    /// Writes the current row of a cursor as an object.
    mutating func entity(_ shape: EntityShape, from cursor: some SQLRow) {
        json.append(byte: UInt8(ascii: "{"))
        members(shape, from: cursor, isFirst: true)
        json.append(byte: UInt8(ascii: "}"))
    }

    /// Writes the members of an object, for callers that have opened it themselves.
    mutating func members(_ shape: EntityShape, from cursor: some SQLRow, isFirst: Bool) {
        if !shape.variants.isEmpty {
            let number = Int(clamping: cursor.integer(shape.variantColumn))
            if shape.variants.indices.contains(number) {
                members(shape.variants[number], from: cursor, isFirst: isFirst)
            }
            return
        }
        var isFirst = isFirst
        if !shape.opening.isEmpty {
            separate(&isFirst)
            json.append(shape.opening)
        }
        let type = shape.typing.flatMap { Self.type(of: $0, from: cursor) }
        if let type, let named = shape.typing?.types[type], !named.member.isEmpty {
            separate(&isFirst)
            json.append(named.member)
        }
        if let identity = shape.identity { controlInformation(identity, from: cursor, isFirst: &isFirst) }
        if let identity = shape.leadingID {
            separate(&isFirst)
            id(identity, from: cursor)
        }
        if let column = shape.versionColumn, !etagName.isEmpty {
            separate(&isFirst)
            json.append(etagName)
            json.integer(cursor.integer(column))
            json.append("\\\"\"")
        }
        for member in shape.members { self.member(member, type: type, from: cursor, isFirst: &isFirst) }
    }

    /// The number of the type of the current row.
    private static func type(of typing: EntityShape.Typing, from cursor: some SQLRow) -> Int? {
        let text = cursor.utf8(typing.column)
        return typing.types.firstIndex { $0.text.elementsEqual(text) }
    }

    /// Recursion is bounded by the depth of the shape.
    private mutating func member(
        _ member: EntityShape.Member,
        type: Int?,
        from cursor: some SQLRow,
        isFirst: inout Bool
    ) {
        switch member {
        case .typed(let types, let inner):
            if let type, types[type] { self.member(inner, type: type, from: cursor, isFirst: &isFirst) }
        case .defaulted(let value, let name, let column, let inner):
            if cursor.isNull(column) {
                separate(&isFirst)
                json.append(name)
                json.null()
            } else if cursor.value(column) != value {
                self.member(inner, type: type, from: cursor, isFirst: &isFirst)
            }
        case .structure(let name, let presence, let nested):
            let isNull = presence.map { cursor.isNull($0) } ?? false
            if isNull, omitsNulls { return }
            separate(&isFirst)
            json.append(name)
            if isNull { json.null() } else { entity(nested, from: cursor) }
        case .mediaType(let name, let column):
            if cursor.isNull(column) { return }
            separate(&isFirst)
            json.append(name)
            json.string(utf8: cursor.utf8(column))
        case .value(let name, let column, let storage, let annotation):
            let isNull = cursor.isNull(column)
            if isNull, omitsNulls { return }
            if let annotation, !isNull {
                separate(&isFirst)
                json.append(annotation)
            }
            separate(&isFirst)
            json.append(name)
            if isNull { json.null() } else { value(column, storage, from: cursor) }
        case .part(let part): self.part(part, from: cursor, isFirst: &isFirst)
        case .entity(let name, let presence, let nested):
            if cursor.isNull(presence), omitsNulls { return }
            separate(&isFirst)
            json.append(name)
            if cursor.isNull(presence) { json.null() } else { entity(nested, from: cursor) }
        case .reference(let name, let presence, let identity):
            separate(&isFirst)
            json.append(name)
            if cursor.isNull(presence) {
                json.null()
            } else {
                json.append(byte: UInt8(ascii: "{"))
                id(identity, from: cursor)
                json.append(byte: UInt8(ascii: "}"))
            }
        case .link(let name, let identity):
            separate(&isFirst)
            json.append(name)
            link(identity, from: cursor, segment: [])
        case .children(let expand, let columns, let owner):
            separate(&isFirst)
            hole(expand, columns: columns, owner: owner, from: cursor)
        }
    }

    /// Some members of a collection of values, with their number where it is asked for.
    private mutating func part(_ part: EntityShape.Part, from cursor: some SQLRow, isFirst: inout Bool) {
        if let annotation = part.annotation {
            separate(&isFirst)
            json.append(annotation)
        }
        if let count = part.count {
            separate(&isFirst)
            json.append(part.countName)
            json.integer(cursor.integer(count), quoted: quotesNumbers)
        }
        separate(&isFirst)
        json.append(part.name)
        if let positions = part.positions {
            var items = StoredValue.items(of: cursor.utf8(part.column), at: cursor.utf8(positions))
            for member in part.computed {
                guard case .list(let values) = StoredValue.read(cursor.utf8(member.column)) else { continue }
                for (index, value) in zip(items.indices, values) { items[index].append(member.content(value)) }
            }
            StoredValueWriter(format: format).write(.list(items), as: part.storage, to: &json)
        } else if cursor.isNull(part.column) {
            json.append("[]")
        } else {
            value(part.column, part.storage, from: cursor)
        }
    }

    /// Keeps the place of a related collection.
    mutating func hole(_ expand: Int, columns: [Int], owner: [Int], from cursor: some SQLRow) {
        let key = columns.map { cursor.value($0) }
        let ownKey = owner == columns ? key : owner.map { cursor.value($0) }
        holes.append(RowHole(offset: json.count, expand: expand, key: key, owner: ownKey))
    }

    /// Writes a reference object: nothing but the id.
    mutating func reference(_ identity: EntityShape.Identity, from cursor: some SQLRow) {
        json.append(byte: UInt8(ascii: "{"))
        referenceMembers(identity, from: cursor)
        json.append(byte: UInt8(ascii: "}"))
    }

    /// Writes the members of a reference, for callers that have opened the object themselves.
    mutating func referenceMembers(_ identity: EntityShape.Identity, from cursor: some SQLRow) {
        id(identity, from: cursor)
    }

    /// Writes a value that is not null as plain text (`/$value`, Protocol 11.2.4.1).
    mutating func rawValue(_ column: Int, _ storage: ColumnStorage, from cursor: some SQLRow) {
        switch storage {
        case .text, .date, .guid, .geography, .list, .structure: json.append(cursor.utf8(column))
        case .wideDecimal(let scale, let isVariable):
            json.append(WideDecimal.plain(cursor.utf8(column), scale: scale, trimsZeros: isVariable) ?? [])
        case .blob: json.append(cursor.bytes(column))
        case .timestamp: json.dateTimeOffset(microseconds: cursor.integer(column), quoted: false)
        case .timeOfDay: json.timeOfDay(microseconds: cursor.integer(column), quoted: false)
        case .duration: json.duration(microseconds: cursor.integer(column), quoted: false)
        case .scaledDecimal(let scale): json.decimal(cursor.integer(column), scale: scale)
        case .integer, .wideInteger: json.integer(cursor.integer(column))
        case .boolean: json.bool(cursor.integer(column) != 0)
        case .real: json.double(cursor.real(column))
        case .enumeration(let members):
            json.append(Array(Self.names(of: cursor.integer(column), members).utf8))
        }
    }

    /// Writes a value that is not null, as JSON.
    @inline(__always)
    mutating func value(_ column: Int, _ storage: ColumnStorage, from cursor: some SQLRow) {
        switch storage {
        case .integer: json.integer(cursor.integer(column), quoted: false)
        case .scaledDecimal(let scale): json.decimal(cursor.integer(column), scale: scale, quoted: quotesNumbers)
        case .text: json.string(utf8: cursor.utf8(column))
        case .timestamp: json.dateTimeOffset(microseconds: cursor.integer(column))
        case .date, .guid:
            json.append(byte: UInt8(ascii: "\""))
            json.append(cursor.utf8(column))
            json.append(byte: UInt8(ascii: "\""))
        case .boolean: json.bool(cursor.integer(column) != 0)
        case .real: json.double(cursor.real(column))
        case .timeOfDay: json.timeOfDay(microseconds: cursor.integer(column))
        case .duration: json.duration(microseconds: cursor.integer(column))
        case .blob: json.binary(cursor.bytes(column))
        case .enumeration(let members): enumeration(cursor.integer(column), members)
        case .wideInteger: json.integer(cursor.integer(column), quoted: quotesNumbers)
        case .wideDecimal(let scale, let isVariable):
            wideDecimal(cursor.utf8(column), scale: scale, trimsZeros: isVariable)
        case .geography: json.append(cursor.utf8(column))
        case .list, .structure:
            StoredValueWriter(format: format).write(cursor.utf8(column), as: storage, to: &json)
        }
    }

    private mutating func wideDecimal(_ text: UnsafeBufferPointer<UInt8>, scale: Int, trimsZeros: Bool) {
        if quotesNumbers { json.append("\"") }
        json.append(WideDecimal.plain(text, scale: scale, trimsZeros: trimsZeros) ?? [UInt8(ascii: "0")])
        if quotesNumbers { json.append("\"") }
    }

    @inline(__always)
    private mutating func separate(_ isFirst: inout Bool) {
        if isFirst { isFirst = false } else { json.append(byte: UInt8(ascii: ",")) }
    }

    mutating func enumeration(_ number: Int64, _ members: [ColumnStorage.Member]) {
        json.string(Self.names(of: number, members))
    }

    /// The member of a number, or the members it is made of; the number itself where there are none.
    static func names(of number: Int64, _ members: [ColumnStorage.Member]) -> String {
        if let member = members.first(where: { $0.value == number }) { return member.name }
        var rest = number
        var names: [String] = []
        for member in members.reversed() where member.value != 0 && rest & member.value == member.value {
            names.append(member.name)
            rest &= ~member.value
        }
        return rest == 0 && !names.isEmpty ? names.reversed().joined(separator: ",") : String(number)
    }

    // MARK: Control information of the full metadata level

    private mutating func controlInformation(
        _ identity: EntityShape.Identity,
        from cursor: some SQLRow,
        isFirst: inout Bool
    ) {
        if let type = identity.typeMember {
            separate(&isFirst)
            json.append(type)
        }
        separate(&isFirst)
        id(identity, from: cursor)
        separate(&isFirst)
        json.append(identity.editLinkName)
        link(identity, from: cursor, segment: [])
        for navigation in identity.navigationLinks {
            separate(&isFirst)
            json.append(navigation.associationName)
            link(identity, from: cursor, segment: navigation.segment + Array("/$ref".utf8))
            separate(&isFirst)
            json.append(navigation.navigationName)
            link(identity, from: cursor, segment: navigation.segment)
        }
        for operation in identity.operations {
            separate(&isFirst)
            json.append(operation.opening)
            link(identity, from: cursor, segment: operation.segment)
            json.append(byte: UInt8(ascii: "}"))
        }
    }

    private mutating func id(_ identity: EntityShape.Identity, from cursor: some SQLRow) {
        json.append(identity.idName)
        link(identity, from: cursor, segment: [])
    }

    private mutating func link(_ identity: EntityShape.Identity, from cursor: some SQLRow, segment: [UInt8]) {
        json.append(byte: UInt8(ascii: "\""))
        for part in identity.parts {
            switch part {
            case .text(let text): json.append(text)
            case .key(let column, let storage): keyValue(column, storage, from: cursor)
            }
        }
        json.append(segment)
        json.append(byte: UInt8(ascii: "\""))
    }

    /// A key value as a URL literal; text is percent-encoded, so that the link needs no further escaping.
    private mutating func keyValue(_ column: Int, _ storage: ColumnStorage, from cursor: some SQLRow) {
        switch storage {
        case .integer, .wideInteger: json.integer(cursor.integer(column))
        case .scaledDecimal(let scale): json.decimal(cursor.integer(column), scale: scale)
        case .wideDecimal(let scale, let isVariable):
            json.append(WideDecimal.plain(cursor.utf8(column), scale: scale, trimsZeros: isVariable) ?? [])
        case .date, .guid: json.append(cursor.utf8(column))
        case .timestamp: json.dateTimeOffset(microseconds: cursor.integer(column), quoted: false)
        case .timeOfDay: json.timeOfDay(microseconds: cursor.integer(column), quoted: false)
        case .duration: json.duration(microseconds: cursor.integer(column), quoted: false)
        case .boolean: json.bool(cursor.integer(column) != 0)
        case .real: json.double(cursor.real(column))
        case .text, .blob, .enumeration, .geography, .list, .structure:
            json.append("'")
            for byte in cursor.utf8(column) { percentEncoded(byte) }
            json.append("'")
        }
    }

    private mutating func percentEncoded(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            json.append(byte: byte)
        case UInt8(ascii: "'"): json.append("''")
        default:
            let digits = Array("0123456789ABCDEF".utf8)
            json.append(byte: UInt8(ascii: "%"))
            json.append(byte: digits[Int(byte >> 4)])
            json.append(byte: digits[Int(byte & 15)])
        }
    }
}
