import NIOCore

/// Runs the tasks of a connection on the connection's own event loop.
///
/// A request then changes threads twice, to a thread of the database and back, instead of four times by way of the
/// cooperative pool. Nothing that blocks may run on it; that holds for the cooperative pool as well.
final class EventLoopTaskExecutor: TaskExecutor {
    private let eventLoop: any EventLoop

    /// Makes an executor for an event loop that must not be shut down before the tasks have ended.
    init(_ eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        eventLoop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
