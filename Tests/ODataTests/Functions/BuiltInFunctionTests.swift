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

    @Test("Every callable function has a signature, and no other has", arguments: BuiltInFunction.allCases)
    func signatures(function: BuiltInFunction) {
        #expect(function.signatures.isEmpty != function.isCallable)
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
