import OData
import Testing

@Suite("Canonical functions")
struct BuiltInFunctionTests {
    @Test("Names are found in any case", arguments: ["contains", "Contains", "CONTAINS"])
    func anyCase(name: String) {
        #expect(BuiltInFunction(ignoringCase: name) == .contains)
    }

    @Test("Names that are none are not found", arguments: ["", "contain", "geo", "distance", "geo.Nothing"])
    func unknown(name: String) {
        #expect(BuiltInFunction(ignoringCase: name) == nil)
    }

    @Test("Every function of single values has a signature, and no other has", arguments: BuiltInFunction.allCases)
    func signatures(function: BuiltInFunction) {
        let isOfSingleValues = function.isCallable && function.group != .collection
        #expect(function.signatures.isEmpty != isOfSingleValues)
    }

    @Test("Canonical names are small letters and differ")
    func names() {
        #expect(Set(BuiltInFunction.names).count == BuiltInFunction.allCases.count)
        #expect(BuiltInFunction.names.allSatisfy { $0 == $0.lowercased() })
    }

    @Test("Overloads tell how many arguments they take")
    func counts() {
        #expect(BuiltInFunction.substring.argumentCounts == [2, 3])
        #expect(BuiltInFunction.now.argumentCounts == [0])
    }
}
