/// What one reading of a body has in common: the model, the bounds, and what was found wrong so far.
final class PayloadReading {
    let model: EdmModel
    let options: EntityReader.Options
    let conversion: ValueConversion
    private(set) var violations: [PayloadViolation] = []
    private(set) var entities = 0

    /// No answer lists more than this.
    static let mostViolations = 100

    init(model: EdmModel, options: EntityReader.Options) {
        self.model = model
        self.options = options
        conversion = ValueConversion(model: model)
    }

    func note(_ path: PayloadPath, _ problem: @autoclosure () -> PayloadViolation.Problem) {
        guard violations.count < Self.mostViolations else { return }
        violations.append(PayloadViolation(path.text, problem()))
    }

    /// Names like an unknown one; none where no more is noted, since the search for them takes its time.
    func near(_ name: String, among names: [String]) -> [String] {
        violations.count < Self.mostViolations ? NearNames.of(name, among: names) : []
    }

    func note(_ more: [PayloadViolation]) {
        violations += more.prefix(Self.mostViolations - violations.count)
    }

    func countEntity() throws(PayloadError) {
        entities += 1
        guard entities <= options.entities else { throw .tooManyEntities(limit: options.entities) }
    }

    /// Throws what was noted.
    func finish() throws(PayloadError) {
        guard violations.isEmpty else { throw .violations(violations) }
    }

    /// A type of the model or a built-in one, by the text of `@odata.type`: with or without `#` and namespace `Edm`.
    func typeName(_ text: String) -> EdmTypeName {
        var name = Substring(text)
        // The fragment of an address, or `#NS.Type` alone.
        if let hash = name.lastIndex(of: "#") { name = name[name.index(after: hash)...] }
        guard let dot = name.lastIndex(of: ".") else { return EdmTypeName("Edm", String(name)) }
        return EdmTypeName(model.namespace(of: String(name[..<dot])), String(name[name.index(after: dot)...]))
    }
}

/// The place of a value in a body, made into text only when it is needed.
struct PayloadPath {
    private var parts: [Part] = []

    private enum Part {
        case name(String)
        case item(Int)
    }

    static let top = PayloadPath()

    func member(_ name: String) -> PayloadPath {
        var path = self
        path.parts.append(.name(name))
        return path
    }

    func item(_ index: Int) -> PayloadPath {
        var path = self
        path.parts.append(.item(index))
        return path
    }

    var text: String {
        parts.map { part in
            switch part {
            case .name(let name): ODataError.echo(name)
            case .item(let index): String(index)
            }
        }
        .joined(separator: "/")
    }
}

/// The name of a member that is no property: `@odata.type`, `Nav@odata.bind`, `@Some.Term`.
struct ControlName {
    /// The property in front of the `@`; empty for the object itself.
    let property: String
    /// The name behind it, without `odata.`.
    let name: String

    /// Nil for the name of a property.
    init?(_ text: String) {
        guard let at = text.firstIndex(of: "@") else { return nil }
        property = String(text[..<at])
        let rest = text[text.index(after: at)...]
        name = String(rest.hasPrefix("odata.") ? rest.dropFirst(6) : rest)
    }
}
