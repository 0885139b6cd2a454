import Foundation
public import Identity
public import Logging

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Writes one line per event to standard error: a JSON object for machines, or text for people.
///
/// Every line passes `LogRedaction` as a whole before it is written, so that no token leaves in any field.
public struct LineLogHandler: LogHandler {
    /// How a line looks.
    public enum Format: Sendable, Hashable {
        /// One JSON object.
        case json
        /// Time, level, message and fields.
        case text
    }

    /// The lowest level that is written.
    public var logLevel: Logger.Level
    /// Fields of every line.
    public var metadata: Logger.Metadata = [:]
    /// Fields taken from the task; none.
    public var metadataProvider: Logger.MetadataProvider?
    private let format: Format
    private let now: @Sendable () -> UTCInstant
    private let write: @Sendable ([UInt8]) -> Void

    /// Makes a handler; tests give their own sink.
    public init(
        level: Logger.Level,
        format: Format,
        now: @escaping @Sendable () -> UTCInstant,
        write: @escaping @Sendable ([UInt8]) -> Void = LineLogHandler.writeToStandardError
    ) {
        logLevel = level
        self.format = format
        self.now = now
        self.write = write
    }

    /// A field of every line.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one event.
    public func log(event: LogEvent) {
        var fields = metadata
        if let own = event.metadata { fields.merge(own) { _, new in new } }
        if let error = event.error { fields["error"] = .string("\(error)") }
        let line: String
        switch format {
        case .json: line = json(event, fields)
        case .text: line = text(event, fields)
        }
        write(Array((LogRedaction.redact(line) + "\n").utf8))
    }

    private func json(_ event: LogEvent, _ fields: Logger.Metadata) -> String {
        var line = "{\"time\":\"\(now().rfc3339)\",\"level\":\"\(event.level.rawValue)\",\"message\":"
        line += JSONText.quoted(event.message.description)
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
            line += ",\(JSONText.quoted(name)):\(Self.json(value, depth: 0))"
        }
        return line + "}"
    }

    /// Numbers stay numbers, so that lines can be summed and compared.
    private static func json(_ value: Logger.MetadataValue, depth: Int) -> String {
        switch value {
        case .string(let text): return JSONText.quoted(text)
        case .stringConvertible(let value):
            if let number = value as? Int { return String(number) }
            if let number = value as? Int64 { return String(number) }
            if let number = value as? Double, number.isFinite { return "\(number)" }
            return JSONText.quoted(value.description)
        case .array, .dictionary: return JSONText.quoted(value.description)
        }
    }

    private func text(_ event: LogEvent, _ fields: Logger.Metadata) -> String {
        let time = now().rfc3339.dropFirst(11).prefix(12)
        var line = "\(time) \(event.level.rawValue.uppercased()) \(event.message)"
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
            let shown = value.description.map { $0.isNewline ? " " : $0 }
            line += " \(name)=\(String(shown))"
        }
        return line
    }

    /// Writes whole lines to file descriptor 2; a line that cannot be written is lost.
    public static let writeToStandardError: @Sendable ([UInt8]) -> Void = { bytes in
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Foundation.write(2, $0.baseAddress, $0.count) }
            if written <= 0 { return }
            rest = rest.dropFirst(written)
        }
    }
}

/// JSON text of strings.
enum JSONText {
    /// A string in quotes, control characters escaped.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default:
                if scalar.value < 0x20 || scalar.value == 0x7f {
                    let digits = String(scalar.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }
}
