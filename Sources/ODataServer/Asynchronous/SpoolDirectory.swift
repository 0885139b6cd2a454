public import Foundation
import Synchronization

/// Keeps answers as files of one directory, which belongs to one process at a time.
///
/// `NAME.head` says whose the answer is and, once it is whole, what stands before the body in `NAME.body`. Only the
/// owner of the process may read them.
public final class SpoolDirectory: AsyncResultStore {
    private struct Head: Codable {
        var owner: String
        var expires: Int64
        var head: AsyncResultHead?
    }

    /// How much is kept.
    public struct Limits: Sendable, Hashable {
        /// The most bytes of one answer.
        public var answerBytes: Int64 = 1 << 30
        /// The most bytes of all answers of one caller.
        public var callerBytes: Int64 = 2 << 30
        /// The most bytes of all answers together.
        public var allBytes: Int64 = 4 << 30
        /// The most answers of one caller.
        public var callerAnswers = 100
        /// The most answers.
        public var allAnswers = 1000

        /// Makes the default limits.
        public init() {}
    }

    /// An answer that takes room.
    private struct Kept {
        var owner: String
        var bytes: Int64
    }

    private let directory: URL
    private let limits: Limits
    private let kept: Mutex<[String: Kept]>

    /// Opens a directory and makes it where it is missing.
    ///
    /// What an earlier process left half-made is removed. Throws ``AsyncStoreError/failed(_:)`` where the directory
    /// cannot be made or read.
    public init(_ directory: URL, limits: Limits = Limits()) throws(AsyncStoreError) {
        self.directory = directory
        self.limits = limits
        kept = Mutex([:])
        do {
            try FileManager.default.createDirectory(
                at: directory,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
            try takeStock()
        } catch {
            throw .failed("\(error)")
        }
    }

    private func takeStock() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: directory.path)
        // Heads first: a body without one belongs to nobody.
        for file in files.filter({ $0.hasSuffix(".head") }) + files.filter({ !$0.hasSuffix(".head") }) {
            let url = directory.appending(path: file)
            let name = url.deletingPathExtension().lastPathComponent
            guard ["head", "body", "new"].contains(url.pathExtension), Self.isName(name) else { continue }
            if url.pathExtension == "head", let head = try? read(name) {
                let attributes = try? FileManager.default.attributesOfItem(atPath: body(name).path)
                let bytes = (attributes?[.size] as? NSNumber)?.int64Value ?? 0
                kept.withLock { $0[name] = Kept(owner: head.owner, bytes: bytes) }
            } else if url.pathExtension != "body" || !FileManager.default.fileExists(atPath: head(name).path) {
                try FileManager.default.removeItem(at: url)
            }
        }
    }

    // MARK: Writing

    /// Writes the head of an answer that is on its way, and an empty body.
    ///
    /// Throws ``AsyncStoreError/failed(_:)`` for a name that could lead elsewhere, and
    /// ``AsyncStoreError/tooMany(limit:)`` where as many are kept as may.
    public func create(_ name: String, owner: String, expires: Int64) async throws(AsyncStoreError) {
        guard Self.isName(name) else { throw .failed("'\(name)' is no name of a file.") }
        let limit: Int? = kept.withLock { kept in
            if kept.count >= limits.allAnswers { return limits.allAnswers }
            if kept.values.count(where: { $0.owner == owner }) >= limits.callerAnswers { return limits.callerAnswers }
            kept[name] = Kept(owner: owner, bytes: 0)
            return nil
        }
        if let limit { throw .tooMany(limit: limit) }
        do throws(AsyncStoreError) {
            try write(Head(owner: owner, expires: expires), name)
            try make(body(name))
        } catch {
            await remove(name)
            throw error
        }
    }

    /// Adds bytes to the body; throws ``AsyncStoreError/full(limit:)`` where there is no room.
    public func append(_ bytes: [UInt8], to name: String) async throws(AsyncStoreError) {
        let count = Int64(bytes.count)
        let limit: Int64? = try kept.withLock { kept throws(AsyncStoreError) in
            guard let own = kept[name] else { throw .failed("'\(name)' was removed.") }
            if own.bytes + count > limits.answerBytes { return limits.answerBytes }
            let ofCaller = kept.values.filter { $0.owner == own.owner }
            if ofCaller.reduce(count, { $0 + $1.bytes }) > limits.callerBytes { return limits.callerBytes }
            if kept.values.reduce(count, { $0 + $1.bytes }) > limits.allBytes { return limits.allBytes }
            kept[name]?.bytes += count
            return nil
        }
        if let limit { throw .full(limit: limit) }
        do {
            let file = try FileHandle(forWritingTo: body(name))
            defer { try? file.close() }
            try file.seekToEnd()
            try file.write(contentsOf: Data(bytes))
        } catch {
            throw .failed("\(error)")
        }
    }

    /// Adds status and header lines to the head, in one step.
    public func finish(_ name: String, _ head: AsyncResultHead) async throws(AsyncStoreError) {
        guard var known = try read(name) else { throw .failed("'\(name)' was removed.") }
        known.head = head
        try write(known, name)
    }

    /// Empties the body.
    public func clearBody(of name: String) async throws(AsyncStoreError) {
        kept.withLock { $0[name]?.bytes = 0 }
        try make(body(name))
    }

    /// Removes the files of an answer.
    public func remove(_ name: String) async {
        guard Self.isName(name) else { return }
        // What is not there need not be removed.
        try? FileManager.default.removeItem(at: head(name))
        try? FileManager.default.removeItem(at: body(name))
        kept.withLock { $0[name] = nil }
    }

    /// Removes the files of all answers whose time is over.
    public func removeExpired(now: Int64) async {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
        for file in files where file.hasSuffix(".head") {
            let name = String(file.dropLast(5))
            if let head = try? read(name), head.expires <= now { await remove(name) }
        }
    }

    // MARK: Reading

    /// Reads a head; nil where there is none, and where its time is over.
    public func entry(_ name: String, now: Int64) async throws(AsyncStoreError) -> AsyncResultEntry? {
        guard Self.isName(name), let head = try read(name) else { return nil }
        guard head.expires > now else {
            await remove(name)
            return nil
        }
        return AsyncResultEntry(owner: head.owner, expires: head.expires, head: head.head)
    }

    /// Reads the body in pieces.
    public func body(of name: String) async throws(AsyncStoreError) -> ODataByteStream {
        let file: FileHandle
        do {
            file = try FileHandle(forReadingFrom: body(name))
        } catch {
            throw .failed("\(error)")
        }
        let reader = Reader(file)
        // Away from the event loop: a disk may take its time.
        return ODataByteStream(next: { try await Task.detached { try reader.next() }.value })
    }

    /// Reads a file in pieces.
    private final class Reader: Sendable {
        private let file: Mutex<FileHandle>

        init(_ file: sending FileHandle) { self.file = Mutex(file) }

        func next() throws -> [UInt8]? {
            try file.withLock { file in
                guard let data = try file.read(upToCount: 256 * 1024), !data.isEmpty else { return nil }
                return Array(data)
            }
        }
    }

    // MARK: Files

    /// Names come from addresses, so nothing that could lead elsewhere is one.
    private static func isName(_ text: String) -> Bool {
        (16...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    private func head(_ name: String) -> URL { directory.appending(path: "\(name).head") }

    private func body(_ name: String) -> URL { directory.appending(path: "\(name).body") }

    private func make(_ url: URL) throws(AsyncStoreError) {
        let isMade = FileManager.default.createFile(
            atPath: url.path,
            contents: nil,
            attributes: [.posixPermissions: 0o600]
        )
        guard isMade else { throw .failed("\(url.lastPathComponent) cannot be written.") }
    }

    /// In one step, so that a head is never half there.
    private func write(_ value: Head, _ name: String) throws(AsyncStoreError) {
        let new = directory.appending(path: "\(name).new")
        do {
            let data = try JSONEncoder().encode(value)
            guard
                FileManager.default.createFile(
                    atPath: new.path,
                    contents: data,
                    attributes: [.posixPermissions: 0o600]
                )
            else { throw AsyncStoreError.failed("\(new.lastPathComponent) cannot be written.") }
            guard rename(new.path, head(name).path) == 0 else {
                throw AsyncStoreError.failed("\(new.lastPathComponent) cannot be renamed: \(errno).")
            }
        } catch let error as AsyncStoreError {
            throw error
        } catch {
            throw .failed("\(error)")
        }
    }

    private func read(_ name: String) throws(AsyncStoreError) -> Head? {
        guard let data = FileManager.default.contents(atPath: head(name).path) else { return nil }
        do {
            return try JSONDecoder().decode(Head.self, from: data)
        } catch {
            throw .failed("\(name).head is damaged: \(error)")
        }
    }
}
