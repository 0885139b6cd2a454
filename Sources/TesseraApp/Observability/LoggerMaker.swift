public import Logging

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Makes the logger that the settings describe.
public enum LoggerMaker {
    /// A logger to standard error.
    public static func logger(_ settings: Settings, effects: ProcessEffects = ProcessEffects()) -> Logger {
        let level = Logger.Level(rawValue: settings.logLevel) ?? .info
        let format: LineLogHandler.Format =
            switch settings.logFormat {
            case "json": .json
            case "text": .text
            default: isatty(2) == 1 ? .text : .json
            }
        return Logger(label: "tessera") { _ in LineLogHandler(level: level, format: format, now: effects.now) }
    }

    /// A logger that writes only warnings and errors, for commands that run to their end.
    public static func quiet(_ settings: Settings, effects: ProcessEffects = ProcessEffects()) -> Logger {
        var logger = logger(settings, effects: effects)
        if logger.logLevel == .info { logger.logLevel = .warning }
        return logger
    }
}
