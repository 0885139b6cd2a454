import ArgumentParser
import Foundation
import TesseraApp

/// Where the data is: for commands that open the database and end.
struct DataOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Folder of the database.", valueName: "dir"))
    var data: String?

    @Option(help: ArgumentHelp("Settings file instead of tessera.yaml.", valueName: "file"))
    var config: String?

    /// The settings, with these flags above all other sources.
    func settings() async throws -> Settings { try await settings(adding: [:]) }

    fileprivate func settings(adding flags: [String: String]) async throws -> Settings {
        var flags = flags
        if let data { flags["data.directory"] = data }
        let environment = ProcessInfo.processInfo.environment
        return try await SettingsReader(flags: flags, environment: environment, file: config).read()
    }

    /// Opens the services, runs the body and closes them, whatever happens.
    func withServices<Result: Sendable>(_ body: (Services) async throws -> Result) async throws -> Result {
        let settings = try await settings()
        let services = try await Services.open(settings, logger: LoggerMaker.quiet(settings))
        do {
            let result = try await body(services)
            await services.close()
            return result
        } catch {
            await services.close()
            throw error
        }
    }
}

/// Every setting as a flag: for commands that serve.
struct ServerOptions: ParsableArguments {
    @OptionGroup var place: DataOptions

    @Option(help: ArgumentHelp("Port to listen on, 0 for a free one; short for --http-port.", valueName: "n"))
    var port: Int?

    @Argument(
        parsing: .allUnrecognized,
        help: ArgumentHelp(
            "Any setting as a flag, such as --log-level debug; “tessera settings” lists them.",
            valueName: "setting"
        )
    )
    var flags: [String] = []

    mutating func validate() throws { _ = try given() }

    /// The settings, with these flags above all other sources.
    func settings() async throws -> Settings {
        var values = try given()
        if let port { values["http.port"] = String(port) }
        return try await place.settings(adding: values)
    }

    /// The values by key, from `--name value` and `--name=value`.
    private func given() throws -> [String: String] {
        let byFlag = Dictionary(SettingTable.all.map { ("--" + $0.flagName, $0.key) }) { first, _ in first }
        var values: [String: String] = [:]
        var index = flags.startIndex
        while index < flags.endIndex {
            let parts = flags[index].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts.first ?? "")
            guard let key = byFlag[name] else {
                let near = NearName.of(name, among: byFlag.keys.sorted())
                let hint = near.isEmpty ? "" : " Did you mean \(near.joined(separator: " or "))?"
                let kind = name.hasPrefix("-") ? "option" : "argument"
                throw ValidationError("Unknown \(kind) “\(flags[index])”.\(hint)")
            }
            if parts.count == 2 {
                values[key] = String(parts[1])
            } else {
                index += 1
                guard index < flags.endIndex else { throw ValidationError("The option \(name) needs a value.") }
                values[key] = flags[index]
            }
            index += 1
        }
        return values
    }
}

/// Reads a password that somebody gives: from a file, or from standard input with `-`.
struct PasswordOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "File whose first line is the password, “-” for standard input; without it one is drawn and printed once.",
            valueName: "file"
        )
    )
    var passwordFile: String?

    /// The password, or nil where one is to be drawn.
    func password() throws -> String? {
        guard let passwordFile else { return nil }
        if passwordFile == "-" {
            guard let line = readLine(strippingNewline: true), !line.isEmpty else {
                throw ConsoleFailure(.badData, "Standard input holds no password.")
            }
            return line
        }
        guard let text = try? String(contentsOfFile: passwordFile, encoding: .utf8),
            let line = text.split(whereSeparator: \.isNewline).first
        else { throw ConsoleFailure(.badData, "The password file \(passwordFile) cannot be read or is empty.") }
        return String(line)
    }
}
