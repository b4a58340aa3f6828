/// What a ticket's SLA clock shows after its history.
public struct SLARecord: Hashable, Sendable, Codable {
    /// The rule that holds now; nil where none does.
    public var rule: SLARuleID?
    /// The answer that is owed; nil where none is.
    public var response: SLADeadline?
    /// The solution that is owed; nil where none is, and while the ticket is closed.
    public var solution: SLADeadline?
    /// In the order in which they happened. As a history grows in time, this list only grows at its end.
    public var events: [SLAEvent] = []
    public var firstAnswerAt: Instant?
    /// Working time from the arrival to the first answer, in the rule's calendar of that moment.
    public var firstResponseTime: Duration?
    /// The alerts of the deadlines that are in force, in the order in which they are due.
    public var alerts: [SLAAlert] = []

    public init() {}

    /// The deadline that comes first: what a list sorts by.
    public var nextDueAt: Instant? {
        [response?.dueAt, solution?.dueAt].compactMap { $0 }.min()
    }

    /// The alerts to send now: of each deadline the last that is due, unless it went out already.
    ///
    /// An earlier alert that was not sent in time is not made up for once a later one is due. A deadline
    /// that moves (suspended, another priority) has alerts of its own.
    ///
    /// - Parameter sent: the ``SLAAlert/id`` of those that went out for this ticket.
    public func alertsDue(at now: Instant, sent: Set<String>) -> [SLAAlert] {
        [SLAEvent.Kind.response, .solution].compactMap { kind in
            alerts.last { $0.kind == kind && $0.at <= now }
        }.filter { !sent.contains($0.id) }
    }

    /// When to look again for alerts; nil where none is to come.
    public func nextAlertAt(after now: Instant) -> Instant? {
        alerts.first { $0.at > now }?.at
    }
}

/// A promise that runs.
public struct SLADeadline: Hashable, Sendable, Codable {
    public var startedAt: Instant
    /// In working time.
    public var target: Duration
    /// When it is over. Nil while the clock is suspended, or where the calendar never gets there.
    public var dueAt: Instant?
    /// The working time that was left when the clock was last set going or stopped.
    public var left: Duration
    /// Since when the clock stands still; nil where it runs.
    public var suspendedSince: Instant?

    init(startedAt: Instant, target: Duration, left: Duration) {
        self.startedAt = startedAt
        self.target = target
        self.left = left
    }

    public func isMissed(at now: Instant) -> Bool { dueAt.map { $0 < now } ?? false }
}

/// A promise that was kept or not, once it is settled.
public struct SLAEvent: Hashable, Sendable, Codable {
    public enum Kind: String, Sendable, Codable, CaseIterable { case response, solution }
    public enum Outcome: String, Sendable, Codable, CaseIterable {
        case met, missed
        /// Nothing was promised for it: a second answer, a rule without that promise.
        case noDeadline
    }

    public var kind: Kind
    /// When the answer was given or the ticket closed. A response without ``message`` is a ticket closed
    /// while an answer was overdue.
    public var at: Instant
    public var rule: SLARuleID
    /// Since when the client waited; nil for a further answer to the same words.
    public var startedAt: Instant?
    public var dueAt: Instant?
    public var outcome: Outcome
    /// Working time since ``startedAt`` in which the clock was not suspended.
    public var took: Duration?
    public var isFirstResponse: Bool
    public var message: TicketMessageID?
}

/// A warning that a promise will be broken, or (lead zero) is.
public struct SLAAlert: Hashable, Sendable, Codable, Identifiable {
    public var kind: SLAEvent.Kind
    /// Working time before the deadline.
    public var lead: Duration
    public var at: Instant
    public var dueAt: Instant

    /// The same alert of the same deadline has the same id, however often it is computed.
    public var id: String {
        "\(kind.rawValue)-\(dueAt.milliseconds)-\(lead.inMilliseconds)"
    }
}
