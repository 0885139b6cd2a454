/// Makes the text of a link unforgeable: the key stays outside this library.
public protocol TokenSealer: Sendable {
    /// Authenticates bytes and writes them as URL-safe text (`A-Z a-z 0-9 - _` only).
    func seal(_ bytes: [UInt8]) -> String
    /// The bytes of a sealed text, or nil where it was not sealed with this key or was altered.
    func open(_ text: String) -> [UInt8]?
}
