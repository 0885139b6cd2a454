/// An object of CSDL JSON, its members sorted by what they are: `$` words, annotations, named children.
struct CSDLObject {
    typealias Member = PositionedJSON.Member

    /// What messages call it, such as `EntityType`.
    let name: String
    let offset: Int
    private(set) var words: [String: PositionedJSON] = [:]
    private(set) var children: [Member] = []
    /// Annotations by the name of what they are about: empty for the object itself, `Price` for a member, or the name
    /// of another annotation such as `Price@Core.Description`.
    private(set) var annotations: [String: [Member]] = [:]

    /// Takes a value apart; refuses words that have no place in it.
    init(
        _ value: PositionedJSON,
        _ name: String,
        words accepted: [String],
        hasChildren: Bool = false,
        source: PositionedJSONReader
    ) throws(CSDLError) {
        self.name = name
        offset = value.offset
        guard case .object(let members) = value.content else {
            throw source.error(
                .unexpectedText(found: "", expected: "an object for \(name)").shown(in: value),
                at: offset
            )
        }
        for member in members {
            if let at = member.name.lastIndex(of: "@") {
                annotations[String(member.name[..<at]), default: []].append(member)
            } else if member.name.hasPrefix("$") {
                guard accepted.contains(member.name) else {
                    throw source.error(.unexpectedMember(member.name, in: name, accepted: accepted), at: member.offset)
                }
                words[member.name] = member.value
            } else {
                guard hasChildren else {
                    throw source.error(.unexpectedMember(member.name, in: name, accepted: accepted), at: member.offset)
                }
                children.append(member)
            }
        }
        for (target, members) in annotations where !target.isEmpty {
            guard words[target] != nil || target.contains("@") || children.contains(where: { $0.name == target }),
                !target.contains("@") || isAnnotation(target)
            else {
                let offset = members.first?.offset ?? offset
                throw source.error(
                    .missingMember("the member '\(ODataError.echo(target))' that is annotated", in: name),
                    at: offset
                )
            }
        }
    }

    private func isAnnotation(_ name: String) -> Bool {
        guard let at = name.lastIndex(of: "@") else { return false }
        return annotations[String(name[..<at])]?.contains { $0.name == name } ?? false
    }
}

extension CSDLFault {
    /// The fault with the kind of the value that was found.
    func shown(in value: PositionedJSON) -> CSDLFault {
        guard case .unexpectedText(_, let expected) = self else { return self }
        let found =
            switch value.content {
            case .null: "null"
            case .bool(let flag): "\(flag)"
            case .number(let text): text
            case .string(let text): text
            case .array: "[…]"
            case .object: "{…}"
            }
        return .unexpectedText(found: found.isEmpty ? "\"\"" : found, expected: expected)
    }
}
