/// Whose mails may load pictures from other servers. Nobody's, until somebody asked for them.
///
/// Loading a picture tells its server who reads the mail, and when; so the default is no, the choice
/// is made per message or per sender, and a sender is believed only where the receiving server
/// vouches for them: else a forged From would open what its owner never sent.
public struct RemoteImageConsent: Hashable, Sendable, Codable {
    /// Messages whose pictures somebody asked for.
    public var messages: Set<TicketMessageID>
    /// Lower-cased addresses whose pictures are always shown.
    public var senders: Set<String>

    public init(messages: Set<TicketMessageID> = [], senders: Set<String> = []) {
        self.messages = messages
        self.senders = senders
    }

    /// Whether the pictures of a message are loaded.
    public func allows(
        message: TicketMessageID, from: Contact?, isSenderAuthenticated: Bool
    ) -> Bool {
        if messages.contains(message) { return true }
        guard isSenderAuthenticated, let from else { return false }
        return senders.contains(from.key)
    }
}
