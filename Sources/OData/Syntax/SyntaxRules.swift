/// How closely the parsers keep to the grammar.
struct SyntaxRules: Sendable {
    /// Whether only what the grammar says is accepted: none of the tolerances for clients in the field.
    var isStrict = false
    /// Whether a well-formed literal must name a value; off for questions about the grammar alone.
    var checksValues = true
    /// Whether an option may appear only once; off for questions about the grammar alone.
    var refusesDuplicates = true

    /// For requests.
    static let tolerant = SyntaxRules()
    /// For requests of a service that refuses tolerances.
    static let strict = SyntaxRules(isStrict: true)
    /// For questions about the grammar alone.
    static let grammar = SyntaxRules(isStrict: true, checksValues: false, refusesDuplicates: false)
}
