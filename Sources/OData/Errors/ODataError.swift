/// An error as a client reads it (JSON Format 21.1).
public struct ODataError: Error, Hashable, Sendable {
    /// One of several causes.
    public struct Detail: Hashable, Sendable {
        /// What went wrong, for programs.
        public var code: String
        /// What went wrong, for people.
        public var message: String
        /// What it is about.
        public var target: String?

        /// Makes a cause.
        public init(code: String, message: String, target: String? = nil) {
            self.code = code
            self.message = message
            self.target = target
        }
    }

    /// Dotted, lower case, `area.reason`; never renamed.
    public var code: String
    /// Plain sentences for a person: what, where, what to do.
    public var message: String
    /// What the error is about: an option, a property, a header.
    public var target: String?
    /// The single causes, where there are several.
    public var details: [Detail]

    /// Makes an error of its parts.
    public init(code: String, message: String, target: String? = nil, details: [Detail] = []) {
        self.code = code
        self.message = message
        self.target = target
        self.details = details
    }

    /// Makes an error of the catalogue by filling the places of its message.
    ///
    /// Texts that came from outside must have passed through ``echo(_:)``.
    public init(
        _ code: ODataErrorCode,
        _ places: [String: String] = [:],
        target: String? = nil,
        details: [Detail] = []
    ) {
        self.init(code: code.rawValue, message: code.message(places), target: target, details: details)
    }

    /// Input as a message may repeat it: at most 80 characters, no control characters.
    public static func echo(_ input: String) -> String {
        var text = ""
        var count = 0
        for scalar in input.unicodeScalars {
            if count == 80 { return text + "…" }
            text.unicodeScalars.append(scalar.value < 0x20 || (0x7f..<0xa0).contains(scalar.value) ? " " : scalar)
            count += 1
        }
        return text
    }
}
