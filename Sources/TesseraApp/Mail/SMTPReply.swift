import NIOCore

/// What a mail server answers to a command: a code and one or more lines (RFC 5321, 4.2).
struct SMTPReply: Sendable, Hashable {
    var code: Int
    var lines: [String]

    /// Whether the command was done, or its next part is awaited.
    var isPositive: Bool { (200..<400).contains(code) }
    /// Whether trying again later may help.
    var isTransient: Bool { (400..<500).contains(code) }
    /// The answer in one line, for messages.
    var text: String { "\(code) " + lines.joined(separator: " ").prefix(200) }

    /// Whether the server offers an extension (RFC 5321, 4.1.1.1).
    func offers(_ keyword: String) -> Bool {
        lines.contains { $0.split(separator: " ").first?.uppercased() == keyword }
    }

    /// The ways to authenticate that the server offers (RFC 4954).
    var mechanisms: [String] {
        lines.first { $0.uppercased().hasPrefix("AUTH ") }?.split(separator: " ").dropFirst().map { $0.uppercased() }
            ?? []
    }
}

/// Gathers the lines of one reply.
struct SMTPReplyReader {
    private var code: Int?
    private var lines: [String] = []

    /// No server that means well sends more lines.
    private static let mostLines = 100

    /// Takes a line without its end; gives the reply when it was the last.
    ///
    /// Throws where it is no line of a reply.
    mutating func take(_ line: String) throws(SMTPProblem) -> SMTPReply? {
        let bytes = Array(line.utf8)
        guard bytes.count >= 3, let code = Int(String(decoding: bytes[..<3], as: UTF8.self)),
            (200..<600).contains(code),
            self.code == nil || self.code == code, lines.count < Self.mostLines
        else { throw .protocolBroken("the server sent a line that is no answer") }
        let isLast = bytes.count == 3 || bytes[3] == UInt8(ascii: " ")
        guard isLast || bytes[3] == UInt8(ascii: "-") else {
            throw .protocolBroken("the server sent a line that is no answer")
        }
        let text = String(decoding: bytes.dropFirst(4), as: UTF8.self)
        lines.append(
            String(text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7f }.prefix(500).map(Character.init))
        )
        self.code = code
        guard isLast else { return nil }
        defer { self = SMTPReplyReader() }
        return SMTPReply(code: code, lines: lines)
    }
}

/// Why a mail could not be handed over.
enum SMTPProblem: Error, Sendable, Hashable {
    /// No connection, or it broke.
    case connection(String)
    /// The server did not answer in time.
    case timedOut(seconds: Int)
    /// What it sent makes no sense.
    case protocolBroken(String)
    /// It refused a command.
    case refused(command: String, SMTPReply)
    /// It does not offer what the settings ask for.
    case notOffered(String)

    /// The reason in one line.
    var reason: String {
        switch self {
        case .connection(let text): "no connection to the mail server: \(text)"
        case .timedOut(let seconds): "the mail server did not answer within \(seconds) seconds"
        case .protocolBroken(let text): text
        case .refused(let command, let reply): "the mail server refused \(command): \(reply.text)"
        case .notOffered(let text): "the mail server does not offer \(text)"
        }
    }

    /// Whether only this mail is refused: a wrong address, or a text it does not like.
    var isOfMail: Bool {
        guard case .refused(let command, let reply) = self else { return false }
        return ["RCPT", "DATA", "the text"].contains(command) && !reply.isTransient
    }
}
