/// One piece of work that a person asked for in the browser and whose progress they watch.
public struct Job: Hashable, Sendable, Codable, Identifiable {
    public enum Kind: String, Sendable, Codable {
        case checkMailbox, testConnection, previewMailbox, runTask
    }

    public enum State: String, Sendable, Codable { case queued, running, done, failed }

    /// One line of a job's progress.
    public struct Step: Hashable, Sendable, Codable {
        public enum State: String, Sendable, Codable { case pending, running, ok, warning, failed }
        public var title: String
        public var state: State
        /// What was found; for a failure also what to do.
        public var detail: String

        public init(_ title: String, _ state: State, _ detail: String = "") {
            self.title = title
            self.state = state
            self.detail = detail
        }
    }

    public var id: JobID
    public var kind: Kind
    public var mailbox: MailboxID?
    /// For ``Kind/runTask``.
    public var task: TaskName?
    /// For ``Kind/testConnection`` of a form that is not saved yet: the mailbox as typed, secrets sealed.
    public var draft: Mailbox?
    public var state: State
    public var steps: [Step]
    /// For ``Kind/previewMailbox``: what would become of each of the newest mails.
    public var preview: [PreviewRow]
    /// The result as a sentence.
    public var summary: String
    public var askedBy: PersonID?
    public var createdAt: Instant
    public var finishedAt: Instant?

    public init(
        id: JobID, kind: Kind, mailbox: MailboxID? = nil, task: TaskName? = nil,
        draft: Mailbox? = nil, state: State = .queued, steps: [Step] = [],
        preview: [PreviewRow] = [], summary: String = "", askedBy: PersonID? = nil,
        createdAt: Instant, finishedAt: Instant? = nil
    ) {
        self.id = id
        self.kind = kind
        self.mailbox = mailbox
        self.task = task
        self.draft = draft
        self.state = state
        self.steps = steps
        self.preview = preview
        self.summary = summary
        self.askedBy = askedBy
        self.createdAt = createdAt
        self.finishedAt = finishedAt
    }
}

/// What would become of one mail on the server.
public struct PreviewRow: Hashable, Sendable, Codable {
    public var from: String
    public var subject: String
    public var receivedAt: Instant
    public var outcome: LedgerEntry.Outcome
    public var reason: String

    public init(
        from: String, subject: String, receivedAt: Instant, outcome: LedgerEntry.Outcome,
        reason: String
    ) {
        self.from = from
        self.subject = subject
        self.receivedAt = receivedAt
        self.outcome = outcome
        self.reason = reason
    }
}
