/// One matter of one requester, and its state.
public struct Ticket: Hashable, Sendable, Codable, Identifiable {
    public enum Status: String, Sendable, Codable, CaseIterable {
        /// Nobody has answered yet.
        case new
        /// It is the desk's turn.
        case open
        /// It is the client's turn.
        case waiting
        case closed
    }

    public enum Priority: String, Sendable, Codable, CaseIterable {
        case low, normal, high, urgent
    }

    public var id: TicketID
    public var project: ProjectID
    public var subject: String
    public var status: Status
    public var priority: Priority
    public var assignee: PersonID?
    public var requester: PersonID
    public var createdAt: Instant
    public var updatedAt: Instant
    public var closedAt: Instant?
    /// Whether the client spoke last: what the view *Need reaction* lists.
    public var needsReaction: Bool
    /// The first words of the newest message.
    public var snippet: String
    /// Messages and notes on the ticket.
    public var messageCount: Int
    /// Grows with each change; a form sends it back so that a stale answer is noticed.
    public var version: Int64

    public init(
        id: TicketID, project: ProjectID, subject: String, status: Status = .new,
        priority: Priority = .normal, assignee: PersonID? = nil, requester: PersonID,
        createdAt: Instant, updatedAt: Instant, closedAt: Instant? = nil,
        needsReaction: Bool = true, snippet: String = "", messageCount: Int = 0, version: Int64 = 1
    ) {
        self.id = id
        self.project = project
        self.subject = subject
        self.status = status
        self.priority = priority
        self.assignee = assignee
        self.requester = requester
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.closedAt = closedAt
        self.needsReaction = needsReaction
        self.snippet = snippet
        self.messageCount = messageCount
        self.version = version
    }
}

extension Ticket {
    /// Takes in a mail on this ticket: who is to move next, and in which status.
    ///
    /// - Returns: the change of status, where there is one.
    public mutating func takeReply(
        kind: TicketMessage.Kind, statusAfterClientResponse: Status, snippet: String,
        at now: Instant
    ) -> TicketEvent.Change? {
        messageCount += 1
        updatedAt = now
        self.snippet = snippet
        guard kind == .client else {
            if kind == .reply { needsReaction = false }
            return nil
        }
        needsReaction = true
        // A ticket that nobody has answered stays new.
        let next = status == .new ? .new : statusAfterClientResponse
        return changeStatus(to: next, at: now)
    }

    /// Changes the status and what follows from it.
    ///
    /// - Returns: the event to keep, or nil where nothing changed.
    public mutating func changeStatus(to next: Status, at now: Instant) -> TicketEvent.Change? {
        guard next != status else { return nil }
        let before = status
        status = next
        updatedAt = now
        closedAt = next == .closed ? now : nil
        if next == .closed || next == .waiting { needsReaction = false }
        return before == .closed ? .reopened : .statusChanged(from: before, to: next)
    }
}
