/// Writes errors as JSON (JSON Format 21.1); the same in every version of the protocol.
public enum ErrorWriter {
    /// The body of an answer with an error.
    public static func body(of error: ODataError) -> [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.append("{\"error\":{\"code\":")
        members(code: error.code, message: error.message, target: error.target, to: &writer)
        if !error.details.isEmpty {
            writer.append(",\"details\":[")
            for (position, detail) in error.details.enumerated() {
                if position > 0 { writer.append(byte: UInt8(ascii: ",")) }
                writer.append("{\"code\":")
                members(code: detail.code, message: detail.message, target: detail.target, to: &writer)
                writer.append(byte: UInt8(ascii: "}"))
            }
            writer.append(byte: UInt8(ascii: "]"))
        }
        writer.append("}}")
        return writer.take()
    }

    private static func members(code: String, message: String, target: String?, to writer: inout JSONWriter) {
        writer.string(code)
        writer.append(",\"message\":")
        writer.string(message)
        if let target {
            writer.append(",\"target\":")
            writer.string(target)
        }
    }
}
