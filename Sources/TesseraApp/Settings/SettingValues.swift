import Configuration
import Identity

/// Turns the texts of a reader into settings, each checked against its row of the table.
struct SettingValues {
    let reader: ConfigReader
    /// The name under which a key was given, for messages.
    let origin: (String) -> String

    func settings() throws(SettingsError) -> Settings {
        var settings = Settings()
        settings.dataDirectory = try text("data.directory")
        settings.webResources = try optionalText("web.resources")
        settings.reloadsTemplates = try boolean("web.reload-templates")
        settings.http = try http()
        settings.database = try database()
        settings.odata = try odata()
        settings.accounts = try accounts()
        settings.mail = try mail()
        settings.logLevel = try text("log.level")
        settings.logFormat = try text("log.format")
        if settings.dataDirectory.isEmpty { throw invalid("data.directory", "", "a folder") }
        return settings
    }

    private func http() throws(SettingsError) -> Settings.HTTP {
        var http = Settings.HTTP()
        http.host = try text("http.host")
        http.port = try integer("http.port")
        http.publicURL = try publicURL()
        http.trustedProxies = try networks("http.trusted-proxies")
        http.forwardedHeader = ForwardedHeader(rawValue: try text("http.forwarded-header")) ?? .none
        http.allowsInsecure = try boolean("http.allow-insecure")
        http.maxURLBytes = try integer("http.max-url-bytes")
        http.maxHeaderBytes = try integer("http.max-header-bytes")
        http.maxConnections = try integer("http.max-connections")
        http.headerSeconds = try integer("http.header-seconds")
        http.bodySeconds = try integer("http.body-seconds")
        http.writeSeconds = try integer("http.write-seconds")
        http.idleSeconds = try integer("http.idle-seconds")
        http.compresses = try boolean("http.compression")
        http.shutdownSeconds = try integer("http.shutdown-seconds")
        if http.host.isEmpty { throw invalid("http.host", "", "an address") }
        if !http.isLoopback, http.publicURL == nil {
            throw .contradiction(
                "The setting http.public-url is needed when http.host is not a loopback address (it is \(http.host))."
            )
        }
        return http
    }

    private func database() throws(SettingsError) -> Settings.Database {
        var database = Settings.Database()
        database.readers = try integer("database.readers")
        database.streamReaders = try integer("database.stream-readers")
        database.waitSeconds = try integer("database.wait-seconds")
        database.statementSeconds = try integer("database.statement-seconds")
        database.slowMillis = try integer("database.slow-millis")
        database.holdSeconds = try integer("database.hold-seconds")
        database.walMebibytes = try integer("database.wal-mib")
        database.cacheMebibytes = try integer("database.cache-mib")
        return database
    }

    private func odata() throws(SettingsError) -> Settings.OData {
        var odata = Settings.OData()
        odata.pageRows = try integer("odata.page-rows")
        odata.maxPageRows = try integer("odata.max-page-rows")
        odata.maxTopRows = try integer("odata.max-top-rows")
        odata.maxResponseRows = try integer("odata.max-response-rows")
        odata.maxExpandedRows = try integer("odata.max-expanded-rows")
        odata.maxExpressionDepth = try integer("odata.max-expression-depth")
        odata.maxExpressionNodes = try integer("odata.max-expression-nodes")
        odata.maxListItems = try integer("odata.max-list-items")
        odata.maxExpandDepth = try integer("odata.max-expand-depth")
        odata.maxExpandItems = try integer("odata.max-expand-items")
        odata.maxPathSegments = try integer("odata.max-path-segments")
        odata.maxSearchTerms = try integer("odata.max-search-terms")
        odata.readSeconds = try integer("odata.read-seconds")
        odata.deltaDays = try integer("odata.delta-days")
        odata.isStrict = try boolean("odata.strict")
        odata.anyCaseNames = try boolean("odata.any-case-names")
        return odata
    }

