internal import Desk
internal import Foundation
internal import Logging
internal import SMTP
internal import Store
internal import Wire

/// Sends what is in the outbox: each mail through its mailbox's SMTP setting or the server-wide one.
struct Deliver: Sendable {
    let context: JobContext
    let log: RunLog

    private static let batch = 50
    /// A claim longer than any attempt: SMTP's own waits add up to minutes (RFC 5321 §4.5.3.2).
    private static let claim = Duration.seconds(15 * 60)
    /// RFC 5321 §4.5.4.1: give up after four to five days at the earliest.
    private static let longestTrying = Duration.seconds(4 * 86_400)

    struct Sent: Sendable {
        var accepted = 0
        var deferred = 0
        var failed = 0
        var failures: [String] = []

        var inWords: String {
            var parts = ["\(accepted) sent"]
            if deferred > 0 { parts.append("\(deferred) deferred") }
            if failed > 0 { parts.append("\(failed) failed") }
            return parts.joined(separator: ", ")
        }
    }

    func run() async throws -> Sent {
        var sent = Sent()
        while true {
            try Task.checkCancellation()
            let now = context.now()
            let mails = try await context.store.read { t in
                try t.outbox.due(now: now, limit: Self.batch)
            }
            var claimed = 0
            for mail in mails {
                try Task.checkCancellation()
                let start = context.now()
                let isMine = try await context.store.take { t in
                    try t.outbox.claim(mail.id, now: start, until: start + Self.claim)
                }
                guard isMine else { continue }
                claimed += 1
                try await deliver(mail, &sent)
            }
            guard claimed > 0 else { return sent }
        }
    }

    private func deliver(_ mail: OutboxMail, _ sent: inout Sent) async throws {
        let now = context.now()
        let result: SendResult
        do {
            result = try await submit(mail)
        } catch {
            let failure = Failure(error)
            if failure.isAboutTheDesk { throw error }
            let isFinal = (error as? SMTPError)?.isFinal ?? false
            return try await refused(mail, mail.recipients, failure.sentence, isFinal, &sent)
        }
        sent.accepted += 1
        log.add("outbox no. \(mail.id): accepted")
        // The mail was taken for some: only the others are tried again, or given up.
        let later = result.refused.filter(\.reply.isTransient)
        let never = result.refused.filter { !$0.reply.isTransient }
        let words = result.refused.map { "\($0.recipient): \($0.reply)" }.joined(separator: "; ")
        if !later.isEmpty {
            try await refused(
                mail, later.map(\.recipient), words, false, &sent, lost: never.map { Lost($0) })
        } else if !never.isEmpty {
            try await settle(
                mail, .accepted, "\(result.reply) Not taken for \(words)", next: now,
                lost: never.map { Lost($0) }, words: words)
        } else {
            try await settle(mail, .accepted, "\(result.reply)", next: now)
        }
    }

    /// What was not taken: it is tried again later, or a person must look.
    private func refused(
        _ mail: OutboxMail, _ recipients: [String], _ sentence: String, _ isFinal: Bool,
        _ sent: inout Sent, lost: [Lost] = []
    ) async throws {
        let now = context.now()
        log.add("outbox no. \(mail.id): \(isFinal ? "refused" : "not taken now")")
        if isFinal || now - mail.createdAt > Self.longestTrying {
            sent.failed += 1
            sent.failures.append("Ticket #\(mail.ticket): \(sentence)")
            try await settle(
                mail, .failed, sentence, next: now,
                lost: lost + recipients.map { Lost(recipient: $0, words: sentence) },
                words: sentence)
        } else {
            sent.deferred += 1
            let minutes = [1, 5, 15, 60, 240][min(mail.attempts, 4)]
            try await settle(
                mail, .deferred, sentence, next: now + .seconds(minutes * 60),
                recipients: recipients, lost: lost, words: sentence)
        }
    }

    /// A recipient who does not get the mail, and why, in the server's words.
    private struct Lost: Sendable {
        var recipient: String
        var status: String?
        var words: String

        init(recipient: String, words: String) {
            self.recipient = recipient
            self.words = words
        }

        init(_ refusal: SendResult.Refusal) {
            recipient = refusal.recipient
            status = refusal.reply.status?.description
            words = refusal.reply.description
        }
    }

