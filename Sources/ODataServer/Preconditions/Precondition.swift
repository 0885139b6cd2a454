import OData

/// Compares the tag of what was read with the conditions of the request (Protocol 8.2.4 and 8.2.5).
struct Precondition {
    /// What follows for a read.
    enum Verdict: Equatable { case proceed, notModified, failed }

    private let ifMatch: EntityTagCondition?
    private let ifNoneMatch: EntityTagCondition?

    init(ifMatch: [String], ifNoneMatch: [String]) {
        self.ifMatch = EntityTagCondition(lines: ifMatch)
        self.ifNoneMatch = EntityTagCondition(lines: ifNoneMatch)
    }

    /// The verdict for a representation that exists; without a tag only `*` can match.
    ///
    /// `If-Match` goes first
    /// (RFC 9110, 13.2.2).
    func verdict(for tag: EntityTag?) -> Verdict {
        if let ifMatch, !ifMatch.matches(tag) { return .failed }
        if let ifNoneMatch, ifNoneMatch.matches(tag) { return .notModified }
        return .proceed
    }
}
