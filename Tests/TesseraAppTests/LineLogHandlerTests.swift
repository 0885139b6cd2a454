import Foundation
import Identity
import Logging
import Synchronization
import Testing

@testable import TesseraApp

/// What a line of the log looks like.
@Suite struct LineLogHandlerTests {
    private func line(_ format: LineLogHandler.Format, _ log: (Logger) -> Void) -> String {
        let sink = DemoServer.LogSink()
        let logger = Logger(label: "test") { _ in
            LineLogHandler(level: .info, format: format, now: { .init(seconds: 0) }, write: { sink.write($0) })
        }
        log(logger)
        return sink.text
    }

    @Test("a JSON line is one object with time, level, message and fields; numbers stay numbers")
    func json() throws {
        let text = line(.json) { $0.info("a \"b\"\n", metadata: ["n": .stringConvertible(7), "s": "x\u{1}"]) }
        #expect(text.hasSuffix("}\n") && text.filter { $0 == "\n" }.count == 1)
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        #expect(object?["message"] as? String == "a \"b\"\n" && object?["n"] as? Int == 7)
        #expect(object?["level"] as? String == "info" && object?["s"] as? String == "x\u{1}")
    }

    @Test("a token loses its secret in every field and in the message", arguments: [LineLogHandler.Format.json, .text])
    func redaction(format: LineLogHandler.Format) {
        let token = "tsr_pat_ABCDEFGHIJKL_56789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijkl0uv809"
        let text = line(format) { $0.info("\(token)", metadata: ["path": .string("/x/\(token)"), token: "1"]) }
        #expect(!text.contains("56789ABC") && text.contains("tsr_pat_ABCDEFGHIJKL_***"))
    }

    @Test("lines below the level are not written")
    func level() {
        #expect(line(.json) { $0.debug("x") }.isEmpty)
    }
}
