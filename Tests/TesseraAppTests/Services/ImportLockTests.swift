import Foundation
import Testing

@testable import TesseraApp

/// Which imports are alive.
@Suite struct ImportLockTests {
    private let lock = ImportLock(
        path: FileManager.default.temporaryDirectory.appendingPathComponent("imports-\(UUID()).lock").path
    )

    @Test("imports run beside each other, and nobody is alone while one runs")
    func shared() async throws {
        defer { try? FileManager.default.removeItem(atPath: lock.path) }
        let lock = lock
        try await lock.whileImporting {
            let two = try await lock.whileImporting { try await lock.whileAlone { 1 } }
            let one = try await lock.whileAlone { 1 }
            #expect(two == nil && one == nil)
        }
        #expect(try await lock.whileAlone { 1 } == 1)
    }

    @Test("an import waits for whoever is alone")
    func waits() async throws {
        defer { try? FileManager.default.removeItem(atPath: lock.path) }
        let lock = lock
        let order = try await withThrowingTaskGroup(of: String.self) { group in
            let (alone, isAlone) = AsyncStream<Void>.makeStream()
            let (asked, hasAsked) = AsyncStream<Void>.makeStream()
            group.addTask {
                try await lock.whileAlone {
                    isAlone.finish()
                    for await _ in asked {}
                    return "alone"
                } ?? "nobody"
            }
            group.addTask {
                for await _ in alone {}
                hasAsked.finish()
                return try await lock.whileImporting { "import" }
            }
            var order: [String] = []
            for try await name in group { order.append(name) }
            return order
        }
        #expect(Set(order) == ["alone", "import"])
    }

    @Test("a folder that is not there is named")
    func missing() async {
        let lock = ImportLock(path: "/nonexistent/imports.lock")
        await #expect(throws: StartError.self) { try await lock.whileAlone {} }
    }
}
