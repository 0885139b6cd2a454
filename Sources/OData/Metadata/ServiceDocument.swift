/// Writes the service document: what a client can start from (JSON Format 5).
public enum ServiceDocument {
    /// The document as JSON.
    ///
    /// Sets first, then singletons and function imports, as far as the model says that they belong here.
    public static func json(
        of model: EdmModel,
        version: ODataVersion,
        metadata: MetadataLevel,
        serviceRoot: String
    ) -> [UInt8] {
        var writer = JSONWriter(capacity: 4096)
        writer.append(byte: UInt8(ascii: "{"))
        if metadata != .none {
            writer.string(version.controlPrefix + "context")
            writer.append(byte: UInt8(ascii: ":"))
            writer.string(ContextURL(model: model, version: version, serviceRoot: serviceRoot).serviceDocument)
            writer.append(byte: UInt8(ascii: ","))
        }
        writer.append("\"value\":[")
        var isFirst = true
        func entry(_ name: String, kind: StaticString, title: String?, to writer: inout JSONWriter) {
            if isFirst { isFirst = false } else { writer.append(byte: UInt8(ascii: ",")) }
            writer.append("{\"name\":")
            writer.string(name)
            if let title {
                writer.append(",\"title\":")
                writer.string(title)
            }
            writer.append(",\"kind\":\"")
            writer.append(kind)
            writer.append("\",\"url\":")
            writer.string(URLText.pathSegment(name))
            writer.append(byte: UInt8(ascii: "}"))
        }
        for set in model.container?.entitySets ?? [] where set.includeInServiceDocument {
            entry(set.name, kind: "EntitySet", title: title(in: set.annotations), to: &writer)
        }
        for singleton in model.container?.singletons ?? [] {
            entry(singleton.name, kind: "Singleton", title: title(in: singleton.annotations), to: &writer)
        }
        for function in model.container?.operationImports ?? []
        where function.kind == .function && function.includeInServiceDocument {
            entry(function.name, kind: "FunctionImport", title: title(in: function.annotations), to: &writer)
        }
        writer.append("]}")
        return writer.take()
    }

    private static func title(in annotations: [EdmAnnotation]) -> String? {
        for annotation in annotations
        where annotation.term == StandardVocabulary.core.term("Description") && annotation.qualifier == nil {
            if case .string(let text) = annotation.value { return text }
        }
        return nil
    }
}
