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
        (base + used).copyMemory(from: start, byteCount: bytes.count)
        used &+= bytes.count  // never beyond `room`
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
