import OData

/// Writes values that a column holds as JSON the way OData has them (JSON Format 7).
struct StoredValueWriter {
    let format: RowFormat

    func write(_ bytes: UnsafeBufferPointer<UInt8>, as storage: ColumnStorage, to json: inout JSONWriter) {
        write(StoredValue.read(bytes), as: storage, to: &json)
    }

    /// The members of an object, for callers that have opened it themselves.
    func writeMembers(
        _ bytes: UnsafeBufferPointer<UInt8>,
        as storage: ColumnStorage,
        isFirst: Bool,
        to json: inout JSONWriter
    ) {
        guard case .structure(let structure) = storage, case .object(let members) = StoredValue.read(bytes) else {
            return
        }
        self.members(members, of: structure, isFirst: isFirst, to: &json)
    }

    /// Recursion is bounded by the depth of the stored value.
    func write(_ value: StoredValue, as storage: ColumnStorage, to json: inout JSONWriter) {
        switch (value, storage) {
        case (.null, _): json.null()
        case (.list(let items), .list(let item)):
            json.append(byte: UInt8(ascii: "["))
            for (position, value) in items.enumerated() {
                if position > 0 { json.append(byte: UInt8(ascii: ",")) }
                write(value, as: item, to: &json)
            }
            json.append(byte: UInt8(ascii: "]"))
        case (.object(let members), .structure(let structure)):
            json.append(byte: UInt8(ascii: "{"))
            self.members(members, of: structure, isFirst: true, to: &json)
            json.append(byte: UInt8(ascii: "}"))
        case (_, .geography): plain(value, to: &json)
        default: single(value, as: storage, to: &json)
        }
    }

    private func members(
        _ members: [(name: String, value: StoredValue)],
        of structure: StructureStorage,
        isFirst: Bool,
        to json: inout JSONWriter
    ) {
        var isFirst = isFirst
        func separate(_ json: inout JSONWriter) {
            if isFirst { isFirst = false } else { json.append(byte: UInt8(ascii: ",")) }
        }
        var type = structure.type
        var isNamed = format.metadata == .full
        if case .text(let derived)? = members.first(where: { $0.name == "@type" })?.value {
            type = derived
            isNamed = format.metadata != .none
        }
        if isNamed {
            separate(&json)
            json.string("\(format.prefix)type")
            json.append(byte: UInt8(ascii: ":"))
            json.string("#\(type)")
        }
        for member in structure.members(type) ?? [] {
            let value = members.first { $0.name == member.name }?.value ?? .null
            if case .null = value, member.isOmittedWhenNull(format.omits) { continue }
            separate(&json)
            json.string(member.name)
            json.append(byte: UInt8(ascii: ":"))
            if case (.null, .list) = (value, member.storage) {
                json.append("[]")
            } else {
                write(value, as: member.storage, to: &json)
            }
        }
    }

    private func single(_ value: StoredValue, as storage: ColumnStorage, to json: inout JSONWriter) {
        let quotes = format.ieee754Compatible
        switch (value, storage) {
        case (.integer(let number), .wideInteger): json.integer(number, quoted: quotes)
        case (.integer(let number), .scaledDecimal(let scale)): json.decimal(number, scale: scale, quoted: quotes)
        case (.integer(let number), .boolean): json.bool(number != 0)
        case (.integer(let number), .timestamp): json.dateTimeOffset(microseconds: number)
        case (.integer(let number), .timeOfDay): json.timeOfDay(microseconds: number)
        case (.integer(let number), .duration): json.duration(microseconds: number)
        case (.integer(let number), .real): json.double(Double(number))
        case (.integer(let number), .enumeration(let members)): json.string(RowWriter.names(of: number, members))
        case (.integer(let number), _): json.integer(number)
        case (.real(let number), _): json.double(number)
        case (.boolean(let flag), _): json.bool(flag)
        case (.text(let text), .wideDecimal(let scale, let isVariable)):
            let plain = WideDecimal.plain(Array(text.utf8), scale: scale, trimsZeros: isVariable)
            let digits = plain ?? [UInt8(ascii: "0")]
            if quotes { json.append(byte: UInt8(ascii: "\"")) }
            json.append(digits)
            if quotes { json.append(byte: UInt8(ascii: "\"")) }
        case (.text(let text), _): json.string(text)
        case (.null, _), (.list, _), (.object, _): json.null()
        }
    }

    /// JSON that is written as it is stored.
    private func plain(_ value: StoredValue, to json: inout JSONWriter) {
        switch value {
        case .null: json.null()
        case .integer(let number): json.integer(number)
        case .real(let number): json.double(number)
        case .boolean(let flag): json.bool(flag)
        case .text(let text): json.string(text)
        case .list(let items):
            json.append(byte: UInt8(ascii: "["))
            for (position, item) in items.enumerated() {
                if position > 0 { json.append(byte: UInt8(ascii: ",")) }
                plain(item, to: &json)
            }
            json.append(byte: UInt8(ascii: "]"))
        case .object(let members):
            json.append(byte: UInt8(ascii: "{"))
            for (position, member) in members.enumerated() {
                if position > 0 { json.append(byte: UInt8(ascii: ",")) }
                json.string(member.name)
                json.append(byte: UInt8(ascii: ":"))
                plain(member.value, to: &json)
            }
            json.append(byte: UInt8(ascii: "}"))
        }
    }
}
