import SQLCore
import Testing

@Suite struct MigrationTests {
    @Test(
        "the fingerprint is FNV-1a with 64 bits",
        arguments: [("", "cbf29ce484222325"), ("a", "af63dc4c8601ec8c"), ("foobar", "85944171f73967e8")]
    )
    func fingerprint(text: String, digits: String) {
        #expect(Fingerprint.hexadecimal(of: text) == digits)
    }

    @Test("a checksum covers the text of its dialect alone")
    func checksum() {
        let migration = Migration(1, "create", scripts: [.sqlite: "foobar"])
        #expect(migration.checksum(for: .sqlite) == "85944171f73967e8")
        #expect(migration.checksum(for: .postgresql) == nil)
    }

    @Test("numbers are positive and unique", arguments: [([1, 1], 1), ([0], 0), ([3, -2], -2)])
    func numbers(numbers: [Int], refused: Int) {
        let migrations = numbers.map { Migration($0, "m", scripts: [:]) }
        #expect(throws: MigrationError.invalidNumber(refused)) { try MigrationRunner(migrations, program: "1") }
    }
}
