import SQLCore
import Testing

@Suite("Parts in the order of their numbers")
struct OrderedPartsTests {
    private let threads = DedicatedThreads(count: 2, queueLimit: 10, waitLimit: nil)

    @Test("What one thread puts the other takes, in order, with gaps it fills itself", .timeLimit(.minutes(5)))
    func order() async throws {
        let parts = OrderedParts<Int>(ahead: 2)
        async let maker = threads.run { _, _ in
            // Every third part is made by the other side.
            (0..<1_000).filter { $0 % 3 != 0 }.allSatisfy { parts.put($0 * 10, at: $0) }
        }
        async let taken = threads.run { _, _ in
            (0..<1_000).map { number -> Int? in
                guard number % 3 == 0 else { return parts.take(number) }
                parts.pass(number)
                return number * 10
            }
        }
        #expect(try await taken == (0..<1_000).map { $0 * 10 })
        #expect(try await maker)
    }

    @Test("Closing ends whoever waits, on either side; what was put can still be taken", .timeLimit(.minutes(5)))
    func close() async throws {
        let full = OrderedParts<Int>(ahead: 1)
        #expect(full.put(7, at: 0))
        async let late = threads.run { _, _ in full.put(8, at: 1) }
        full.close()
        #expect(try await late == false)
        #expect(full.take(0) == 7)
        #expect(full.take(1) == nil)
        let empty = OrderedParts<Int>(ahead: 1)
        async let nothing = threads.run { _, _ in empty.take(0) }
        empty.close()
        #expect(try await nothing == nil)
    }
}
