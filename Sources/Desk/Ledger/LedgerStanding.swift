/// What a mail's row says of its fate: what an action changes, and what taking it back restores.
public struct LedgerStanding: Hashable, Sendable, Codable {
    /// Nil: nothing is decided.
    public var outcome: LedgerEntry.Outcome?
    public var reason: String
    public var trace: [TraceStep]
    public var ticket: TicketID?
    public var message: TicketMessageID?
    public var isWaitingForUpdate: Bool

    public init(
        outcome: LedgerEntry.Outcome?, reason: String = "", trace: [TraceStep] = [],
        ticket: TicketID? = nil, message: TicketMessageID? = nil, isWaitingForUpdate: Bool = false
    ) {
        self.outcome = outcome
        self.reason = reason
        self.trace = trace
        self.ticket = ticket
        self.message = message
        self.isWaitingForUpdate = isWaitingForUpdate
    }

    /// The trace with a person's word as its last step: what had decided before is only noted now.
    func overruled(_ sentence: String) -> [TraceStep] {
        trace.map { step in
            var step = step
            if step.verdict == .decided { step.verdict = .noted }
            return step
        } + [TraceStep(rule: TraceStep.byHand, finding: sentence, verdict: .decided)]
    }
}

extension TraceStep {
    /// The rule of what a person decided.
    public static let byHand = "by hand"
}

extension LedgerEntry {
    public func standing(trace: [TraceStep]) -> LedgerStanding {
        LedgerStanding(
            outcome: outcome, reason: reason, trace: trace, ticket: ticket, message: message,
            isWaitingForUpdate: isWaitingForUpdate)
    }

    /// Whether the mail itself is on a ticket. A duplicate only points at the ticket of its twin.
    public var isOnTicket: Bool {
        switch outcome {
        case .ticket, .reply: true
        case .bounce: ticket != nil
        case .ignored, .duplicate, .failed, nil: false
        }
    }
}

/// Of a ticket, what a mail that comes to it or leaves it changes.
public struct TicketStanding: Hashable, Sendable, Codable {
    public var status: Ticket.Status
    public var closedAt: Instant?
    public var needsReaction: Bool

    public init(_ ticket: Ticket) {
        status = ticket.status
        closedAt = ticket.closedAt
        needsReaction = ticket.needsReaction
    }

    /// The status that a message of that kind leaves such a ticket in.
    public func status(
        after kind: TicketMessage.Kind, statusAfterClientResponse: Ticket.Status
    ) -> Ticket.Status {
        guard kind == .client, status != .new else { return status }
        return statusAfterClientResponse
    }
}
