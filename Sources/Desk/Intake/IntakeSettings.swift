/// What the administrator sets once for the mail of all mailboxes.
public struct IntakeSettings: Hashable, Sendable, Codable {
    /// *Ignore CC*: who stands in Cc becomes no participant.
    public var ignoresCopies = false
    /// A mail that an authenticated operator passes on becomes a ticket of its author.
    public var unwrapsForwards = true
    /// `Status: closed` in an authenticated operator's reply is obeyed.
    public var obeysCommands = false
    /// Names of the servers whose Authentication-Results are believed. Empty: those of the mailbox's provider,
    /// where it is a known one.
    public var trustedServers: [String] = []
    /// Automatic mails of the whole desk within an hour before all are stopped.
    public var automaticPerHour = Brake.usualPerHour

    /// Under which it is kept among the settings.
    public static let key = "intake"
    public static let mostTrustedServers = 20
    public static let mostPerHour = 100_000

    public init() {}

    private enum CodingKeys: CodingKey {
        case ignoresCopies, unwrapsForwards, obeysCommands, trustedServers, automaticPerHour
    }

    /// What an earlier version did not write keeps its default.
    public init(from decoder: any Decoder) throws {
        self.init()
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func read<T: Decodable>(_ key: CodingKeys, _ value: inout T) throws {
            value = try values.decodeIfPresent(T.self, forKey: key) ?? value
        }
        try read(.ignoresCopies, &ignoresCopies)
        try read(.unwrapsForwards, &unwrapsForwards)
        try read(.obeysCommands, &obeysCommands)
        try read(.trustedServers, &trustedServers)
        try read(.automaticPerHour, &automaticPerHour)
    }

    /// The servers that are believed about mail in a mailbox.
    ///
    /// Without a setting only those of providers that are known to write the field themselves and to strip
    /// forged ones (RFC 8601 §5): a server that does neither lets every sender vouch for themselves.
    ///
    /// - Parameter host: the mailbox's mail server. Nil: no default.
    public func trusted(forMailboxAt host: String?) -> Set<String> {
        guard trustedServers.isEmpty else { return Set(trustedServers.map { $0.lowercased() }) }
        guard let host = host?.lowercased() else { return [] }
        for (suffixes, servers) in Self.providers
        where suffixes.contains(where: { host == $0 || host.hasSuffix("." + $0) }) {
            return servers
        }
        return []
    }

    private static let providers: [([String], Set<String>)] = [
        (["gmail.com", "googlemail.com", "google.com"], ["mx.google.com"]),
        (["office365.com", "outlook.com", "hotmail.com"], ["protection.outlook.com"]),
        (["fastmail.com", "messagingengine.com"], ["messagingengine.com"]),
        (["yahoo.com", "aol.com"], ["atlas.yahoo.com", "mail.yahoo.com"]),
        (["me.com", "icloud.com"], ["icloud.com"]),
    ]
}
