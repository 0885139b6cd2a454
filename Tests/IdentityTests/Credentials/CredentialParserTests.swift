import Identity
import Testing

/// The outcome without the secret, so that rows can be compared.
enum Outcome: Equatable, Sendable {
    case none
    case token(CredentialPlace)
    case incomplete
    case notAToken(CredentialHint)
    case ambiguous
    case inQuery(String?)

    init(_ credential: PresentedCredential) {
        switch credential {
        case .none: self = .none
        case .token(let presented): self = .token(presented.place)
        case .incomplete: self = .incomplete
        case .notAToken(let hint): self = .notAToken(hint)
        case .ambiguous: self = .ambiguous
        case .inQuery(let keyID): self = .inQuery(keyID?.text)
        }
    }
}

struct HeaderRow: Sendable, CustomTestStringConvertible {
    let number: Int
    let headers: [(name: String, value: String)]
    var query: String?
    let outcome: Outcome

    init(_ number: Int, _ authorization: String, _ outcome: Outcome) {
        self.init(number, [("Authorization", authorization)], outcome)
    }

    init(_ number: Int, _ headers: [(name: String, value: String)], query: String? = nil, _ outcome: Outcome) {
        self.number = number
        self.headers = headers
        self.query = query
        self.outcome = outcome
    }

    var testDescription: String {
        "row \(number): \(headers) \(query ?? "")"
    }
}

@Suite struct CredentialParserTests {
    static let token = TokenVectors.v3
    static let connection = ConnectionFacts(isSecure: true, isSecureExpected: true)

    static func basic(_ text: String, isPadded: Bool = true) -> String {
        Base64Text.encode(Array(text.utf8), isPadded: isPadded)
    }

