// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

func nio(_ name: String) -> Target.Dependency { .product(name: name, package: "swift-nio") }
let ssl: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let lifecycle: Target.Dependency = .product(
    name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals: Target.Dependency = .product(
    name: "UnixSignals", package: "swift-service-lifecycle")
let httpClient: Target.Dependency = .product(
    name: "AsyncHTTPClient", package: "async-http-client")
let hummingbird: [Target.Dependency] = [
    .product(name: "Hummingbird", package: "hummingbird"),
    .product(name: "HummingbirdCore", package: "hummingbird"),
    .product(name: "HTTPTypes", package: "swift-http-types"),
]

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(
    _ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = [],
    exclude: [String] = []
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, exclude: exclude, resources: resources,
        swiftSettings: strict)
}

let package = Package(
    name: "martlet",
    products: [
        .executable(name: "martlet", targets: ["martlet"]),
        .library(name: "MIME", targets: ["MIME"]),
        .library(name: "Markup", targets: ["Markup"]),
        .library(name: "Wire", targets: ["Wire"]),
        .library(name: "IMAP", targets: ["IMAP"]),
        .library(name: "POP3", targets: ["POP3"]),
        .library(name: "SMTP", targets: ["SMTP"]),
        .library(name: "Database", targets: ["Database"]),
        .library(name: "Desk", targets: ["Desk"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    ],
    targets: [
        // Languages
        library("MIME"),
        .systemLibrary(
            name: "CGumbo", pkgConfig: "gumbo", providers: [.apt(["libgumbo-dev"])]),
        library("Markup", ["CGumbo"]),

        // Machinery
        library(
            "Wire", [nio("NIOCore"), nio("NIOPosix"), nio("NIOTLS"), ssl]),
        library("IMAP", ["Wire", nio("NIOCore")]),
        library("POP3", ["Wire", nio("NIOCore")]),
        library("SMTP", ["Wire", nio("NIOCore")]),
        library("OAuth", [httpClient, crypto, nio("NIOCore"), nio("NIOHTTP1")]),
        .systemLibrary(name: "CPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        library(
            "Database",
            [
                "CPQ", .product(name: "GRDB", package: "GRDB.swift"), nio("NIOCore"),
                nio("NIOPosix"),
            ]),

        // Meaning
        library("Desk", ["MIME", "Markup"]),

        // Memory
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        library("Store", ["Desk", "Database", "CZlib", crypto, cryptoExtras, nio("NIOPosix")]),

        // Doors
        library(
            "Jobs",
            [
                "Store", "Desk", "Database", "MIME", "Wire", "IMAP", "POP3", "SMTP", "OAuth",
                logging, lifecycle,
            ]),
        .target(name: "CAssets", exclude: ["assets"]),
        library(
            "Web",
            [
                "CAssets", "Store", "Desk", "Database", "Markup", "MIME", "OAuth", crypto, logging,
                lifecycle, nio("NIOCore"), nio("NIOPosix"),
            ] + hummingbird),

        // Process
        library("MailServer", [nio("NIOCore"), nio("NIOPosix"), ssl]),
        .executableTarget(
            name: "martlet",
            dependencies: [
                "Web", "Jobs", "Store", "Desk", "Database", "MIME", "Markup", "MailServer",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                crypto, lifecycle, signals, logging, nio("NIOCore"),
            ], swiftSettings: strict),

        // Tests
        .target(
            name: "TestSupport",
            dependencies: [
                "Wire", "Database", "Store", "Desk", "MailServer", httpClient, ssl,
                nio("NIOCore"), nio("NIOPosix"), nio("NIOFoundationCompat"), nio("NIOHTTP1"),
            ], path: "Tests/TestSupport", swiftSettings: strict),
        tests("MIMETests", ["MIME"], resources: [.copy("Mails")]),
        // Counts malloc, for the tests of what the worst mails cost.
        .target(name: "CAllocations", path: "Tests/CAllocations"),
        tests("MIMECostTests", ["MIME", "CAllocations"]),
        tests("MarkupTests", ["Markup"], exclude: ["Hostile"]),
        tests("WireTests", ["Wire", "TestSupport", nio("NIOCore"), nio("NIOPosix"), ssl]),
        tests(
            "IMAPTests", ["IMAP", "Wire", "TestSupport", nio("NIOCore")],
            resources: [.copy("Dialogs")]),
        tests(
            "POP3Tests", ["POP3", "Wire", "TestSupport", nio("NIOCore")],
            resources: [.copy("Dialogs")]),
        tests(
            "SMTPTests", ["SMTP", "Wire", "TestSupport", nio("NIOCore")],
            resources: [.copy("Dialogs")]),
        tests("OAuthTests", ["OAuth", nio("NIOCore"), nio("NIOPosix"), nio("NIOHTTP1")]),
        tests("MailServerTests", ["MailServer", nio("NIOCore"), nio("NIOPosix"), ssl]),
        tests("DeskTests", ["Desk", "Markup", "MIME"]),
        tests("DatabaseTests", ["Database", "TestSupport"]),
        tests("StoreTests", ["Store", "Desk", "Database", "TestSupport"]),
        tests(
            "JobsTests",
            ["Jobs", "Store", "Desk", "Database", "MIME", "MailServer", "TestSupport", logging]),
        tests(
            "WebTests",
            [
                "Web", "Jobs", "Store", "Desk", "TestSupport", logging,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ] + hummingbird),
        tests("MartletTests", ["martlet", "MIME", "Desk"]),
        tests("TidyTests", []),
        tests("EndToEndTests", ["MailServer", "TestSupport", "martlet"]),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .c2x
)
