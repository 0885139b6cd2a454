import Identity
import Testing

/// The test vectors of token format 1.
///
/// The only texts of the repository with a right checksum stand in this file; the scanner's allow-list names them.
enum TokenVectors {
    struct Valid: Sendable, CustomTestStringConvertible {
        let name: String
        let text: String
        let crc: UInt32
        let digest: String

        var testDescription: String { name }
    }

    static let valid = [
        Valid(
            name: "V1",
            text: "tsr_pat_000000000000_00000000000000000000000000000000000000000000775Qy",
            crc: 0x0644_0ED4,
            digest: "1f1acac807d2bc1797d834b5ccfb5c3f9a64730bf499faca6f1aba6447de6e84"
        ),
        Valid(
            name: "V2",
            text: "tsr_pat_zzzzzzzzzzzz_zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz2qgww0",
            crc: 0x9B9E_BCA4,
            digest: "fac0e0c1ac9a8274448727e16e5b105350cf11cf94c4da72e20ec1f41ab4fc7c"
        ),
        Valid(
            name: "V3",
            text: "tsr_pat_ABCDEFGHIJKL_56789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijkl0uv809",
            crc: 0x3222_04E1,
            digest: "ac929ec5ff2077635b37af1ed618f6af5adbe8d7fc15d910cad9c1a266df4003"
        ),
        Valid(
            name: "V4",
            text: "tsr_pat_7Kq2VbN9xTfH_R4mZ1cYwQ8sLdJ0pXnGvB6tUeA3kHiO5rFyC9oWqM2u33Ojol",
            crc: 0xA6CF_9B0F,
            digest: "92233790f929e7b8c1018dfc83d7154163da2f9d0b724d51ea7b244f023115ee"
        ),
        Valid(
            name: "V5",
            text: "tsr_pat_nd98ZMa0AuUF_DFxI3gqaWUFkNOUWdSs8zCe6WfwyGVKMKlt3g7MA9z8001IeC",
            crc: 0x0004_BAFC,
            digest: "e7a63f24fe9b5a4579e7cc7674b0d1d7bffea9a6f5a4581b6cec2b36dcfaa12c"
        ),
        Valid(
            name: "I9: the key id of V3 with the secret of V2",
            text: "tsr_pat_ABCDEFGHIJKL_zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz44gOhU",
            crc: 0xDE8C_5F58,
            digest: "c64eb65bdcee57d6bcdf7dc5599ea0c296d837a9ca8e903ecc6ada21b8631b6c"
        ),
    ]

    static let v2 = valid[1].text
    static let v3 = valid[2].text
    static let v4 = valid[3].text
    static let i9 = valid[5].text

    struct Invalid: Sendable, CustomTestStringConvertible {
        let name: String
        let text: String
        let error: TokenCodecError

        var testDescription: String { name }
    }

    static let invalid = [
        Invalid(name: "I1: last character 8", text: v3.dropLast() + "8", error: .checksum),
        Invalid(name: "I2: without the last character", text: String(v3.dropLast()), error: .shape),
        Invalid(name: "I2: cut to 40", text: String(v3.prefix(40)), error: .shape),
        Invalid(
            name: "I3: 30 and 31 swapped",
            text: "tsr_pat_ABCDEFGHIJKL_56789ABCDFEGHIJKLMNOPQRSTUVWXYZabcdefghijkl0uv809",
            error: .checksum
        ),
        Invalid(
            name: "I4: 25 and 45 swapped",
            text: "tsr_pat_ABCDEFGHIJKL_5678TABCDEFGHIJKLMNOPQRS9UVWXYZabcdefghijkl0uv809",
            error: .checksum
        ),
        Invalid(
            name: "I5: another prefix, checksum right",
            text: "tsr_pta_ABCDEFGHIJKL_56789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijkl3i5gXA",
            error: .shape
        ),
        Invalid(name: "I6: upper case prefix", text: "TSR_PAT_" + v3.dropFirst(8), error: .shape),
        Invalid(
            name: "I7: Cyrillic letter, checksum right for the bytes",
            text: "tsr_pat_\u{0410}BCDEFGHIJKL_56789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijkl1hEb6w",
            error: .shape
        ),
        Invalid(name: "I8: 71 characters", text: v3 + "0", error: .shape),
        Invalid(name: "I8: hyphen", text: v3.prefix(20) + "-" + v3.dropFirst(21), error: .shape),
        Invalid(name: "I8: zero width space", text: v3.prefix(21) + "\u{200B}" + v3.dropFirst(21), error: .shape),
        Invalid(
            name: "D1: the documentation sample",
            text: "tsr_pat_EXAMPLE0TOKE_ThisIsOnlyAPictureOfATokenAndNeverWorks0000000000",
            error: .checksum
        ),
        Invalid(name: "the reserved type word", text: "tsr_svc_" + v3.dropFirst(8), error: .shape),
        Invalid(name: "empty", text: "", error: .shape),
    ]

    /// The key id of V3.
    static let keyID = known(TokenKeyID("ABCDEFGHIJKL"))

    static func secret(_ text: String) throws -> TokenSecret {
        try TokenCodec.decode(text)
    }

    private static func known<Value>(_ value: Value?) -> Value {
        guard let value else { preconditionFailure("a literal of the fixture is wrong") }
        return value
    }
}
