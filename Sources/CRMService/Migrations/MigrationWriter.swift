public import SQLCore

/// Writes the Swift file of a migration: plain SQL text that a person reads, completes and commits.
public enum MigrationWriter {
    /// A migration that is about to be written.
    public struct Draft: Sendable {
        /// The number.
        public let number: Int
        /// The name in words; the type is named for it.
        public let name: String
        /// The statements, without semicolons at their ends.
        public let statements: [String]
        /// What is left to a person, in words.
        public let byHand: [String]

        /// Makes a draft; nil where the name has other characters than letters, digits and blanks, no word, or more
        /// than 80 characters.
        public init?(number: Int, name: String, statements: [String], byHand: [String] = []) {
            guard MigrationWriter.isName(name) else { return nil }
            self.number = number
            self.name = name.split(separator: " ").joined(separator: " ")
            self.statements = statements
            self.byHand = byHand
        }

        /// The name of the type and, with `.swift`, of the file.
        public var typeName: String {
            let words = name.split(separator: " ").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
            return MigrationWriter.typePrefix(number) + words
        }
    }

    /// What the names of the type and the file of a migration begin with, such as `M0004`.
    public static func typePrefix(_ number: Int) -> String {
        let digits = String(number)
        return "M" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    /// Whether a text can be the name of a migration: words of letters and digits, 80 characters at most.
    public static func isName(_ name: String) -> Bool {
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case 0x20, 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
            default: false
            }
        }
        return isPlain && name.utf8.contains { $0 != 0x20 } && name.utf8.count <= 80
    }

    /// The text of the file, with a line break at its end.
    public static func source(_ draft: Draft, dialect: any SQLDialect) -> String {
        let notes = draft.byHand.map { "-- By hand: \($0)." }
        let script = draft.statements.map { $0 + ";" } + notes
        let lines = script.joined(separator: "\n").split(separator: "\n", omittingEmptySubsequences: false)
        let text = lines.map { $0.isEmpty ? "" : "            \($0)" }.joined(separator: "\n")
        return """
            import SQLCore

            /// Made from the entity model; frozen: a later change of the model is a later migration.
            enum \(draft.typeName) {
                static let migration = Migration(
                    \(draft.number),
                    "\(draft.name)",
                    scripts: [
                        .\(dialect.kind.rawValue): \"\"\"
            \(text.replacingBackslashes)
                        \"\"\"
                    ]
                )
            }

            """
    }
}

extension String {
    /// Backslashes doubled, as a Swift literal wants them.
    fileprivate var replacingBackslashes: String {
        split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\\\")
    }
}
