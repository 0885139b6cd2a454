/// Reads the credential of a request from its header lines and its raw query.
///
/// A pure function. It looks at `Authorization` and `X-Api-Key` and nothing else: cookies, bodies and form fields are
/// never sources, and a token in the query is refused. One answer for one request; a bad header never falls back to
/// another source.
public enum CredentialParser {
    /// Bytes of the longest header value that is looked into.
    public static let longestValue = 512

    /// Reads the credential from all header lines, in any spelling of their names.
    public static func parse(
        headers: some Sequence<(name: String, value: String)>,
        rawQuery: String?,
        connection: ConnectionFacts
    ) -> PresentedCredential {
        var authorization: [String] = []
        var apiKeys: [String] = []
        for header in headers {
            if ASCII.isEqual(header.name.utf8, ignoringCaseOf: "authorization") {
                authorization.append(header.value)
            } else if ASCII.isEqual(header.name.utf8, ignoringCaseOf: "x-api-key") {
                apiKeys.append(header.value)
            }
        }
        return parse(authorization: authorization, apiKeys: apiKeys, rawQuery: rawQuery, connection: connection)
    }

    /// Reads the credential from the lines of the two headers.
    public static func parse(
        authorization: [String],
        apiKeys: [String],
        rawQuery: String?,
        connection: ConnectionFacts
    ) -> PresentedCredential {
        if let rawQuery, let finding = QueryCredential.find(in: rawQuery) {
            return .inQuery(finding.keyID)
        }
        guard authorization.count + apiKeys.count <= 1 else { return .ambiguous }
        guard let value = authorization.first ?? apiKeys.first else { return .none }
        guard value.utf8.count <= longestValue else { return .notAToken(.tooLong) }
        let bytes = ASCII.trimmed(Array(value.utf8)[...], where: ASCII.isBlank)
        guard !bytes.isEmpty else { return .none }
        let reading = authorization.isEmpty ? parseAPIKey(bytes) : parseAuthorization(bytes)
        return credential(reading, connection: connection)
    }

    /// Whether header lines of an inner `$batch` request carry a credential of their own, which is refused.
    public static func carriesCredential(headers: some Sequence<(name: String, value: String)>) -> Bool {
        headers.contains { header in
            ASCII.isEqual(header.name.utf8, ignoringCaseOf: "authorization")
                || ASCII.isEqual(header.name.utf8, ignoringCaseOf: "x-api-key")
        }
    }

    /// A verdict before the connection is looked at.
    private enum Reading {
        case none
        case token(TokenSecret, CredentialPlace)
        case incomplete
        case notAToken(CredentialHint)
        case ambiguous
    }

    private static func credential(_ reading: Reading, connection: ConnectionFacts) -> PresentedCredential {
        switch reading {
        case .none: .none
        case .token(let secret, let place):
            .token(PresentedToken(secret: secret, place: place, isInClear: connection.isInClear))
        case .incomplete: .incomplete
        case .notAToken(let hint): .notAToken(hint)
        case .ambiguous: .ambiguous
        }
    }

    private static func parseAPIKey(_ value: ArraySlice<UInt8>) -> Reading {
        // A proxy may have joined two lines to one; two tokens stay two credentials.
        let parts = value.split(separator: UInt8(ascii: ","))
        if parts.dropFirst().contains(where: { looksLikeToken(ASCII.trimmed($0, where: ASCII.isBlank)) }) {
            return .ambiguous
        }
        return judge(value, from: .apiKey, otherwise: .otherToken)
    }

    private static func parseAuthorization(_ value: ArraySlice<UInt8>) -> Reading {
        guard !joinsTwoCredentials(value) else { return .ambiguous }
        let schemeEnd = value.firstIndex(where: ASCII.isBlank) ?? value.endIndex
        let scheme = value[..<schemeEnd]
        let rest = ASCII.trimmed(value[schemeEnd...], where: ASCII.isBlank)
        if ASCII.isEqual(scheme, ignoringCaseOf: "bearer") {
            return rest.isEmpty ? .none : judge(rest, from: .bearer, otherwise: .otherToken)
        }
        if ASCII.isEqual(scheme, ignoringCaseOf: "basic") {
            return rest.isEmpty ? .none : parseBasic(rest)
        }
        return looksLikeToken(scheme) ? .notAToken(.schemeMissing) : .none
    }

    private static func parseBasic(_ encoded: ArraySlice<UInt8>) -> Reading {
        guard let decoded = Base64Text.decode(encoded, alphabet: .standard), isText(decoded) else { return .incomplete }
        guard let colon = decoded.firstIndex(of: UInt8(ascii: ":")) else {
            return holdsControl(decoded[...]) ? .incomplete : .notAToken(.tokenBelongsInPassword)
        }
        // The left part is ignored and never kept: people type passwords there.
        let left = decoded[..<colon]
        let right = ASCII.trimmed(decoded[(colon + 1)...], where: ASCII.isWhiteSpace)
        guard !holdsControl(left), !holdsControl(right) else { return .incomplete }
        guard right.isEmpty else { return judge(right, from: .basic, otherwise: .passwordInsteadOfToken) }
        if left.isEmpty { return .none }
        return .notAToken(looksLikeToken(left) ? .tokenBelongsInPassword : .passwordInsteadOfToken)
    }

    private static func judge(
        _ candidate: ArraySlice<UInt8>,
        from place: CredentialPlace,
        otherwise hint: CredentialHint
    ) -> Reading {
        switch Result(catching: { () throws(TokenCodecError) in try TokenCodec.decode(candidate) }) {
        case .success(let secret): .token(secret, place)
        case .failure: looksLikeToken(candidate) ? .incomplete : .notAToken(hint)
        }
    }

    /// Whether a text was meant to be one of our tokens: it starts with `tsr_` or contains the whole prefix, in any case.
    private static func looksLikeToken(_ text: ArraySlice<UInt8>) -> Bool {
        if ASCII.isEqual(text.prefix(4), ignoringCaseOf: "tsr_") { return true }
        var rest = text
        while rest.count >= TokenCodec.prefixBytes.count {
            if ASCII.lowered(rest[rest.startIndex]) == UInt8(ascii: "t"),
                ASCII.isEqual(rest.prefix(TokenCodec.prefixBytes.count), ignoringCaseOf: "tsr_pat_")
            {
                return true
            }
            rest = rest.dropFirst()
        }
        return false
    }

    /// Whether a comma stands between two credentials: behind it a scheme begins.
    private static func joinsTwoCredentials(_ value: ArraySlice<UInt8>) -> Bool {
        guard value.contains(UInt8(ascii: ",")) else { return false }
        return value.split(separator: UInt8(ascii: ",")).dropFirst().contains { part in
            let text = ASCII.trimmed(part, where: ASCII.isBlank)
            let scheme = text.prefix { !ASCII.isBlank($0) }
            return Self.schemes.contains { ASCII.isEqual(scheme, ignoringCaseOf: $0) }
        }
    }

    private static let schemes: [StaticString] = ["basic", "bearer", "digest", "negotiate", "ntlm", "token"]

    private static func isText(_ bytes: [UInt8]) -> Bool {
        bytes.allSatisfy { $0 < 0x80 } || String(validating: bytes, as: UTF8.self) != nil
    }

    private static func holdsControl(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.contains { $0 < 0x20 || $0 == 0x7F }
    }
}
