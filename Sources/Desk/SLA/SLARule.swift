/// What a project promises for some of its tickets: how soon they are answered and solved.
///
/// All durations are working time of the rule's calendar.
public struct SLARule: Hashable, Sendable, Codable, Identifiable {
    public var id: SLARuleID
    public var project: ProjectID
    /// Decides between rules that name equally much: the smaller number wins.
    public var order: Int
    public var isActive: Bool
    public var name: String

    /// Whole words in the subject, in any case. Nil: whatever the subject.
    public var keyword: String?
    /// Nil: whatever the tracker.
    public var tracker: String?
    /// Nil: whatever the priority.
    public var priority: Ticket.Priority?

    /// Until the first answer. Nil: not promised.
    public var respondWithin: Duration?
    /// Until it is closed. Nil: not promised.
    public var solveWithin: Duration?
    /// Nil: around the clock.
    public var calendar: WorkingCalendarID?
    /// In these the clock stands still. In *closed* it always does.
    public var suspendedIn: Set<Ticket.Status>
    /// Whether a ticket that is opened again has its whole time again. Else the time it was open goes on.
    public var restartsOnReopen: Bool
    /// Whether a client who writes again, after an answer, has a new promise of an answer.
    public var restartsOnClientReply: Bool
    /// How long before a deadline an alert goes out; zero is the breach itself.
    public var alertBefore: [Duration]

    /// Longer promises are refused.
    public static let longest = Duration.seconds(10_000 * 3600)
    /// More alerts of one deadline are refused.
    public static let mostAlerts = 10

    public init(
        id: SLARuleID, project: ProjectID, order: Int = 0, isActive: Bool = true, name: String,
        keyword: String? = nil, tracker: String? = nil, priority: Ticket.Priority? = nil,
        respondWithin: Duration? = nil, solveWithin: Duration? = nil,
        calendar: WorkingCalendarID? = nil, suspendedIn: Set<Ticket.Status> = [.waiting],
        restartsOnReopen: Bool = true, restartsOnClientReply: Bool = true,
        alertBefore: [Duration] = [.seconds(3600)]
    ) {
        self.id = id
        self.project = project
        self.order = order
        self.isActive = isActive
        self.name = name
        self.keyword = keyword
        self.tracker = tracker
        self.priority = priority
        self.respondWithin = respondWithin
        self.solveWithin = solveWithin
        self.calendar = calendar
        self.suspendedIn = suspendedIn
        self.restartsOnReopen = restartsOnReopen
        self.restartsOnClientReply = restartsOnClientReply
        self.alertBefore = alertBefore
    }

    /// Why it can't be saved; nil where it can.
    public var refusal: Refusal? {
        let targets = [respondWithin, solveWithin].compactMap { $0 }
        if targets.isEmpty {
            return Refusal(
                "The rule promises nothing. Enter hours to the first response or to solve.")
        }
        if targets.contains(where: { $0 < .seconds(60) || $0 > Self.longest }) {
            return Refusal("A promise is from one minute to 10,000 hours.")
        }
        if let respondWithin, let solveWithin, solveWithin < respondWithin {
            return Refusal(
                "The time to solve is shorter than the time to the first response. Make it at least as long."
            )
        }
        if alertBefore.count > Self.mostAlerts || alertBefore.contains(where: { $0 < .zero }) {
            return Refusal("At most 10 alerts can be set, none of them after the deadline.")
        }
        if let longest = alertBefore.max(), let target = targets.max(), longest >= target {
            return Refusal(
                "An alert would go out as soon as the ticket arrives. Make it shorter than the promise."
            )
        }
        return nil
    }
}

/// What of a ticket decides which rule holds.
public struct SLASubject: Hashable, Sendable, Codable {
    public var project: ProjectID
    public var subject: String
    public var tracker: String?
    public var priority: Ticket.Priority

    public init(
        project: ProjectID, subject: String, tracker: String? = nil, priority: Ticket.Priority
    ) {
        self.project = project
        self.subject = subject
        self.tracker = tracker
        self.priority = priority
    }

    /// The rule that holds: a keyword before tracker or priority, these before the project's default.
    /// Among equals the one that names more, then the smaller order, then the older rule.
    ///
    /// - Parameter rules: of any projects; those of others and inactive ones are passed over.
    public func rule(among rules: [SLARule]) -> SLARule? {
        rules.filter(isMeant).min { a, b in rank(a).lexicographicallyPrecedes(rank(b)) }
    }

    private func isMeant(_ rule: SLARule) -> Bool {
        guard rule.isActive, rule.project == project else { return false }
        if let keyword = rule.keyword,
            !Routing.containsWords(keyword, in: subject, matchingCase: false)
        {
            return false
        }
        if let tracker = rule.tracker, tracker.lowercased() != self.tracker?.lowercased() {
            return false
        }
        return rule.priority == nil || rule.priority == priority
    }

    private func rank(_ rule: SLARule) -> [Int64] {
        let others = (rule.tracker == nil ? 0 : 1) + (rule.priority == nil ? 0 : 1)
        let level = rule.keyword != nil ? 0 : others > 0 ? 1 : 2
        return [Int64(level), Int64(-others), Int64(rule.order), rule.id.rawValue]
    }
}
