/// The options of the protocol.
enum SystemQueryOption: String, CaseIterable, Sendable {
    case filter, select, expand, orderby, top, skip, count, search, compute, apply, levels, format, skiptoken
    case deltatoken, schemaversion, index, id

    /// The name with its `$`.
    var spelling: String { "$" + rawValue }

    /// The option of a name without `$`, in any case.
    init?(name: String, isStrict: Bool) {
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
