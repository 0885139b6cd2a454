/// One overload of a canonical function: what it takes and what it gives.
public struct FunctionSignature: Hashable, Sendable {
    /// The types of the arguments, in order; integers of any size go by `Int32`.
    public var parameters: [EdmPrimitiveType]
    /// The type of the result; null if any argument is null.
    public var result: EdmPrimitiveType

    /// Makes an overload.
    public init(_ parameters: [EdmPrimitiveType], _ result: EdmPrimitiveType) {
        self.parameters = parameters
        self.result = result
    }
}

extension BuiltInFunction {
    /// All overloads with positional, single-valued arguments, the preferred one first; empty for functions that are
    /// not bound to calls.
    ///
    /// Allocates nothing: the table is made once.
    public var signatures: [FunctionSignature] { Self.signatureTable[self] ?? [] }

    private static let signatureTable: [BuiltInFunction: [FunctionSignature]] = {
        var table: [BuiltInFunction: [FunctionSignature]] = [:]
        for function in allCases { table[function] = declaredSignatures(of: function) }
        return table
    }()

    private static func declaredSignatures(of function: BuiltInFunction) -> [FunctionSignature] {
        switch function {
        case .concat: [FunctionSignature([.string, .string], .string)]
        case .contains, .endswith, .startswith, .matchespattern: [FunctionSignature([.string, .string], .boolean)]
        case .indexof: [FunctionSignature([.string, .string], .int32)]
        case .length: [FunctionSignature([.string], .int32)]
        case .substring:
            [FunctionSignature([.string, .int32], .string), FunctionSignature([.string, .int32, .int32], .string)]
        case .tolower, .toupper, .trim: [FunctionSignature([.string], .string)]
        case .year, .month, .day:
            [FunctionSignature([.dateTimeOffset], .int32), FunctionSignature([.date], .int32)]
        case .hour, .minute, .second:
            [FunctionSignature([.dateTimeOffset], .int32), FunctionSignature([.timeOfDay], .int32)]
        case .fractionalseconds:
            [FunctionSignature([.dateTimeOffset], .decimal), FunctionSignature([.timeOfDay], .decimal)]
        case .date: [FunctionSignature([.dateTimeOffset], .date)]
        case .time: [FunctionSignature([.dateTimeOffset], .timeOfDay)]
        case .totaloffsetminutes: [FunctionSignature([.dateTimeOffset], .int32)]
        case .totalseconds: [FunctionSignature([.duration], .decimal)]
        case .now, .mindatetime, .maxdatetime: [FunctionSignature([], .dateTimeOffset)]
        case .round, .floor, .ceiling:
            [FunctionSignature([.decimal], .decimal), FunctionSignature([.double], .double)]
        case .geoDistance:
            [
                FunctionSignature([.geographyPoint, .geographyPoint], .double),
                FunctionSignature([.geometryPoint, .geometryPoint], .double),
            ]
        case .geoLength:
            [FunctionSignature([.geographyLineString], .double), FunctionSignature([.geometryLineString], .double)]
        case .geoIntersects:
            [
                FunctionSignature([.geographyPoint, .geographyPolygon], .boolean),
                FunctionSignature([.geometryPoint, .geometryPolygon], .boolean),
            ]
        case .hassubset, .hassubsequence, .cast, .isof, .conditional: []
        }
    }

    /// How many arguments the overloads take, ascending, for messages.
    public var argumentCounts: [Int] {
        Array(Set(signatures.map(\.parameters.count))).sorted()
    }
}
