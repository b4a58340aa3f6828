/// Makes and checks the desk's own signatures. The key lives outside; the domain only sees text in
/// and signature out.
public struct Signer: Sendable {
    private let signature: @Sendable (String) -> String

    /// - Parameter signature: a keyed signature of the text, in lower-case letters and digits.
    public init(_ signature: @escaping @Sendable (String) -> String) {
        self.signature = signature
    }

    public func sign(_ text: String) -> String { signature(text) }
}

/// A claim in a mail to belong to a ticket, as this desk signs it into its own Message-IDs and
/// reply addresses. It counts only when the signature is ours.
public struct TicketClaim: Hashable, Sendable, Codable {
    public enum Form: String, Sendable, Codable {
        case plusAddress, messageID
        /// The envelope sender of one answer: what comes there is about that answer.
        case bounceAddress
    }

    public var form: Form
    public var ticket: TicketID
    public var instance: String
    /// What was signed.
    public var payload: String
    public var signature: String
    /// The answer that a bounce address names.
    public var message: TicketMessageID?

    /// Whether this desk made it.
    public func isHonoured(by signer: Signer, instance: String) -> Bool {
        self.instance == instance && signer.sign(payload) == signature
    }
}

/// The Message-ID of the desk's own mail: `t4711.k3v9x2.SIGNATURE.INSTANCE@example.com`, signed, so that a reply
/// finds its ticket and nobody can make one up (RFC 5322 §3.6.4).
public enum OwnMessageID {
    private static let mark = "martlet"

    /// - Parameters:
    ///   - random: letters and digits that make it unique.
    ///   - domain: the right-hand side, usually the sender's domain.
    /// - Returns: the id without angle brackets.
    public static func make(
        ticket: TicketID, random: String, instance: String, domain: String, signer: Signer
    ) -> String {
        let payload = "m.\(instance).t\(ticket).\(random)"
        return "t\(ticket).\(random).\(signer.sign(payload)).\(instance).\(mark)@\(domain)"
    }

    /// The claim in a Message-ID, or nil where it is not of this form.
    public static func claim(in messageID: String) -> TicketClaim? {
        guard let at = messageID.lastIndex(of: "@") else { return nil }
        let parts = messageID[..<at].split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[4] == mark, let ticket = ticketNumber(parts[0]) else {
            return nil
        }
        return TicketClaim(
            form: .messageID, ticket: ticket, instance: String(parts[3]),
            payload: "m.\(parts[3]).t\(ticket).\(parts[1])", signature: String(parts[2]))
    }

    static func ticketNumber(_ text: some StringProtocol) -> TicketID? {
        guard text.first == "t", text.utf8.count <= 20, let number = Int64(text.dropFirst()),
            number > 0
        else { return nil }
        return TicketID(rawValue: number)
    }
}

/// The signed reply address of a ticket: `support+t4711-SIGNATURE-INSTANCE@example.com` (RFC 5233 subaddress).
public enum PlusAddress {
    public static func make(
        ticket: TicketID, address: String, instance: String, signer: Signer
    ) -> String {
        guard let at = address.lastIndex(of: "@") else { return address }
        let local = address[..<at]
        let signature = signer.sign("p.\(instance).t\(ticket)")
        return "\(local)+t\(ticket)-\(signature)-\(instance)\(address[at...])"
    }

    public static func claim(in address: String) -> TicketClaim? {
        guard let parts = parts(of: address) else { return nil }
        guard parts.count == 3, let ticket = OwnMessageID.ticketNumber(parts[0]) else { return nil }
        return TicketClaim(
            form: .plusAddress, ticket: ticket, instance: String(parts[2]),
            payload: "p.\(parts[2]).t\(ticket)", signature: String(parts[1]))
    }

    /// What stands behind the plus, cut at its dashes. Lower-cased, for mail systems change the case.
    static func parts(of address: String) -> [Substring]? {
        guard let at = address.lastIndex(of: "@"),
            let plus = address[..<at].lastIndex(of: "+")
        else { return nil }
        let tag = address[address.index(after: plus)..<at].lowercased()
        return tag[...].split(separator: "-", omittingEmptySubsequences: false)
    }

    /// The address without its `+tag`, lower-cased: what to compare own addresses by.
    public static func base(of address: String) -> String {
        let lower = address.lowercased()
        guard let at = lower.lastIndex(of: "@"), let plus = lower[..<at].firstIndex(of: "+"),
            plus > lower.startIndex
        else { return lower }
        return String(lower[..<plus] + lower[at...])
    }
}

