extension CSDLJSONReader {
    func operation(_ value: PositionedJSON, _ name: EdmTypeName) throws(CSDLError) -> EdmOperation {
        let words = ["$Kind", "$IsBound", "$IsComposable", "$EntitySetPath", "$Parameter", "$ReturnType"]
        let object = try object(value, "an operation", words)
        let kind: EdmOperation.Kind
        switch try string("$Kind", of: object) {
        case "Action" where object.words["$IsComposable"] == nil: kind = .action
        case "Function": kind = .function
        case "Action":
            let accepted = words.filter { $0 != "$IsComposable" }
            throw source.error(.unexpectedMember("$IsComposable", in: "Action", accepted: accepted), at: object.offset)
        case let other:
            throw invalid(other, of: "$Kind", "Action or Function", at: object.words["$Kind"]?.offset ?? object.offset)
        }
        var operation = EdmOperation(kind, name)
        operation.isBound = try flag("$IsBound", of: object)
        operation.isComposable = try flag("$IsComposable", of: object)
        operation.entitySetPath = try optionalPath("$EntitySetPath", of: object)
        for item in try items(of: object.words["$Parameter"], "$Parameter") {
            let parameter = try self.object(item, "$Parameter", ["$Name"] + Self.typeWords)
            operation.parameters.append(
                .init(
                    try identifier("$Name", of: parameter),
                    try typeReference(of: parameter),
                    annotations: try annotations(of: parameter)
                )
            )
        }
        if let value = object.words["$ReturnType"] {
            let result = try self.object(value, "$ReturnType", Self.typeWords)
            operation.returnType = try typeReference(of: result)
            operation.returnTypeAnnotations = try annotations(of: result)
        } else if kind == .function {
            throw source.error(.missingMember("$ReturnType", in: "Function"), at: object.offset)
        }
        operation.annotations = try annotations(of: object)
        return operation
    }

    func container(_ value: PositionedJSON, _ name: EdmTypeName) throws(CSDLError) -> EdmEntityContainer {
        let object = try object(value, "EntityContainer", ["$Kind", "$Extends"], hasChildren: true)
        var container = EdmEntityContainer(name)
        container.extends = try optionalName("$Extends", of: object)
        for child in object.children {
            try checkIdentifier(child.name, at: child.offset)
            let words = try members(of: child.value, "a child of the container").map(\.name)
            if words.contains("$Action") || words.contains("$Function") {
                container.operationImports.append(try operationImport(child, in: name))
            } else if words.contains("$Collection") {
                container.entitySets.append(try entitySet(child, in: name))
            } else {
                container.singletons.append(try singleton(child, in: name))
            }
        }
        container.annotations = try annotations(of: object)
        return container
    }

    private func entitySet(
        _ member: PositionedJSON.Member,
        in container: EdmTypeName
    ) throws(CSDLError) -> EdmEntitySet {
        let words = ["$Collection", "$Type", "$IncludeInServiceDocument", "$NavigationPropertyBinding"]
        let object = try object(member.value, "an entity set", words)
        guard try flag("$Collection", of: object) else {
            throw source.error(
                .missingMember("$Collection with the value true", in: "an entity set"),
                at: object.offset
            )
        }
        return EdmEntitySet(
            member.name,
            entityType: try entityTypeName(of: object),
            includeInServiceDocument: try flag("$IncludeInServiceDocument", of: object, default: true),
            navigationBindings: try bindings(of: object, in: container),
            annotations: try annotations(of: object)
        )
    }

    private func singleton(
        _ member: PositionedJSON.Member,
        in container: EdmTypeName
    ) throws(CSDLError) -> EdmSingleton {
        let object = try object(member.value, "a singleton", ["$Type", "$Nullable", "$NavigationPropertyBinding"])
        return EdmSingleton(
            member.name,
            entityType: try entityTypeName(of: object),
            isNullable: try flag("$Nullable", of: object),
            navigationBindings: try bindings(of: object, in: container),
            annotations: try annotations(of: object)
        )
    }

    private func bindings(
        of object: CSDLObject,
        in container: EdmTypeName
    ) throws(CSDLError) -> [EdmNavigationBinding] {
        var bindings: [EdmNavigationBinding] = []
        let word = "$NavigationPropertyBinding"
        for member in try members(of: object.words[word], word) {
            let target = try checkPath(try text(member.value, word), of: word, at: member.value.offset)
            bindings.append(
                EdmNavigationBinding(
                    path: try checkPath(member.name, of: word, at: member.offset),
                    target: scope.setPath(target, in: container)
                )
            )
        }
        return bindings
    }

    private func operationImport(
        _ member: PositionedJSON.Member,
        in container: EdmTypeName
    ) throws(CSDLError) -> EdmOperationImport {
        var object = try object(
            member.value,
            "an import",
            ["$Action", "$Function", "$EntitySet", "$IncludeInServiceDocument"]
        )
        let isAction = object.words["$Action"] != nil
        if isAction { object = try self.object(member.value, "an action import", ["$Action", "$EntitySet"]) }
        return EdmOperationImport(
            isAction ? .action : .function,
            member.name,
            operation: try qualifiedName(isAction ? "$Action" : "$Function", of: object),
            entitySet: try optionalPath("$EntitySet", of: object).map { scope.setPath($0, in: container) },
            includeInServiceDocument: try flag("$IncludeInServiceDocument", of: object),
            annotations: try annotations(of: object)
        )
    }
}
