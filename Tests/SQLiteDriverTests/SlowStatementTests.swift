import Logging
import SQLCore
import SQLiteDriver
import Synchronization
import Testing

/// Keeps the metadata of what is logged.
final class LogRecord: Sendable {
    private let lines = Mutex<[Logger.Metadata]>([])

    func append(_ metadata: Logger.Metadata?) {
        lines.withLock { $0.append(metadata ?? [:]) }
    }

    var all: [Logger.Metadata] {
        lines.withLock { $0 }
    }
}

struct RecordingLogHandler: LogHandler {
    let record: LogRecord
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    init(_ record: LogRecord) {
        self.record = record
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        record.append(event.metadata)
    }
}

@Suite struct SlowStatementTests {
    @Test("a slow statement is logged with its text and without its values")
    func slow() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let record = LogRecord()
        let database = try await SQLiteDatabase.open(
            path: folder.file(),
            configuration: .changed { $0.slowLimit = .zero },
            logger: Logger(label: "test") { _ in RecordingLogHandler(record) }
        )
        let text = "SELECT ? AS answer"
        _ = try await database.read { try $0.rows(RenderedSQL(text, binds: [.text("secret")])) }
        await database.close()
        let line = record.all.first { $0["text"] == .string(text) }
        #expect(line?["sql"] == .string(Fingerprint.hexadecimal(of: text)))
        #expect(line?["millis"] == "0")
        #expect(!"\(record.all)".contains("secret"))
    }

    @Test("a quick statement is not logged")
    func quick() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let record = LogRecord()
        let database = try await SQLiteDatabase.open(
            path: folder.file(),
            configuration: .changed { $0.slowLimit = .seconds(60) },
            logger: Logger(label: "test") { _ in RecordingLogHandler(record) }
        )
        _ = try await database.read { try $0.rows(RenderedSQL("SELECT 1")) }
        await database.close()
        #expect(record.all.isEmpty)
    }
}
