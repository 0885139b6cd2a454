/// Why the pages cannot be drawn: something is wrong with the files they are made from.
public enum PageResourceError: Error, Equatable, CustomStringConvertible {
    /// The folder does not exist or lacks `Templates` or `Static`; carries its path.
    case missingFolder(String)
    /// A file could not be read; carries its path below the resource folder.
    case unreadable(String)
    /// A template does not parse; carries its name, the line and the reason.
    case malformedTemplate(name: String, line: Int, reason: String)
    /// A page names a template that is not there.
    case missingTemplate(String)

    /// The sentence for the log and the terminal.
    public var description: String {
        switch self {
        case .missingFolder(let path):
            "The folder with templates and static files was not found at \(path). "
                + "Put it beside the program or name it in the setting web.resources."
        case .unreadable(let path): "The file \(path) of the resource folder cannot be read."
        case .malformedTemplate(let name, let line, let reason):
            "The template \(name) is not well formed at line \(line): \(reason)."
        case .missingTemplate(let name): "The template \(name) is missing from the resource folder."
        }
    }
}
