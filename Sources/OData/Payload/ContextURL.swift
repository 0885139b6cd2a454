/// The address in `$metadata` that says what an answer holds (Protocol 10).
///
/// Always absolute, because clients resolve relative ones wrongly. In 4.0 an expanded navigation property without nested
/// `$select` or `$expand` is left out unless it was selected, and `()` never appears: Excel and Power BI refuse it. In
/// 4.01 every expanded navigation property appears, with `()` where nothing is nested.
public struct ContextURL {
    private let model: EdmModel
    private let version: ODataVersion
    /// The address of the metadata, `https://host/service/$metadata`.
    private let base: String

    /// Makes a writer of context URLs; `serviceRoot` is absolute with a slash at its end.
    public init(model: EdmModel, version: ODataVersion, serviceRoot: String) {
        self.model = model
        self.version = version
        base = serviceRoot + "$metadata"
    }

    /// The context of the service document (Protocol 10.1).
    public var serviceDocument: String { base }

    /// The context of a read; nil for the shapes that are not JSON objects with one: `/$value` and `/$count`.
    public func text(of read: BoundRead) -> String? {
        if read.shape == .collection, let type = spanned(read) { return base + "#Collection(\(type))" }
        return switch read.shape {
        case .collection: base + "#" + place(of: read).text + selectList(of: read.query)
        case .entity:
            entity(of: read)
        case .references(let isCollection): base + (isCollection ? "#Collection($ref)" : "#$ref")
        case .property(let path): property(path, of: read)
        case .item(let path, _): base + (path.last.map { "#" + URLText.fragment($0.type.type.description) } ?? "")
        case .rawValue, .stream, .count, .valueCount: nil
        }
    }

    /// The type of rows that come from several sets.
    private func spanned(_ read: BoundRead) -> String? {
        switch read.span {
        case .path: nil
        case .crossjoin: "Edm.ComplexType"
        case .all: URLText.fragment(read.target.entityType.description)
        }
    }

    /// The context of a single row of a read that gives a part of a collection of mixed sets.
    public func member(_ read: BoundRead) -> String {
        let place = place(of: read)
        return base + "#" + place.text + selectList(of: read.query) + (place.isSingleContained ? "" : "/$entity")
    }

    private func entity(of read: BoundRead) -> String {
        let place = place(of: read)
        let list = selectList(of: read.query)
        return base + "#" + place.text + list + (place.isSingleContained ? "" : "/$entity")
    }

    // MARK: Entity sets

    private struct Place {
        var text: String
        /// A singleton, or a single-valued containment navigation property: no `/$entity` behind it.
        var isSingleContained = false
        /// The canonical URL of the single entity, where the path gives its key.
        var entity: String?
    }

    /// The set at the end of the path: by its name, or for contained entities by the path to it.
    private func place(of read: BoundRead) -> Place {
        var place = start(read.root)
        var set = read.root
        var complex = ""
        for step in read.steps {
            switch step {
            case .key(let key):
                place.entity = isCanonical(key, of: set) ? place.text + predicate(key) : nil
            case .navigation(let navigation, let target):
                if navigation.containsTarget, let entity = place.entity {
                    place = Place(text: entity + complex + "/" + URLText.fragment(navigation.name))
                    place.isSingleContained = !navigation.isCollection
                    if place.isSingleContained { place.entity = place.text }
                } else {
                    place = start(target)
                }
                set = target
                complex = ""
            case .complex(let property): complex += "/" + URLText.fragment(property.name)
            case .cast(let type):
                if type != set.entityType { place.text += "/" + URLText.fragment(type.description) }
            case .filter, .slice: break
            }
        }
        return place
    }

    /// A set by its name; a singleton is its own only entity.
    private func start(_ set: EdmEntitySet) -> Place {
        var place = Place(text: URLText.fragment(set.name))
        if model.singleton(set.name) != nil {
            place.isSingleContained = true
            place.entity = place.text
        }
        return place
    }

    private func isCanonical(_ key: [BoundRead.KeyValue], of set: EdmEntitySet) -> Bool {
        model.entityType(set.entityType)?.key.map(\.name) == key.map(\.property.name)
    }

    private func predicate(_ key: [BoundRead.KeyValue]) -> String {
        guard key.count != 1 else {
            return "(" + key.map { URLText.fragment(URLText.literal($0.value)) }.joined() + ")"
        }
        let parts = key.map { URLText.fragment($0.property.name) + "=" + URLText.fragment(URLText.literal($0.value)) }
        return "(" + parts.joined(separator: ",") + ")"
    }

    // MARK: Values

    /// A property by the canonical URL of its entity; by its type where the path does not give the entity's key.
    private func property(_ path: [EdmProperty], of read: BoundRead) -> String {
        let place = place(of: read)
        guard let entity = place.entity else {
            return base + "#" + (path.last.map { URLText.fragment($0.type.name) } ?? "")
        }
        let names = path.map { "/" + URLText.fragment($0.name) }
        return base + "#" + entity + names.joined() + selectList(of: read.query)
    }

    // MARK: Select lists (Protocol 10.8 to 10.11)

    /// The context of rows nested in others by `$apply`: a set with its own select list.
    public func nested(_ query: BoundQuery, in set: EdmEntitySet, isCollection: Bool) -> String {
        base + "#" + URLText.fragment(set.name) + selectList(of: query) + (isCollection ? "" : "/$entity")
    }

    private func selectList(of query: BoundQuery) -> String { SelectList(version: version).text(of: query) }
}
