import OData
import SQLCore

extension RowWriter {
    /// Writes the current row of a cursor as an object.
    ///
    /// A null number reads as 0 and a null text has no address, so that whether a column is null is asked for zeros only.
    mutating func row(_ program: borrowing RowProgram, from cursor: some SQLRow) {
        let steps = program.steps
        var position = 0
        while position < steps.count {
            let step = steps[position]
            position += 1
            let column = Int(step.column)
            program.names.withUnsafeBufferPointer { names in
                json.append(UnsafeBufferPointer(rebasing: names[Int(step.start)..<Int(step.end)]))
            }
            switch step.action {
            case .integer, .quotedInteger, .decimal, .timestamp, .boolean, .timeOfDay, .duration, .enumeration:
                let number = cursor.integer(column)
                if number == 0, cursor.isNull(column) { json.null() } else { self.number(number, step, program) }
            case .text:
                let text = cursor.utf8(column)
                if text.baseAddress == nil { json.null() } else { json.string(utf8: text) }
            case .verbatim:
                let text = cursor.utf8(column)
                if text.baseAddress == nil { json.null() } else { verbatim(text) }
            case .real:
                let number = cursor.real(column)
                if number == 0, cursor.isNull(column) { json.null() } else { json.double(number) }
            case .blob:
                if cursor.isNull(column) { json.null() } else { json.binary(cursor.bytes(column)) }
            case .version:
                json.integer(cursor.integer(column))
                json.append("\\\"\"")
            case .name: break
            case .entity:
                guard cursor.isNull(column) else { break }
                json.null()
                position = Int(step.extra)
            case .hole:
                let hole = program.holes[Int(step.extra)]
                self.hole(hole.expand, columns: hole.columns, owner: hole.owner, from: cursor)
            }
        }
    }

    @inline(__always)
    private mutating func number(_ number: Int64, _ step: RowProgram.Step, _ program: borrowing RowProgram) {
        switch step.action {
        case .decimal: json.decimal(number, scale: Int(step.extra), quoted: quotesNumbers)
        case .timestamp: json.dateTimeOffset(microseconds: number)
        case .boolean: json.bool(number != 0)
        case .timeOfDay: json.timeOfDay(microseconds: number)
        case .duration: json.duration(microseconds: number)
        case .quotedInteger: json.integer(number, quoted: true)
        case .enumeration: enumeration(number, program.enumerations[Int(step.extra)])
        default: json.integer(number)
        }
    }

    @inline(__always)
    private mutating func verbatim(_ text: UnsafeBufferPointer<UInt8>) {
        json.append(byte: UInt8(ascii: "\""))
        json.append(text)
        json.append(byte: UInt8(ascii: "\""))
    }
}
