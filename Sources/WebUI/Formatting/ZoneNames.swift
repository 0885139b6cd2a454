import Foundation
import Identity

extension ZoneRule {
    /// The names of the time zones people may choose from.
    static var knownIdentifiers: [String] { ["UTC"] + TimeZone.knownTimeZoneIdentifiers.sorted() }
}
