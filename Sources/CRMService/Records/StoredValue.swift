import CRM
import EntityModel
import SQLCore

extension EntityValue {
    /// The value as its column holds it.
    var stored: SQLValue {
        switch self {
        case .null: .null
        case .integer(let number), .decimal(let number), .timestamp(let number): .integer(number)
        case .text(let text): .text(text)
        case .bool(let flag): .boolean(flag)
        case .date(let days): .text(CivilDate(days: days).text)
        }
    }
}

extension CivilDate {
    /// Reads a day as its column holds it: `2026-01-31`.
    init?(isoText text: some StringProtocol) {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2 else { return nil }
        let numbers = parts.map { part -> Int? in
            part.reduce(0 as Int?) { number, byte in
                guard let number, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                return number * 10 + Int(byte - UInt8(ascii: "0"))
            }
        }
        guard let year = numbers[0], let month = numbers[1], let day = numbers[2] else { return nil }
        self.init(year: year, month: month, day: day)
    }
}
