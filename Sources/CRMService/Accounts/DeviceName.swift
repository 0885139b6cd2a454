/// What people call the program and system behind a browser's product header.
enum DeviceName {
    /// A name such as “Firefox on Windows”; for other programs what ``ClientName`` makes of them.
    ///
    /// Browsers name each other in their headers, so that the order of the marks decides.
    static func guess(_ userAgent: String) -> String {
        guard userAgent.hasPrefix("Mozilla/"), let browser = first(browsers, in: userAgent) else {
            return ClientName.guess(userAgent)
        }
        return first(systems, in: userAgent).map { "\(browser) on \($0)" } ?? browser
    }

    private static func first(_ marks: [(String, String)], in text: String) -> String? {
        marks.first { text.contains($0.0) }?.1
    }

    private static let browsers = [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ]

    private static let systems = [
        ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("CrOS", "ChromeOS"),
        ("Mac OS X", "macOS"), ("Linux", "Linux"),
    ]
}
