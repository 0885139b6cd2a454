/// Which values an answer leaves out, as the client wished (`Prefer: omit-values`, Protocol 8.2.8.6).
public enum OmittedValues: String, Hashable, Sendable {
    /// Nothing is left out.
    case none
    /// Members that are null are left out.
    case nulls
    /// Members that have the default value of their property are left out, nulls where it has none; a null is shown where
    /// the property has a default.
    case defaults
}
