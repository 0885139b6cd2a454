/// Writes annotations and their expressions as XML (CSDL XML 14).
struct CSDLXMLAnnotations {
    private let names: CSDLNames
    private let version: ODataVersion
    /// Deeper expressions are cut, so that a model made by a program cannot exhaust the stack.
    private static let depthLimit = 64

    init(names: CSDLNames, version: ODataVersion) {
        self.names = names
        self.version = version
    }

    /// `declaresNamespace` where no schema around the annotations does it.
    func write(_ annotations: [EdmAnnotation], to xml: inout XMLBuilder, declaresNamespace: Bool = false) {
        write(annotations, to: &xml, depth: 0, namespace: declaresNamespace ? CSDLElement.Namespace.edm.rawValue : nil)
    }

    private func write(
        _ annotations: [EdmAnnotation],
        to xml: inout XMLBuilder,
        depth: Int,
        namespace: String? = nil
    ) {
        guard depth < Self.depthLimit else { return }
        for annotation in annotations {
            let attributes: [(String, String?)] = [
                ("xmlns", namespace), ("Term", names.term(annotation.term)), ("Qualifier", annotation.qualifier),
            ]
            let inline = attribute(of: annotation.value)
            xml.element("Annotation", attributes + (inline.map { [($0.0, $0.1)] } ?? [])) { xml in
                if inline == nil { write(annotation.value, to: &xml, depth: depth + 1) }
                write(annotation.annotations, to: &xml, depth: depth + 1)
            }
        }
    }

    /// The element name, which is the attribute's name too, and the text of values that are plain text.
    private func attribute(of value: EdmAnnotationValue) -> (String, String)? {
        switch value {
        case .bool(let flag): ("Bool", flag ? "true" : "false")
        case .int(let number): ("Int", String(number))
        case .decimal(let text): ("Decimal", text)
        case .float(let text): ("Float", text)
        case .string(let text): ("String", text)
        case .date(let text): ("Date", text)
        case .dateTimeOffset(let text): ("DateTimeOffset", text)
        case .timeOfDay(let text): ("TimeOfDay", text)
        case .duration(let text): ("Duration", text)
        case .guid(let text): ("Guid", text)
        case .binary(let text): ("Binary", text)
        case .enumMember(let type, let members):
            ("EnumMember", members.map { "\(names.type(type))/\($0)" }.joined(separator: " "))
        case .path(let text): ("Path", names.path(text))
        // XML has one word for paths to properties of either kind.
        case .propertyPath(let text), .anyPropertyPath(let text): ("PropertyPath", names.path(text))
        case .navigationPropertyPath(let text): ("NavigationPropertyPath", names.path(text))
        case .modelElementPath(let text): ("ModelElementPath", names.path(text))
        case .annotationPath(let text): ("AnnotationPath", names.path(text))
        case .null, .collection, .record, .expression, .apply, .cast, .isOf, .labeled, .labeledReference,
            .urlReference:
            nil
        }
    }

    private func write(_ value: EdmAnnotationValue, to xml: inout XMLBuilder, depth: Int) {
        if let (name, text) = attribute(of: value) { return xml.element(name, text: text) }
        guard depth < Self.depthLimit else { return xml.element("Null") }
        let next = depth + 1
        func content(
            _ name: String,
            _ attributes: [(String, String?)],
            _ values: [EdmAnnotationValue],
            _ own: [EdmAnnotation]
        ) {
            xml.element(name, attributes) { xml in
                for value in values { write(value, to: &xml, depth: next) }
                write(own, to: &xml, depth: next)
            }
        }
        switch value {
        case .null(let own): content("Null", [], [], own)
        case .collection(let items): content("Collection", [], items, [])
        case .record(let type, let properties, let own): record(type, properties, own, to: &xml, depth: next)
        case .expression(let name, let operands, let own): content(name, [], operands, own)
        case .apply(let function, let arguments, let own):
            content("Apply", [("Function", names.path(function))], arguments, own)
        case .cast(let type, let inner, let own): content("Cast", typing(type), [inner], own)
        case .isOf(let type, let inner, let own): content("IsOf", typing(type), [inner], own)
        case .labeled(let name, let inner, let own): content("LabeledElement", [("Name", name)], [inner], own)
        case .labeledReference(let name): xml.element("LabeledElementReference", text: names.path(name))
        case .urlReference(let inner, let own): content("UrlRef", [], [inner], own)
        case .bool, .int, .decimal, .float, .string, .date, .dateTimeOffset, .timeOfDay, .duration, .guid, .binary,
            .enumMember, .path, .propertyPath, .navigationPropertyPath, .anyPropertyPath, .modelElementPath,
            .annotationPath:
            xml.element("Null")
        }
    }

    private func record(
        _ type: EdmTypeName?,
        _ properties: [EdmAnnotationProperty],
        _ own: [EdmAnnotation],
        to xml: inout XMLBuilder,
        depth: Int
    ) {
        xml.element("Record", [("Type", type.map(names.type))]) { xml in
            for property in properties {
                let inline = attribute(of: property.value)
                let attributes = [("Property", property.name)] + (inline.map { [($0.0, $0.1)] } ?? [])
                xml.element("PropertyValue", attributes) { xml in
                    if inline == nil { write(property.value, to: &xml, depth: depth) }
                    write(property.annotations, to: &xml, depth: depth)
                }
            }
            write(own, to: &xml, depth: depth)
        }
    }

    private func typing(_ reference: EdmTypeReference) -> [(String, String?)] {
        [("Type", names.reference(reference))] + reference.facets.xmlAttributes(of: reference.type, version: version)
    }
}
