import Foundation
import Testing

@Suite("The house")
struct HouseTests {
    /// What each target may import of the package and of other packages. The standard library's
    /// modules are free, except where a target is to stay without Foundation.
    static let allowed: [String: Set<String>] = [
        "MIME": [],
        "Markup": ["CGumbo"],
        "Wire": [
            "NIOCore", "NIOPosix", "NIOTLS", "NIOSSL",
        ],
        "IMAP": ["Wire", "NIOCore"],
        "POP3": ["Wire", "NIOCore"],
        "SMTP": ["Wire", "NIOCore"],
        "OAuth": ["AsyncHTTPClient", "Crypto", "NIOCore", "NIOHTTP1"],
        "Desk": ["MIME", "Markup"],
        "Database": ["GRDB", "CPQ", "NIOCore", "NIOPosix"],
        "Store": ["Desk", "Database", "CZlib", "Crypto", "CryptoExtras", "NIOPosix"],
        "Jobs": [
            "Store", "Desk", "Database", "MIME", "Wire", "IMAP", "POP3", "SMTP", "OAuth",
            "Logging", "ServiceLifecycle",
        ],
        "Web": [
            "CAssets", "Store", "Desk", "Database", "Markup", "MIME", "OAuth", "Crypto", "Logging",
            "ServiceLifecycle", "NIOCore", "NIOPosix", "Hummingbird", "HummingbirdCore",
            "HTTPTypes",
        ],
        "MailServer": ["NIOCore", "NIOPosix", "NIOSSL"],
        "martlet": [
            "Web", "Jobs", "Store", "Desk", "Database", "MIME", "Markup", "MailServer",
            "ArgumentParser", "Crypto", "ServiceLifecycle", "UnixSignals", "Logging", "NIOCore",
        ],
    ]

    static let standard: Set<String> = [
        "Swift", "Synchronization", "Glibc", "Musl", "Darwin", "Foundation", "FoundationEssentials",
        "Dispatch",
        "RegexBuilder",
    ]

    /// Targets that other projects may want, or that parse what strangers send: no Foundation.
    static let withoutFoundation: Set<String> = ["MIME", "IMAP", "POP3", "SMTP", "Desk"]

    @Test(
        "every target imports only what the house's table allows", arguments: allowed.keys.sorted())
    func imports(of target: String) throws {
        let files = try Repository.swiftFiles(below: "Sources/\(target)")
        #expect(!files.isEmpty, "the target has no sources")
        let permitted = Self.allowed[target] ?? []
        for file in files {
            for module in importedModules(in: file.lines) {
                if Self.standard.contains(module) {
                    let isFoundation = module.hasPrefix("Foundation")
                    #expect(
                        !(isFoundation && Self.withoutFoundation.contains(target)),
                        "\(file.path) imports \(module)")
                } else {
                    #expect(permitted.contains(module), "\(file.path) imports \(module)")
                }
            }
        }
    }

    @Test("every folder in Sources is in the house's table")
    func everyTargetIsKnown() throws {
        let folder = Repository.root.appending(path: "Sources")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        let systemLibraries: Set<String> = ["CPQ", "CGumbo", "CZlib", "CAssets"]
        #expect(Set(names).subtracting(systemLibraries) == Set(Self.allowed.keys))
    }

    private func importedModules(in lines: [String]) -> [String] {
        lines.compactMap { line in
            let words = line.split(separator: " ").map(String.init)
            guard let index = words.firstIndex(of: "import"), index <= 2,
                words.prefix(index).allSatisfy({
                    ["public", "internal", "package", "private", "fileprivate"].contains($0)
                        || $0.hasPrefix("@")
                }), words.count > index + 1
            else { return nil }
            let kinds: Set<String> = ["struct", "class", "enum", "protocol", "func", "typealias"]
            let name =
                kinds.contains(words[index + 1]) && words.count > index + 2
                ? words[index + 2] : words[index + 1]
            return String(name.prefix { $0 != "." })
        }
    }
}
