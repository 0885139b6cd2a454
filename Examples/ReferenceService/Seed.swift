import Foundation
import OData
import ODataSQL

/// The rows a service begins with, and what the model does not say about them.
///
/// A JSON object with `sets` (rows by set, in OData JSON of 4.0; Decimals as strings, binary values as base64url),
/// `singletons` (one row each), `links` (pairs of keys of a navigation property that no property refers to), `streams`
/// (bytes by key) and `facts` by set: `etag`, `search`, `unique` and `media`; and about writing `generatedKeys`,
/// `setOnInsert`, `setOnUpdate`, `incrementOnUpdate` and `discriminator`.
struct Seed: Sendable {
    /// One row.
    struct Row: Sendable {
        var type: EdmTypeName?
        /// Values by the name of the property, with those of foreign keys.
        var values: [(property: EdmProperty, value: StructuredValue)]
    }

    /// Pairs of keys, each with one part.
    struct Link: Sendable {
        var set: String
        var navigation: String
        var pairs: [(source: StructuredValue, target: StructuredValue)]
    }

    /// The content of a stream property, or of a media entity.
    struct Stream: Sendable {
        var set: String
        var key: StructuredValue
        var property: String?
        var contentType: String
        var content: [UInt8]
    }

    private(set) var sets: [(name: String, rows: [Row])] = []
    private(set) var links: [Link] = []
    private(set) var streams: [Stream] = []
    private(set) var facts: [String: ModelStorage.Facts] = [:]
    private(set) var changes: [String: Changes] = [:]

    /// Reads a seed for a model.
    ///
    /// Throws ``SeedFault`` that names the place, for what is no seed or does not fit the model.
    init(_ bytes: [UInt8], model: EdmModel) throws {
        let file: SeedFile
        do {
            file = try JSONDecoder().decode(SeedFile.self, from: Data(bytes))
        } catch {
            throw SeedFault("the file", "is no seed: \(error)")
        }
        let reader = SeedReader(model: model)
        for (name, rows) in (file.sets ?? [:]).sorted(by: { $0.key < $1.key }) {
            sets.append((name, try rows.enumerated().map { try reader.row($1, of: name, at: "sets/\(name)/\($0)") }))
        }
        for (name, row) in (file.singletons ?? [:]).sorted(by: { $0.key < $1.key }) {
            sets.append((name, [try reader.row(row, of: name, at: "singletons/\(name)")]))
        }
        for (number, link) in (file.links ?? []).enumerated() {
            links.append(try reader.link(link, at: "links/\(number)"))
        }
        for (number, stream) in (file.streams ?? []).enumerated() {
            streams.append(try reader.stream(stream, at: "streams/\(number)"))
        }
        facts = file.facts?.storage ?? [:]
        changes = try file.facts?.changes(model) ?? [:]
    }
}

/// What is wrong with a seed, and where.
struct SeedFault: Error, CustomStringConvertible {
    let place: String
    let problem: String

    init(_ place: String, _ problem: String) {
        self.place = place
        self.problem = problem
    }

    var description: String { "\(place) \(problem)" }
}

/// The file as it is written.
struct SeedFile: Decodable {
    struct Link: Decodable {
        var set: String
        var navigation: String
        var pairs: [[SeedJSON]]
    }

    struct Stream: Decodable {
        var set: String
        var key: SeedJSON
        var property: String?
        var contentType: String
        var content: String
    }

    struct Facts: Decodable {
        struct Media: Decodable {
            var contentType: String?
            var length: String?
        }

        struct Discriminator: Decodable {
            var set: String
            var property: String
            var types: [String: String]
        }

        var etag: [String: [String]]?
        var search: [String: [String]]?
        var unique: [String: [[String]]]?
        var media: [String: Media]?
        var generatedKeys: [String: String]?
        var setOnInsert: [String: [String: String]]?
        var setOnUpdate: [String: [String: String]]?
        var incrementOnUpdate: [String: [String]]?
        var discriminator: Discriminator?

        var storage: [String: ModelStorage.Facts] {
            var facts: [String: ModelStorage.Facts] = [:]
            for (set, names) in etag ?? [:] { facts[set, default: .init()].version = names.first }
            for (set, paths) in search ?? [:] { facts[set, default: .init()].searched = paths }
            for (set, keys) in unique ?? [:] { facts[set, default: .init()].unique = keys }
            for (set, media) in media ?? [:] {
                facts[set, default: .init()].mediaType = media.contentType
                facts[set, default: .init()].mediaLength = media.length
            }
            return facts
        }

        func changes(_ model: EdmModel) throws -> [String: Seed.Changes] {
            var changes: [String: Seed.Changes] = [:]
            for (set, kind) in generatedKeys ?? [:] {
                guard kind == "guid" else { throw SeedFault("facts/generatedKeys/\(set)", "knows 'guid' only.") }
                let type = model.source(named: set).flatMap { model.entityType($0.entityType) }
                changes[set, default: .init()].generated = type?.key.map(\.path) ?? []
            }
            for (set, columns) in setOnInsert ?? [:] {
                changes[set, default: .init()].stampedOnInsert = columns.keys.sorted()
            }
            for (set, columns) in setOnUpdate ?? [:] {
                changes[set, default: .init()].stampedOnUpdate = columns.keys.sorted()
            }
            for (set, columns) in incrementOnUpdate ?? [:] { changes[set, default: .init()].counters = columns }
            if let discriminator {
                let texts = discriminator.types.map { text, name in
                    let dot = name.lastIndex(of: ".") ?? name.startIndex
                    return (EdmTypeName(String(name[..<dot]), String(name[dot...].dropFirst())), text)
                }
                changes[discriminator.set, default: .init()].discriminator = .init(
                    column: discriminator.property,
                    texts: Dictionary(texts) { first, _ in first }
                )
            }
            return changes
        }
    }

    var sets: [String: [SeedJSON]]?
    var singletons: [String: SeedJSON]?
    var links: [Link]?
    var streams: [Stream]?
    var facts: Facts?
}

/// Any JSON value.
indirect enum SeedJSON: Decodable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([SeedJSON])
    case object([String: SeedJSON])

    init(from decoder: any Decoder) throws {
        let single = try decoder.singleValueContainer()
        if single.decodeNil() {
            self = .null
        } else if let flag = try? single.decode(Bool.self) {
            self = .boolean(flag)
        } else if let number = try? single.decode(Int64.self) {
            self = .integer(number)
        } else if let number = try? single.decode(Double.self) {
            self = .number(number)
        } else if let text = try? single.decode(String.self) {
            self = .string(text)
        } else if let items = try? single.decode([SeedJSON].self) {
            self = .array(items)
        } else {
            self = .object(try single.decode([String: SeedJSON].self))
        }
    }
}
