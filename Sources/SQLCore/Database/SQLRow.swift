/// The columns of one row, counted from 0.
///
/// Accessors allocate nothing where they can and convert like the database: a null is 0, 0.0 or empty.
public protocol SQLRow {
    /// True if the column is null.
    func isNull(_ index: Int) -> Bool

    /// The column as an integer.
    func integer(_ index: Int) -> Int64

    /// The column as a double.
    func real(_ index: Int) -> Double

    /// The column as UTF-8, valid until the next step.
    ///
    /// Null, and only null, has no base address; so a text column needs no ``isNull(_:)`` before.
    func utf8(_ index: Int) -> UnsafeBufferPointer<UInt8>

    /// The column as bytes, valid until the next step.
    func bytes(_ index: Int) -> UnsafeBufferPointer<UInt8>

    /// The column as a value of its own type.
    func value(_ index: Int) -> SQLValue
}

/// The current row of a cursor, read by plain functions of the driver instead of through the cursor.
///
/// For the loop that writes a million rows, where a call must be nothing but a call. Valid while the cursor stands on a
/// row; whoever uses it keeps the cursor.
public struct SQLRawRow: SQLRow {
    @usableFromInline let handle: OpaquePointer?
    @usableFromInline let functions: Functions

    /// Makes the row behind a handle of the driver.
    public init(_ handle: OpaquePointer?, _ functions: Functions) {
        self.handle = handle
        self.functions = functions
    }

    /// What a driver reads columns with; each function takes the driver's handle and the number of a column.
    public struct Functions: Sendable {
        /// Reads an integer, a double, UTF-8 text, bytes.
        @usableFromInline let integer: @convention(c) (OpaquePointer?, Int32) -> Int64
        @usableFromInline let real: @convention(c) (OpaquePointer?, Int32) -> Double
        @usableFromInline let text: @convention(c) (OpaquePointer?, Int32) -> UnsafePointer<UInt8>?
        @usableFromInline let bytes: @convention(c) (OpaquePointer?, Int32) -> UnsafeRawPointer?
        /// The length of what `text` or `bytes` gave last.
        @usableFromInline let count: @convention(c) (OpaquePointer?, Int32) -> Int32
        /// The kind of the column's value, one of `kinds`.
        @usableFromInline let kind: @convention(c) (OpaquePointer?, Int32) -> Int32
        @usableFromInline let kinds: Kinds

        /// Gathers the functions.
        public init(
            integer: @escaping @convention(c) (OpaquePointer?, Int32) -> Int64,
            real: @escaping @convention(c) (OpaquePointer?, Int32) -> Double,
            text: @escaping @convention(c) (OpaquePointer?, Int32) -> UnsafePointer<UInt8>?,
            bytes: @escaping @convention(c) (OpaquePointer?, Int32) -> UnsafeRawPointer?,
            count: @escaping @convention(c) (OpaquePointer?, Int32) -> Int32,
            kind: @escaping @convention(c) (OpaquePointer?, Int32) -> Int32,
            kinds: Kinds
        ) {
            self.integer = integer
            self.real = real
            self.text = text
            self.bytes = bytes
            self.count = count
            self.kind = kind
            self.kinds = kinds
        }
    }

    /// The driver's numbers for kinds of values; every other number is null.
    public struct Kinds: Sendable {
        @usableFromInline let integer: Int32
        @usableFromInline let real: Int32
        @usableFromInline let text: Int32
        @usableFromInline let blob: Int32
        @usableFromInline let null: Int32

        /// Gathers the numbers.
        public init(integer: Int32, real: Int32, text: Int32, blob: Int32, null: Int32) {
            self.integer = integer
            self.real = real
            self.text = text
            self.blob = blob
            self.null = null
        }
    }

    /// True if the column is null.
    @inlinable
    @inline(__always)
    public func isNull(_ index: Int) -> Bool {
        functions.kind(handle, Int32(truncatingIfNeeded: index)) == functions.kinds.null
    }

    /// The column as an integer.
    @inlinable
    @inline(__always)
    public func integer(_ index: Int) -> Int64 {
        functions.integer(handle, Int32(truncatingIfNeeded: index))
    }

    /// The column as a double.
    @inlinable
    @inline(__always)
    public func real(_ index: Int) -> Double {
        functions.real(handle, Int32(truncatingIfNeeded: index))
    }

    /// The column as UTF-8, valid until the next step.
    @inlinable
    @inline(__always)
    public func utf8(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        let column = Int32(truncatingIfNeeded: index)
        // The text must be asked for before its length: asking may convert the value.
        guard let start = functions.text(handle, column) else { return UnsafeBufferPointer(start: nil, count: 0) }
        return UnsafeBufferPointer(start: start, count: Int(functions.count(handle, column)))
    }

    /// The column as bytes, valid until the next step.
    @inlinable
    @inline(__always)
    public func bytes(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        let column = Int32(truncatingIfNeeded: index)
        guard let start = functions.bytes(handle, column) else { return UnsafeBufferPointer(start: nil, count: 0) }
        let count = Int(functions.count(handle, column))
        return UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt8.self), count: count)
    }

    /// The column as a value of its own type.
    public func value(_ index: Int) -> SQLValue {
        let kind = functions.kind(handle, Int32(clamping: index))
        let kinds = functions.kinds
        if kind == kinds.integer { return .integer(integer(index)) }
        if kind == kinds.text { return .text(String(decoding: utf8(index), as: UTF8.self)) }
        if kind == kinds.real { return .real(real(index)) }
        return kind == kinds.blob ? .blob(Array(bytes(index))) : .null
    }
}
