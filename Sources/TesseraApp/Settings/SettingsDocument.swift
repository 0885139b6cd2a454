/// The document of all settings; `Docs/settings.md` is its text, and a test compares both.
public enum SettingsDocument {
    /// The Markdown text.
    public static var text: String {
        let rows = SettingTable.all.map { setting in
            let value = setting.defaultText.isEmpty ? "empty" : "`\(setting.defaultText)`"
            return "| `\(setting.key)` | \(value) | \(setting.rangeText) | \(setting.meaning) |"
        }
        return """
            # Settings

            Later wins: default, file (`tessera.yaml` in the current folder, or `--config FILE`), environment, flag. The key
            `http.public-url` is `TESSERA_HTTP_PUBLIC_URL` in the environment and `--http-public-url` as a flag; in the file it is
            `public-url:` below `http:`. A value that cannot be read and a name that does not exist stop the start with one line that
            names the setting, exit code 64.

            Made from the table in `Sources/TesseraApp/Settings/SettingTable.swift`; `tessera settings` prints it.

            | Key | Default | Accepts | Unit, meaning |
            |---|---|---|---|

            """ + rows.joined(separator: "\n") + """


                One secret has no key: `TESSERA_PEPPERS` holds the peppers as `id:base64,…`, for places where a file is not wanted. It
                wins over the file; without it the file is read, and made at the first start with mode 0600.

                """
    }
}
