import SQLCore
import Synchronization
import Testing

@testable import CRMService

@Suite struct BriefWriteTests {
    @Test("a free database is written, a broken write is told and leaves nothing")
    func plain() async throws {
        try await TemporaryService.run { service in
            let isWritten = await service.database.writeBriefly(within: .seconds(20)) { connection in
                try connection.execute(script: "CREATE TABLE one (a INTEGER)")
            }
            #expect(isWritten)
            let isBroken = await service.database.writeBriefly(within: .seconds(20)) { connection in
                try connection.execute(script: "CREATE TABLE two (a INTEGER)")
                throw TestSetUpError()
            }
            #expect(!isBroken)
            let tables = try await service.database.number(
                "SELECT count(*) FROM sqlite_schema WHERE name IN ('one', 'two')"
            )
            #expect(tables == 1)
        }
    }

    @Test("behind somebody else's long transaction it gives up, and nothing is written later")
    func blocked() async throws {
        try await TemporaryService.run { service in
            let holds = DispatchGate()
            let other = Task {
                try await service.database.write { connection in
                    try connection.execute(script: "CREATE TABLE held (a INTEGER)")
                    holds.enterAndWait()
                }
            }
            await holds.entered()
            let isWritten = await service.database.writeBriefly(within: .milliseconds(20)) { connection in
                try connection.execute(script: "CREATE TABLE late (a INTEGER)")
            }
            #expect(!isWritten)
            holds.open()
            try await other.value
            try await service.sql("CREATE TABLE after (a INTEGER)")
            #expect(try await service.database.number("SELECT count(*) FROM sqlite_schema WHERE name = 'late'") == 0)
        }
    }
}

/// Holds a thread of the database until a test lets it go.
private final class DispatchGate: Sendable {
    private let state = Mutex((isEntered: false, isOpen: false))

    func enterAndWait() {
        state.withLock { $0.isEntered = true }
        while !state.withLock({ $0.isOpen }) {}
    }

    func entered() async {
        while !state.withLock({ $0.isEntered }) { await Task.yield() }
    }

    func open() { state.withLock { $0.isOpen = true } }
}