    private func settle(
        _ mail: OutboxMail, _ state: OutboxMail.State, _ response: String, next: Instant,
        recipients: [String]? = nil, lost: [Lost] = [], words: String = ""
    ) async throws {
        let now = context.now()
        // Also when the server is told to stop: what a mail server took must not be sent again.
        try await context.finishing { store in
            try await store.write { t in
                try t.outbox.setState(
                    mail.id, state, response: response, nextAttemptAt: next, at: now)
                if let recipients { try t.outbox.setRecipients(recipients, of: mail.id) }
                try Self.note(mail, state, lost, words, t, at: now)
                try t.announce(.outbox)
                try t.announce(.ticket(mail.ticket))
            }
        }
    }

    /// What the ticket says about who got the mail.
    private static func note(
        _ mail: OutboxMail, _ state: OutboxMail.State, _ lost: [Lost], _ words: String,
        _ t: Tables, at now: Instant
    ) throws {
        guard let ticket = try t.ticket.find(mail.ticket),
            let answer = try t.message.find(mail.message)
        else { return }
        var changed = ticket
        let fate = LostAnswer(tables: t, now: now)
        if state == .accepted {
            let reached = Set(mail.recipients).subtracting(lost.map(\.recipient))
            try fate.settled(answer, Array(reached), &changed)
        }
        for one in lost {
            _ = try t.undelivered.add(
                Undelivered(
                    id: 0, message: mail.message, ticket: mail.ticket, recipient: one.recipient,
                    isFinal: true, status: one.status,
                    cause: Undelivered.Cause(status: one.status, diagnostic: one.words),
                    diagnostic: one.words, notedAt: now))
        }
        if !lost.isEmpty {
            try fate.bringBack(&changed, answer)
            try t.event.add(
                mail.ticket, at: now, actor: nil,
                change: .notDelivered(mail.message, reason: words))
        }
        if changed != ticket { try t.ticket.update(changed) }
    }

    private func submit(_ mail: OutboxMail) async throws -> SendResult {
        let (mailbox, serverWide, bytes) = try await context.store.read { t in
            (
                try mail.mailbox.flatMap { try t.mailbox.find($0) },
                try t.setting.text(OutgoingSetting.key), try t.rawMail.bytes(of: mail.raw)
            )
        }
        guard let bytes else {
            throw Failure("The stored mail is gone.", remedy: .giveUpOnMail)
        }
        let own = mailbox?.outgoing
        guard let outgoing = try own ?? OutgoingSetting.decode(serverWide) else {
            throw Failure(
                "No SMTP server is set: neither in the mailbox nor for the whole server. "
                    + "Enter one in the mailbox's settings under Outgoing.", remedy: .person)
        }
        // A mailbox that does not verify certificates says so of its own servers only.
        let trust = own == nil ? Trust() : mailbox.map(Connecting.trust) ?? Trust()
        let client = try await SMTP.Client.connect(
            to: Endpoint(
                host: outgoing.host, port: outgoing.port,
                security: Connecting.security(outgoing.security), trust: trust))
        do {
            if !outgoing.user.isEmpty, let sealed = outgoing.password {
                let password = try context.store.vault.open(
                    sealed, for: own == nil ? .serverOutgoingPassword : .outgoingPassword)
                try await client.signIn(user: outgoing.user, password: password)
            }
            let result = try await client.send(
                mail: bytes, from: mail.envelopeFrom, to: mail.recipients)
            await client.quit()
            return result
        } catch {
            client.close()
            throw error
        }
    }
}

/// The server-wide SMTP setting, as it is kept among the settings.
public enum OutgoingSetting {
    public static let key = "smtp"

    static func decode(_ text: String?) throws -> Mailbox.Outgoing? {
        guard let text, !text.isEmpty else { return nil }
        return try JSONDecoder().decode(Mailbox.Outgoing.self, from: Data(text.utf8))
    }
}

extension SMTPError {
    /// The server will never take this mail: trying again changes nothing.
    fileprivate var isFinal: Bool {
        switch self {
        case .permanent, .tooLarge, .needs8BitMIME, .needsSMTPUTF8: true
        case .transient, .signInRefused, .signInUnavailable, .unconfirmed, .protocolViolation,
            .wire:
            false
        }
    }
}
