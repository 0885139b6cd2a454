import Synchronization

/// What a source has worked out for a read that is asked for again and again, such as its plan.
///
/// Belongs to one bound read of one model and goes with it. A source keeps here only what follows from the read and from
/// the key, never rows and never a right: the key names everything else that shapes the note, the caller among it.
public final class ReadNotes: Sendable {
    private let notes = Mutex<[Key: any Sendable]>([:])

    /// A key of any type.
    private struct Key: Hashable, Sendable {
        var base: any Hashable & Sendable

        init(_ base: some Hashable & Sendable) {
            self.base = base
        }

        static func == (left: Key, right: Key) -> Bool { right.isEqual(left.base) }

        private func isEqual<Other: Hashable>(_ other: Other) -> Bool { base as? Other == other }

        func hash(into hasher: inout Hasher) { base.hash(into: &hasher) }
    }

    /// How many notes are kept; the first ones go all at once.
    private static let room = 16

    /// Makes an empty book.
    public init() {}

    /// The note under a key, of the type asked for.
    public func note<Note: Sendable>(_ key: some Hashable & Sendable, as type: Note.Type = Note.self) -> Note? {
        let key = Key(key)
        return notes.withLock { $0[key] } as? Note
    }

    /// Keeps a note.
    public func keep(_ note: some Sendable, under key: some Hashable & Sendable) {
        let key = Key(key)
        notes.withLock { notes in
            if notes.count >= Self.room { notes.removeAll(keepingCapacity: true) }
            notes[key] = note
        }
    }
}

extension ReadNotes: Hashable {
    /// Whether two books are the same one.
    public static func == (left: ReadNotes, right: ReadNotes) -> Bool { left === right }

    /// Feeds the identity of the book.
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
