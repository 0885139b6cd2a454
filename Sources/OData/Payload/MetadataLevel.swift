/// How much control information an answer carries (JSON Format 3.1).
public enum MetadataLevel: String, CaseIterable, Hashable, Sendable {
    case minimal
    case full
    case none
}
