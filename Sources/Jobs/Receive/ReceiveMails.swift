internal import Desk
internal import IMAP
internal import Logging
internal import POP3
internal import Store

/// The task *receiving mails*: reads new mail in all active mailboxes and makes tickets of it.
struct ReceiveMails: Sendable {
    let context: JobContext
    let log: RunLog

    /// Mailboxes checked at the same time.
    private static let mostAtOnce = 4

    /// What one run did.
    struct Outcome: Sendable {
        var counts = TaskRun.Counts()
        /// One sentence for each mailbox that could not be read.
        var failures: [String] = []
    }

    func run() async throws -> Outcome {
        let mailboxes = try await context.store.read { t in
            try t.mailbox.all().filter(\.isActive)
        }
        var outcome = Outcome()
        // What an earlier run stored and could not take in comes first.
        outcome.counts = try await takeIn()
        try await withThrowingTaskGroup(of: Outcome.self) { group in
            var waiting = mailboxes[...]
            for mailbox in waiting.prefix(Self.mostAtOnce) {
                group.addTask { try await checkNoted(mailbox) }
            }
            waiting = waiting.dropFirst(Self.mostAtOnce)
            while let one = try await group.next() {
                outcome.counts = outcome.counts + one.counts
                outcome.failures += one.failures
                if let mailbox = waiting.popFirst() {
                    group.addTask { try await checkNoted(mailbox) }
                }
            }
        }
        if mailboxes.isEmpty { log.add("There is no active mailbox.") }
        return outcome
    }

    /// Checks one mailbox and keeps what came of it as the mailbox's health. Throws only when the
    /// desk itself is in trouble: a mail server's trouble is that mailbox's alone.
    func checkNoted(_ mailbox: Mailbox) async throws -> Outcome {
        let now = context.now()
        do {
            let (counts, trouble) = try await check(mailbox)
            var outcome = Outcome(counts: counts)
            if let trouble {
                outcome.failures = [try await note(trouble, of: mailbox, at: now)]
            } else {
                try await context.store.write { t in
                    try t.mailbox.noteCheck(mailbox.id, at: now, error: nil, needsPerson: false)
                    try t.announce(.mailbox)
                }
            }
            return outcome
        } catch let held as Lease.Held where held.name == Self.lease(of: mailbox) {
            let sentence = "It is being checked by another process, and was not read in this run."
            log.add("\(mailbox.name): \(sentence)")
            return Outcome(failures: ["\(mailbox.name): \(sentence)"])
        } catch is Lease.Lost {
            let sentence = "Another process has taken it over."
            log.add("\(mailbox.name): \(sentence)")
            return Outcome(failures: ["\(mailbox.name): \(sentence)"])
        } catch {
            if Failure(error).isAboutTheDesk { throw error }
            return Outcome(failures: [try await note(error, of: mailbox, at: now)])
        }
    }

    /// Keeps a mailbox's trouble as its health.
    ///
    /// - Returns: a sentence for the run.
    private func note(
        _ error: any Error, of mailbox: Mailbox, at now: Instant
    ) async throws -> String {
        let failure = Failure(error)
        log.add("\(mailbox.name): \(failure.sentence)")
        context.log.warning(
            "mailbox check failed",
            metadata: ["mailbox": "\(mailbox.id)", "remedy": "\(failure.remedy.rawValue)"])
        try await context.store.write { t in
            try t.mailbox.noteCheck(
                mailbox.id, at: now, error: failure.sentence,
                needsPerson: failure.remedy == .person)
            try t.announce(.mailbox)
        }
        return "\(mailbox.name): \(failure.sentence)"
    }

    /// - Returns: what became of the mails, and what went wrong beside it.
    private func check(
        _ mailbox: Mailbox
    ) async throws -> (TaskRun.Counts, (any Error)?) {
        try await waiting {
            try await Lease.holding(Self.lease(of: mailbox), context) { lease in
                // It may have been paused or changed while others were read.
                let current = try await context.store.read { t in try t.mailbox.find(mailbox.id) }
                guard let current, current.isActive else { return (TaskRun.Counts(), nil) }
                return switch current.mailProtocol {
                case .imap: try await checkIMAP(current, lease)
                case .pop3: try await checkPOP3(current, lease)
                }
            }
        }
    }

    private static func lease(of mailbox: Mailbox) -> String { "mailbox:\(mailbox.id)" }

    private func checkIMAP(
        _ mailbox: Mailbox, _ lease: Lease
    ) async throws -> (TaskRun.Counts, (any Error)?) {
        let client = try await Connecting(store: context.store).imap(mailbox)
        do {
            let filing = IMAPFiling(
                context: context, mailbox: mailbox, lease: lease, client: client, log: log)
            // What an earlier run decided and could not file away. Trouble with filing is told, and
            // keeps no new mail from being read; nor does a folder that can't be read keep the rest.
            var failure: (any Error)?
            func going(_ step: () async throws -> Void) async throws {
                do {
                    try await step()
                } catch let error as IMAPError where error.leavesConnection {
                    failure = failure ?? error
                }
            }
            try await going { try await filing.fileAway() }
            try await going {
                _ = try await IMAPCheck(
                    context: context, mailbox: mailbox, lease: lease, client: client, log: log
                ).receive()
            }
            let counts = try await takeIn()
            try await going { try await filing.fileAway() }
            await client.logout()
            return (counts, failure)
        } catch {
            client.close()
            throw error
        }
    }

    private func checkPOP3(
        _ mailbox: Mailbox, _ lease: Lease
    ) async throws -> (TaskRun.Counts, (any Error)?) {
        let client = try await Connecting(store: context.store).pop3(mailbox)
        do {
            let check = POP3Check(
                context: context, mailbox: mailbox, lease: lease, client: client, log: log)
            _ = try await check.receive()
            let counts = try await takeIn()
            try await check.fileAwayAndQuit()
            return (counts, nil)
        } catch {
            client.close()
            throw error
        }
    }

    /// Takes in what is stored. One at a time over all nodes: the second mail of a pair must see the first.
    private func takeIn() async throws -> TaskRun.Counts {
        try await waiting {
            try await Lease.holding("take-in", context) { _ in
                try await TakeIn(context: context).takeInAll()
            }
        }
    }

    /// How long another process may be at it before this one gives up: longer than a lease, so that
    /// the work of a node that died is done in this run.
    private static let patience = Lease.duration + .seconds(30)

    private func waiting<T: Sendable>(_ work: () async throws -> T) async throws -> T {
        let clock = ContinuousClock()
        let deadline = clock.now + Self.patience
        while true {
            do {
                return try await work()
            } catch let held as Lease.Held {
                guard clock.now < deadline else { throw held }
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }
}