    static func latin(_ text: String) -> String {
        Base64Text.encode(text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
    }

    static let jwt = "eyJ" + String(repeating: "a", count: 140) + "." + String(repeating: "b", count: 156)

    static let rows: [HeaderRow] = [
        HeaderRow(1, [], .none),
        HeaderRow(2, "Bearer \(token)", .token(.bearer)),
        HeaderRow(2, "bearer \(token)", .token(.bearer)),
        HeaderRow(2, "BEARER   \(token) ", .token(.bearer)),
        HeaderRow(2, "Bearer\t\(token)\t", .token(.bearer)),
        HeaderRow(3, "Bearer", .none),
        HeaderRow(3, "Bearer ", .none),
        HeaderRow(3, "", .none),
        HeaderRow(4, "Basic \(basic(":" + token))", .token(.basic)),
        HeaderRow(5, "Basic \(basic("anything:" + token))", .token(.basic)),
        HeaderRow(5, "basic \(basic("anything:" + token))", .token(.basic)),
        HeaderRow(5, "Basic \(basic("any:" + token, isPadded: false))", .token(.basic)),
        HeaderRow(5, "Basic \(basic("anyone:" + token, isPadded: false))", .token(.basic)),
        HeaderRow(6, "Basic \(basic("me@example.com:my-password"))", .notAToken(.passwordInsteadOfToken)),
        HeaderRow(7, "Basic \(basic(token + ":"))", .notAToken(.tokenBelongsInPassword)),
        HeaderRow(7, "Basic \(basic(token))", .notAToken(.tokenBelongsInPassword)),
        HeaderRow(7, "Basic \(basic(":"))", .none),
        HeaderRow(7, "Basic", .none),
        HeaderRow(8, "Basic \(basic("a:b:" + token))", .incomplete),
        HeaderRow(9, "Basic \(basic("x: " + token + "\n"))", .token(.basic)),
        HeaderRow(9, "Basic \(basic("x:" + token + "\r\n"))", .token(.basic)),
        HeaderRow(10, "Basic %%%", .incomplete),
        HeaderRow(10, "Basic \(latin("x:\u{FF}\u{FE}"))", .incomplete),
        HeaderRow(10, "Basic \(basic("x:" + token.prefix(30) + "\0" + token.dropFirst(30)))", .incomplete),
        HeaderRow(10, "Basic \(basic("x\0y:" + token))", .incomplete),
        HeaderRow(11, "Basic \(basic("é:" + token))", .token(.basic)),
        HeaderRow(11, "Basic \(latin("é:" + token))", .incomplete),
        HeaderRow(12, [("X-Api-Key", token)], .token(.apiKey)),
        HeaderRow(12, [("x-api-key", " \(token) ")], .token(.apiKey)),
        HeaderRow(12, [("X-API-KEY", "")], .none),
        HeaderRow(12, [("X-Api-Key", "\(token), \(token)")], .ambiguous),
        HeaderRow(12, [("X-Api-Key", "something else")], .notAToken(.otherToken)),
        HeaderRow(13, [("Authorization", "Bearer \(token)"), ("X-Api-Key", token)], .ambiguous),
        HeaderRow(13, [("Authorization", "Bearer \(token)"), ("X-Api-Key", "")], .ambiguous),
        HeaderRow(14, [("Authorization", "Bearer \(token)"), ("authorization", "Bearer \(token)")], .ambiguous),
        HeaderRow(14, [("X-Api-Key", token), ("X-Api-Key", token)], .ambiguous),
        HeaderRow(14, "Bearer \(token), Basic \(basic(":" + token))", .ambiguous),
        HeaderRow(14, "Bearer \(token),Bearer \(token)", .ambiguous),
        HeaderRow(15, "Digest username=\"x\", realm=\"y\"", .none),
        HeaderRow(15, "Negotiate TlRMTVNTUAAB", .none),
        HeaderRow(15, "NTLM TlRMTVNTUAAB", .none),
        HeaderRow(15, "Token \(token)", .none),
        HeaderRow(15, "Bearer2 \(token)", .none),
        HeaderRow(16, token, .notAToken(.schemeMissing)),
        HeaderRow(16, "\(token) ", .notAToken(.schemeMissing)),
        HeaderRow(17, "Bearer \(jwt)", .notAToken(.otherToken)),
        HeaderRow(18, "Bearer \(String(repeating: "e", count: 506))", .notAToken(.tooLong)),
        HeaderRow(18, "Bearer \(String(repeating: "e", count: 505))", .notAToken(.otherToken)),
        HeaderRow(18, "Bearer \(token)\(String(repeating: " ", count: 450))", .notAToken(.tooLong)),
        HeaderRow(18, [("X-Api-Key", String(repeating: "k", count: 16_000))], .notAToken(.tooLong)),
        HeaderRow(20, "Bearer \(token.lowercased())", .incomplete),
        HeaderRow(20, "Bearer \(token.uppercased())", .incomplete),
        HeaderRow(20, "Bearer \(token.dropLast())", .incomplete),
        HeaderRow(20, "Bearer \(TokenVectors.invalid[3].text)", .incomplete),
        HeaderRow(20, "Bearer \(token)0", .incomplete),
        HeaderRow(20, "Bearer \(token.prefix(21))\u{200B}\(token.dropFirst(21))", .incomplete),
        HeaderRow(20, "Bearer \u{200B}\(token)", .incomplete),
        HeaderRow(20, "Bearer \"\(token)\"", .incomplete),
        HeaderRow(21, [], query: "access_token=\(token)", .inQuery("ABCDEFGHIJKL")),
        HeaderRow(21, [], query: "access_token=abc", .inQuery(nil)),
        HeaderRow(21, [], query: "$top=1&access%5Ftoken=abc", .inQuery(nil)),
        HeaderRow(21, [], query: "access_token", .inQuery(nil)),
        HeaderRow(21, [], query: "x=\(token.prefix(20))", .inQuery("ABCDEFGHIJKL")),
        HeaderRow(21, [], query: "x=tsr%5Fpat%5fABCDEFGHIJKL%5F", .inQuery("ABCDEFGHIJKL")),
        HeaderRow(21, [("Authorization", "Bearer \(token)")], query: "x=\(token)", .inQuery("ABCDEFGHIJKL")),
        HeaderRow(21, [("Authorization", "Bearer \(token)")], query: "$filter=a eq 'tsr_pat_'", .token(.bearer)),
        HeaderRow(21, [("Authorization", "Bearer \(token)")], query: "my_access_token=1&%zz=%4", .token(.bearer)),
        HeaderRow(22, [("Cookie", "__Host-tessera=\(String(repeating: "A", count: 43))")], .none),
        HeaderRow(22, [("Cookie", "token=\(token)"), ("X-Token", token)], .none),
        HeaderRow(23, [("Cookie", "__Host-tessera=x"), ("Authorization", "Bearer \(token.dropLast())")], .incomplete),
    ]

    @Test("a header is read as its row says", arguments: rows)
    func header(row: HeaderRow) {
        let credential = CredentialParser.parse(headers: row.headers, rawQuery: row.query, connection: Self.connection)
        #expect(Outcome(credential) == row.outcome)
    }

    @Test(
        "every vector that is altered is incomplete as Bearer",
        arguments: TokenVectors.invalid.filter { !$0.text.isEmpty }
    )
    func altered(vector: TokenVectors.Invalid) {
        let credential = CredentialParser.parse(
            headers: [(name: "Authorization", value: "Bearer \(vector.text)")],
            rawQuery: nil,
            connection: Self.connection
        )
        #expect(Outcome(credential) == .incomplete)
    }

    @Test("row 26: a token over plain HTTP is read and marked when https is expected")
    func plainHTTP() {
        let facts = [(false, true), (false, false), (true, true)].map {
            ConnectionFacts(isSecure: $0, isSecureExpected: $1)
        }
        let marks = facts.map { connection -> Bool? in
            let headers = [(name: "Authorization", value: "Bearer \(Self.token)")]
            let credential = CredentialParser.parse(headers: headers, rawQuery: nil, connection: connection)
            guard case .token(let presented) = credential else { return nil }
            return presented.isInClear
        }
        #expect(marks == [true, false, false])
    }

    @Test("row 24: an inner batch request that carries a credential is noticed")
    func innerCredential() {
        #expect(CredentialParser.carriesCredential(headers: [(name: "authorization", value: "x")]))
        #expect(CredentialParser.carriesCredential(headers: [("X-API-Key", "x")]))
        #expect(
            !CredentialParser.carriesCredential(headers: [(name: "Accept", value: "x"), (name: "Cookie", value: "y")])
        )
    }

