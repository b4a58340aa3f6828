/// A help-desk project: where tickets live, and what routes mail to it.
public struct Project: Hashable, Sendable, Codable, Identifiable {
    public var id: ProjectID
    public var name: String
    /// Decides ties between projects that claim the same mail: the smaller number wins.
    public var order: Int
    public var isActive: Bool
    /// Whole words or phrases in a subject that route a mail here.
    public var keywords: [String]
    public var keywordsMatchCase: Bool
    /// Off: a keyword counts inside longer words too (`print` in `printer`).
    public var keywordsAreWholeWords: Bool
    /// Sender addresses (lower-cased) that route here.
    public var senderAddresses: [String]
    /// Sender domains (lower-cased) that route here, sub-domains included.
    public var senderDomains: [String]
    public var defaultAssignee: PersonID?
    public var defaultPriority: Ticket.Priority
    /// The status that a ticket takes when its client answers.
    public var statusAfterClientResponse: Ticket.Status
    /// A reply to a ticket closed for longer than this many days starts a linked new ticket. Nil: never.
    public var reopenWithinDays: Int?

    public init(
        id: ProjectID, name: String, order: Int = 0, isActive: Bool = true,
        keywords: [String] = [], keywordsMatchCase: Bool = false,
        keywordsAreWholeWords: Bool = true, senderAddresses: [String] = [],
        senderDomains: [String] = [], defaultAssignee: PersonID? = nil,
        defaultPriority: Ticket.Priority = .normal,
        statusAfterClientResponse: Ticket.Status = .open, reopenWithinDays: Int? = nil
    ) {
        self.id = id
        self.name = name
        self.order = order
        self.isActive = isActive
        self.keywords = keywords
        self.keywordsMatchCase = keywordsMatchCase
        self.keywordsAreWholeWords = keywordsAreWholeWords
        self.senderAddresses = senderAddresses
        self.senderDomains = senderDomains
        self.defaultAssignee = defaultAssignee
        self.defaultPriority = defaultPriority
        self.statusAfterClientResponse = statusAfterClientResponse
        self.reopenWithinDays = reopenWithinDays
    }
}
