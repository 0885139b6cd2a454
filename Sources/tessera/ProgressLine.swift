import Foundation

/// Shows how far some work is, on one line of a terminal; elsewhere it says nothing, so that logs stay short.
final class ProgressLine: Sendable {
    private let isTerminal = isatty(2) == 1

    func show(_ done: Int, of total: Int, _ label: String) {
        guard isTerminal, total > 0 else { return }
        let percent = min(100, done * 100 / total)
        let end = done >= total ? "\n" : ""
        FileHandle.standardError.write(Data("\r\(label): \(percent) %\u{1b}[K\(end)".utf8))
    }
}
