import OData
import Testing

@Suite("Binding of calls")
struct OperationBindingTests {
    // MARK: A model with overloads

    private static func name(_ text: String) -> EdmTypeName { EdmTypeName("N", text) }

    private static func reference(_ type: EdmType, many: Bool = false, nullable: Bool = false) -> EdmTypeReference {
        EdmTypeReference(type, isCollection: many, isNullable: nullable)
    }

    private static let optional = EdmAnnotation(
        StandardVocabulary.core.term("OptionalParameter"),
        .record(
            type: nil,
            properties: [EdmAnnotationProperty("DefaultValue", .string("7"))],
            annotations: []
        )
    )

    /// A function; parameters as `a` (needed), `b?` (nullable) and `c*` (optional, 7 by default), all of Edm.Int32.
    private static func function(
        _ text: String,
        on binding: EdmTypeReference? = nil,
        _ parameters: String
    ) -> EdmOperation {
        var list = binding.map { [EdmOperation.Parameter("it", $0)] } ?? []
        for parameter in parameters.split(separator: " ") {
            let plain = parameter.filter { $0.isLetter }
            list.append(
                EdmOperation.Parameter(
                    plain,
                    .primitive(.int32, isNullable: parameter.hasSuffix("?")),
                    annotations: parameter.hasSuffix("*") ? [optional] : []
                )
            )
        }
        return EdmOperation(
            .function,
            name(text),
            isBound: binding != nil,
            parameters: list,
            returnType: .primitive(.int32)
        )
    }

    private static let model: EdmModel = {
        let base = EdmType.entity(name("Base"))
        let derived = EdmType.entity(name("Derived"))
        let complex = EdmType.complex(name("Place"))
        return EdmModel(schemas: [
            EdmSchema(
                namespace: "N",
                alias: "S",
                entityTypes: [
                    EdmEntityType(
                        name("Base"),
                        key: [.init("Id")],
                        properties: [
                            EdmProperty("Id", .primitive(.int32, isNullable: false)),
                            EdmProperty("Size", .primitive(.int32)), EdmProperty("At", EdmTypeReference(complex)),
                        ]
                    ),
                    EdmEntityType(name("Derived"), baseType: name("Base")),
                ],
                complexTypes: [
                    EdmComplexType(name("Spot"), properties: [EdmProperty("X", .primitive(.int32))]),
                    EdmComplexType(name("Place"), baseType: name("Spot")),
                ],
                operations: [
                    function("F", ""), function("F", "a"), function("F", "a b"), function("F", "a c*"),
                    function("G", "a b?"), function("G", "a c*"), function("G", "d"),
                    function("H", on: reference(base), "a"), function("H", on: reference(derived), "a b"),
                    function("H", on: reference(base, many: true), ""),
                    function("K", on: reference(.complex(name("Spot"))), ""),
                    function("L", on: .primitive(.int32), ""), function("Size", on: reference(base), ""),
                    function("M", on: reference(.abstract("EntityType")), ""),
                ],
                container: EdmEntityContainer(
                    name("C"),
                    entitySets: [EdmEntitySet("Things", entityType: name("Base"))],
                    operationImports: [
                        EdmOperationImport(.function, "F", operation: name("F")),
                        EdmOperationImport(.function, "G", operation: name("G")),
                    ]
                ),
                annotations: [EdmAnnotation(StandardVocabulary.core.term("DefaultNamespace"), .bool(true))]
            )
        ])
    }()

    private static func bind(_ text: String) throws -> BoundRequest {
        let parts = text.split(separator: "?", maxSplits: 1).map(String.init)
        let url = try RequestURL(
            path: parts[0],
            query: parts.count > 1 ? parts[1].replacing(" ", with: "%20") : nil
        )
        return try Binder(model: model).bind(path: url.path, options: url.options)
    }

    /// `F(a=1,b=2) on collection`, the overload with its arguments.
    private static func call(_ text: String) throws -> String {
        guard case .call(let call) = try bind(text) else { return "no call" }
        let arguments = call.operation.ownParameters.map { parameter in
            let value = call.arguments[parameter.name]
            return "\(parameter.name)=" + (value?.integer.map { String($0) } ?? (value == .null ? "null" : "none"))
        }
        var bound = ""
        if let binding = call.operation.parameters.first, call.operation.isBound { bound = " on \(binding.type.name)" }
        return "\(call.operation.name.name)(\(arguments.joined(separator: ",")))\(bound)"
    }

    // MARK: Overloads

