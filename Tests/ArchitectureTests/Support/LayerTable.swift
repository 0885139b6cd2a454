/// Says what each target may import: the table of ARCHITECTURE.md, "Layers", in the form the tests compare with.
enum LayerTable {
    /// One row: the layer, the half it belongs to, our targets it sees and the modules of others it sees.
    struct Row: Sendable {
        let target: String
        let layer: Int
        let half: Half
        let ours: Set<String>
        let others: Set<String>
        let system: Set<String>
    }

    /// The two halves of the package.
    enum Half: Sendable { case odata, crm }

    /// Modules of the platform that carry neither locale nor ICU.
    private static let plain: Set<String> = ["FoundationEssentials", "Synchronization"]
    /// Modules of the platform for targets that may wait, read files or format times.
    private static let wide: Set<String> = plain.union([
        "Foundation", "Dispatch", "Glibc", "Musl", "Darwin", "RegexBuilder",
    ])

    static let rows: [Row] = [
        row("OData", 0, .odata, [], [], plain),
        row("SQLCore", 0, .odata, [], ["Logging"], wide),
        row("CZlib", 0, .odata, [], [], []),
        row("CMalloc", 0, .odata, [], [], []),
        row("ODataSQL", 1, .odata, ["OData", "SQLCore"], [], plain),
        row("ODataServer", 1, .odata, ["OData"], ["HTTPTypes"], wide),
        row("SQLiteDriver", 1, .odata, ["SQLCore"], ["GRDBSQLite", "Logging"], wide),
        row("ODataHTTP", 3, .odata, ["ODataServer", "CZlib"], ["Hummingbird", "HTTPTypes", "NIOCore"], wide),
        row(
            "odata-reference",
            5,
            .odata,
            ["OData", "ODataServer", "ODataSQL", "ODataHTTP", "SQLCore", "SQLiteDriver"],
            ["Hummingbird", "Logging"],
            wide
        ),

        row("EntityModel", 0, .crm, [], [], plain),
        row("CRM", 1, .crm, ["EntityModel"], [], plain),
        row("Identity", 1, .crm, ["EntityModel"], ["Crypto", "CryptoExtras"], wide),
        row(
            "CRMService",
            2,
            .crm,
            ["CRM", "Identity", "EntityModel", "OData", "ODataServer", "ODataSQL", "SQLCore"],
            ["Crypto", "Logging"],
            wide
        ),
        row(
            "WebUI",
            3,
            .crm,
            ["CRMService", "Identity", "EntityModel"],
            ["Hummingbird", "HTTPTypes", "NIOCore", "Mustache"],
            wide
        ),
        row(
            "TesseraApp",
            4,
            .crm,
            [
                "OData", "ODataServer", "ODataHTTP", "SQLCore", "SQLiteDriver", "CRM", "Identity", "EntityModel",
                "CRMService", "WebUI", "CMalloc",
            ],
            [
                "Hummingbird", "HummingbirdCore", "HTTPTypes", "NIOCore", "NIOExtras", "NIOHTTP1", "NIOPosix", "NIOSSL",
                "Logging", "Metrics", "Configuration",
                "ServiceLifecycle", "UnixSignals", "SystemPackage",
            ],
            wide
        ),
        row("tessera", 5, .crm, ["TesseraApp"], ["ArgumentParser"], wide),
        row("parse-check", 5, .odata, ["OData", "ODataSQL", "SQLCore", "SQLiteDriver"], ["Logging"], wide),
        row("odata-fuzz", 5, .odata, ["OData", "ODataServer"], ["HTTPTypes"], wide),
        row("token-check", 5, .crm, ["TesseraApp", "CRMService", "Identity", "ODataServer", "SQLCore"], [], wide),
    ]

    /// Finds a target's row.
    static func row(of target: String) -> Row? {
        rows.first { $0.target == target }
    }

    private static func row(
        _ target: String,
        _ layer: Int,
        _ half: Half,
        _ ours: Set<String>,
        _ others: Set<String>,
        _ system: Set<String>
    ) -> Row {
        Row(target: target, layer: layer, half: half, ours: ours, others: others, system: system)
    }
}
