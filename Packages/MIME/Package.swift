// swift-tools-version: 6.2
import PackageDescription

// The mail library alone, for those who want nothing else of this repository. The sources are those of the
// package above; a dependency on its product `MIME` builds nothing more either, but SwiftPM fetches what the
// help desk needs.
let package = Package(
    name: "MIME",
    products: [.library(name: "MIME", targets: ["MIME"])],
    targets: [
        .target(
            name: "MIME",
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("MemberImportVisibility"),
            ])
    ],
    swiftLanguageModes: [.v6])
