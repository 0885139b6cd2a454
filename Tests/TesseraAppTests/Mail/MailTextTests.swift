import CRMService
import Foundation
import Identity
import Testing

@testable import TesseraApp

@Suite struct MailTextTests {
    @Test(
        "what can be an address, and what would end a command or a header",
        arguments: [
            ("ann@example.com", true), ("a.b+c@d.e", true), ("a@b", true), ("", false), ("a", false), ("@b", false),
            ("a@", false), ("a@b@c", false), ("a b@c.d", false), ("a@b.c\r\nBcc: x@y.z", false), ("<a@b.c>", false),
            ("a@b.c,d@e.f", false), ("é@b.c", false), (String(repeating: "a", count: 250) + "@b.cc", false),
        ]
    )
    func address(text: String, isAddress: Bool) {
        #expect(MailText.isAddress(text) == isAddress)
    }

    @Test(
        "a subject is one header, plain or in encoded words",
        arguments: [
            ("Token ends soon", "Token ends soon"), ("a\r\nBcc: x", "a  Bcc: x"),
            ("Grüße", "=?utf-8?B?R3LDvMOfZQ==?="), ("=?x?=", "=?utf-8?B?PT94Pz0=?="),
        ]
    )
    func header(text: String, shown: String) {
        #expect(MailText.header(text) == shown)
    }

    @Test("no encoded word is longer than 75 bytes, and they hold the whole text")
    func longHeader() throws {
        let text = String(repeating: "Übersicht ", count: 15)
        let words = MailText.header(text).components(separatedBy: "\r\n ")
        #expect(words.allSatisfy { $0.utf8.count <= 75 })
        let parts = try words.map { try #require(Data(base64Encoded: String($0.dropFirst(10).dropLast(2)))) }
        #expect(String(decoding: parts.reduce(Data(), +), as: UTF8.self) == text)
    }

    @Test(
        "dates as RFC 5322 has them",
        arguments: [
            (0, "Thu, 1 Jan 1970 00:00:00 +0000"), (1_800_000_000, "Fri, 15 Jan 2027 08:00:00 +0000"),
            (951_827_696, "Tue, 29 Feb 2000 12:34:56 +0000"),
        ]
    )
    func date(seconds: Int64, shown: String) {
        #expect(MailText.date(UTCInstant(seconds: seconds)) == shown)
    }

    @Test("a line that begins with a dot gets another, so that no text ends the mail")
    func dots() {
        #expect(SMTPClient.stuffed("a\r\n.\r\n..b\r\n") == "a\r\n..\r\n...b\r\n")
    }

    @Test("replies of several lines end with the line without a hyphen")
    func replies() throws {
        var reader = SMTPReplyReader()
        #expect(try reader.take("250-mail.example.com") == nil)
        #expect(try reader.take("250-AUTH PLAIN LOGIN") == nil)
        let reply = try #require(try reader.take("250 STARTTLS"))
        #expect(reply.offers("STARTTLS"))
        #expect(reply.mechanisms == ["PLAIN", "LOGIN"])
        #expect(try reader.take("354") == SMTPReply(code: 354, lines: [""]))
    }

    @Test("lines that are no reply are refused", arguments: ["", "25", "abc", "250x", "999 x", "HTTP/1.1 400"])
    func brokenReplies(line: String) {
        var reader = SMTPReplyReader()
        #expect(throws: SMTPProblem.self) { try reader.take(line) }
    }
}
