/// Which texts the grammar's rules for names may match.
struct GrammarModel: Sendable {
    /// By rule in lower case; a rule that is missing is bound by the grammar alone.
    private let constraints: [String: Set<String>]

    init(constraints: [String: [String]]) {
        var sets: [String: Set<String>] = [:]
        for (rule, texts) in constraints { sets[rule.lowercased()] = Set(texts) }
        // Keys in paths are compared decoded, whatever spelling the list has.
        if let keys = sets["keypathliteral"] {
            sets["keypathliteral"] = keys.union(keys.map(Self.decoded))
        }
        self.constraints = sets
    }

    private static func decoded(_ text: String) -> String {
        let decoder = PercentDecoder(plusIsBlank: false, keepsEscapes: false, option: "path", segment: nil)
        return (try? decoder.decode(Array(text.utf8)[...]))?.string ?? text
    }

    /// The texts of a rule, when it is bound by a list.
    func list(_ rule: String) -> Set<String>? { constraints[rule.lowercased()] }

    /// Whether a rule that stands for an identifier matches the text.
    func allows(_ rule: String, _ text: some StringProtocol) -> Bool {
        if let list = constraints[rule.lowercased()] { return list.contains(String(text)) }
        return Self.isIdentifier(text)
    }

    func allowsAny(_ rules: [String], _ text: some StringProtocol) -> Bool {
        rules.contains { allows($0, text) }
    }

    static func isIdentifier(_ text: some StringProtocol) -> Bool {
        guard let first = text.utf8.first, ASCIIClass.isNameStart(first), text.unicodeScalars.count <= 128 else {
            return false
        }
        return text.utf8.allSatisfy { ASCIIClass.isNamePart($0) }
    }

    /// `namespace`: parts joined by dots.
    func isNamespace(_ text: some StringProtocol) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { allows("namespacePart", $0) }
    }

    /// `[ namespace "." ] name`, or with the namespace required.
    func isName(_ name: NameSyntax, _ rules: [String], qualified: Bool = false) -> Bool {
        guard let namespace = name.namespace else { return !qualified && allowsAny(rules, name.text) }
        return isNamespace(namespace) && allowsAny(rules, name.identifier)
    }

    func isEntityType(_ name: NameSyntax, qualified: Bool = false) -> Bool {
        isName(name, ["entityTypeName"], qualified: qualified)
    }

    func isComplexType(_ name: NameSyntax, qualified: Bool = false) -> Bool {
        isName(name, ["complexTypeName"], qualified: qualified)
    }

    func isStructuredType(_ name: NameSyntax, qualified: Bool = false) -> Bool {
        isName(name, ["entityTypeName", "complexTypeName"], qualified: qualified)
    }

    /// `optionallyQualifiedTypeName` or `qualifiedTypeName`.
    func isType(_ type: TypeNameSyntax, qualified: Bool = false) -> Bool {
        if Self.primitiveTypes.contains(type.name.text) { return true }
        return isName(
            type.name,
            ["entityTypeName", "complexTypeName", "typeDefinitionName", "enumerationTypeName"],
            qualified: qualified
        )
    }

    /// `primitiveTypeName`.
    static let primitiveTypes: Set<String> = {
        var names: Set<String> = []
        for name in [
            "Binary", "Boolean", "Byte", "Date", "DateTimeOffset", "Decimal", "Double", "Duration", "Guid", "Int16",
            "Int32", "Int64", "SByte", "Single", "Stream", "String", "TimeOfDay",
        ] {
            names.insert("Edm." + name)
        }
        for name in ["Geography", "Geometry"] {
            for shape in [
                "", "Collection", "LineString", "MultiLineString", "MultiPoint", "MultiPolygon", "Point", "Polygon",
            ] {
                names.insert("Edm." + name + shape)
            }
        }
        return names
    }()

    static let propertyRules: [(String, MemberStates)] = [
        ("entityColNavigationProperty", .entityCollection), ("entityNavigationProperty", .entity),
        ("complexColProperty", .complexCollection), ("complexProperty", .complex),
        ("primitiveColProperty", .primitiveCollection), ("primitiveKeyProperty", .primitive),
        ("primitiveNonKeyProperty", .primitive), ("customAggregate", .primitive), ("streamProperty", .stream),
    ]

    static let functionRules: [(String, MemberStates)] = [
        ("entityColFunction", .entityCollection), ("entityFunction", .entity),
        ("complexColFunction", .complexCollection), ("complexFunction", .complex),
        ("primitiveColFunction", .primitiveCollection), ("primitiveFunction", .primitive),
    ]

    /// What a property of this name may be.
    func properties(_ name: NameSyntax) -> MemberStates {
        guard !name.isQualified else { return [] }
        var states: MemberStates = []
        for (rule, state) in Self.propertyRules where allows(rule, name.text) { states.insert(state) }
        return states
    }

    /// What a function of this name may return.
    func functions(_ name: NameSyntax) -> MemberStates {
        var states: MemberStates = []
        for (rule, state) in Self.functionRules where isName(name, [rule]) { states.insert(state) }
        return states
    }

    /// What a function import of this name may return.
    func functionImports(_ name: NameSyntax) -> MemberStates {
        guard !name.isQualified else { return [] }
        var states: MemberStates = []
        for (rule, state) in Self.functionRules where allows(rule + "Import", name.text) { states.insert(state) }
        return states
    }

    func isPrimitive(_ text: some StringProtocol) -> Bool {
        allowsAny(["primitiveKeyProperty", "primitiveNonKeyProperty", "customAggregate"], text)
    }

    func isNavigation(_ text: some StringProtocol) -> Bool {
        allowsAny(["entityNavigationProperty", "entityColNavigationProperty"], text)
    }

    /// `annotationInQuery`, or the rule that lists annotations of one kind.
    func isAnnotation(_ annotation: AnnotationSyntax, _ rule: String) -> Bool {
        if let list = list(rule) {
            var text = "@" + annotation.term.text
            if let qualifier = annotation.qualifier { text += "#" + qualifier }
            return list.contains(text)
        }
        return isName(annotation.term, ["termName"])
    }
}

