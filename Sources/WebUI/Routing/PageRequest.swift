import CRMService

/// The methods pages know.
enum PageMethod: String, Sendable, CaseIterable {
    case get, post
}

/// A request for a page, free of any web framework.
struct PageRequest: Sendable {
    /// The path as it came, encoded.
    var path: String
    var query: FormValues
    /// What was posted; empty for GET.
    var form: FormValues
    var cookieLines: [String]
    var secFetchSite: String?
    var originLine: String?
    /// Whether a script asks for a region of the page only.
    var isFragment: Bool
    var origin: RequestOrigin

    /// The decoded parts of the path.
    var segments: [String] {
        path.split(separator: "/", omittingEmptySubsequences: true).map { PercentText.decodeSegment($0) }
    }

    /// The path and query of this page, to come back to.
    var address: String {
        let pairs = query.pairs.map { PercentText.encodeQuery($0.name) + "=" + PercentText.encodeQuery($0.value) }
        return pairs.isEmpty ? path : path + "?" + pairs.joined(separator: "&")
    }
}

/// An answer, free of any web framework.
struct PageAnswer: Sendable {
    var status: Int
    var fields: [(name: String, value: String)]
    var body: [UInt8]

    /// The policy of every page: nothing from elsewhere, nothing inline.
    static let contentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

    /// The policy of the page that shows a secret.
    static let secretPolicy = contentPolicy.split(separator: " data:").joined()

    static func html(_ text: String, status: Int = 200) -> PageAnswer {
        PageAnswer(
            status: status,
            fields: Self.privateFields + [("Content-Type", "text/html; charset=utf-8")],
            body: Array(text.utf8)
        )
    }

    /// The answer that leads to another page, to be fetched with GET.
    static func redirect(to path: String) -> PageAnswer {
        PageAnswer(status: 303, fields: privateFields + [("Location", path)], body: [])
    }

    /// A file of ours that the browser saves.
    static func download(_ text: String, type: String, name: String) -> PageAnswer {
        PageAnswer(
            status: 200,
            fields: privateFields + [
                ("Content-Type", type), ("Content-Disposition", "attachment; filename=\"\(name)\""),
            ],
            body: Array(text.utf8)
        )
    }

    static func file(_ file: StaticFiles.File) -> PageAnswer {
        PageAnswer(
            status: 200,
            fields: [
                ("Content-Type", file.contentType), ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", file.isImmutable ? "public, max-age=31536000, immutable" : "no-cache"),
            ],
            body: file.bytes
        )
    }

    /// Sets a header in place of an earlier one of the same name.
    func setting(_ name: String, _ value: String) -> PageAnswer {
        var copy = self
        copy.fields.removeAll { $0.name.lowercased() == name.lowercased() }
        copy.fields.append((name, value))
        return copy
    }

    /// Adds a cookie.
    func adding(cookie: String) -> PageAnswer {
        var copy = self
        copy.fields.append(("Set-Cookie", cookie))
        return copy
    }

    private static let privateFields: [(name: String, value: String)] = [
        ("Cache-Control", "private, no-store"), ("Content-Security-Policy", contentPolicy),
        ("Referrer-Policy", "same-origin"), ("X-Content-Type-Options", "nosniff"),
        ("Vary", "Cookie, Tessera-Fragment"),
    ]
}

/// Where people are sent after signing in.
enum ReturnPath {
    /// The path if it stays on this site, else nil: it starts with exactly one slash and has no control characters.
    static func checked(_ text: String?) -> String? {
        guard let text, text.utf8.count <= 2_000, text.hasPrefix("/"), !text.hasPrefix("//"),
            text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value < 0x7f && $0 != "\\" })
        else { return nil }
        let path = text.prefix { $0 != "?" && $0 != "#" }
        return ["/login", "/logout", "/setup"].contains(path) ? nil : text
    }
}
