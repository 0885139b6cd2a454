import EntityModel
public import SQLCore

/// Writes the Swift file of a migration: plain SQL text that a person reads, completes and commits.
public enum MigrationWriter {
    /// The file of a migration that makes a whole schema.
    ///
    /// - Parameters:
    ///   - number: the migration's number.
    ///   - name: its name in words; the type is named for it.
    ///   - schema: the tables and indexes to make.
    ///   - dialect: the database the script is for.
    /// - Returns: the text of the file, with a line break at its end.
    public static func source(
        number: Int,
        name: String,
        schema: SchemaDescription,
        dialect: any SQLDialect
    ) -> String {
        let digits = String(number)
        let words = name.split(separator: " ").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        let type = "M" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + words
        let script = schema.createStatements(for: dialect).map { statement in
            statement.split(separator: "\n", omittingEmptySubsequences: false).map { "            \($0)" }
                .joined(separator: "\n") + ";"
        }
        return """
            import SQLCore

            /// Made from the entity model; frozen: a later change of the model is a later migration.
            enum \(type) {
                static let migration = Migration(
                    \(number),
                    "\(name)",
                    scripts: [
                        .\(dialect.kind.rawValue): \"\"\"
            \(script.joined(separator: "\n").replacingBackslashes)
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