/// What may stand at a point of a path; a name can be several things at once.
struct MemberStates: OptionSet, Sendable {
    let rawValue: UInt32

    static let entityCollection = MemberStates(rawValue: 1 << 0)
    static let entity = MemberStates(rawValue: 1 << 1)
    static let complexCollection = MemberStates(rawValue: 1 << 2)
    static let complex = MemberStates(rawValue: 1 << 3)
    static let primitiveCollection = MemberStates(rawValue: 1 << 4)
    static let primitive = MemberStates(rawValue: 1 << 5)
    static let stream = MemberStates(rawValue: 1 << 6)
    /// Behind a type cast of a collection of entities, of an entity, and so on.
    static let castEntityCollection = MemberStates(rawValue: 1 << 7)
    static let castEntity = MemberStates(rawValue: 1 << 8)
    static let castComplexCollection = MemberStates(rawValue: 1 << 9)
    static let castComplex = MemberStates(rawValue: 1 << 10)
    /// Behind keys that are segments, where one more may follow.
    static let keySegment = MemberStates(rawValue: 1 << 11)
    static let annotation = MemberStates(rawValue: 1 << 12)
    static let variable = MemberStates(rawValue: 1 << 13)
    /// Behind `$these`, where a collection's functions must follow.
    static let currentCollection = MemberStates(rawValue: 1 << 14)
    /// Behind a cast that needs a member after it.
    static let castMember = MemberStates(rawValue: 1 << 15)
    static let each = MemberStates(rawValue: 1 << 16)
    /// Where only `$query` may follow.
    static let queryOnly = MemberStates(rawValue: 1 << 17)
    /// Behind `$all`.
    static let all = MemberStates(rawValue: 1 << 18)
    /// Where nothing may follow.
    static let end = MemberStates(rawValue: 1 << 19)
}