    @Test(
        "The names that are given choose the overload",
        arguments: [
            ("F", "F()"), ("F()", "F()"), ("F(a=1)", "F(a=1)"), ("F(b=2,a=1)", "F(a=1,b=2)"),
            ("F(a=1,c=3)", "F(a=1,c=3)"), ("F(a=@p)?@p=4", "F(a=4)"), ("F?a=1", "F(a=1)"),
            ("F()?@a=1&b=2", "F(a=1,b=2)"),
            ("F(a=1)?b=2", "F(a=1,b=2)"),
            // A parameter with a default fills up before one that is merely nullable.
            ("G(a=1)", "G(a=1,c=7)"), ("G(a=1,b=null)", "G(a=1,b=null)"), ("G(a=1,b=@x)", "G(a=1,b=null)"),
            ("G(d=1)", "G(d=1)"),
        ]
    )
    func unbound(text: String, expected: String) throws {
        #expect(try Self.call(text) == expected)
    }

    @Test(
        "The most specific binding type comes first, then the names",
        arguments: [
            ("Things(1)/N.H(a=1)", "H(a=1) on N.Base"), ("Things(1)/S.H(a=1)", "H(a=1) on N.Base"),
            ("Things(1)/H(a=1)", "H(a=1) on N.Base"), ("Things/H", "H() on Collection(N.Base)"),
            ("Things(1)/N.Derived/H(a=1,b=2)", "H(a=1,b=2) on N.Derived"),
            ("Things/N.Derived/H()", "H() on Collection(N.Base)"),
            ("Things/$filter(Id gt 1)/N.H()", "H() on Collection(N.Base)"),
            ("Things(1)/At/K()", "K() on N.Spot"), ("Things(1)/Size/L()", "L() on Edm.Int32"),
            ("Things(1)/N.Size()", "Size() on N.Base"), ("Things(1)/N.M()", "M() on Edm.EntityType"),
        ]
    )
    func bound(text: String, expected: String) throws {
        #expect(try Self.call(text) == expected)
    }

    @Test("A property wins over an unqualified operation of its name")
    func property() throws {
        guard case .read(let read) = try Self.bind("Things(1)/Size") else {
            Issue.record("a call")
            return
        }
        #expect(read.shape == .property([EdmProperty("Size", .primitive(.int32))]))
    }

    @Test(
        "What fits no overload is refused",
        arguments: [
            "F(b=1)", "F(1)", "F(a=1,a=2)", "F(x=1)", "F(a=null)", "F(a='x')", "F(a=99999999999)", "G()", "G(b=1)",
            "Things(1)/N.Derived/H(a=1)", "Things(1)/N.H()", "Things/N.H(a=1)", "Things(1)/N.K()", "Things(1)/F(a=1)",
            "N.F(a=1)", "F(a=@none)", "F(a=Id)",
        ]
    )
    func refused(text: String) {
        #expect(throws: BindingError.self) { try Self.call(text) }
    }

    // MARK: In expressions

    private static func filter(_ text: String) throws -> String {
        let url = try RequestURL(path: "Things", query: "$filter=" + text.replacing(" ", with: "%20"))
        var binder = BinderOptions()
        try binder.functions.define(name("H"), parameters: ["a"], as: "Size add @a")
        try binder.functions.define(name("F"), parameters: ["a"], as: "@a mul 2")
        guard
            case .read(let read) = try Binder(model: model, options: binder).bind(path: url.path, options: url.options),
            let filter = read.query.filter
        else { return "" }
        return BoundPrinter.text(filter)
    }

    @Test(
        "A function that is defined by an expression stands in others",
        arguments: [
            ("N.H(a=1) gt 5", "((Size add 1:Int32) gt 5:Int32)"), ("H(a=Id) gt 5", "((Size add Id) gt 5:Int32)"),
            ("$it/N.H(a=1) eq 2", "((Size add 1:Int32) eq 2:Int32)"),
            ("F(a=3) eq 6", "((3:Int32 mul 2:Int32) eq 6:Int32)"),
            ("H(a=F(a=Size)) eq 1", "((Size add (Size mul 2:Int32)) eq 1:Int32)"),
        ]
    )
    func defined(text: String, expected: String) throws {
        let found = try Self.filter(text)
        #expect(found.hasPrefix(expected), "\(found)")
    }

    @Test(
        "One without a definition is not implemented, and one that does not fit is wrong",
        arguments: [("F() eq 1", true), ("N.G(d=1) eq 1", true), ("N.H() eq 1", false), ("H(a='x') eq 1", false)]
    )
    func undefined(text: String, isNotImplemented: Bool) {
        #expect {
            try Self.filter(text)
        } throws: { error in
            if case .notImplemented = error as? BindingError { return isNotImplemented }
            return !isNotImplemented
        }
    }
}
