public import Desk
public import Logging
public import Store

/// What every job needs: the store, the time, and a name for this node.
public struct JobContext: Sendable {
    public let store: DataStore
    public let log: Logger
    /// Names this process among others that share the database: the holder of its leases.
    public let node: String
    /// Names this build of the program: another one may read mails otherwise.
    public let build: String
    /// The time. A parameter, so that tests can turn the clock.
    public let now: @Sendable () -> Instant

    public init(
        store: DataStore, log: Logger, node: String, build: String = "",
        now: @escaping @Sendable () -> Instant
    ) {
        self.store = store
        self.log = log
        self.node = node
        self.build = build
        self.now = now
    }

    /// Does the last write of a piece of work also when the work was told to stop: what happened outside
    /// must be written down.
    func finishing(_ work: @escaping @Sendable (DataStore) async throws -> Void) async throws {
        let store = store
        try await Task { try await work(store) }.value
    }

    /// Off means off: what is in flight finishes the batch at hand, asks here, and stops.
    func isActive(_ mailbox: MailboxID) async throws -> Bool {
        try await store.read { t in try t.mailbox.find(mailbox)?.isActive ?? false }
    }

    /// A fresh id that ties the log lines of one mail or run together.
    func traceID() -> String {
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
