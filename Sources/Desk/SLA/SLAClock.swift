/// The SLA clock of one ticket: a fold over its history.
///
/// The same history and the same rules always give the same record; nothing is kept beside. The clock
/// starts when the ticket's mail arrived at the mail server. A rule that a change brings in (another
/// priority, another project) holds from the start: the deadline is what it would have been had the rule
/// held all the time.
public struct SLAClock: Sendable {
    /// What happened to a ticket, as far as the clock cares.
    public struct Fact: Hashable, Sendable, Codable {
        public enum Change: Hashable, Sendable, Codable {
            /// A mail of the client; the moment is its arrival at the mail server.
            case clientWrote
            /// A person's answer to the client. Automatic answers are none.
            case answered(TicketMessageID?)
            case status(Ticket.Status)
            case priority(Ticket.Priority)
            case tracker(String?)
            case subject(String)
            case project(ProjectID)
        }

        public var at: Instant
        public var change: Change

        public init(at: Instant, change: Change) {
            self.at = at
            self.change = change
        }
    }

    private let rules: [SLARule]
    private let hours: [WorkingCalendarID: WorkingHours]

    private var subject: SLASubject
    /// Every status with its beginning, the first from the arrival on.
    private var statuses: [(at: Instant, status: Ticket.Status)]
    /// Since when the answer is owed that the promise is about; nil where none is.
    private var responseStart: Instant?
    private var solutionStart: Instant
    private var isSolved = false
    /// The client's first word that nobody has answered.
    private var clientWaitsSince: Instant?
    /// Opened again with the time restarted; the client's word may stand just behind it in the history.
    private var mayRestartResponse = false
    private var record = SLARecord()

    /// What the clock shows after a history.
    ///
    /// - Parameters:
    ///   - arrivedAt: when the ticket's first mail arrived at the mail server.
    ///   - subject: as the ticket was made.
    ///   - status: as the ticket was made.
    ///   - facts: in any order; those of the same moment in theirs.
    ///   - rules: of all projects that the ticket was in.
    ///   - hours: the rules' calendars; one that is missing counts as around the clock.
    public static func record(
        arrivedAt: Instant, subject: SLASubject, status: Ticket.Status = .new, facts: [Fact],
        rules: [SLARule], hours: [WorkingCalendarID: WorkingHours]
    ) -> SLARecord {
        var clock = SLAClock(
            rules: rules, hours: hours, subject: subject, statuses: [(arrivedAt, status)],
            responseStart: arrivedAt, solutionStart: arrivedAt, clientWaitsSince: arrivedAt)
        let order = facts.enumerated().sorted {
            ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
        }
        for (_, fact) in order {
            clock.apply(fact.change, at: max(fact.at, arrivedAt))
        }
        return clock.finish()
    }

    private var status: Ticket.Status { statuses.last?.status ?? .new }
    private var rule: SLARule? { subject.rule(among: rules) }

    private func hours(of rule: SLARule?) -> WorkingHours {
        rule?.calendar.flatMap { hours[$0] } ?? .aroundTheClock
    }

    private mutating func apply(_ change: Fact.Change, at: Instant) {
        switch change {
        case .clientWrote:
            if clientWaitsSince == nil { clientWaitsSince = at }
            if responseStart == nil, rule?.restartsOnClientReply == true || mayRestartResponse {
                responseStart = at
            }
            mayRestartResponse = false
        case .answered(let message): answer(message, at: at)
        case .status(let next): changeStatus(to: next, at: at)
        case .priority(let priority): subject.priority = priority
        case .tracker(let tracker): subject.tracker = tracker
        case .subject(let text): subject.subject = text
        case .project(let project): subject.project = project
        }
    }

    private mutating func answer(_ message: TicketMessageID?, at: Instant) {
        let rule = rule
        let isFirst = record.firstAnswerAt == nil
        if isFirst {
            record.firstAnswerAt = at
            let start = statuses[0].at
            record.firstResponseTime = running(since: start, rule).reduce(.zero) {
                $0 + hours(of: rule).time(from: $1.from, to: min($1.to ?? at, at))
            }
        }
        if let rule {
            let start = responseStart
            let deadline = start.flatMap { self.deadline(rule.respondWithin, since: $0, rule) }
            add(
                .response, at: at, since: start ?? clientWaitsSince, deadline: deadline,
                isFirst: isFirst, message: message, rule)
        }
        responseStart = nil
        clientWaitsSince = nil
        mayRestartResponse = false
    }

