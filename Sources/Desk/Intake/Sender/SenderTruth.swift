/// Who a mail says it is from, who really sent it, and what does not fit.
///
/// A pure value to be shown beside the sender and used in rules. Nothing in it decides whether a
/// mail becomes a ticket: an odd sender is marked, not turned away.
public struct SenderTruth: Hashable, Sendable, Codable {
    /// Something that a person should see before they believe the sender.
    public enum Mark: Hashable, Sendable, Codable {
        /// From is empty or holds no address.
        case noSender
        /// Answers go to another domain than the one that wrote.
        case repliesElsewhere(address: String)
        /// The name shows another address than the one that stands behind it.
        case nameShowsAddress(address: String)
        /// The name is one of ours, the address is not.
        case nameIsOurs(name: String)
        /// The domain is a near copy of one that the desk knows.
        case looksLike(domain: String)
        /// A label mixes scripts, as in a Latin word with a Cyrillic letter.
        case mixedScripts(domain: String)
        /// Another address sent it in the name of From (RFC 5322 §3.6.2).
        case sentBy(address: String)
        /// DMARC failed.
        case refuted(domain: String)
        /// Nobody with this address wrote before.
        case firstContact

        /// A sentence for the trace.
        public var sentence: String {
            switch self {
            case .noSender: "The mail names no sender."
            case .repliesElsewhere(let address): "Answers go to \(address), another domain."
            case .nameShowsAddress(let address):
                "The sender's name shows \(address), which is not the address that wrote."
            case .nameIsOurs(let name):
                "The sender calls themselves “\(name)”, but does not write from our address."
            case .looksLike(let domain): "The sender's domain looks like \(domain), but is not it."
            case .mixedScripts(let domain):
                "The domain \(domain) mixes letters of several scripts."
            case .sentBy(let address): "It was sent by \(address) in the sender's name."
            case .refuted(let domain):
                "The owner of \(domain) says that mail like this is not theirs (DMARC)."
            case .firstContact: "It is the first mail from this address."
            }
        }
    }

    public var from: Contact?
    /// Where an answer goes, if that is not From.
    public var replyTo: Contact?
    public var proof: AuthenticationResults.Proof
    public var marks: [Mark]

    /// Whether the receiving server vouches for the From domain.
    public var isAuthenticated: Bool {
        if case .proven = proof { true } else { false }
    }

    /// Longer domains are not compared: RFC 1035 §2.3.4 allows 253 letters, look-alikes are short.
    private static let longestDomain = 64

    /// - Parameters:
    ///   - results: what trusted servers found out.
    ///   - knownDomains: the desk's own domains and those of its clients, lower case.
    ///   - ownAddresses: addresses of the desk's mailboxes, lower case.
    ///   - ownNames: names that only the desk's people use.
    ///   - isFirstContact: whether nobody with this address wrote before; nil where that was not looked up.
    public init(
        from: Contact?, sender: Contact? = nil, replyTo: [Contact] = [],
        results: AuthenticationResults = AuthenticationResults(), knownDomains: Set<String> = [],
        ownAddresses: Set<String> = [], ownNames: Set<String> = [], isFirstContact: Bool? = nil
    ) {
        self.from = from
        self.marks = []
        let domain = from.map { Self.domain(of: $0.address) } ?? ""
        proof = results.proof(ofDomain: domain)
        self.replyTo = replyTo.first { $0.address.contains("@") && $0.key != from?.key }
        guard let from, !domain.isEmpty else {
            marks.append(.noSender)
            return
        }
        if case .refuted = proof { marks.append(.refuted(domain: domain)) }
        if let answer = self.replyTo {
            let other = Self.domain(of: answer.address)
            if !Self.areRelated(other, domain) {
                marks.append(.repliesElsewhere(address: answer.address))
            }
        }
        if let shown = Self.address(in: from.name), shown != from.key {
            marks.append(.nameShowsAddress(address: shown))
        } else if !from.name.isEmpty, !ownAddresses.contains(from.key),
            !isKnown(domain, knownDomains),
            ownNames.contains(where: { $0.lowercased() == from.name.lowercased() })
        {
            marks.append(.nameIsOurs(name: from.name))
        }
        if !isKnown(domain, knownDomains), domain.utf8.count <= Self.longestDomain {
            if let near = LookAlike.match(domain, among: knownDomains) {
                marks.append(.looksLike(domain: near))
            }
        }
        if LookAlike.mixesScripts(domain) { marks.append(.mixedScripts(domain: domain)) }
        if let sender, sender.address.contains("@"), sender.key != from.key,
            !Self.areRelated(Self.domain(of: sender.address), domain)
        {
            marks.append(.sentBy(address: sender.address))
        }
        if isFirstContact == true { marks.append(.firstContact) }
    }

    private func isKnown(_ domain: String, _ known: Set<String>) -> Bool {
        var rest = domain[...]
        while !rest.isEmpty {
            if known.contains(String(rest)) { return true }
            guard let dot = rest.firstIndex(of: ".") else { return false }
            rest = rest[rest.index(after: dot)...]
        }
        return false
    }

    private static func domain(of address: String) -> String {
        guard let at = address.lastIndex(of: "@") else { return "" }
        return address[address.index(after: at)...].lowercased()
    }

    /// The same domain, or one below the other.
    private static func areRelated(_ first: String, _ second: String) -> Bool {
        first == second || first.hasSuffix("." + second) || second.hasSuffix("." + first)
    }

    /// An address that stands in a name, lower case.
    private static func address(in name: String) -> String? {
        guard name.contains("@"), name.utf8.count <= 500 else { return nil }
        let marks: Set<Character> = ["<", ">", "(", ")", "\"", "'", ",", ";", ":", "[", "]"]
        for word in name.split(whereSeparator: { $0.isWhitespace || marks.contains($0) }) {
            let halves = word.split(separator: "@", omittingEmptySubsequences: false)
            if halves.count == 2, !halves[0].isEmpty, halves[1].contains("."),
                !halves[1].hasPrefix("."), !halves[1].hasSuffix(".")
            {
                return word.lowercased()
            }
        }
        return nil
    }
}