    private func accounts() throws(SettingsError) -> Settings.Accounts {
        var accounts = Settings.Accounts()
        accounts.pepperFile = try optionalText("tokens.pepper-file")
        accounts.flushSeconds = try integer("tokens.flush-seconds")
        accounts.leaseSeconds = try integer("tokens.lease-seconds")
        accounts.requestsPerMinute = try integer("tokens.requests-per-minute")
        accounts.adminIdleMinutes = try integer("sessions.admin-idle")
        accounts.idleMinutes = try integer("sessions.idle")
        accounts.absoluteMinutes = try integer("sessions.absolute")
        accounts.passwordMebibytes = try integer("password.memory-mib")
        return accounts
    }

    private func mail() throws(SettingsError) -> Settings.Mail {
        var mail = Settings.Mail()
        mail.host = try text("mail.host")
        mail.port = try integer("mail.port")
        mail.security = Settings.Mail.Security(rawValue: try text("mail.security")) ?? .startTLS
        mail.from = try text("mail.from")
        mail.user = try optionalText("mail.user")
        mail.passwordFile = try optionalText("mail.password-file")
        mail.certificateFile = try optionalText("mail.ca-file")
        mail.intervalSeconds = try integer("mail.interval-seconds")
        guard mail.isSet else { return mail }
        guard MailText.isAddress(mail.from) else {
            throw invalid("mail.from", mail.from, "an address such as tessera@example.com, as mail.host is set")
        }
        if mail.user != nil, mail.passwordFile == nil {
            throw .contradiction("The setting mail.password-file is needed when mail.user is set.")
        }
        let isLoopback = mail.host == "localhost" || mail.host == "::1" || mail.host.hasPrefix("127.")
        if mail.security == .none, !isLoopback {
            throw .contradiction(
                "The setting mail.security is “none”, which is for a mail server on this machine; it is \(mail.host)."
            )
        }
        return mail
    }

    // MARK: Kinds

    private func text(_ key: String) throws(SettingsError) -> String {
        let value: String
        do {
            value = try reader.requiredString(forKey: ConfigKey(key))
        } catch {
            throw invalid(key, "", SettingTable.definition(key)?.accepts ?? "a text")
        }
        if case .choice(let words) = SettingTable.definition(key)?.kind, !words.contains(value) {
            throw invalid(key, value, SettingTable.definition(key)?.accepts ?? "another word")
        }
        return value
    }

    private func optionalText(_ key: String) throws(SettingsError) -> String? {
        let value = try text(key)
        return value.isEmpty ? nil : value
    }

    private func integer(_ key: String) throws(SettingsError) -> Int {
        let value = try text(key)
        guard case .integer(let range) = SettingTable.definition(key)?.kind, let number = Int(value),
            range.contains(number)
        else { throw invalid(key, value, SettingTable.definition(key)?.accepts ?? "a whole number") }
        return number
    }

    private func boolean(_ key: String) throws(SettingsError) -> Bool {
        let value = try text(key)
        guard let result = Bool(value) else { throw invalid(key, value, "true or false") }
        return result
    }

    private func networks(_ key: String) throws(SettingsError) -> [NetworkPrefix] {
        let value = try text(key)
        var networks: [NetworkPrefix] = []
        for part in value.split(separator: ",") {
            let trimmed = part.filter { $0 != " " }
            guard let network = NetworkPrefix(trimmed) else {
                throw invalid(key, value, "networks such as 10.0.0.0/8, separated by commas")
            }
            networks.append(network)
        }
        return networks
    }

    private func publicURL() throws(SettingsError) -> String? {
        guard var value = try optionalText("http.public-url") else { return nil }
        let given = value
        if value.hasSuffix("/") { value.removeLast() }
        let host =
            value.hasPrefix("https://") ? value.dropFirst(8) : value.hasPrefix("http://") ? value.dropFirst(7) : ""
        let isPlain = host.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
            default: ".:-[]".utf8.contains(byte)
            }
        }
        guard !host.isEmpty, isPlain else {
            throw invalid("http.public-url", given, "an address such as https://crm.example.com, without a path")
        }
        return value
    }

    private func invalid(_ key: String, _ value: String, _ accepts: String) -> SettingsError {
        .invalidValue(key: key, value: value, origin: origin(key), accepts: accepts)
    }
}
