extension EdmFacets {
    /// The facets that a type may have, as attributes of XML; those that are not set are absent.
    func xmlAttributes(of type: EdmType, version: ODataVersion) -> [(String, String?)] {
        var attributes: [(String, String?)] = []
        if type.takesMaxLength, let length = maxLength {
            switch length {
            case .limited(let number): attributes.append(("MaxLength", String(number)))
            case .max: attributes.append(("MaxLength", "max"))
            }
        }
        if type.takesPrecision, let precision { attributes.append(("Precision", String(precision))) }
        if type.takesScale, let scale { attributes.append(("Scale", Self.text(of: scale, version: version))) }
        if type.takesUnicode, unicode == false { attributes.append(("Unicode", "false")) }
        if type.takesSRID {
            if sridIsVariable {
                attributes.append(("SRID", "variable"))
            } else if let srid {
                attributes.append(("SRID", String(srid)))
            }
        }
        return attributes
    }

    /// `floating` came with 4.01; a 4.0 client reads the next best.
    private static func text(of scale: DecimalScale, version: ODataVersion) -> String {
        switch scale {
        case .fixed(let digits): String(digits)
        case .variable: "variable"
        case .floating: version == .v4_0 ? "variable" : "floating"
        }
    }

    /// The facets that a type may have, as members of JSON.
    ///
    /// In a declaration JSON and XML mean different things by a facet that is absent: the scale of a Decimal is
    /// variable in JSON and 0 in XML, the precision of a time any in JSON and 0 in XML. In a cast absent is absent.
    func jsonMembers(of type: EdmType, version: ODataVersion, isCast: Bool = false) -> [JSONNode.Member] {
        var members: [JSONNode.Member] = []
        // `max` is the same as no limit, and only XML has a word for it.
        if type.takesMaxLength, case .limited(let length) = maxLength {
            members.add("$MaxLength", .number(String(length)))
        }
        if type.takesPrecision {
            if let precision {
                members.add("$Precision", .number(String(precision)))
            } else if type.isTemporal, !isCast {
                members.add("$Precision", .number("0"))
            }
        }
        if type.takesScale { members.add("$Scale", jsonScale(of: type, version: version, isCast: isCast)) }
        if type.takesUnicode, unicode == false { members.add("$Unicode", .bool(false)) }
        if type.takesSRID {
            if sridIsVariable {
                members.add("$SRID", .string("variable"))
            } else if let srid {
                members.add("$SRID", .string(String(srid)))
            }
        }
        return members
    }

    private func jsonScale(of type: EdmType, version: ODataVersion, isCast: Bool) -> JSONNode? {
        let isDefaultVariable = type == .primitive(.decimal) && !isCast
        switch scale {
        case .fixed(let digits): return .number(String(digits))
        case .floating where version == .v4_01: return .string("floating")
        case .variable, .floating: return isDefaultVariable ? nil : .string("variable")
        case nil: return isDefaultVariable ? .number("0") : nil
        }
    }
}
