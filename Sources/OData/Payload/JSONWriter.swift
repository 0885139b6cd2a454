/// Writes JSON byte by byte into a buffer of its own: the hot path of every read.
///
/// Callers append the parts of a document in order; the writer adds no separators and checks no structure. Values are
/// written straight from where the driver holds them, without a `String` in between. The buffer grows where a value
/// does not fit; ``take()`` hands over what was written.
public struct JSONWriter: ~Copyable {
    @usableFromInline var base: UnsafeMutableRawPointer
    @usableFromInline var room: Int
    @usableFromInline let initialRoom: Int
    @usableFromInline var used: Int

    /// Makes a writer whose buffer holds `capacity` bytes, at least 64, before it has to grow.
    public init(capacity: Int) {
        let room = max(capacity, 64)
        base = .allocate(byteCount: room, alignment: 16)
        self.room = room
        initialRoom = room
        used = 0
    }

    deinit { base.deallocate() }

    /// The number of bytes written since the start or the last ``take()``.
    @inlinable public var count: Int {
        @inline(__always) get { used }
    }

    /// Makes sure that `more` further bytes fit without growing.
    @inlinable
    @inline(__always)
    public mutating func reserve(_ more: Int) {
        if room - used < more { grow(more) }
    }

    /// Forgets everything written after the first `count` bytes.
    @inlinable
    public mutating func truncate(to count: Int) {
        used = min(used, max(0, count))
    }

    /// Hands over the bytes written and starts anew with the capacity of the beginning.
    public mutating func take() -> [UInt8] {
        let bytes = [UInt8](UnsafeRawBufferPointer(start: base, count: used))
        used = 0
        if room > initialRoom {
            base.deallocate()
            base = .allocate(byteCount: initialRoom, alignment: 16)
            room = initialRoom
        }
        return bytes
    }

    /// Calls a closure with the bytes written so far; the pointer is valid only during the call.
    public func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
        try body(UnsafeBufferPointer(start: UnsafePointer(base.assumingMemoryBound(to: UInt8.self)), count: used))
    }

    @usableFromInline
    @inline(never)
    mutating func grow(_ more: Int) {
        let larger = max(room * 2, used + more + 64)
        let next = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
        next.copyMemory(from: base, byteCount: used)
        base.deallocate()
        base = next
        room = larger
    }

    // MARK: Bytes as they are

    /// Appends one byte as it is.
    @inlinable
    @inline(__always)
    public mutating func append(byte: UInt8) {
        reserve(1)
        base.storeBytes(of: byte, toByteOffset: used, as: UInt8.self)
        used &+= 1  // never beyond `room`
    }

    /// Appends bytes as they are.
    @inlinable
    @inline(__always)
    public mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let start = bytes.baseAddress else { return }
        reserve(bytes.count)
        copy(UnsafeRawPointer(start), count: bytes.count)
        used &+= bytes.count  // never beyond `room`
    }

    /// Copies to the end of what is written; short texts, which most are, without a call: by words that overlap.
    @inlinable
    @inline(__always)
    func copy(_ source: UnsafeRawPointer, count: Int) {
        let target = base + used
        if count > 32 || count < 4 { return target.copyMemory(from: source, byteCount: count) }
        if count < 8 {
            target.storeBytes(of: source.loadUnaligned(as: UInt32.self), as: UInt32.self)
            let last = source.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)  // not negative
            return target.storeBytes(of: last, toByteOffset: count &- 4, as: UInt32.self)  // not negative
        }
        target.storeBytes(of: source.loadUnaligned(as: UInt64.self), as: UInt64.self)
        if count > 16 {
            let second = source.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
            target.storeBytes(of: second, toByteOffset: 8, as: UInt64.self)
            let third = source.loadUnaligned(fromByteOffset: count &- 16, as: UInt64.self)  // at least 1
            target.storeBytes(of: third, toByteOffset: count &- 16, as: UInt64.self)  // at least 1
        }
        let last = source.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)  // not negative
        target.storeBytes(of: last, toByteOffset: count &- 8, as: UInt64.self)  // not negative
    }

    /// Appends bytes as they are, such as a member name that was escaped once for all rows: `,"Name":`.
    @inlinable
    @inline(__always)
    public mutating func append(_ bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { append($0) }
    }

    /// Appends the UTF-8 bytes of a literal as they are.
    @inlinable
    @inline(__always)
    public mutating func append(_ literal: StaticString) {
        literal.withUTF8Buffer { append($0) }
    }

    /// Appends `null`.
    @inlinable
    @inline(__always)
    public mutating func null() { append("null") }

    /// Appends `true` or `false`.
    @inlinable
    @inline(__always)
    public mutating func bool(_ value: Bool) {
        if value { append("true") } else { append("false") }
    }
}