/// The signed envelope sender of one answer: `support+b4711-99-SIGNATURE-INSTANCE@example.com`. A report about
/// the answer comes to it, whatever the report says or leaves out (VERP, RFC 3834 §4, RFC 5233).
public enum BounceAddress {
    public static func make(
        ticket: TicketID, message: TicketMessageID, address: String, instance: String,
        signer: Signer
    ) -> String {
        guard let at = address.lastIndex(of: "@") else { return address }
        let signature = signer.sign("b.\(instance).t\(ticket).\(message)")
        return "\(address[..<at])+b\(ticket)-\(message)-\(signature)-\(instance)\(address[at...])"
    }

    public static func claim(in address: String) -> TicketClaim? {
        guard let parts = PlusAddress.parts(of: address), parts.count == 4,
            parts[0].first == "b", parts[0].utf8.count <= 20, parts[1].utf8.count <= 19,
            let ticket = Int64(parts[0].dropFirst()), let message = Int64(parts[1]), ticket > 0,
            message > 0
        else { return nil }
        return TicketClaim(
            form: .bounceAddress, ticket: TicketID(rawValue: ticket), instance: String(parts[3]),
            payload: "b.\(parts[3]).t\(ticket).\(message)", signature: String(parts[2]),
            message: TicketMessageID(rawValue: message))
    }
}

extension MailReport {
    /// Claims in the addresses of the mail that came back.
    public var addressClaims: [TicketClaim] {
        originalAddresses.compactMap(BounceAddress.claim(in:))
            + originalAddresses.compactMap(PlusAddress.claim(in:))
    }
}

/// The tag `[#123]` in a subject.
public enum SubjectTag {
    /// More tags than this in one subject are noise.
    static let mostTags = 8

    /// The ticket numbers in a subject, in the order in which they stand.
    public static func tickets(in subject: String) -> [TicketID] {
        var found: [TicketID] = []
        var rest = subject.unicodeScalars[...]
        while found.count < mostTags, let open = rest.firstIndex(of: "[") {
            rest = rest[rest.index(after: open)...]
            guard rest.first == "#" else { continue }
            rest = rest.dropFirst()
            let digits = rest.prefix(while: { $0 >= "0" && $0 <= "9" })
            rest = rest[digits.endIndex...]
            guard rest.first == "]", digits.count <= 18, let number = Int64(String(digits)),
                number > 0
            else { continue }
            found.append(TicketID(rawValue: number))
        }
        return found
    }

    /// The subject of an answer: one `Re:` in front, the ticket's tag behind, neither twice.
    public static func reply(to subject: String, ticket: TicketID) -> String {
        "Re: " + tagged(SubjectLine.withoutReplyPrefixes(subject), ticket: ticket)
    }

    /// The subject with the ticket's tag behind it, where it is not there yet.
    public static func tagged(_ subject: String, ticket: TicketID) -> String {
        guard !tickets(in: subject).contains(ticket) else { return subject }
        return subject.isEmpty ? "[#\(ticket)]" : "\(subject) [#\(ticket)]"
    }
}

/// Subjects as people and mail clients write them.
public enum SubjectLine {
    /// Reply and forward prefixes of the common clients' languages.
    private static let prefixes: Set<String> = [
        "re", "aw", "antw", "antwort", "sv", "vs", "ref", "rv", "odp", "res", "ynt", "vá", "rif",
        "r", "回复", "答复", "回覆", "返信", "ответ", "fwd", "fw", "wg", "tr", "rif",
    ]

    /// Without `Re:`, `AW:`, `Fwd:`, `Re[2]:` in front, however many there are.
    public static func withoutReplyPrefixes(_ subject: String) -> String {
        var text = subject[...]
        // Each round removes something, so the count of rounds is bounded by the length.
        while true {
            text = text.drop(while: { $0 == " " || $0 == "\t" })
            guard let colon = text.prefix(12).firstIndex(where: { $0 == ":" || $0 == "：" }) else {
                break
            }
            var word = text[..<colon].lowercased()
            if let bracket = word.firstIndex(where: { $0 == "[" || $0 == "(" }) {
                word = String(word[..<bracket])
            }
            guard prefixes.contains(word.trimmed) else { break }
            text = text[text.index(after: colon)...]
        }
        return String(text).trimmed
    }

    public static func looksLikeReply(_ subject: String) -> Bool {
        withoutReplyPrefixes(subject) != subject.trimmed
    }
}

extension String {
    /// Without white space at both ends.
    var trimmed: String {
        var view = self[...]
        view = view.drop(while: \.isWhitespace)
        while view.last?.isWhitespace == true { view.removeLast() }
        return String(view)
    }
}
