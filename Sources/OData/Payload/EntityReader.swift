/// Turns JSON bodies into entities, values and references that are checked against the model (JSON Format 6 to 18).
///
/// Everything that is wrong is found at once: names, types, facets, required values and references, each with its place.
/// Properties that only the service writes are left out, as the protocol asks (Protocol 11.4.2 and 11.4.3); those that a
/// change ignores but an insert does not, the key among them, are marked. Nothing is looked up in the data.
public struct EntityReader {
    /// What the body is for.
    public enum Purpose: Hashable, Sendable {
        /// A new entity: required properties must be there.
        case insert
        /// Changes to an entity: what is missing stays.
        case merge
        /// A whole entity: what is missing gets its default.
        case replace
    }

    /// What a reader needs besides the model.
    public struct Options {
        /// Entities in one body, nested ones and references to others included.
        public var entities = 1_000
        /// Bounds of the JSON text.
        public var json = JSONReader.Limits()
        /// Whether numbers of Int64 and Decimal may come as strings (`IEEE754Compatible=true` of the `Content-Type`).
        public var numbersAsStrings = false
        /// Binds the address of a reference; the error is a sentence without its full stop.
        public var resolve: (String) -> Result<BoundRead, ReferenceFault>
        /// Whether a text matches a pattern; nil where patterns are not checked.
        public var matches: ((_ pattern: String, _ text: String) -> Bool)?

        /// Makes options.
        public init(resolve: @escaping (String) -> Result<BoundRead, ReferenceFault>) {
            self.resolve = resolve
        }
    }

    /// Why an address is no reference to an entity.
    public struct ReferenceFault: Error, Hashable, Sendable {
        /// A sentence without its full stop.
        public var problem: String

        /// Makes a fault.
        public init(_ problem: String) {
            self.problem = problem
        }
    }

    let model: EdmModel
    let options: Options

    /// Makes a reader for a model.
    public init(model: EdmModel, options: Options) {
        self.model = model
        self.options = options
    }

    // MARK: Whole bodies

    /// Reads the one entity of a body, of a type or one derived from it.
    ///
    /// `supplied` are properties that get their values from elsewhere, such as the key in the address.
    public func entity(
        _ body: [UInt8],
        type: EdmTypeName,
        set: EdmEntitySet?,
        for purpose: Purpose,
        supplied: Set<String> = []
    ) throws(PayloadError) -> EntityPayload {
        let json = try json(body)
        guard case .object(let object) = json else { throw .wrongShape(found: json.kind, expected: "a JSON object") }
        let reading = PayloadReading(model: model, options: options)
        let place = EntityPlace(type: type, set: set, purpose: purpose, supplied: supplied)
        let entity = try EntityObjectReader(reading: reading).entity(object, place, at: .top)
        try reading.finish()
        return entity
    }

    /// Reads `{"value": …}`, the body for a single property (JSON Format 11); also for items of a collection.
    public func propertyValue(_ body: [UInt8], of property: EdmProperty) throws(PayloadError) -> PayloadValue {
        let reading = PayloadReading(model: model, options: options)
        let values = PayloadValueReader(reading: reading)
        let json = try json(body)
        let content: JSONValue
        if case .object(let object) = json, let value = object["value"] {
            content = value
        } else if case .complex = reading.conversion.plain(property.type).type, !property.type.isCollection {
            // A complex value is written as the object itself.
            content = json
        } else {
            throw .wrongShape(found: json.kind, expected: "a JSON object with a member 'value'")
        }
        let path = PayloadPath.top.member(property.name)
        let value = try values.value(content, of: property, rules: PropertyRules(property.annotations), at: path)
        try reading.finish()
        guard let value else { throw .wrongShape(found: json.kind, expected: "a value of \(property.type.name)") }
        return value
    }

    /// Reads the item that is added to a collection-valued property: the bare value, or `{"value": …}`.
    public func item(_ body: [UInt8], of property: EdmProperty) throws(PayloadError) -> PayloadValue {
        let reading = PayloadReading(model: model, options: options)
        let values = PayloadValueReader(reading: reading)
        var json = try json(body)
        if case .object(let object) = json, let value = object["value"] { json = value }
        var type = reading.conversion.plain(property.type)
        type.isCollection = false
        let path = PayloadPath.top.member(property.name)
        let value = try values.single(json, type, rules: PropertyRules(property.annotations), at: path)
        try reading.finish()
        guard let value else { throw .wrongShape(found: json.kind, expected: "a value of \(type.name)") }
        return value
    }

