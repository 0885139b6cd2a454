import Configuration
import Foundation
import Identity
import SystemPackage

/// Reads the settings: flags over environment over file over defaults.
///
/// Every value is asked for with a `required…` call and as text: asked for as a number with a default, a value that
/// cannot be converted would silently give the default. A wrong value and an unknown name stop the start.
public struct SettingsReader: Sendable {
    private let flags: [String: String]
    private let environment: [String: String]
    private let file: String?

    /// Names with the product's prefix that are no settings: secrets with their own reader, and the scripts' own.
    static let otherNames: Set<String> = [
        "TESSERA_PEPPERS", "TESSERA_HALF", "TESSERA_PROGRAM", "TESSERA_SCREENSHOTS",
    ]

    /// The file that is read when none is named.
    static let usualFile = "tessera.yaml"

    /// Takes what was given.
    ///
    /// - Parameters:
    ///   - flags: values by the key of the setting.
    ///   - environment: all variables of the process.
    ///   - file: a file that must exist; nil for `tessera.yaml` in the current folder, if it is there.
    public init(flags: [String: String] = [:], environment: [String: String] = [:], file: String? = nil) {
        self.flags = flags
        self.environment = environment
        self.file = file
    }

    /// The settings.
    ///
    /// - Throws: the first thing that is wrong, unknown names first.
    public func read() async throws(SettingsError) -> Settings {
        let fromEnvironment = try environmentValues()
        for key in flags.keys.sorted() where SettingTable.definition(key) == nil {
            throw .unknownName(key, origin: "flag", near: NearName.of(key, among: SettingTable.all.map(\.key)))
        }
        var providers: [any ConfigProvider] = [
            Self.provider("flags", flags), Self.provider("environment", fromEnvironment),
        ]
        let path = file ?? Self.usualFile
        if file != nil || FileManager.default.fileExists(atPath: path) { providers.append(try await Self.file(path)) }
        let defaults = Dictionary(SettingTable.all.map { ($0.key, $0.defaultText) }) { first, _ in first }
        providers.append(Self.provider("defaults", defaults))
        let values = SettingValues(reader: ConfigReader(providers: providers)) { key in
            if flags[key] != nil { return "--" + (SettingTable.definition(key)?.flagName ?? key) }
            if fromEnvironment[key] != nil { return SettingTable.definition(key)?.environmentName ?? key }
            return path
        }
        return try values.settings()
    }

    private func environmentValues() throws(SettingsError) -> [String: String] {
        let byName = Dictionary(SettingTable.all.map { ($0.environmentName, $0.key) }) { first, _ in first }
        var values: [String: String] = [:]
        for (name, value) in environment.sorted(by: { $0.key < $1.key })
        where name.hasPrefix("TESSERA_") && !Self.otherNames.contains(name) {
            guard let key = byName[name] else {
                let near = NearName.of(name, among: byName.keys.sorted())
                throw .unknownName(name, origin: "environment", near: near)
            }
            values[key] = value
        }
        return values
    }

    private static func provider(_ name: String, _ values: [String: String]) -> any ConfigProvider {
        var map: [AbsoluteConfigKey: ConfigValue] = [:]
        for (key, value) in values {
            let isSecret = false
            map[AbsoluteConfigKey(ConfigKey(key))] = ConfigValue(.string(value), isSecret: isSecret)
        }
        return InMemoryProvider(name: name, values: map)
    }

    private static func file(_ path: String) async throws(SettingsError) -> any ConfigProvider {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw .unreadableFile("\(path) does not exist or is not readable.")
        }
        for key in SettingsFileKeys.keys(in: text) where SettingTable.definition(key) == nil {
            throw .unknownName(key, origin: path, near: NearName.of(key, among: SettingTable.all.map(\.key)))
        }
        do {
            return try await FileProvider<YAMLSnapshot>(filePath: FilePath(path))
        } catch {
            let reason = String("\(error)".split(whereSeparator: \.isNewline).joined(separator: " ").prefix(160))
            throw .unreadableFile("\(path) is not well formed: \(reason)")
        }
    }
}

/// Finds the keys of a settings file, so that a mistyped one is an error; the values are read by another reader.
enum SettingsFileKeys {
    static func keys(in text: String) -> [String] {
        var keys: [String] = []
        var open: [(indent: Int, name: Substring)] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let body = line.drop { $0 == " " }
            guard let colon = body.firstIndex(of: ":"), let first = body.first, first != "#", first != "-" else {
                continue
            }
            let indent = line.count - body.count
            let name = body[..<colon].filter { $0 != "\"" && $0 != "'" }
            while let last = open.last, last.indent >= indent { open.removeLast() }
            let rest = body[body.index(after: colon)...].drop { $0 == " " }
            let path = open.map { String($0.name) } + [name]
            if rest.isEmpty || rest.first == "#" {
                open.append((indent, Substring(name)))
            } else {
                keys.append(path.joined(separator: "."))
            }
        }
        return keys
    }
}
