/// How personal a field is; marked fields are shown only to those who may see that class.
public enum PersonalMark: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Names of people and what describes them (job title).
    case name = "P1"
    /// Ways to reach a person: e-mail, telephone, address.
    case contact = "P2"
    /// Free text that may hold personal data.
    case freeText = "P3"

    /// Orders marks by their number.
    public static func < (left: PersonalMark, right: PersonalMark) -> Bool { left.rawValue < right.rawValue }
}
