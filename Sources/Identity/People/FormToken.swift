internal import Crypto

/// The hidden value that ties a form to the session it was shown in.
///
/// HMAC-SHA-256 of the form's name under the session's own key, as base64url; a value of another session or another form
/// does not match.
public enum FormToken {
    /// Bytes of a session's form key.
    public static let keyByteCount = 32

    /// The value for the hidden field.
    public static func make(csrfKey: [UInt8], form: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Array(form.utf8), using: SymmetricKey(data: csrfKey))
        return Base64Text.encode(Array(code), alphabet: .url, isPadded: false)
    }

    /// Whether a submitted value belongs to the session and the form, compared in constant time.
    public static func isValid(_ value: String, csrfKey: [UInt8], form: String) -> Bool {
        guard csrfKey.count == keyByteCount, value.utf8.count == 43,
            let code = Base64Text.decode(value, alphabet: .url)
        else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(
            code,
            authenticating: Array(form.utf8),
            using: SymmetricKey(data: csrfKey)
        )
    }
}

/// Where an unsafe request on cookie paths may come from.
public enum SameOriginRule {
    /// Whether the browser says that the request comes from our own pages.
    ///
    /// `Sec-Fetch-Site` decides when it is there, else `Origin` must equal the public origin, such as
    /// `https://crm.example`. A request without both comes from no current browser and is refused.
    public static func admits(secFetchSite: String?, origin: String?, publicOrigin: String) -> Bool {
        if let secFetchSite { return secFetchSite == "same-origin" }
        guard let origin else { return false }
        return origin.lowercased() == publicOrigin.lowercased()
    }
}
