/// The scheduled tasks of the product; the raw values are their names on the command line.
public enum TaskName: String, Sendable, Codable, CaseIterable {
    case receivingMails = "receiving-mails"
    case updatingTickets = "updating-tickets"
    case aggregatedHours = "aggregated-hours"
    case sendingOutbox = "sending-outbox"
    case housekeeping = "housekeeping"

    /// The title on the page *Overview of scheduled tasks*.
    public var title: String {
        switch self {
        case .receivingMails: "Help desk – receiving mails"
        case .updatingTickets: "Help desk – automatically updating tickets"
        case .aggregatedHours: "Help desk – compute aggregated hours"
        case .sendingOutbox: "Outgoing mail – sending the outbox"
        case .housekeeping: "Server – closing sessions and pruning"
        }
    }

    /// What it does, in one sentence.
    public var function: String {
        switch self {
        case .receivingMails:
            "Reads new mail in all active mailboxes and creates tickets; replies are handed to the next task."
        case .updatingTickets:
            "Applies incoming replies to their tickets."
        case .aggregatedHours:
            "Recomputes spent, remaining and carried hours per project, and the workload figures."
        case .sendingOutbox:
            "Sends answers that wait in the outbox, and tries deferred ones again."
        case .housekeeping:
            "Removes expired sessions, old run histories and finished jobs."
        }
    }

    /// The section of the page that it stands in.
    public var section: String {
        switch self {
        case .receivingMails, .updatingTickets, .aggregatedHours: "Help Desk"
        case .sendingOutbox: "Outgoing mail"
        case .housekeeping: "Server"
        }
    }

    public var defaultFrequency: Frequency {
        switch self {
        case .receivingMails, .updatingTickets: .every(.seconds(5 * 60))
        case .aggregatedHours: .every(.seconds(24 * 3600))
        case .sendingOutbox: .every(.seconds(60))
        case .housekeeping: .every(.seconds(3600))
        }
    }
}

/// A scheduled task as the administrator set it.
public struct ScheduledTask: Hashable, Sendable, Codable, Identifiable {
    public var name: TaskName
    public var frequency: Frequency
    public var nextRunAt: Instant
    public var isActive: Bool
    /// The newest run, finished or not.
    public var lastRun: TaskRun?

    public var id: TaskName { name }

    public init(
        name: TaskName, frequency: Frequency, nextRunAt: Instant, isActive: Bool = true,
        lastRun: TaskRun? = nil
    ) {
        self.name = name
        self.frequency = frequency
        self.nextRunAt = nextRunAt
        self.isActive = isActive
        self.lastRun = lastRun
    }
}

/// One run of a scheduled task.
public struct TaskRun: Hashable, Sendable, Codable, Identifiable {
    public enum Trigger: String, Sendable, Codable {
        case schedule, hand, push, externalCron = "external-cron"
    }
    public enum Result: String, Sendable, Codable {
        case running, ok, failed
        /// The process ended in the middle and the lease ran out.
        case abandoned
    }

    /// What a run counted. A run of *receiving mails* closes: read = the sum of the others.
    public struct Counts: Hashable, Sendable, Codable {
        public var read = 0
        public var created = 0
        public var updated = 0
        public var bounces = 0
        public var ignored = 0
        public var duplicates = 0
        public var failed = 0
        public init() {}

        public static func + (a: Counts, b: Counts) -> Counts {
            var sum = a
            sum.read += b.read
            sum.created += b.created
            sum.updated += b.updated
            sum.bounces += b.bounces
            sum.ignored += b.ignored
            sum.duplicates += b.duplicates
            sum.failed += b.failed
            return sum
        }
    }

    public var id: TaskRunID
    public var task: TaskName
    public var trigger: Trigger
    public var startedAt: Instant
    public var finishedAt: Instant?
    public var result: Result
    public var counts: Counts
    /// The result in one line of words.
    public var summary: String
    public var error: String?
    public var traceID: String
    /// What the run did, one line each.
    public var log: [String]

    public init(
        id: TaskRunID, task: TaskName, trigger: Trigger, startedAt: Instant,
        finishedAt: Instant? = nil, result: Result = .running, counts: Counts = Counts(),
        summary: String = "", error: String? = nil, traceID: String, log: [String] = []
    ) {
        self.id = id
        self.task = task
        self.trigger = trigger
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.result = result
        self.counts = counts
        self.summary = summary
        self.error = error
        self.traceID = traceID
        self.log = log
    }
}
