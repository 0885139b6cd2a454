import Testing

@testable import OData

@Suite struct EdmGuidTests {
    @Test("a guid is read in any case and printed in lower case")
    func roundTrip() throws {
        let guid = try #require(EdmGuid("01234567-89AB-CDEF-0123-456789abcdef"))
        #expect(guid.description == "01234567-89ab-cdef-0123-456789abcdef")
        #expect(guid.bytes.count == 16)
        #expect(guid.bytes.first == 0x01)
        #expect(guid.bytes.last == 0xef)
    }

    @Test(
        "other texts are refused",
        arguments: [
            "", "01234567-89ab-cdef-0123-456789abcde", "01234567-89ab-cdef-0123-456789abcdefa",
            "0123456789ab-cdef-0123-456789abcdef--", "g1234567-89ab-cdef-0123-456789abcdef",
        ]
    )
    func refused(_ text: String) {
        #expect(EdmGuid(text) == nil)
    }
}
