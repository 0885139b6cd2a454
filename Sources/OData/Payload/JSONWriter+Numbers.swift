extension JSONWriter {
    /// The longest text of one number this file writes: sign, twenty digits, a point and up to `scale` zeros.
    @usableFromInline static let numberRoom = 48

    /// Appends an integer; `quoted` puts it in quotes, for `IEEE754Compatible=true` (JSON Format 3.2).
    @inlinable
    @inline(__always)
    public mutating func integer(_ value: Int64, quoted: Bool = false) {
        reserve(Self.numberRoom)
        if quoted { put(0x22) }
        if value < 0 { put(0x2d) }
        digits(value.magnitude)
        if quoted { put(0x22) }
    }

    /// Appends the exact decimal `scaled` × 10^-`scale` with all `scale` fraction digits: `12345` at scale 2 is `123.45`.
    ///
    /// `quoted` puts it in quotes, for `IEEE754Compatible=true`. A negative scale counts as 0.
    @inlinable
    public mutating func decimal(_ scaled: Int64, scale: Int, quoted: Bool = false) {
        guard scale > 0 else { return integer(scaled, quoted: quoted) }
        reserve(Self.numberRoom + scale)
        if quoted { put(0x22) }
        if scaled < 0 { put(0x2d) }
        let magnitude = scaled.magnitude
        if scale < 20 {
            let power = Self.power(scale)
            let (whole, fraction) = magnitude.quotientAndRemainder(dividingBy: power)
            digits(whole)
            put(0x2e)
            paddedDigits(fraction, width: scale)
        } else {
            put(0x30)
            put(0x2e)
            for _ in 20..<max(scale, 20) { put(0x30) }
            paddedDigits(magnitude, width: 20)
        }
        if quoted { put(0x22) }
    }

    /// Appends a Double in the shortest form that reads back equal; `INF`, `-INF` and `NaN` as strings (JSON Format 7.1).
    public mutating func double(_ value: Double) {
        guard value.isFinite else { return notFinite(isNaN: value.isNaN, isNegative: value.sign == .minus) }
        if abs(value) < 9_007_199_254_740_992, value == Double(Int64(value)) {
            if value == 0, value.sign == .minus { return append("-0") }
            return integer(Int64(value))
        }
        shortest(value.description)
    }

    /// Appends a Single in the shortest form that reads back equal as a Single.
    public mutating func single(_ value: Float) {
        guard value.isFinite else { return notFinite(isNaN: value.isNaN, isNegative: value.sign == .minus) }
        shortest(value.description)
    }

    private mutating func notFinite(isNaN: Bool, isNegative: Bool) {
        if isNaN { append("\"NaN\"") } else if isNegative { append("\"-INF\"") } else { append("\"INF\"") }
    }

    /// The standard library's text is the shortest already, but for a `.0` at its end.
    private mutating func shortest(_ description: String) {
        var text = description
        text.withUTF8 { bytes in
            let isWhole = bytes.count > 2 && bytes[bytes.count - 1] == 0x30 && bytes[bytes.count - 2] == 0x2e
            append(UnsafeBufferPointer(rebasing: bytes.prefix(isWhole ? bytes.count - 2 : bytes.count)))
        }
    }

    // MARK: Digits; callers have reserved room

    @inlinable
    @inline(__always)
    mutating func put(_ byte: UInt8) {
        base.storeBytes(of: byte, toByteOffset: used, as: UInt8.self)
        used &+= 1  // room was reserved by the caller
    }

    /// The digits of a number without leading zeros, two at a time from the end.
    @inlinable
    @inline(__always)
    mutating func digits(_ value: UInt64) {
        if value < 10 { return put(0x30 &+ UInt8(truncatingIfNeeded: value)) }  // below 10
        let width = Self.width(value)
        fill(value, width: width)
    }

    /// The digits of a number with leading zeros up to a width of at most 20.
    @inlinable
    @inline(__always)
    mutating func paddedDigits(_ value: UInt64, width: Int) {
        fill(value, width: width)
    }

    @inlinable
    @inline(__always)
    mutating func fill(_ value: UInt64, width: Int) {
        let table = DigitPairs.table
        var rest = value
        var position = used &+ width  // room was reserved by the caller
        let start = used
        used = position
        while position &- start >= 2 {  // positions lie within the buffer
            let (quotient, pair) = rest.quotientAndRemainder(dividingBy: 100)
            rest = quotient
            position &-= 2  // at least `start`
            let offset = Int(truncatingIfNeeded: pair) &* 2  // below 200
            let two = table.loadUnaligned(fromByteOffset: offset, as: UInt16.self)
            base.storeBytes(of: two, toByteOffset: position, as: UInt16.self)
        }
        if position > start {
            let digit = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)  // a digit
            base.storeBytes(of: digit, toByteOffset: start, as: UInt8.self)
        }
    }

    /// The number of decimal digits of a number.
    @inlinable
    @inline(__always)
    static func width(_ value: UInt64) -> Int {
        var width = 1
        var rest = value
        while rest >= 10_000 {
            rest /= 10_000
            width &+= 4  // at most 20
        }
        if rest >= 1000 { return width &+ 3 }  // at most 20
        if rest >= 100 { return width &+ 2 }  // at most 20
        return rest >= 10 ? width &+ 1 : width  // at most 20
    }

    /// 10^exponent for exponents from 0 to 19.
    @inlinable
    @inline(__always)
    static func power(_ exponent: Int) -> UInt64 {
        var power: UInt64 = 1
        for _ in 0..<exponent { power &*= 10 }  // 10^19 fits
        return power
    }
}

/// The texts `00` to `99` one after the other.
@usableFromInline
enum DigitPairs {
    @usableFromInline static let text: StaticString = """
        0001020304050607080910111213141516171819\
        2021222324252627282930313233343536373839\
        4041424344454647484950515253545556575859\
        6061626364656667686970717273747576777879\
        8081828384858687888990919293949596979899
        """

    @inlinable
    @inline(__always)
    static var table: UnsafeRawPointer { UnsafeRawPointer(text.utf8Start) }
}
