import HTTPTypes

/// The header fields of the protocol.
enum ODataField {
    static let version = name("OData-Version")
    static let maxVersion = name("OData-MaxVersion")
    static let isolation = name("Isolation")
    static let prefixedIsolation = name("OData-Isolation")
    static let acceptCharset = name("Accept-Charset")
    static let prefer = name("Prefer")
    static let preferenceApplied = name("Preference-Applied")
    static let entityID = name("OData-EntityId")
    static let asyncResult = name("AsyncResult")
    static let contentTransferEncoding = name("Content-Transfer-Encoding")

    private static func name(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is no header name") }
        return name
    }
}

extension HTTPFields {
    /// Appends lines as the gate gave them; a name that is none is left out.
    mutating func append(_ headers: [GateHeader]) {
        for header in headers {
            guard let name = HTTPField.Name(header.name) else { continue }
            append(HTTPField(name: name, value: header.value))
        }
    }
}
