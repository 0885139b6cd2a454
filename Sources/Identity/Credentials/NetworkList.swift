/// Why an address list was refused; `entry` holds at most 80 characters of the input.
public enum NetworkListError: Error, Equatable, Sendable {
    /// More than 50 entries.
    case tooMany(Int)
    /// Not an address or prefix.
    case malformed(entry: String)
    /// A prefix of length 0, which would be no restriction: leave the list empty instead.
    case everyAddress(entry: String)
}

/// The addresses from which a token may be used; empty means any.
public struct NetworkList: Hashable, Sendable, CustomStringConvertible {
    /// The blocks, each once, in the order given.
    public let prefixes: [NetworkPrefix]

    /// No restriction.
    public static let any = NetworkList(checked: [])
    /// Entries a list may have.
    public static let most = 50

    private init(checked prefixes: [NetworkPrefix]) {
        self.prefixes = prefixes
    }

    /// Reads a stored list or what a person typed: entries with white space, commas or semicolons between them.
    public init(_ text: String) throws(NetworkListError) {
        let entries = text.split { $0.isWhitespace || $0 == "," || $0 == ";" }
        guard entries.count <= Self.most else { throw .tooMany(entries.count) }
        var prefixes: [NetworkPrefix] = []
        for entry in entries {
            guard let prefix = NetworkPrefix(String(entry)) else { throw .malformed(entry: String(entry.prefix(80))) }
            guard prefix.length > 0 else { throw .everyAddress(entry: String(entry.prefix(80))) }
            if !prefixes.contains(prefix) {
                prefixes.append(prefix)
            }
        }
        self.prefixes = prefixes
    }

    /// Whether there is no restriction.
    public var isEmpty: Bool {
        prefixes.isEmpty
    }

    /// Whether one of the blocks contains an address.
    public func contains(_ address: NetworkAddress) -> Bool {
        prefixes.contains { $0.contains(address) }
    }

    /// Whether a request from this client may use the token; an unknown address is refused by any list.
    public func admits(_ client: ClientAddress) -> Bool {
        switch client {
        case .known(let address): isEmpty || contains(address)
        case .unknown: isEmpty
        }
    }

    /// The canonical text for the database: network addresses with lengths, one space between them.
    public var description: String {
        prefixes.map(\.description).joined(separator: " ")
    }
}