    private mutating func changeStatus(to next: Ticket.Status, at: Instant) {
        let before = status
        guard next != before else { return }
        if next == .closed {
            if let rule {
                add(
                    .solution, at: at, since: solutionStart,
                    deadline: deadline(rule.solveWithin, since: solutionStart, rule),
                    isFirst: false, message: nil, rule)
                // Closing is no answer, but it does not hide that one was owed.
                if let start = responseStart,
                    let owed = deadline(rule.respondWithin, since: start, rule),
                    let due = owed.dueAt, due < at
                {
                    add(
                        .response, at: at, since: start, deadline: owed, isFirst: false,
                        message: nil, rule)
                    responseStart = nil
                }
            }
            isSolved = true
        }
        statuses.append((at, next))
        if before == .closed {
            isSolved = false
            if rule?.restartsOnReopen == true {
                solutionStart = at
                responseStart = clientWaitsSince == nil ? nil : at
                mayRestartResponse = clientWaitsSince == nil
            }
        }
    }

    private mutating func add(
        _ kind: SLAEvent.Kind, at: Instant, since start: Instant?, deadline: SLADeadline?,
        isFirst: Bool, message: TicketMessageID?, _ rule: SLARule
    ) {
        let hours = hours(of: rule)
        var due = deadline?.dueAt
        if let deadline, due == nil, deadline.suspendedSince != nil {
            // Nothing runs just now: what was left counts from here.
            due = hours.adding(deadline.left, to: at)
        }
        let outcome: SLAEvent.Outcome =
            deadline == nil ? .noDeadline : due.map { at <= $0 } ?? true ? .met : .missed
        let took = start.map { start in
            running(since: start, rule).reduce(Duration.zero) {
                $0 + hours.time(from: $1.from, to: min($1.to ?? at, at))
            }
        }
        record.events.append(
            SLAEvent(
                kind: kind, at: at, rule: rule.id, startedAt: start, dueAt: due, outcome: outcome,
                took: took, isFirstResponse: isFirst, message: message))
    }

    private mutating func finish() -> SLARecord {
        guard let rule else { return record }
        record.rule = rule.id
        guard status != .closed else { return record }
        if let start = responseStart {
            record.response = deadline(rule.respondWithin, since: start, rule)
        }
        if !isSolved { record.solution = deadline(rule.solveWithin, since: solutionStart, rule) }
        let hours = hours(of: rule)
        for (kind, deadline) in [(.response, record.response), (.solution, record.solution)]
            as [(SLAEvent.Kind, SLADeadline?)]
        {
            guard let deadline, let due = deadline.dueAt else { continue }
            for lead in Set(rule.alertBefore) {
                let at = hours.subtracting(lead, from: due) ?? deadline.startedAt
                record.alerts.append(
                    SLAAlert(
                        kind: kind, lead: lead, at: max(at, deadline.startedAt), dueAt: due))
            }
        }
        record.alerts.sort { ($0.at, $0.dueAt) < ($1.at, $1.dueAt) }
        return record
    }

    /// When a promise must be kept that runs since a moment.
    private func deadline(_ target: Duration?, since start: Instant, _ rule: SLARule)
        -> SLADeadline?
    {
        guard let target else { return nil }
        let hours = hours(of: rule)
        var deadline = SLADeadline(startedAt: start, target: target, left: target)
        var lastEnd: Instant? = start
        for stretch in running(since: start, rule) {
            guard let end = stretch.to else {
                deadline.dueAt = hours.adding(deadline.left, to: stretch.from)
                return deadline
            }
            let passed = hours.time(from: stretch.from, to: end)
            if passed >= deadline.left {
                deadline.dueAt = hours.adding(deadline.left, to: stretch.from)
                deadline.left = .zero
                return deadline
            }
            deadline.left -= passed
            lastEnd = end
        }
        deadline.suspendedSince = lastEnd
        return deadline
    }

    /// The stretches since a moment in which the clock runs; the last may have no end.
    private func running(since start: Instant, _ rule: SLARule?) -> [(from: Instant, to: Instant?)]
    {
        var stretches: [(from: Instant, to: Instant?)] = []
        for (index, entry) in statuses.enumerated() {
            let end = index + 1 < statuses.count ? statuses[index + 1].at : nil
            if let end, end <= start { continue }
            let isSuspended =
                entry.status == .closed || rule?.suspendedIn.contains(entry.status) == true
            if isSuspended { continue }
            stretches.append((max(entry.at, start), end))
        }
        return stretches
    }
}
