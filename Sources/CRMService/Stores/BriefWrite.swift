import SQLCore

extension SQLDatabase {
    /// Writes if that is possible within a short time; false where it was not, and then nothing was written.
    ///
    /// For notes about a request, such as when a session was last seen: whoever reads must not wait for somebody else's
    /// long write transaction, and must not fail because a note could not be taken.
    func writeBriefly(
        within limit: Duration = .milliseconds(250),
        _ body: @Sendable @escaping (any SQLConnection) throws -> Void
    ) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                do {
                    try await self.write(body)
                    return true
                } catch {
                    return false
                }
            }
            group.addTask {
                do { try await Task.sleep(for: limit) } catch { return false }
                return false
            }
            let isWritten = await group.next() ?? false
            group.cancelAll()  // takes a waiting write off the queue, or ends the clock
            if isWritten { return true }
            // Both ended: the write may have won while it was being cancelled.
            return await group.next() ?? false
        }
    }
}
