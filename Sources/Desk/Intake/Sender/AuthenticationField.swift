/// One Authentication-Results field (RFC 8601 §2.2), read leniently and in one pass.
struct AuthenticationField {
    /// `authserv-id`, lower case; nil where the field has none.
    private(set) var server: String?
    private(set) var checks: [AuthenticationResults.Check] = []

    /// More is no field of a mail server.
    private static let longest = 20_000

    init?(_ text: String) {
        guard text.utf8.count <= Self.longest else { return nil }
        var clauses = Self.clauses(text)[...]
        guard let first = clauses.first, let word = first.first else { return nil }
        // authserv-id [ CFWS authres-version ]; QUIRK: without it the first clause is a result.
        if !(first.count >= 3 && first[1] == "=") {
            server = word.lowercased()
            clauses = clauses.dropFirst()
        }
        for clause in clauses {
            if let check = Self.check(clause) { checks.append(check) }
        }
    }

    /// resinfo = methodspec [ CFWS reasonspec ] [ CFWS 1*propspec ]
    private static func check(_ words: [String]) -> AuthenticationResults.Check? {
        guard words.count >= 3, words[1] == "=" else { return nil }
        // Keyword ["/" method-version]
        let name = words[0].prefix { $0 != "/" }.lowercased()
        guard let method = AuthenticationResults.Method(rawValue: name) else { return nil }
        let result = words[2].lowercased()
        let verdict =
            AuthenticationResults.Verdict(rawValue: result)
            ?? (result == "hardfail" ? .fail : .neutral)
        var properties: [String: String] = [:]
        var index = 3
        while index + 2 < words.count {
            guard words[index + 1] == "=" else {
                index += 1
                continue
            }
            let key = words[index].lowercased()
            if properties[key] == nil { properties[key] = words[index + 2] }
            index += 3
        }
        let keys: [String] =
            switch method {
            case .dkim: ["header.d", "header.i"]
            case .spf: ["smtp.mailfrom", "smtp.mail", "smtp.helo"]
            case .dmarc: ["header.from"]
            case .arc: ["header.oldest-pass"]
            }
        let value = method == .arc ? nil : keys.lazy.compactMap { properties[$0] }.first
        return AuthenticationResults.Check(method, verdict, domain: value.flatMap(domain))
    }

    /// `example.com`, of that, of `@example.com` and of `ann@example.com`.
    private static func domain(_ value: String) -> String? {
        let domain = value.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        let bare = domain.filter { $0 != "<" && $0 != ">" }.lowercased()
        return bare.isEmpty ? nil : bare
    }

    /// Words between semicolons, `=` a word of its own; comments (nested) are left out, quoted
    /// strings are one word.
    private static func clauses(_ text: String) -> [[String]] {
        var clauses: [[String]] = []
        var words: [String] = []
        var word: [UInt8] = []
        var depth = 0
        var isQuoted = false
        var isEscaped = false
        func flush() {
            if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
            word = []
        }
        for byte in text.utf8 {
            if isEscaped {
                isEscaped = false
                if depth == 0 { word.append(byte) }
            } else if byte == UInt8(ascii: "\\"), isQuoted || depth > 0 {
                isEscaped = true
            } else if depth > 0 {
                if byte == UInt8(ascii: "(") { depth += 1 }
                if byte == UInt8(ascii: ")") { depth -= 1 }
            } else if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if isQuoted {
                word.append(byte)
            } else {
                switch byte {
                case UInt8(ascii: "("):
                    flush()
                    depth = 1
                case UInt8(ascii: ";"):
                    flush()
                    if !words.isEmpty { clauses.append(words) }
                    words = []
                case UInt8(ascii: "="):
                    flush()
                    words.append("=")
                case 0x09, 0x0a, 0x0d, 0x20: flush()
                default: word.append(byte)
                }
            }
        }
        flush()
        if !words.isEmpty { clauses.append(words) }
        return clauses
    }
}
