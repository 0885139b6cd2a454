import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// Logs one line per request when its answer is sent: method, path without query, who asked, status, time, rows, bytes.
struct RequestLogMiddleware: RouterMiddleware {
    typealias Context = AppRequestContext

    let logger: Logger
    let notes: RequestNotes

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard logger.logLevel <= .info else { return try await next(request, context) }
        let line = RequestLine(request, context, logger: logger, notes: notes)
        notes.begin(context.requestID)
        do {
            var response = try await next(request, context)
            if let length = response.body.contentLength {
                line.write(status: response.status.code, bytes: length)
            } else {
                let (status, body) = (response.status.code, response.body)
                // A streamed body: its end is the end of the request, also where the client went away before.
                response.body = ResponseBody { writer in
                    let count = ByteCount()
                    do {
                        try await body.write(CountingWriter(parent: writer, count: count))
                    } catch {
                        line.write(status: status, bytes: count.value, isCut: true)
                        throw error
                    }
                    line.write(status: status, bytes: count.value)
                }
            }
            return response
        } catch {
            line.write(status: 499, bytes: 0, isCut: true)
            throw error
        }
    }
}

/// The facts of a request, kept until its end.
private struct RequestLine: Sendable {
    let logger: Logger
    let notes: RequestNotes
    let id: String
    let method: String
    let path: String
    let start = ContinuousClock.now

    init(_ request: Request, _ context: AppRequestContext, logger: Logger, notes: RequestNotes) {
        self.logger = logger
        self.notes = notes
        id = context.requestID
        method = request.method.rawValue
        path = String((request.head.path ?? "").prefix { $0 != "?" }.prefix(300))
    }

    func write(status: Int, bytes: Int, isCut: Bool = false) {
        let millis = Double((ContinuousClock.now - start) / .microseconds(1)) / 1_000
        var fields: Logger.Metadata = [
            "request": .string(id), "method": .string(method), "path": .string(path),
            "status": .stringConvertible(status), "bytes": .stringConvertible(bytes),
            "millis": .stringConvertible((millis * 1_000).rounded() / 1_000),
        ]
        fields.merge(notes.end(id).fields) { own, _ in own }
        if isCut { fields["cut"] = .string("true") }
        logger.info("request", metadata: fields)
    }
}

/// Bytes that have passed.
private final class ByteCount: Sendable {
    private let count = Atomic<Int>(0)
    var value: Int { count.load(ordering: .relaxed) }
    func add(_ bytes: Int) { count.add(bytes, ordering: .relaxed) }
}

private struct CountingWriter: ResponseBodyWriter {
    var parent: any ResponseBodyWriter
    let count: ByteCount

    mutating func write(_ buffer: ByteBuffer) async throws {
        let length = buffer.readableBytes
        try await parent.write(buffer)
        count.add(length)
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {
        try await parent.finish(trailingHeaders)
    }
}
