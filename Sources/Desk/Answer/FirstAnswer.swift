/// The automatic first answer of a project: "we have received your request".
public struct FirstAnswer: Hashable, Sendable, Codable {
    public var isOn: Bool
    /// A template, as ``text`` is.
    public var subject: String
    /// Markdown with tokens.
    public var text: String

    public init(isOn: Bool = false, subject: String = "", text: String = "") {
        self.isOn = isOn
        self.subject = subject
        self.text = text
    }

    /// Longer subjects are cut by mail programs, longer texts are no acknowledgement. In characters.
    public static let longestSubject = 200
    public static let longestText = 20_000

    /// Whether a new ticket gets one, and why not.
    public enum Verdict: Hashable, Sendable, Codable {
        /// To this address.
        case send(Contact)
        /// A sentence.
        case none(String)
        /// A brake catches: nothing is sent, and people are shown why.
        case held(Breaker.Scope, String)

        public var reason: String {
            switch self {
            case .send(let contact): "An automatic first answer goes to \(contact.address)."
            case .none(let reason), .held(_, let reason): reason
            }
        }
    }

    /// Mail that is older gets none: it comes from a backlog or an import, and its sender waits no more.
    public static let oldest = Duration.seconds(86_400)

    /// Decides by what the mail says of itself, then by the brakes.
    ///
    /// - Parameter receivedAt: when it arrived at the server.
    static func verdict(
        on mail: ReceivedMail, _ facts: IntakeFacts, receivedAt: Instant, now: Instant
    ) -> Verdict {
        if let objection = objection(to: mail, facts, receivedAt: receivedAt, now: now) {
            return .none(objection)
        }
        guard let to = mail.answerTo else { return .none("There is nobody to answer.") }
        let brakes = facts.brakes
        if brakes.isEverythingStopped {
            return .held(
                .everything, "All automatic mail is stopped until an administrator releases it.")
        }
        if brakes.isAddressStopped {
            return .held(
                .address(to.key), "Automatic mail to \(to.key) is stopped: it looked like a loop.")
        }
        if brakes.leftForAddress == 0 {
            let limit = "\(to.key) got \(Brake.perAddress.capacity) automatic mails already today"
            guard Likeness.isRepetition(brakes.recentSubjects + [mail.subject]) else {
                return .none("\(limit).")
            }
            return .held(
                .address(to.key),
                "\(limit), and its mails are alike: this looks like a loop between two machines.")
        }
        if brakes.leftOverall == 0 {
            return .held(
                .everything,
                "More automatic mails than the desk's limit would leave within an hour.")
        }
        return .send(to)
    }

    private static func objection(
        to mail: ReceivedMail, _ facts: IntakeFacts, receivedAt: Instant, now: Instant
    ) -> String? {
        if mail.report != nil { return "The mail is a report of a mail system." }
        // One weak sign is enough here: an answer too few is a trifle, a loop is not.
        if let sign = mail.signs.first { return "The mail may be automatic: \(sign.finding)." }
        if mail.isFromList { return "The mail came through a mailing list or a group address." }
        if now - receivedAt > oldest { return "The mail arrived more than a day ago." }
        if let date = mail.date, now - date > oldest {
            return "The mail was written more than a day ago."
        }
        guard let to = mail.answerTo, isPlausible(to.address) else {
            return "The mail names no address to answer."
        }
        if facts.ownAddresses.contains(PlusAddress.base(of: to.address)) {
            return "\(to.address) is an address of this desk."
        }
        if let word = unansweredName(of: to.address) {
            return "Nobody reads what is sent to \(word)@."
        }
        return nil
    }

    private static func isPlausible(_ address: String) -> Bool {
        let halves = address.split(separator: "@", omittingEmptySubsequences: false)
        return halves.count == 2 && !halves[0].isEmpty && halves[1].contains(".")
            && !address.contains { $0.isWhitespace || $0 == "<" || $0 == ">" || $0 == "," }
            && !halves[1].lowercased().hasSuffix(".invalid")
    }

    /// Mailboxes that are machines by their name (RFC 2142, and what is usual).
    private static func unansweredName(of address: String) -> String? {
        let local = address.lowercased().prefix { $0 != "@" }
        let letters = String(local.filter { $0 != "-" && $0 != "_" && $0 != "." })
        let starts = [
            "noreply", "donotreply", "dontreply", "nepasrepondre", "keineantwort", "noresponder",
            "nichtantworten", "bounce", "mailerdaemon", "maildaemon", "autoreply", "autoresponder",
        ]
        let names: Set = ["postmaster", "daemon", "listserv", "majordomo", "robot", "nobody"]
        let ends = ["noreply", "bounces", "donotreply"]
        let isMachine =
            names.contains(letters) || starts.contains { letters.hasPrefix($0) }
            || ends.contains { letters.hasSuffix($0) } || local.hasPrefix("owner-")
            || local.hasSuffix("-request") || local.hasSuffix("-owner")
        return isMachine ? String(local) : nil
    }
}

/// What the brakes say about automatic mail to the sender of one mail.
public struct BrakeFacts: Hashable, Sendable, Codable {
    /// The breaker over everything has caught.
    public var isEverythingStopped: Bool
    /// The breaker of the address that would be answered has caught.
    public var isAddressStopped: Bool
    /// Tokens left in the buckets.
    public var leftForAddress: Int
    public var leftOverall: Int
    /// The subjects of the last mails of the sender, without this one.
    public var recentSubjects: [String]

    public init(
        isEverythingStopped: Bool = false, isAddressStopped: Bool = false,
        leftForAddress: Int = Brake.perAddress.capacity, leftOverall: Int = Brake.usualPerHour,
        recentSubjects: [String] = []
    ) {
        self.isEverythingStopped = isEverythingStopped
        self.isAddressStopped = isAddressStopped
        self.leftForAddress = leftForAddress
        self.leftOverall = leftOverall
        self.recentSubjects = recentSubjects
    }
}
