import Foundation
import Hummingbird
import Logging
import ODataHTTP
import ODataServer
import SQLiteDriver

/// `odata-reference`: serves a small model on a port of its own, at the root path and without sign-in.
@main
struct ReferenceCommand {
    static func main() async {
        let options: ReferenceOptions
        do {
            options = try ReferenceOptions(Array(CommandLine.arguments.dropFirst()))
        } catch {
            write("odata-reference: \(error)\n\(ReferenceOptions.usage)\n")
            exit(64)
        }
        if options.showsHelp {
            print(ReferenceOptions.usage)
            return
        }
        do {
            try await run(options)
        } catch {
            write("odata-reference: \(error)\n")
            exit(1)
        }
    }

    private static func run(_ options: ReferenceOptions) async throws {
        var logger = Logger(label: "odata-reference")
        logger.logLevel = options.isVerbose ? .info : .warning
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "odata-reference-\(ProcessInfo.processInfo.processIdentifier)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let service = try await ReferenceService.open(
            model: options.model,
            data: options.data,
            database: folder.appending(path: "rows.sqlite").path(percentEncoded: false),
            logger: logger
        )
        let router = Router()
        let log = logger
        router.add(middleware: ODataController(engine: try service.engine { log.error("\($0)") }, mountPath: ""))
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(
                address: .hostname(options.host, port: options.port),
                serverName: "odata-reference"
            ),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? options.port
                // Not `print`, which holds lines back where the output is no terminal.
                let line = "odata-reference: serving http://\(options.host):\(port)/\n"
                FileHandle.standardOutput.write(Data(line.utf8))
            },
            logger: logger
        )
        try await application.runService()
        service.asynchronous.stop()
        await service.database.close()
    }

    private static func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}

/// The arguments of the program.
struct ReferenceOptions {
    static let usage = """
        Usage: odata-reference [--port N] [--host NAME] [--model FILE] [--data FILE] [--verbose]

          --port N      the port; 9090 if not given, 0 for any that is free
          --host NAME   the address to listen on; localhost if not given
          --model FILE  a model in CSDL XML or JSON; a small shop if not given
          --data FILE   the rows to begin with, see Seed.swift for the form
          --verbose     log requests
        """

    /// What is wrong with an argument.
    enum Fault: Error, CustomStringConvertible {
        case unknown(String)
        case missingValue(String)
        case invalidPort(String)

        var description: String {
            switch self {
            case .unknown(let name): "'\(name)' is no option."
            case .missingValue(let name): "\(name) needs a value."
            case .invalidPort(let text): "'\(text)' is no port; it is a number from 0 to 65535."
            }
        }
    }

    var port = 9090
    var host = "localhost"
    var model: String?
    var data: String?
    var isVerbose = false
    var showsHelp = false

    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        while let name = rest.popFirst() {
            func value() throws -> String {
                guard let value = rest.popFirst() else { throw Fault.missingValue(name) }
                return value
            }
            switch name {
            case "--port":
                let text = try value()
                guard let number = UInt16(text) else { throw Fault.invalidPort(text) }
                port = Int(number)
            case "--host": host = try value()
            case "--model": model = try value()
            case "--data": data = try value()
            case "--verbose": isVerbose = true
            case "--help", "-h": showsHelp = true
            default: throw Fault.unknown(name)
            }
        }
    }
}
