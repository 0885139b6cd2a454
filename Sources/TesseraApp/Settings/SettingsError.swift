/// Why the settings do not allow a start; the description is the one line for the terminal.
public enum SettingsError: Error, Equatable, CustomStringConvertible {
    /// A value that its setting does not accept; `origin` is the name under which it was given.
    case invalidValue(key: String, value: String, origin: String, accepts: String)
    /// No setting has this name; `origin` says where it stood.
    case unknownName(String, origin: String, near: [String])
    /// The file cannot be read or is not well formed.
    case unreadableFile(String)
    /// Two settings do not fit together.
    case contradiction(String)

    /// One line that names the setting.
    public var description: String {
        switch self {
        case .invalidValue(let key, let value, let origin, let accepts):
            let shown = value.count > 60 ? value.prefix(60) + "…" : value[...]
            let name = origin == key ? key : "\(key) (\(origin))"
            return "The setting \(name) has the value “\(shown)”, but needs \(accepts)."
        case .unknownName(let name, let origin, let near):
            let hint = near.isEmpty ? "" : " Did you mean \(near.joined(separator: " or "))?"
            return "There is no setting \(name) (\(origin)).\(hint)"
        case .unreadableFile(let reason): return "The settings file cannot be used: \(reason)"
        case .contradiction(let reason): return reason
        }
    }
}
