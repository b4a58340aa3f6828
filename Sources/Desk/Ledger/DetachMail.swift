extension LedgerEntry {
    /// Takes a mail out of a conversation that it does not belong to: it becomes a ticket of its own.
    ///
    /// - Parameters:
    ///   - messages: how many the mail's ticket has.
    ///   - newTicket: the ticket that it becomes.
    /// - Returns: the row's new standing.
    public func detach(
        messages: Int, to newTicket: TicketID, trace: [TraceStep], by actor: String
    ) throws(LedgerRefusal) -> LedgerStanding {
        let source = try presentTicket()
        guard messages > 1 else { throw .isOnlyMessage(source) }
        let sentence = "\(actor) detached it from ticket #\(source)."
        return LedgerStanding(
            outcome: outcome == .bounce ? .bounce : .ticket, reason: sentence,
            trace: standing(trace: trace).overruled(sentence), ticket: newTicket, message: message)
    }
}

extension Ticket {
    /// The ticket that a message becomes when it is taken out of this one: same project, its own author.
    public func split(for message: TicketMessage, project: Project?, at now: Instant) -> Ticket {
        Ticket(
            id: 0, project: self.project,
            subject: message.subject.isEmpty ? subject : message.subject,
            priority: project?.defaultPriority ?? .normal, assignee: project?.defaultAssignee,
            requester: message.author ?? requester, createdAt: message.at, updatedAt: now)
    }

    /// A message left the conversation: whose turn it is follows from what remains.
    ///
    /// - Parameter remaining: the conversation without it, the oldest first.
    public mutating func loses(remaining: [TicketMessage], snippet: String, at now: Instant) {
        messageCount = remaining.count
        self.snippet = snippet
        updatedAt = now
        guard status != .closed else { return }
        // What nobody typed, and what nobody outside reads, is no turn of anybody.
        let turns = remaining.filter { [.client, .reply, .bounce].contains($0.kind) }
        if turns.last.map({ $0.kind == .reply }) ?? true { needsReaction = false }
    }

    /// Back to how it was, where nobody changed it since the mail came.
    ///
    /// - Parameter after: the status that the mail left it in.
    public mutating func goesBack(to before: TicketStanding, from after: Status, at now: Instant) {
        guard status == after else { return }
        status = before.status
        closedAt = before.status == .closed ? before.closedAt ?? now : nil
        needsReaction = before.needsReaction
        updatedAt = now
    }
}
