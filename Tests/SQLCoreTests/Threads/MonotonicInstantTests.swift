import SQLCore
import Testing

@Suite struct MonotonicInstantTests {
    @Test("instants move by durations and stop at the end of time")
    func advance() {
        let now = MonotonicInstant.now
        #expect(now.advanced(by: .seconds(2)).elapsed(since: now) == .seconds(2))
        #expect(now.advanced(by: .nanoseconds(1)) > now)
        #expect(now.advanced(by: .seconds(-1)) == now)
        #expect(now.advanced(by: .seconds(Int64.max)).nanoseconds == .max)
        #expect(now.elapsed(since: now.advanced(by: .seconds(1))) == .zero)
    }
}
