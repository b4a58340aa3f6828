/// An automatic updating rule: what happens to a ticket that stays in a status without an update.
public struct UpdateRule: Hashable, Sendable, Codable, Identifiable {
    /// What is counted until the rule fires.
    public enum Timing: Hashable, Sendable, Codable {
        case calendarTime
        /// Nil: around the clock.
        case workingTime(WorkingCalendarID?)
    }

    /// What it does to a ticket, beside mail.
    public struct Changes: Hashable, Sendable, Codable {
        public enum Assignee: Hashable, Sendable, Codable {
            case nobody
            case person(PersonID)
        }

        public var status: Ticket.Status?
        public var priority: Ticket.Priority?
        public var assignee: Assignee?
        public var addTags: Set<String>
        public var removeTags: Set<String>

        public init(
            status: Ticket.Status? = nil, priority: Ticket.Priority? = nil,
            assignee: Assignee? = nil, addTags: Set<String> = [], removeTags: Set<String> = []
        ) {
            self.status = status
            self.priority = priority
            self.assignee = assignee
            self.addTags = addTags
            self.removeTags = removeTags
        }

        public var isEmpty: Bool { self == Changes() }
    }

    public var id: UpdateRuleID
    public var project: ProjectID
    /// Rules are looked at in this order; the smaller number first.
    public var order: Int
    public var isActive: Bool
    public var name: String
    public var status: Ticket.Status
    /// Without an update for so long.
    public var noUpdateWithin: Duration
    public var timing: Timing
    /// Whether an internal note counts as an update.
    public var notesCount: Bool
    /// Nil: no mail.
    public var template: TemplateID?
    public var changes: Changes

    public static let shortest = Duration.seconds(60)
    public static let longest = Duration.seconds(366 * 86_400)

    public init(
        id: UpdateRuleID, project: ProjectID, order: Int = 0, isActive: Bool = true, name: String,
        status: Ticket.Status, noUpdateWithin: Duration, timing: Timing = .calendarTime,
        notesCount: Bool = false, template: TemplateID? = nil, changes: Changes = Changes()
    ) {
        self.id = id
        self.project = project
        self.order = order
        self.isActive = isActive
        self.name = name
        self.status = status
        self.noUpdateWithin = noUpdateWithin
        self.timing = timing
        self.notesCount = notesCount
        self.template = template
        self.changes = changes
    }

    /// Why it can't be saved; nil where it can.
    public var refusal: Refusal? {
        if template == nil, changes.isEmpty {
            return Refusal("The rule does nothing. Choose a template or a change.")
        }
        if noUpdateWithin < Self.shortest || noUpdateWithin > Self.longest {
            return Refusal("The time without an update is from one minute to 366 days.")
        }
        if template == nil, changes == Changes(status: status) {
            return Refusal(
                "The rule changes the status to the one that it waits in. Choose another.")
        }
        if !changes.addTags.isDisjoint(with: changes.removeTags) {
            return Refusal("A tag is both added and removed. Choose one of the two.")
        }
        return nil
    }

    /// What of a ticket a rule looks at.
    public struct Facts: Hashable, Sendable {
        public var project: ProjectID
        public var status: Ticket.Status
        /// Since when it is in this status, whoever brought it there.
        public var statusSince: Instant
        /// The beginning of the stay: the last change of status by a person or a mail, or the ticket's
        /// creation. A status that a rule brought belongs to the stay that it was brought in.
        public var stayBegan: Instant
        /// The last message or change of a field by a person or a mail, notes left aside. What rules and
        /// the desk itself do is none.
        public var updatedAt: Instant
        /// The last internal note.
        public var notedAt: Instant?
        /// Of each rule that fired on this ticket, the ``stayBegan`` in which it last did.
        public var fired: [UpdateRuleID: Instant]

        public init(
            project: ProjectID, status: Ticket.Status, statusSince: Instant, stayBegan: Instant,
            updatedAt: Instant, notedAt: Instant? = nil, fired: [UpdateRuleID: Instant] = [:]
        ) {
            self.project = project
            self.status = status
            self.statusSince = statusSince
            self.stayBegan = stayBegan
            self.updatedAt = updatedAt
            self.notedAt = notedAt
            self.fired = fired
        }
    }

    public enum Verdict: Hashable, Sendable {
        case fires
        /// Not yet; without an update it fires at that moment. Nil: the calendar never gets there.
        case waits(until: Instant?)
        /// It did already in this stay.
        case firedInThisStay
        /// Another project, another status, or the rule is not active.
        case isNotMeant
    }

    /// Since when the rule counts.
    public func countsSince(_ facts: Facts) -> Instant {
        var since = max(facts.statusSince, facts.updatedAt)
        if notesCount, let noted = facts.notedAt { since = max(since, noted) }
        return since
    }

    /// Whether the rule fires on a ticket now.
    ///
    /// - Parameter hours: the working calendars; one that is missing counts as around the clock.
    public func verdict(
        on facts: Facts, now: Instant, hours: [WorkingCalendarID: WorkingHours]
    ) -> Verdict {
        guard isActive, facts.project == project, facts.status == status else { return .isNotMeant }
        if fired(in: facts) { return .firedInThisStay }
        let due =
            self.hours(hours).map { $0.adding(noUpdateWithin, to: countsSince(facts)) }
            ?? countsSince(facts) + noUpdateWithin
        guard let due, due <= now else { return .waits(until: due) }
        return .fires
    }

    private func fired(in facts: Facts) -> Bool {
        facts.fired[id].map { $0 >= facts.stayBegan } ?? false
    }

    /// The moment for an indexed query: exactly the tickets that have counted since then or longer are
    /// over their time. `WHERE status = ? AND counts_since <= cutoff`.
    ///
    /// - Returns: nil where no ticket can be: the calendar has too little working time in 100 years.
    public func cutoff(now: Instant, hours: [WorkingCalendarID: WorkingHours]) -> Instant? {
        guard let working = self.hours(hours) else { return now - noUpdateWithin }
        return working.subtracting(noUpdateWithin, from: now)
    }

    private func hours(_ hours: [WorkingCalendarID: WorkingHours]) -> WorkingHours? {
        switch timing {
        case .calendarTime: nil
        case .workingTime(let calendar): calendar.flatMap { hours[$0] } ?? .aroundTheClock
        }
    }
}

extension UpdateRule.Facts {
    /// The ticket after a rule has fired on it: the stay goes on, and what the rule changed is no update,
    /// so nothing of it makes this or any other rule fire again.
    public func after(_ rule: UpdateRule, at now: Instant) -> Self {
        var facts = self
        facts.fired[rule.id] = stayBegan
        if let status = rule.changes.status, status != self.status {
            facts.status = status
            facts.statusSince = now
        }
        return facts
    }

    /// The rules that fire on this ticket now, in their order. A rule's change of status holds for the
    /// rules behind it.
    public func firing(
        _ rules: [UpdateRule], now: Instant, hours: [WorkingCalendarID: WorkingHours]
    ) -> [UpdateRule] {
        var facts = self
        var firing: [UpdateRule] = []
        for rule in rules.sorted(by: { ($0.order, $0.id) < ($1.order, $1.id) })
        where rule.verdict(on: facts, now: now, hours: hours) == .fires {
            firing.append(rule)
            facts = facts.after(rule, at: now)
        }
        return firing
    }
}