    /// The value of a property from the text of `/$value`.
    public func rawValue(_ text: String, of property: EdmProperty) throws(PayloadError) -> PayloadValue {
        let reading = PayloadReading(model: model, options: options)
        let type = reading.conversion.plain(property.type)
        let json: JSONValue
        switch type.type {
        case .primitive(.boolean) where text == "true" || text == "false": json = .boolean(text == "true")
        case .primitive(let primitive) where primitive.isNumeric && Double(text) != nil: json = .number(text)
        default: json = .string(text)
        }
        let path = PayloadPath.top.member(property.name)
        let values = PayloadValueReader(reading: reading)
        let value = try values.single(json, type, rules: PropertyRules(property.annotations), at: path)
        try reading.finish()
        return value ?? .null
    }

    /// Reads `{"@odata.id": "…"}`, an entity reference (JSON Format 14).
    public func reference(
        _ body: [UInt8],
        to navigation: EdmNavigationProperty
    ) throws(PayloadError) -> EntityReference {
        let references = try self.references(body, to: navigation)
        guard let only = references.first, references.count == 1 else {
            throw .wrongShape(found: "\(references.count) references", expected: "one entity reference")
        }
        return only
    }

    /// Reads one reference, or `{"value": […]}` with any number of them.
    public func references(
        _ body: [UInt8],
        to navigation: EdmNavigationProperty
    ) throws(PayloadError) -> [EntityReference] {
        let reading = PayloadReading(model: model, options: options)
        let objects = EntityObjectReader(reading: reading)
        let json = try json(body)
        let shape = "a JSON object with '@odata.id'"
        guard case .object(let object) = json else { throw .wrongShape(found: json.kind, expected: shape) }
        var found: [EntityReference] = []
        if navigation.isCollection, case .array(let items)? = object["value"] {
            for (index, item) in items.enumerated() {
                guard case .object(let inner) = item.value, let id = EntityObjectReader.id(of: inner) else {
                    throw .wrongShape(found: item.value.kind, expected: shape)
                }
                let path = PayloadPath.top.member("value").item(index)
                if let reference = try objects.reference(id, to: navigation, at: path) { found.append(reference) }
            }
        } else {
            guard let id = EntityObjectReader.id(of: object) else {
                throw .wrongShape(found: "an object without it", expected: shape)
            }
            if let reference = try objects.reference(id, to: navigation, at: PayloadPath.top.member("@odata.id")) {
                found.append(reference)
            }
        }
        try reading.finish()
        return found
    }

    /// Reads a collection of entities, or a delta of one: `{"value": […]}` (Protocol 11.4.11; JSON Format 15).
    public func changes(
        _ body: [UInt8],
        type: EdmTypeName,
        set: EdmEntitySet?
    ) throws(PayloadError) -> [PayloadChange] {
        let json = try json(body)
        guard case .object(let object) = json, case .array(let items)? = object["value"] else {
            throw .wrongShape(found: json.kind, expected: "a JSON object with an array 'value'")
        }
        let reading = PayloadReading(model: model, options: options)
        let place = EntityPlace(type: type, set: set, purpose: .merge)
        let changes = try EntityObjectReader(reading: reading).changes(
            items,
            place,
            at: PayloadPath.top.member("value")
        )
        try reading.finish()
        return changes
    }

    func json(_ body: [UInt8]) throws(PayloadError) -> JSONValue {
        do {
            return try JSONReader.value(of: body, limits: options.json).value
        } catch {
            throw .json(error)
        }
    }
}

/// Where an entity stands in a body: what it is and what it is for.
struct EntityPlace {
    var type: EdmTypeName
    var set: EdmEntitySet?
    var purpose: EntityReader.Purpose
    /// Properties whose values come from elsewhere.
    var supplied: Set<String> = []
    /// Whether another entity holds it.
    var isNested = false
    /// Whether it stands for the one entity that a navigation property leads to already.
    var isCurrent = false
}
