public import OData

/// Decimals of up to 38 digits as text whose order is that of the numbers.
///
/// One digit for the sign, 1 for zero and above, then 39 digits of the scaled number; below zero each digit is its
/// complement to nine.
public enum WideDecimal {
    private static let digits = 39

    /// The text of a number at a scale; nil where it has more digits than fit, before or behind the point.
    public static func text(of number: EdmDecimal, scale: Int) -> String? {
        let exact = number.normalised
        guard exact.scale <= scale else { return nil }
        var scaled = exact.significand
        for _ in exact.scale..<scale {
            let (product, overflow) = scaled.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            scaled = product
        }
        return text(of: scaled)
    }

    static func text(of scaled: Int128) -> String {
        let plain = String(scaled.magnitude)
        let padded = String(repeating: "0", count: max(0, digits - plain.utf8.count)) + plain
        if scaled >= 0 { return "1" + padded }
        return "0" + String(decoding: padded.utf8.map { UInt8(ascii: "9") - $0 + UInt8(ascii: "0") }, as: UTF8.self)
    }

    /// The scaled number of a text; nil where the text is none.
    static func scaled(_ text: some Collection<UInt8>) -> Int128? {
        guard text.count == digits + 1, let sign = text.first, sign == 0x30 || sign == 0x31 else { return nil }
        var magnitude: Int128 = 0
        for byte in text.dropFirst() {
            guard ASCIIDigit.isDigit(byte) else { return nil }
            let digit = Int128(byte - 0x30)
            let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(sign == 0x31 ? digit : 9 - digit)
            if overflow || carry { return nil }
            magnitude = sum
        }
        return sign == 0x31 ? magnitude : -magnitude
    }

    /// The decimal digits of a text at a scale; nil where the text is none.
    static func plain(_ text: some Collection<UInt8>, scale: Int, trimsZeros: Bool = false) -> [UInt8]? {
        guard let number = scaled(text) else { return nil }
        var plain = Array(String(number.magnitude).utf8)
        if plain.count <= scale {
            plain.insert(contentsOf: [UInt8](repeating: 0x30, count: scale + 1 - plain.count), at: 0)
        }
        if scale > 0 { plain.insert(UInt8(ascii: "."), at: plain.count - scale) }
        if trimsZeros, scale > 0 {
            while plain.last == UInt8(ascii: "0") { plain.removeLast() }
            if plain.last == UInt8(ascii: ".") { plain.removeLast() }
        }
        if number < 0 { plain.insert(UInt8(ascii: "-"), at: 0) }
        return plain
    }
}

private enum ASCIIDigit {
    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