    @Test("50,000 seeded header values neither trap nor pass")
    func fuzz() {
        var random = SeededRandom(seed: 11)
        let seeds = ["Bearer \(Self.token)", "Basic \(Self.basic("me:" + Self.token))", Self.token].map {
            Array($0.utf8)
        }
        var accepted = 0
        for round in 0..<50_000 {
            var bytes = seeds[round % seeds.count]
            // The part behind the scheme is changed, so no change can be a harmless one of its case.
            for _ in 0...(random.next() % 4) {
                let index = 22 + Int(random.next() % UInt64(bytes.count - 22))
                bytes[index] = bytes[index] ^ UInt8(truncatingIfNeeded: 1 + random.next() % 254)
            }
            if random.next() % 3 == 0 { bytes.removeLast(1 + Int(random.next() % UInt64(bytes.count - 1))) }
            let value = String(decoding: bytes, as: UTF8.self)
            guard value != String(decoding: seeds[round % seeds.count], as: UTF8.self) else { continue }
            let headers = [(name: round % 5 == 0 ? "X-Api-Key" : "Authorization", value: value)]
            let credential = CredentialParser.parse(headers: headers, rawQuery: value, connection: Self.connection)
            let direct = CredentialParser.parse(headers: headers, rawQuery: nil, connection: Self.connection)
            for case .token(let presented) in [credential, direct] {
                // Losing the padding of Basic changes nothing (row 5); any other acceptance is a fault.
                let isSame = value.hasPrefix("Basic") && presented.secret.revealText() == Self.token
                accepted += isSame ? 0 : 1
            }
        }
        #expect(accepted == 0)
    }
}
