import Foundation
import Logging
import SQLCore
import SQLiteDriver
import TesseraApp
import Testing

/// A database that another program keeps locked: reading goes on, writing is refused after a while, nothing is lost.
@Suite struct LockedDatabaseTests {
    @Test("while another program holds the lock, sign-in answers 503 with Retry-After and the feed answers as ever")
    func locked() async throws {
        let server = try await DemoServer.bare { $0.database.waitSeconds = 1 }
        let lock = try await DatabaseLock(folder: server.services.settings.dataDirectory)
        let refused = try await server.signIn()
        #expect(refused.status == 503 && refused["Retry-After"] != nil && refused["Set-Cookie"] == nil)
        #expect(refused.text.hasPrefix("<!DOCTYPE html>"))
        #expect(try await server.feed("/Currencies?$top=1").status == 200)
        await lock.release()
        #expect(try await server.signIn().status == 303)
        #expect(server.log.text.contains("A page failed"))
    }
}

/// Another program with a write transaction, until it is told to end it.
private final class DatabaseLock: Sendable {
    private let database: SQLiteDatabase
    private let gate = DispatchSemaphore(value: 0)
    private let holder: Task<Void, any Error>

    init(folder: String) async throws {
        let database = try await SQLiteDatabase.open(
            path: folder + "/tessera.sqlite",
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let gate = gate
        let (locked, continuation) = AsyncStream<Void>.makeStream()
        holder = Task {
            try await database.write(deadline: .seconds(60)) { _ in
                continuation.finish()
                gate.wait()
            }
        }
        self.database = database
        for await _ in locked {}
    }

    func release() async {
        gate.signal()
        _ = await holder.result
        await database.close()
    }
}
