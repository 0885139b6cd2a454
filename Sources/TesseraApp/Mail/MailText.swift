import CRMService
import Foundation
import Identity

/// A mail as it goes over the wire (RFC 5322 with RFC 2047 and RFC 2045).
struct MailText {
    let from: String
    /// What stands behind the `@` of message ids.
    let host: String

    /// The message with its headers, lines ended by CRLF, without the final dot.
    func message(_ mail: ClaimedMail) -> String {
        let lines = [
            "From: Tessera <\(from)>",
            "To: <\(mail.mail.to)>",
            "Subject: \(Self.header(mail.mail.subject))",
            "Date: \(Self.date(mail.dueAt))",
            "Message-ID: <outbox-\(mail.item)@\(host)>",
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: base64",
            "",
            Data(mail.mail.text.utf8).base64EncodedString(options: [
                .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
            ]),
        ]
        return lines.joined(separator: "\r\n") + "\r\n"
    }

    /// Whether a text is an address that can stand in a command and a header as it is.
    static func isAddress(_ text: String) -> Bool {
        let bytes = text.utf8
        guard (3...254).contains(bytes.count), bytes.count(where: { $0 == UInt8(ascii: "@") }) == 1,
            bytes.first != UInt8(ascii: "@"), bytes.last != UInt8(ascii: "@")
        else { return false }
        return bytes.allSatisfy { $0 > 0x20 && $0 < 0x7f && !"<>()[]\\,;:\"".utf8.contains($0) }
    }

    /// A header's text: as it is where it is plain, else in encoded words of at most 75 bytes.
    static func header(_ text: String) -> String {
        let clean = String(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7f ? " " : Character($0) })
        if clean.utf8.count <= 200, clean.utf8.allSatisfy({ $0 < 0x7f }), !clean.contains("=?") { return clean }
        var words: [String] = []
        var part = ""
        for character in clean.prefix(200) {
            if (part + String(character)).utf8.count > 42 {
                words.append(part)
                part = ""
            }
            part.append(character)
        }
        words.append(part)
        return words.map { "=?utf-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }

    /// The instant as RFC 5322, 3.3 has it, in UTC.
    static func date(_ instant: UTCInstant) -> String {
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let number =
            instant.wholeSeconds >= 0 ? instant.wholeSeconds / 86_400 : (instant.wholeSeconds - 86_399) / 86_400
        let parts = instant.day.description.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, months.indices.contains(parts[1] - 1) else { return "" }
        let time = instant.rfc3339.dropFirst(11).prefix(8)
        let name = days[Int(((number % 7) + 7) % 7)]
        return "\(name), \(parts[2]) \(months[parts[1] - 1]) \(parts[0]) \(time) +0000"
    }
}
