internal import Crypto
internal import CryptoExtras

/// Why a stored password hash could not be read or made.
public enum PasswordHashError: Error, Equatable, Sendable {
    /// Not the text of a known hash.
    case malformed
    /// Parameters outside the range this program computes.
    case parametersRefused
    /// The library refused the computation.
    case notComputed
}

/// A password hash as the database stores it: `$scrypt$ln=15,r=8,p=3$salt$hash`.
///
/// Computing takes about 0.2 s and 32 MiB, so it runs on the bounded password threads only, never on an event loop. No
/// pepper is involved: losing one must not lock everybody out.
public struct PasswordHash: Sendable {
    /// The cost parameters of scrypt.
    public struct Parameters: Equatable, Sendable {
        /// Binary logarithm of the cost N.
        public let logarithm: Int
        /// The block size r.
        public let blockSize: Int
        /// The parallelism p.
        public let parallelism: Int

        /// Checks parameters; nil above 64 MiB or 16 passes, so that no stored row can exhaust the machine.
        public init?(logarithm: Int, blockSize: Int, parallelism: Int) {
            guard (4...17).contains(logarithm), (1...32).contains(blockSize), (1...16).contains(parallelism),
                (128 * blockSize) << logarithm <= 64 << 20
            else { return nil }
            self.init(checkedLogarithm: logarithm, blockSize: blockSize, parallelism: parallelism)
        }

        private init(checkedLogarithm logarithm: Int, blockSize: Int, parallelism: Int) {
            self.logarithm = logarithm
            self.blockSize = blockSize
            self.parallelism = parallelism
        }

        /// What new hashes use: N = 2^15, r = 8, p = 3 (OWASP password storage; ASVS 5.0 appendix C).
        public static let current = Parameters(checkedLogarithm: 15, blockSize: 8, parallelism: 3)
    }

    /// The cost parameters.
    public let parameters: Parameters
    private let salt: [UInt8]
    private let hash: [UInt8]

    /// Bytes of the salt that a new hash needs.
    public static let saltByteCount = 16
    private static let hashByteCount = 32

    /// Computes the hash of a password with a fresh salt of ``saltByteCount`` random bytes.
    public init(
        of password: Password,
        salt: [UInt8],
        parameters: Parameters = .current
    ) throws(PasswordHashError) {
        guard (4...64).contains(salt.count) else { throw .parametersRefused }
        self.parameters = parameters
        self.salt = salt
        let key = try Self.derive(password, salt: salt, parameters: parameters)
        hash = key.withUnsafeBytes { Array($0) }
    }

    /// Reads the stored text.
    public init(storedText text: String) throws(PasswordHashError) {
        guard text.utf8.count <= 256 else { throw .malformed }
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt",
            let salt = Base64Text.decode(String(parts[3])), (4...64).contains(salt.count),
            let hash = Base64Text.decode(String(parts[4])), hash.count == Self.hashByteCount
        else { throw .malformed }
        let numbers = try Self.numbers(parts[2])
        guard let parameters = Parameters(logarithm: numbers[0], blockSize: numbers[1], parallelism: numbers[2])
        else { throw .parametersRefused }
        self.parameters = parameters
        self.salt = salt
        self.hash = hash
    }

    private init(dummyHash: [UInt8]) {
        parameters = .current
        salt = [UInt8](repeating: 0x5A, count: Self.saltByteCount)
        hash = dummyHash
    }

    /// A hash that no password has, for accounts that do not exist or may not log in.
    ///
    /// Verifying against it costs what any verification costs and answers no.
    public static let dummy = PasswordHash(dummyHash: [UInt8](repeating: 0, count: hashByteCount))

    /// The text for the database; salt and hash as base64 without padding.
    public var storedText: String {
        "$scrypt$ln=\(parameters.logarithm),r=\(parameters.blockSize),p=\(parameters.parallelism)"
            + "$\(Base64Text.encode(salt, isPadded: false))$\(Base64Text.encode(hash, isPadded: false))"
    }

    /// Whether the password belongs to the hash; compares in constant time.
    public func verify(_ password: Password) throws(PasswordHashError) -> Bool {
        // `SymmetricKey` compares in constant time (swift-crypto, SafeCompare).
        try Self.derive(password, salt: salt, parameters: parameters) == SymmetricKey(data: hash)
    }

    /// Whether the hash was made with other parameters than new ones, so that the next login replaces it.
    public var needsRehash: Bool {
        parameters != .current || salt.count < Self.saltByteCount
    }

    private static func derive(
        _ password: Password,
        salt: [UInt8],
        parameters: Parameters
    ) throws(PasswordHashError) -> SymmetricKey {
        do {
            return try KDF.Scrypt.deriveKey(
                from: password.bytes,
                salt: salt,
                outputByteCount: hashByteCount,
                rounds: 1 << parameters.logarithm,
                blockSize: parameters.blockSize,
                parallelism: parameters.parallelism
            )
        } catch {
            throw .notComputed
        }
    }

    private static func numbers(_ text: Substring) throws(PasswordHashError) -> [Int] {
        let fields = text.split(separator: ",", omittingEmptySubsequences: false)
        guard fields.count == 3 else { throw .malformed }
        var numbers: [Int] = []
        for (field, name) in zip(fields, ["ln=", "r=", "p="]) {
            let digits = field.dropFirst(name.count)
            guard field.hasPrefix(name), (1...3).contains(digits.utf8.count), digits.utf8.allSatisfy(ASCII.isDigit),
                let number = Int(digits)
            else { throw .malformed }
            numbers.append(number)
        }
        return numbers
    }
}

extension PasswordHash: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A fixed text; hashes stay out of logs.
    public var description: String {
        "password hash"
    }

    /// The same text as ``description``.
    public var debugDescription: String {
        description
    }

    /// A mirror without children, so that `dump` shows nothing.
    public var customMirror: Mirror {
        Mirror(self, children: [], displayStyle: .struct)
    }
}
