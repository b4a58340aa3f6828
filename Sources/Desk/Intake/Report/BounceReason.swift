/// Why a mail could not be delivered, in the words of bounce statistics (the vocabulary is that of
/// the free Sisimai library, which other tools know too).
public enum BounceReason: String, Hashable, Sendable, Codable, CaseIterable {
    case authenticationFailed = "authfailure"
    case badReputation = "badreputation"
    case blocked
    case contentError = "contenterror"
    case exceedsLimit = "exceedlimit"
    case expired
    case failedSTARTTLS = "failedstarttls"
    case filtered
    case hasMoved = "hasmoved"
    case hostUnknown = "hostunknown"
    case mailboxFull = "mailboxfull"
    case mailerError = "mailererror"
    case messageTooBig = "mesgtoobig"
    case networkError = "networkerror"
    case noRelaying = "norelaying"
    case notAccepted = "notaccept"
    case notCompliant = "notcompliantrfc"
    case onHold = "onhold"
    case policyViolation = "policyviolation"
    case rejected
    case requiresPTR = "requireptr"
    case securityError = "securityerror"
    case spamDetected = "spamdetected"
    case speeding
    case suppressed
    case suspended = "suspend"
    case syntaxError = "syntaxerror"
    case systemError = "systemerror"
    case systemFull = "systemfull"
    case tooManyConnections = "toomanyconn"
    case undefined
    case userUnknown = "userunknown"
    case virusDetected = "virusdetected"

    /// What happened, for the person whose mail came back; continues "Could not be delivered: …".
    public var words: String {
        switch self {
        case .authenticationFailed: "our mail failed the receiver's check of SPF, DKIM or DMARC"
        case .badReputation: "the receiver does not trust our server's reputation"
        case .blocked: "our server is on a block list of the receiver"
        case .contentError: "the receiver objects to the form of the mail"
        case .exceedsLimit, .messageTooBig: "the mail is too big for the receiver"
        case .expired: "the receiver's server could not be reached for a long time"
        case .failedSTARTTLS: "no encrypted connection could be made"
        case .filtered: "a filter of the recipient turned it away"
        case .hasMoved: "the recipient has moved to another address"
        case .hostUnknown: "the domain does not exist or takes no mail"
        case .mailboxFull: "the recipient's mailbox is full"
        case .mailerError: "a program that handles the recipient's mail failed"
        case .networkError: "the network or the name service failed on the way"
        case .noRelaying: "the server that was asked does not handle mail for this address"
        case .notAccepted: "the receiver's server takes no mail"
        case .notCompliant: "the mail breaks a rule of the mail standard"
        case .onHold, .undefined: "the report does not say why"
        case .policyViolation: "a rule of the receiver forbids it"
        case .rejected: "the receiver rejects our sender address"
        case .requiresPTR: "our server's name in the name service (PTR) is missing or wrong"
        case .securityError: "the receiver refuses it for security or lack of permission"
        case .spamDetected: "the receiver takes it for spam"
        case .speeding, .tooManyConnections: "too many mails or connections within a short time"
        case .suppressed: "our own mail provider stopped sending to this address"
        case .suspended: "the recipient's mailbox is suspended or inactive"
        case .syntaxError: "the servers misunderstood each other"
        case .systemError: "the receiver's mail system has a fault"
        case .systemFull: "the receiver's mail system is full"
        case .userUnknown: "the address does not exist"
        case .virusDetected: "the receiver found a virus or a forbidden file"
        }
    }

    /// Decides by what the other server said, first by its words, then by its codes.
    ///
    /// - Parameters:
    ///   - diagnostic: the server's answer, and what the reporting server added in prose.
    ///   - status: `5.1.1` (RFC 3463).
    ///   - replyCode: `550` (RFC 5321 §4.2).
    ///   - action: `failed`, `delayed` (RFC 3464 §2.3.3).
    static func decide(
        diagnostic: String, status: String?, replyCode: String?, action: String? = nil
    ) -> BounceReason {
        let text = BounceText(diagnostic)
        if let said = BouncePhrases.match(text) { return said }
        let isVague = status.map { BounceCodes.weight(of: $0) < 2 } ?? true
        if action == "delayed", isVague { return .expired }
        let meant = status.flatMap(BounceCodes.reason(ofStatus:))
        if let meant, !isVague, !BouncePhrases.isWeak(meant) { return meant }
        if let said = BouncePhrases.matchWeak(text) { return said }
        if let meant { return meant }
        if let replyCode, let meant = BounceCodes.reason(ofReply: replyCode) { return meant }
        if let said = BouncePhrases.matchLast(text) { return said }
        return text.bytes.isEmpty ? .undefined : .onHold
    }
}

/// A server's answer in lower case with single spaces, for looking up phrases. Addresses of people are left out: they hold
/// all kinds of words.
struct BounceText {
    let bytes: [UInt8]

    /// Answers are a few lines; what is longer has the whole mail in it.
    private static let longest = 4_000

    init(_ text: String) {
        var out: [UInt8] = []
        var wordStart = 0
        var isAddress = false
        func endWord() {
            if isAddress { out.removeSubrange(wordStart...) }
            isAddress = false
        }
        for byte in text.lowercased().utf8.prefix(Self.longest) {
            if byte <= 0x20 || "<>()[]\"',;:".utf8.contains(byte) {
                endWord()
                if byte > 0x20 {
                    out.append(byte)
                } else if out.last != 0x20 {
                    out.append(0x20)
                }
                wordStart = out.count
            } else {
                if byte == UInt8(ascii: "@"), out.count > wordStart { isAddress = true }
                out.append(byte)
            }
        }
        endWord()
        bytes = out
    }

    /// Whether the pieces occur one after the other.
    func contains(_ pieces: [[UInt8]], from start: Int = 0) -> Bool {
        var from = start
        for piece in pieces {
            guard let found = position(of: piece, from: from) else { return false }
            from = found + piece.count
        }
        return true
    }

    func position(of word: [UInt8], from: Int) -> Int? {
        guard let first = word.first, bytes.count - from >= word.count else { return nil }
        let last = bytes.count - word.count
        var index = from
        while index <= last {
            if bytes[index] == first, bytes[index..<(index + word.count)].elementsEqual(word) {
                return index
            }
            index += 1
        }
        return nil
    }
}
