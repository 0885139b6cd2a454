/// The options of the protocol.
enum SystemQueryOption: String, CaseIterable, Sendable {
    case filter, select, expand, orderby, top, skip, count, search, compute, apply, levels, format, skiptoken
    case deltatoken, schemaversion, index, id

    /// A bit of its own, for sets of options.
    var bit: UInt32 {
        switch self {
        case .filter: 1 << 0
        case .select: 1 << 1
        case .expand: 1 << 2
        case .orderby: 1 << 3
        case .top: 1 << 4
        case .skip: 1 << 5
        case .count: 1 << 6
        case .search: 1 << 7
        case .compute: 1 << 8
        case .apply: 1 << 9
        case .levels: 1 << 10
        case .format: 1 << 11
        case .skiptoken: 1 << 12
        case .deltatoken: 1 << 13
        case .schemaversion: 1 << 14
        case .index: 1 << 15
        case .id: 1 << 16
        }
    }

    /// The name with its `$`.
    var spelling: String { "$" + rawValue }

    /// The option of a name without `$`, in any case.
    init?(name: String) {
        guard name.utf8.count <= 13, let option = Self(rawValue: name) ?? Self(rawValue: name.lowercased()) else {
            return nil
        }
        self = option
    }

    /// Whether the name without `$` means the option too (4.01); the tokens are the server's own and keep theirs.
    var mayDropDollar: Bool {
        switch self {
        case .skiptoken, .deltatoken: false
        default: true
        }
    }
}

/// A place of options in parentheses.
enum OptionScope: Sendable {
    /// Behind a navigation property in `$expand`.
    case expand
    /// Behind `$ref` in `$expand`.
    case reference
    /// Behind `$count`, in `$expand` and in expressions.
    case count
    /// Behind `*` in `$expand`.
    case star
    /// Behind a property in `$select`.
    case select

    /// Whether the option may stand there.
    func allows(_ option: SystemQueryOption) -> Bool {
        switch option {
        case .filter, .search: self != .star
        case .orderby, .skip, .top, .count: self == .expand || self == .reference || self == .select
        case .select, .compute: self == .expand || self == .select
        case .expand: self == .expand || self == .select
        case .apply: self == .expand
        case .levels: self == .expand || self == .star
        case .format, .skiptoken, .deltatoken, .schemaversion, .index, .id: false
        }
    }

    /// Whether aliases may be defined there.
    var allowsAliases: Bool { self == .expand || self == .select }
}
