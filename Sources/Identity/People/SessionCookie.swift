/// The cookie that carries a session id.
public enum SessionCookie: Sendable {
    /// `__Host-tessera`, bound to this host and to https.
    case secure
    /// `tessera_insecure`, for plain HTTP on loopback or when the operator allows it.
    case insecure

    /// The name.
    public var name: String {
        switch self {
        case .secure: "__Host-tessera"
        case .insecure: "tessera_insecure"
        }
    }

    /// The value of `Set-Cookie` that starts a session; it outlives the browser when `maxAgeSeconds` is given.
    public func setHeader(_ id: SessionID, maxAgeSeconds: Int?) -> String {
        "\(name)=\(id.revealCookieValue())\(attributes)\(maxAgeSeconds.map { "; Max-Age=\($0)" } ?? "")"
    }

    /// The value of `Set-Cookie` that ends a session.
    public var clearHeader: String {
        "\(name)=\(attributes); Max-Age=0"
    }

    /// Finds the session id in the lines of the header `Cookie`; nil when it is absent, broken or there twice.
    public func read(from cookieLines: [String]) -> SessionID? {
        var found: SessionID?
        var count = 0
        for line in cookieLines where line.utf8.count <= 16_384 {
            for pair in line.split(separator: ";") {
                let text = pair.drop { $0 == " " || $0 == "\t" }
                guard text.hasPrefix(name), text.dropFirst(name.count).first == "=" else { continue }
                count += 1
                found = SessionID(cookieValue: String(text.dropFirst(name.count + 1)))
            }
        }
        return count == 1 ? found : nil
    }

    private var attributes: String {
        switch self {
        case .secure: "; Path=/; Secure; HttpOnly; SameSite=Lax"
        case .insecure: "; Path=/; HttpOnly; SameSite=Lax"
        }
    }
}
