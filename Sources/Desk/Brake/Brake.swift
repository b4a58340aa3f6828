/// The limits that hold whatever a mail says of itself: the last brakes against loops.
///
/// Every header that marks automatic mail can be missing at the other end. What can't be missing is the
/// number of mails, so automatic mail is counted per address, per ticket and over everything.
public enum Brake {
    /// Automatic mails to one address: three, then one each eight hours. Three answers are what a person
    /// puts up with who writes three times in a morning, and what a loop may cost.
    public static let perAddress = TokenBucket(capacity: 3, refill: .seconds(8 * 3600))
    /// Automatic mails on one ticket, the first answer among them.
    public static let perTicket = TokenBucket(capacity: 3, refill: .seconds(8 * 3600))
    /// How often one ticket is opened again by mail before somebody has to look.
    public static let reopeningsPerTicket = TokenBucket(capacity: 5, refill: .seconds(4 * 3600))
    /// How often one address opens tickets again.
    public static let reopeningsPerAddress = TokenBucket(capacity: 20, refill: .seconds(3600))

    /// Automatic mails of the whole desk, unless the administrator sets another number. A desk that gets
    /// two hundred new requests in an hour from people who did not write before is a busy one.
    public static let usualPerHour = 200

    /// The bucket over everything.
    public static func overall(perHour: Int) -> TokenBucket {
        let most = max(1, perHour)
        return TokenBucket(capacity: most, refill: .milliseconds(3_600_000 / Int64(most)))
    }

    /// Names a bucket in the store.
    public struct Key: Hashable, Sendable {
        public let name: String
        public let bucket: TokenBucket

        public static func automatic(to address: String) -> Key {
            Key(name: "automatic to \(address.lowercased())", bucket: perAddress)
        }
        public static func automatic(on ticket: TicketID) -> Key {
            Key(name: "automatic on #\(ticket)", bucket: perTicket)
        }
        public static func automatic(perHour: Int) -> Key {
            Key(name: "automatic", bucket: overall(perHour: perHour))
        }
        public static func reopening(_ ticket: TicketID) -> Key {
            Key(name: "reopening #\(ticket)", bucket: reopeningsPerTicket)
        }
        public static func reopening(by address: String) -> Key {
            Key(name: "reopening by \(address.lowercased())", bucket: reopeningsPerAddress)
        }
    }
}

/// A brake that has caught: automatic mail stays stopped, visibly, until it is released.
public struct Breaker: Hashable, Sendable, Codable, Identifiable {
    /// What is stopped.
    public enum Scope: Hashable, Sendable, Codable {
        /// All automatic mail of the desk. Only a person releases it.
        case everything
        /// Automatic mail to one address (lower-cased).
        case address(String)
        /// Opening one ticket again by mail.
        case ticket(TicketID)
    }

    public var id: BreakerID
    public var scope: Scope
    public var openedAt: Instant
    /// When it last held something back.
    public var lastHeldAt: Instant
    /// How many mails or re-openings it held back, the one that made it catch among them.
    public var held: Int
    /// Nil while it holds.
    public var releasedAt: Instant?
    /// Nil where it released itself.
    public var releasedBy: PersonID?

    /// One for an address or a ticket releases itself after a day in which it held nothing back: what went
    /// round has come to rest.
    public static let restsFor = Duration.seconds(86_400)

    public init(
        id: BreakerID, scope: Scope, openedAt: Instant, lastHeldAt: Instant, held: Int = 1,
        releasedAt: Instant? = nil, releasedBy: PersonID? = nil
    ) {
        self.id = id
        self.scope = scope
        self.openedAt = openedAt
        self.lastHeldAt = lastHeldAt
        self.held = held
        self.releasedAt = releasedAt
        self.releasedBy = releasedBy
    }
}

/// Whether mails of one sender look as if a machine writes the same again and again.
public enum Likeness {
    /// Mails that must be alike; fewer are chance.
    public static let fewest = 3

    /// - Parameter subjects: of the sender's last mails, the one at hand among them.
    public static func isRepetition(_ subjects: [String]) -> Bool {
        var counts: [String: Int] = [:]
        for subject in subjects { counts[shape(subject), default: 0] += 1 }
        return counts.values.contains { $0 >= fewest }
    }

    /// A subject without what differs from mail to mail: reply prefixes, numbers, tags, punctuation.
    static func shape(_ subject: String) -> String {
        let bare = SubjectLine.withoutReplyPrefixes(subject).lowercased()
        return bare.split { !$0.isLetter }.joined(separator: " ")
    }
}
