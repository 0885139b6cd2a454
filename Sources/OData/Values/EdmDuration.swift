/// A length of time without months, exact to the microsecond.
public struct EdmDuration: Sendable, Hashable, Comparable {
    /// Microseconds; may be negative.
    public let microseconds: Int64

    /// Makes a duration.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Reads `[-]P[nD][T[nH][nM][n[.n]S]]`; nil if the text is something else or does not fit.
    public init?(_ text: String) {
        guard case .value(let duration, let end) = TemporalReader(Array(text.utf8)[...]).duration(),
            end == text.utf8.count
        else { return nil }
        self = duration
    }

    /// Whether the left duration is shorter.
    public static func < (left: EdmDuration, right: EdmDuration) -> Bool {
        left.microseconds < right.microseconds
    }
}

extension EdmDuration: CustomStringConvertible {
    /// `-P1DT2H3M4.5S`, with only the parts that are not zero; `PT0S` for none.
    public var description: String {
        let magnitude = microseconds.magnitude
        var text = microseconds < 0 ? "-P" : "P"
        let days = magnitude / 86_400_000_000
        if days > 0 { text += "\(days)D" }
        let rest = magnitude % 86_400_000_000
        if rest == 0 { return days > 0 ? text : "PT0S" }
        text += "T"
        if rest / 3_600_000_000 > 0 { text += "\(rest / 3_600_000_000)H" }
        if rest / 60_000_000 % 60 > 0 { text += "\(rest / 60_000_000 % 60)M" }
        if rest % 60_000_000 > 0 {
            text += "\(rest / 1_000_000 % 60)\(TemporalText.fraction(Int(rest % 1_000_000)))S"
        }
        return text
    }
}
