// swift-tools-version: 6.2
import PackageDescription

// Its own package, so that nothing here is built or resolved with the product.
func martlet(_ name: String) -> Target.Dependency { .product(name: name, package: "martlet") }

let package = Package(
    name: "benchmarks",
    dependencies: [
        .package(name: "martlet", path: "..")
    ],
    targets: [
        .executableTarget(
            name: "bench",
            dependencies: [martlet("MIME"), martlet("Markup"), martlet("Desk")],
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .treatAllWarnings(as: .error),
            ])
    ],
    swiftLanguageModes: [.v6]
)
