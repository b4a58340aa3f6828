/// Where a link really leads, and whether its words say something else.
struct LinkTarget {
    /// The server's name without `www.` and port, lower case; for `mailto:` the address.
    let host: String
    /// The whole address, shortened.
    let description: String

    /// Characters of an address that people read in a tooltip.
    private static let longestDescription = 300
    /// Bytes and pieces of a link's content that are looked at. A mail wrapped in one link has more.
    private static let longestWords = 400
    private static let mostPieces = 60

    /// `address` is one that `WebAddress` has cleaned.
    init(_ address: String) {
        description =
            address.count <= Self.longestDescription
            ? address : address.prefix(Self.longestDescription) + "…"
        let scheme = address.prefix { $0 != ":" }.lowercased()
        var rest = address.dropFirst(scheme.count + 1).drop { $0 == "/" || $0 == "\\" }
        guard scheme == "http" || scheme == "https" else {
            host = String(rest.prefix { $0 != "?" }.prefix(254)).lowercased()
            return
        }
        rest = rest.prefix { !"/?#\\".contains($0) }
        // Whatever stands before an @ is a name for the server, made to look like one itself.
        if let at = rest.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
        host = Self.bare(rest.prefix(254))
    }

    private static func bare(_ host: Substring) -> String {
        var name = host.lowercased()
        if let colon = name.lastIndex(of: ":"), name.last != "]" { name = String(name[..<colon]) }
        return name.hasPrefix("www.") ? String(name.dropFirst(4)) : name
    }

    /// Whether the words look like an address of another server.
    func isHidden(by words: String) -> Bool {
        guard !host.isEmpty, !host.contains("@"), let shown = Self.host(in: words) else {
            return false
        }
        return shown != host && !host.hasSuffix("." + shown)
    }

    /// The name of a server at the start of the words: `https://example.com/a`, `www.example.com`,
    /// `example.com`. Nil for other words.
    private static func host(in words: String) -> String? {
        let word = words.drop { $0.isWhitespace || "<([".contains($0) }.prefix { !$0.isWhitespace }
        let lower = word.lowercased()
        var isWeb = false
        var rest = lower[...]
        for scheme in ["https://", "http://", "//"] where lower.hasPrefix(scheme) {
            rest = rest.dropFirst(scheme.count)
            isWeb = true
            break
        }
        if rest.hasPrefix("www.") { isWeb = true }
        let server = rest.prefix { !"/?#:>)],;\"'\\".contains($0) }
        // An address of a person, or a word with a full stop.
        guard !server.contains("@") else { return nil }
        let labels = server.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, labels.allSatisfy({ !$0.isEmpty }),
            labels.allSatisfy({
                $0.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == 0x2d || $0 >= 0x80 }
            })
        else { return nil }
        let isAlone = words.split(whereSeparator: \.isWhitespace).count == 1
        guard isWeb || isAlone && knownEndings.contains(String(labels[labels.count - 1])) else {
            return nil
        }
        return bare(server)
    }

    /// Endings by which a single word like `example.com` is a server and not `report.pdf`.
    private static let knownEndings: Set<String> = [
        "com", "net", "org", "info", "biz", "eu", "de", "at", "ch", "fr", "it", "es", "pt", "nl",
        "be", "lu", "uk", "ie", "dk", "se", "no", "fi", "pl", "cz", "sk", "hu", "ro", "bg", "gr",
        "tr", "ru", "ua", "us", "ca", "mx", "br", "ar", "cl", "au", "nz", "jp", "cn", "kr", "in",
        "io", "co", "me", "tv", "gov", "edu", "app", "dev", "shop", "online", "bank",
    ]

    /// The text of a link whose content begins at `start`, as far as it matters.
    static func words(in pieces: [HTMLPieces.Piece], from start: Int) -> String {
        var bytes: [UInt8] = []
        var depth = 0
        for piece in pieces[start...].prefix(mostPieces) {
            switch piece {
            case .start: depth += 1
            case .text(let text): bytes += text.prefix(longestWords - bytes.count)
            case .end: depth -= 1
            }
            if depth < 0 || bytes.count >= longestWords { break }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
