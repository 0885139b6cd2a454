import CRMService
import Foundation
import NIOCore
import NIOExtras
import NIOPosix
import NIOSSL

/// Hands mails to a submission server, one connection each (RFC 5321, RFC 3207, RFC 4954).
struct SMTPClient: MailSender {
    let settings: Settings.Mail
    let password: String?
    let text: MailText
    let group: MultiThreadedEventLoopGroup

    /// Reads the password; nil where no mail server is set.
    ///
    /// Throws where the file cannot be read.
    init?(_ settings: Settings.Mail) throws(StartError) {
        guard settings.isSet else { return nil }
        self.settings = settings
        password = try settings.passwordFile.map { (path) throws(StartError) in try Self.password(in: path) }
        let domain = settings.from.split(separator: "@").last.map(String.init) ?? "localhost"
        text = MailText(from: settings.from, host: domain)
        group = .singleton
    }

    private static func password(in path: String) throws(StartError) -> String {
        do {
            let whole = try String(contentsOf: URL(filePath: path), encoding: .utf8)
            return String(whole.prefix { !$0.isNewline })
        } catch {
            throw .folder(path: path, reason: "the password of the mail server cannot be read there")
        }
    }

    /// So long a whole conversation may take.
    static let seconds = 60

    func send(_ mail: ClaimedMail) async throws(MailFailure) {
        guard MailText.isAddress(mail.mail.to) else {
            throw MailFailure("“\(mail.mail.to.prefix(80))” is no address that mail can go to", isOfMail: true)
        }
        do throws(SMTPProblem) {
            try await withinTime { try await converse(mail) }
        } catch {
            throw MailFailure(error.reason, isOfMail: error.isOfMail)
        }
    }

    private func withinTime(_ body: @escaping @Sendable () async throws -> Void) async throws(SMTPProblem) {
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await body() }
                group.addTask {
                    try await Task.sleep(for: .seconds(Self.seconds))
                    throw SMTPProblem.timedOut(seconds: Self.seconds)
                }
                try await group.next()
                group.cancelAll()
            }
        } catch let problem as SMTPProblem {
            throw problem
        } catch {
            throw .connection(reason(of: error))
        }
    }

    /// What kept the connection from being made, in words.
    private func reason(of error: any Error) -> String {
        let place = "\(settings.host) port \(settings.port)"
        guard let failure = error as? NIOConnectionError else { return "\(place): \(error)" }
        let causes = failure.connectionErrors.map { single in
            (single.error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(single.error)"
        }
        if let first = causes.first { return "\(place): \(first)" }
        return "\(place): the name has no address"
    }

    private func converse(_ mail: ClaimedMail) async throws {
        let channel = try await connect()
        try await channel.executeThenClose { inbound, outbound in
            var session = SMTPSession(inbound: inbound.makeAsyncIterator(), outbound: outbound)
            try await session.expect("the connection")
            var offer = try await session.command("EHLO", "EHLO \(text.host)")
            if settings.security == .startTLS {
                guard offer.offers("STARTTLS") else {
                    throw SMTPProblem.notOffered("STARTTLS, which mail.security asks for")
                }
                try await session.command("STARTTLS", "STARTTLS")
                try await startTLS(on: channel.channel)
                offer = try await session.command("EHLO", "EHLO \(text.host)")
            }
            try await authenticate(&session, offer)
            try await session.command("MAIL", "MAIL FROM:<\(settings.from)>")
            try await session.command("RCPT", "RCPT TO:<\(mail.mail.to)>")
            try await session.command("DATA", "DATA")
            try await session.command("the text", Self.stuffed(text.message(mail)) + ".")
            // The mail is taken; whether the server says goodbye does not matter any more.
            try? await outbound.write(ByteBuffer(string: "QUIT\r\n"))
        }
    }

    private func authenticate(_ session: inout SMTPSession, _ offer: SMTPReply) async throws {
        guard let user = settings.user, let password else { return }
        let mechanisms = offer.mechanisms
        if mechanisms.contains("PLAIN") {
            let answer = Data("\u{0}\(user)\u{0}\(password)".utf8).base64EncodedString()
            try await session.command("AUTH", "AUTH PLAIN \(answer)")
        } else if mechanisms.contains("LOGIN") {
            try await session.command("AUTH", "AUTH LOGIN")
            try await session.command("AUTH", Data(user.utf8).base64EncodedString())
            try await session.command("AUTH", Data(password.utf8).base64EncodedString())
        } else {
            throw SMTPProblem.notOffered("AUTH PLAIN or AUTH LOGIN, which mail.user needs")
        }
    }

    /// A line of its own that begins with a dot gets another (RFC 5321, 4.5.2).
    static func stuffed(_ message: String) -> String {
        message.split(separator: "\r\n", omittingEmptySubsequences: false)
            .map { $0.hasPrefix(".") ? "." + $0 : String($0) }
            .joined(separator: "\r\n")
    }

    // MARK: Connection

    private typealias LineChannel = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    private func connect() async throws -> LineChannel {
        let isEncrypted = settings.security == .tls
        let (host, context) = (settings.host, isEncrypted ? try makeContext() : nil)
        return try await ClientBootstrap(group: group)
            .connectTimeout(.seconds(15))
            .connect(host: settings.host, port: settings.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(Self.makeTLSHandler(context, host))
                    }
                    try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(LineBasedFrameDecoder()))
                    return try LineChannel(wrappingChannelSynchronously: channel)
                }
            }
    }

    private func startTLS(on channel: any Channel) async throws {
        let (host, context) = (settings.host, try makeContext())
        try await channel.eventLoop.submit {
            try channel.pipeline.syncOperations.addHandler(Self.makeTLSHandler(context, host), position: .first)
        }.get()
    }

    private func makeContext() throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        if let file = settings.certificateFile { configuration.trustRoots = .file(file) }
        return try NIOSSLContext(configuration: configuration)
    }

    /// An address has no name that a certificate could be for in SNI.
    private static func makeTLSHandler(_ context: NIOSSLContext, _ host: String) throws -> NIOSSLClientHandler {
        let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
        return try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : host)
    }
}

/// A conversation: commands and their replies in turn.
private struct SMTPSession {
    var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var reader = SMTPReplyReader()

    init(
        inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.inbound = inbound
        self.outbound = outbound
    }

    /// Sends a line, waits for the reply, and throws if it is a refusal; `name` stands in messages, the line does not.
    @discardableResult
    mutating func command(_ name: String, _ line: String) async throws -> SMTPReply {
        try await outbound.write(ByteBuffer(string: line + "\r\n"))
        return try await expect(name)
    }

    @discardableResult
    mutating func expect(_ name: String) async throws -> SMTPReply {
        while let buffer = try await inbound.next() {
            guard let reply = try reader.take(String(buffer: buffer)) else { continue }
            guard reply.isPositive else { throw SMTPProblem.refused(command: name, reply) }
            return reply
        }
        throw SMTPProblem.connection("it was closed before the answer to \(name)")
    }
}
