import CRMService
import Foundation
import Identity
import SQLCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Finds the peppers, and makes the first one of a fresh installation.
struct PepperFile {
    /// The peppers, and whether all that the database knows are there and right.
    struct Found {
        let ring: PepperRing
        let isComplete: Bool
    }

    let path: String
    let environmentText: String?
    let effects: Effects

    /// Reads the peppers; with neither variable nor file and an empty table, makes and records pepper 1.
    func load(_ database: any SQLDatabase) async throws -> Found {
        let keeper = PepperKeeper(database: database)
        let isEmpty = try await keeper.isEmpty()
        if let ring = try given() {
            if isEmpty {
                for id in ring.ids { if let pepper = ring[id] { try await keeper.record(pepper, now: effects.now()) } }
                return Found(ring: ring, isComplete: true)
            }
            return Found(ring: ring, isComplete: try await keeper.report(on: ring).isComplete)
        }
        guard isEmpty else {
            throw StartError.peppers(
                "The peppers are missing: \(path) does not exist, and without it no access token can be checked. "
                    + "Restore the file, or give TESSERA_PEPPERS."
            )
        }
        var random = effects.makeRandom()
        guard let pepper = Self.draw(&random) else { throw StartError.peppers("The first pepper cannot be made.") }
        let ring = PepperRing(first: pepper)
        try PrivateFile.create(path, text: ring.fileText())
        try await keeper.record(pepper, now: effects.now())
        return Found(ring: ring, isComplete: true)
    }

    private func given() throws -> PepperRing? {
        do {
            if let environmentText { return try PepperRing(environmentText: environmentText) }
            guard FileManager.default.fileExists(atPath: path) else { return nil }
            guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
                throw StartError.peppers("The file of the peppers, \(path), cannot be read.")
            }
            return try PepperRing(fileText: text)
        } catch let error as PepperError {
            let source = environmentText == nil ? "The file \(path)" : "The variable TESSERA_PEPPERS"
            throw StartError.peppers("\(source) does not hold peppers: \(error).")
        }
    }

    private static func draw(_ random: inout any RandomNumberGenerator) -> Pepper? {
        var bytes: [UInt8] = []
        while bytes.count < Pepper.byteCount {
            let number = random.next()
            withUnsafeBytes(of: number) { bytes += $0 }
        }
        return Pepper(id: PepperID(1), bytes: Array(bytes.prefix(Pepper.byteCount)))
    }
}

/// Files that only their owner may read.
enum PrivateFile {
    /// Makes a file with mode 0600; throws when it exists already.
    static func create(_ path: String, text: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        guard descriptor >= 0 else { throw StartError.folder(path: path, reason: String(cString: strerror(errno))) }
        try write(text, to: descriptor, path: path)
    }

    /// Replaces a file in one step: readers see the old text or the new one, whole.
    static func replace(_ path: String, text: String) throws {
        let temporary = path + ".new"
        unlink(temporary)
        try create(temporary, text: text)
        guard rename(temporary, path) == 0 else {
            throw StartError.folder(path: path, reason: String(cString: strerror(errno)))
        }
    }

    private static func write(_ text: String, to descriptor: Int32, path: String) throws {
        defer { close(descriptor) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            guard written > 0 else { throw StartError.folder(path: path, reason: String(cString: strerror(errno))) }
            rest = rest.dropFirst(written)
        }
        fsync(descriptor)
    }
}
