/// Patterns as `matchesPattern` of the driver has them, for texts that are in no database.
public enum TextPattern {
    /// Whether a pattern matches a part of a text; nil where its syntax is not supported, or it is too large.
    ///
    /// Time grows with text times pattern, never worse.
    public static func matches(_ pattern: String, in text: String) -> Bool? {
        PatternAutomaton(pattern: pattern)?.matches(text)
    }
}
