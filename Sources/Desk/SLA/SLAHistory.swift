/// A ticket's history as its SLA clock takes it.
public struct SLAHistory: Hashable, Sendable {
    public var arrivedAt: Instant
    /// As the ticket was made.
    public var subject: SLASubject
    public var status: Ticket.Status
    public var facts: [SLAClock.Fact]

    /// - Parameters:
    ///   - ticket: as it is now; what never changed was so from the start.
    ///   - tracker: the ticket's tracker.
    ///   - events: its events, the oldest first. What the desk did by itself is no answer. A mail counts from
    ///     its arrival, and so does the status that it brought; but never before what was done earlier on
    ///     the ticket, for instance an answer written before the mail was taken in.
    ///   - arrivals: when the clients' mails arrived at the mail server; the event's own time counts for
    ///     those that are missing.
    ///   - arrivedAt: the arrival of the mail that made the ticket. Nil: it was made by hand.
    public init(
        ticket: Ticket, tracker: String? = nil, events: [TicketEvent],
        arrivals: [TicketMessageID: Instant], arrivedAt: Instant? = nil
    ) {
        var first = SLASubject(
            project: ticket.project, subject: ticket.subject, tracker: tracker,
            priority: ticket.priority)
        var firstStatus: Ticket.Status?
        var facts: [SLAClock.Fact] = []
        var arrivedWith: [Instant: Instant] = [:]
        for event in events {
            if case .clientReplied(let message) = event.change {
                arrivedWith[event.at] = arrivals[message] ?? event.at
            }
        }
        // From the end, since an event says what was before it.
        var statusAfter = ticket.status
        for event in events.reversed() {
            var at = event.at
            let change: SLAClock.Fact.Change
            switch event.change {
            case .clientReplied(let message):
                change = .clientWrote
                at = arrivals[message] ?? at
            case .replied(let message):
                guard event.actor != nil else { continue }
                change = .answered(message)
            case .statusChanged(let from, let to):
                change = .status(to)
                at = arrivedWith[at] ?? at
                statusAfter = from
                firstStatus = from
            case .reopened:
                change = .status(statusAfter == .closed ? .open : statusAfter)
                at = arrivedWith[at] ?? at
                statusAfter = .closed
                firstStatus = .closed
            case .priorityChanged(let from, let to):
                change = .priority(to)
                first.priority = from
            case .subjectChanged(let from, let to):
                change = .subject(to)
                first.subject = from
            case .moved(let from, let to):
                change = .project(to)
                first.project = from
            default: continue
            }
            facts.append(SLAClock.Fact(at: at, change: change))
        }
        self.arrivedAt = arrivedAt ?? ticket.createdAt
        subject = first
        status = firstStatus ?? ticket.status
        self.facts = facts.reversed()
        var latest = self.arrivedAt
        for index in self.facts.indices {
            latest = max(latest, self.facts[index].at)
            self.facts[index].at = latest
        }
    }

    /// What the clock shows; see ``SLAClock/record(arrivedAt:subject:status:facts:rules:hours:)``.
    public func record(rules: [SLARule], hours: [WorkingCalendarID: WorkingHours]) -> SLARecord {
        SLAClock.record(
            arrivedAt: arrivedAt, subject: subject, status: status, facts: facts, rules: rules,
            hours: hours)
    }
}
