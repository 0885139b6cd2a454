import Synchronization
import Testing

@testable import ODataHTTP

@Suite struct SlowRequestsTests {
    @Test("a request that takes longer than the delay is called slow once, one that left is not")
    func slowAndQuick() async {
        let slow = SlowRequests(delay: .milliseconds(20))
        let calls = Mutex(0)
        let quick = slow.enter { Issue.record("a request that left was called slow") }
        slow.leave(quick)
        let (called, signal) = AsyncStream<Void>.makeStream()
        let ticket = slow.enter {
            calls.withLock { $0 += 1 }
            signal.yield()
        }
        for await _ in called { break }
        // Another one is called after it, so the first would have been called again by now.
        let other = slow.enter { signal.yield() }
        for await _ in called { break }
        #expect(calls.withLock { $0 } == 1)
        slow.leave(ticket)
        slow.leave(other)
    }
}
