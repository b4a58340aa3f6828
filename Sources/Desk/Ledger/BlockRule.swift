/// What is not wanted: an address, a domain with its sub-domains, or a text in subjects.
public enum BlockRule: Hashable, Sendable, Codable {
    case address(String)
    case domain(String)
    case subject(String)

    public enum Kind: String, Sendable, Codable, CaseIterable {
        case address, domain, subject
    }

    public var kind: Kind {
        switch self {
        case .address: .address
        case .domain: .domain
        case .subject: .subject
        }
    }

    public var text: String {
        switch self {
        case .address(let text), .domain(let text), .subject(let text): text
        }
    }

    /// A rule as it is compared: lower-cased, without blanks around it.
    ///
    /// - Returns: nil where the text can't be what it is to be: an address has an `@`, a domain has none and
    ///   a dot, and a subject text below ``shortestSubject`` characters would block half of all mail.
    public init?(_ kind: Kind, _ text: String) {
        let text = text.trimmed.lowercased()
        guard text.utf8.count <= Self.longest else { return nil }
        switch kind {
        case .address:
            guard let at = text.lastIndex(of: "@"), at != text.startIndex,
                text.index(after: at) != text.endIndex, !text.contains(where: \.isWhitespace)
            else { return nil }
            self = .address(text)
        case .domain:
            let name = text.hasPrefix("@") ? String(text.dropFirst()) : text
            guard name.contains("."), !name.contains("@"), !name.hasPrefix("."),
                !name.contains(where: \.isWhitespace)
            else { return nil }
            self = .domain(name)
        case .subject:
            guard text.count >= Self.shortestSubject else { return nil }
            self = .subject(text)
        }
    }

    public static let shortestSubject = 4
    /// Bytes. An address has at most 254 (RFC 5321 §4.5.3.1.3), a line of a header 998.
    static let longest = 998
}

/// A rule that holds, who made it, and which mail was the reason.
public struct Block: Hashable, Sendable, Codable, Identifiable {
    public var id: Int64
    public var rule: BlockRule
    public var at: Instant
    public var by: PersonID?
    public var mail: LedgerID?

    public init(id: Int64, rule: BlockRule, at: Instant, by: PersonID?, mail: LedgerID?) {
        self.id = id
        self.rule = rule
        self.at = at
        self.by = by
        self.mail = mail
    }
}

extension Blocklist {
    public init(_ rules: [BlockRule]) {
        self.init()
        for rule in rules {
            switch rule {
            case .address(let address): senders.insert(address)
            case .domain(let domain): domains.insert(domain)
            case .subject(let text): subjects.append(text)
            }
        }
    }
}
