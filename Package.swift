// swift-tools-version:6.2
import PackageDescription

// The targets, layer by layer. A target may import only its own row (ARCHITECTURE.md, "Layers");
// `script/check` compares every import line with that table.

// With TESSERA_HALF=odata only the reusable OData library is described: for users who want nothing else,
// and as the proof that it stands alone.
let onlyODataHalf = Context.environment["TESSERA_HALF"] == "odata"

// script/bench asks for the programs that measure parts from within.
let withBenchmarks = Context.environment["TESSERA_BENCHMARKS"] != nil

// script/fuzz asks for the program that libFuzzer drives; it has no entry point of its own, so no other build has it.
let withFuzzing = Context.environment["TESSERA_FUZZ"] != nil

let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioExtras = Target.Dependency.product(name: "NIOExtras", package: "swift-nio-extras")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")

var products: [Product] = [
    .library(name: "OData", targets: ["OData"]),
    .library(name: "SQLCore", targets: ["SQLCore"]),
    .library(name: "ODataSQL", targets: ["ODataSQL"]),
    .library(name: "ODataServer", targets: ["ODataServer"]),
    .library(name: "ODataHTTP", targets: ["ODataHTTP"]),
    .library(name: "SQLiteDriver", targets: ["SQLiteDriver"]),
    .executable(name: "odata-reference", targets: ["odata-reference"]),
]

var targets: [Target] = [
    // Layer 0: vocabularies.
    .target(name: "OData"),
    .target(name: "SQLCore", dependencies: [logging]),
    .systemLibrary(name: "CMalloc"),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

    // Layer 1: engines and drivers.
    .target(name: "ODataSQL", dependencies: ["OData", "SQLCore"]),
    .target(name: "ODataServer", dependencies: ["OData", httpTypes]),
    .target(name: "SQLiteDriver", dependencies: ["SQLCore", grdbSQLite, logging]),

    // Layer 3: delivery.
    .target(name: "ODataHTTP", dependencies: ["ODataServer", "CZlib", hummingbird, httpTypes, nioCore]),

    // Layer 5: programs.
    .executableTarget(
        name: "odata-reference",
        dependencies: [
            "OData", "ODataServer", "ODataSQL", "ODataHTTP", "SQLCore", "SQLiteDriver", hummingbird, logging,
        ],
        path: "Examples/ReferenceService",
        exclude: ["README.md"],
        resources: [.copy("Data")]
    ),

    // Tests.
    .testTarget(name: "ODataTests", dependencies: ["OData"]),
    .testTarget(name: "SQLCoreTests", dependencies: ["SQLCore"]),
    .testTarget(name: "ODataSQLTests", dependencies: ["ODataSQL", "OData", "SQLCore", "SQLiteDriver", logging]),
    .testTarget(name: "ODataServerTests", dependencies: ["ODataServer", "OData", httpTypes]),
    .testTarget(
        name: "ODataWritingTests",
        dependencies: ["ODataServer", "ODataSQL", "OData", "SQLCore", "SQLiteDriver", httpTypes, logging]
    ),
    .testTarget(name: "SQLiteDriverTests", dependencies: ["SQLiteDriver", "SQLCore", grdbSQLite, logging]),
    .testTarget(
        name: "ReferenceServiceTests",
        dependencies: ["odata-reference", "ODataServer", "SQLiteDriver", httpTypes, logging]
    ),
    .testTarget(
        name: "ODataHTTPTests",
        dependencies: ["ODataHTTP", "ODataServer", "OData", hummingbird, httpTypes, nioCore]
    ),
]

if !onlyODataHalf {
    products += [.executable(name: "tessera", targets: ["tessera"])]
    targets += [
        // Layer 0.
        .target(name: "EntityModel"),

        // Layer 1: the domain.
        .target(name: "CRM", dependencies: ["EntityModel"]),
        .target(name: "Identity", dependencies: ["EntityModel", crypto, cryptoExtras]),

        // Layer 2: the one gate to the data.
        .target(
            name: "CRMService",
            dependencies: [
                "CRM", "Identity", "EntityModel", "OData", "ODataServer", "ODataSQL", "SQLCore", crypto, logging,
            ]
        ),

        // Layer 3: delivery.
        .target(
            name: "WebUI",
            dependencies: [
                "CRMService", "Identity", "EntityModel", hummingbird, httpTypes, nioCore,
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            resources: [.copy("Templates"), .copy("Static")]
        ),

        // Layer 4: composition.
        .target(
            name: "TesseraApp",
            dependencies: [
                "OData", "ODataServer", "ODataHTTP", "SQLCore", "SQLiteDriver", "CRM", "Identity", "EntityModel",
                "CRMService", "WebUI", "CMalloc", hummingbird, hummingbirdCore, httpTypes, nioCore, nioHTTP1, nioPosix,
                nioSSL, nioExtras, logging, metrics,
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),

        // Layer 5: programs.
        .executableTarget(
            name: "tessera",
            dependencies: [
                "TesseraApp", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),

        // Tests.
        .testTarget(name: "EntityModelTests", dependencies: ["EntityModel"]),
        .testTarget(name: "CRMTests", dependencies: ["CRM", "EntityModel"]),
        .testTarget(name: "IdentityTests", dependencies: ["Identity", "EntityModel", crypto]),
        .testTarget(
            name: "CRMServiceTests",
            dependencies: [
                "CRMService", "CRM", "Identity", "EntityModel", "OData", "ODataServer", "ODataSQL", "SQLCore",
                "SQLiteDriver", crypto, httpTypes, logging,
            ]
        ),
        .testTarget(name: "WebUITests", dependencies: ["WebUI", "CRMService", "Identity", "EntityModel"]),
        .testTarget(
            name: "TesseraAppTests",
            dependencies: [
                "TesseraApp", "CRMService", "CRM", "Identity", "EntityModel", "OData", "ODataServer", "SQLCore",
                "SQLiteDriver", logging, nioCore,
            ]
        ),
        .testTarget(
            name: "CommandTests",
            dependencies: ["tessera", "TesseraApp", "SQLCore", "SQLiteDriver", logging]
        ),
        .testTarget(name: "ArchitectureTests"),
    ]
}

if withBenchmarks {
    targets += [
        .executableTarget(
            name: "parse-check",
            dependencies: ["OData", "ODataSQL", "SQLCore", "SQLiteDriver", logging],
            path: "Benchmarks/ParseCheck"
        )
    ]
}

if withBenchmarks && !onlyODataHalf {
    targets += [
        .executableTarget(
            name: "token-check",
            dependencies: ["TesseraApp", "CRMService", "Identity", "ODataServer", "SQLCore"],
            path: "Benchmarks/TokenCheck"
        )
    ]
}

if withFuzzing {
    targets += [
        .executableTarget(
            name: "odata-fuzz",
            dependencies: ["OData", "ODataServer", httpTypes],
            path: "Fuzzing/Sources",
            swiftSettings: [.unsafeFlags(["-parse-as-library"])]
        )
    ]
}

// The same compiler settings for every target of ours: Swift 6, warnings are errors, imports say what they are for.
for target in targets where target.type != .system {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .swiftLanguageMode(.v6),
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .treatAllWarnings(as: .error),
        ]
}

let package = Package(
    name: "tessera",
    platforms: [.macOS(.v15)],
    products: products,
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
    ],
    targets: targets
)
