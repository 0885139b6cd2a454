public import Identity

/// A mail on its way out.
public struct OutgoingMail: Sendable, Hashable, Codable {
    /// The address it goes to.
    public var to: String
    /// The subject: one line.
    public var subject: String
    /// The text.
    public var text: String

    /// Makes a mail.
    public init(to: String, subject: String, text: String) {
        self.to = to
        self.subject = subject
        self.text = text
    }
}

/// A mail that a process took from the outbox.
public struct ClaimedMail: Sendable, Hashable {
    /// The number of the item; the message gets its id from it, so that a mail sent twice is known as one.
    public let item: Int64
    /// How often it was tried, this time included.
    public let tries: Int
    /// When it was put there.
    public let dueAt: UTCInstant
    /// The mail.
    public let mail: OutgoingMail
}

/// Why mails are late.
public struct MailTrouble: Sendable, Hashable {
    /// How many wait although they were tried.
    public let waiting: Int
    /// What the last try said; nil where it said nothing.
    public let lastError: String?
}
