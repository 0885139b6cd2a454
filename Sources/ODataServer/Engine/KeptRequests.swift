import OData
import Synchronization

/// A request as it was parsed and bound against one model, with what answers repeat of it.
final class KeptRequest: Sendable {
    let parsed: RequestPipeline.ParsedRequest
    let bound: BoundRequest
    /// What the source makes of the read.
    let notes = ReadNotes()
    /// Keeps the model alive, so that its identity is not given to another.
    private let model: EdmModel
    private let addresses = Mutex<[AddressKey: ReadAddresses]>([:])

    private struct AddressKey: Hashable {
        var version: ODataVersion
        var serviceRoot: String
    }

    /// So many public addresses of the service are known; more only where clients make up hosts.
    private static let mostRoots = 4

    init(parsed: RequestPipeline.ParsedRequest, bound: BoundRequest, model: EdmModel) {
        self.parsed = parsed
        self.bound = bound
        self.model = model
    }

    func addresses(of read: BoundRead, version: ODataVersion, serviceRoot: String) -> ReadAddresses {
        let key = AddressKey(version: version, serviceRoot: serviceRoot)
        if let known = addresses.withLock({ $0[key] }) { return known }
        let made = ReadAddresses(of: read, parsed, model: model, version: version, serviceRoot: serviceRoot)
        addresses.withLock { addresses in
            if addresses.count < Self.mostRoots { addresses[key] = made }
        }
        return made
    }
}

/// The addresses that an answer to a read contains.
struct ReadAddresses: Sendable {
    var contextURL: String?
    var nextLinkPrefix: String
    var deltaLinkPrefix: String
    /// Path and options without `$skiptoken`.
    var requestText: String
    var changesText: String

    init(
        of read: BoundRead,
        _ parsed: RequestPipeline.ParsedRequest,
        model: EdmModel,
        version: ODataVersion,
        serviceRoot: String
    ) {
        let address = RequestAddress(path: parsed.path, query: parsed.query)
        contextURL = ContextURL(model: model, version: version, serviceRoot: serviceRoot).text(of: read)
        nextLinkPrefix = address.nextLinkPrefix(serviceRoot: serviceRoot)
        deltaLinkPrefix = address.deltaLinkPrefix(serviceRoot: serviceRoot)
        requestText = address.requestText
        changesText = address.changesText
    }
}

/// The requests asked for lately, by model and text: reports ask the same questions every few minutes, and a sweep the
/// same one for each of its pages.
///
/// The model is part of the key and holds only names its caller may see, so nobody profits from what another was allowed.
/// Bounded by number and length; what was not asked for during the last so many new ones goes.
final class KeptRequests: Sendable {
    struct Key: Hashable {
        var model: ObjectIdentifier
        var path: String
        /// Without `$skiptoken`, which the pages of a sweep do not have in common.
        var query: String?
    }

    private struct Generations {
        var young: [Key: KeptRequest] = [:]
        var old: [Key: KeptRequest] = [:]
    }

    /// The requests of one generation; there are two.
    private static let room = 256
    /// Longer ones are not kept.
    private static let longestText = 2_048

    private let generations = Mutex(Generations())

    /// The request of a key, if it was asked for lately.
    func request(_ key: Key) -> KeptRequest? {
        generations.withLock { generations in
            if let known = generations.young[key] { return known }
            guard let known = generations.old[key] else { return nil }
            Self.add(known, under: key, to: &generations)
            return known
        }
    }

    func keep(_ request: KeptRequest, under key: Key) {
        generations.withLock { Self.add(request, under: key, to: &$0) }
    }

    private static func add(_ request: KeptRequest, under key: Key, to generations: inout Generations) {
        if generations.young.count >= room {
            generations.old = generations.young
            generations.young = [:]
        }
        generations.young[key] = request
    }

    /// The key of a request and its skip token; nil for one that is not kept.
    static func key(of model: EdmModel, path: String, query: String?) -> (key: Key, skipToken: String?)? {
        guard path.utf8.count + (query?.utf8.count ?? 0) <= longestText else { return nil }
        let model = ObjectIdentifier(model)
        // Every delta link is another text.
        if let query, mentions(deltaWord, query[...]) { return nil }
        guard let query, mentionsSkipToken(query[...]) else {
            return (Key(model: model, path: path, query: query), nil)
        }
        var token: Substring?
        var rest: [Substring] = []
        for option in query.split(separator: "&") {
            if let value = skipToken(in: option), token == nil {
                token = value
            } else {
                // A second token, or one in a spelling of its own, is a matter for the parser.
                guard !mentionsSkipToken(option) else { return nil }
                rest.append(option)
            }
        }
        guard let token else { return nil }
        let others = rest.joined(separator: "&")
        return (Key(model: model, path: path, query: others.isEmpty ? nil : others), String(token))
    }

    /// The value of an option `$skiptoken` that needs no decoding.
    private static func skipToken(in option: Substring) -> Substring? {
        for name in ["$skiptoken=", "%24skiptoken="] where option.hasPrefix(name) {
            let value = option.dropFirst(name.count)
            let isPlain = value.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "-"), UInt8(ascii: "_"): true
                default: false
                }
            }
            return isPlain && !value.isEmpty ? value : nil
        }
        return nil
    }

    private static let word = Array("skiptoken".utf8)
    private static let deltaWord = Array("deltatoken".utf8)

    private static func mentionsSkipToken(_ text: Substring) -> Bool { mentions(word, text) }

    private static func mentions(_ word: [UInt8], _ text: Substring) -> Bool {
        var matched = 0
        for byte in text.utf8 {
            let small = byte | 0x20
            if small == word[matched] {
                matched += 1
                if matched == word.count { return true }
            } else {
                // No letter of these words but their first begins them anew.
                matched = small == word[0] ? 1 : 0
            }
        }
        return false
    }
}
