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
                let isMine = try await context.store.write { t in
                    try t.outbox.claim(mail.id, now: now, until: now + Self.claim)
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
        do {
            let response = try await submit(mail)
            sent.accepted += 1
            log.add("outbox no. \(mail.id): accepted")
            try await settle(mail, .accepted, response, next: now)
        } catch {
            let failure = Failure(error)
            if failure.isAboutTheDesk { throw error }
            let isOver = now - mail.createdAt > Self.longestTrying
            let isFinal = (error as? SMTPError)?.isFinal ?? false
            log.add("outbox no. \(mail.id): \(failure.sentence)")
            if isFinal || isOver {
                sent.failed += 1
                sent.failures.append("Ticket #\(mail.ticket): \(failure.sentence)")
                try await settle(mail, .failed, failure.sentence, next: now)
            } else {
                sent.deferred += 1
                let minutes = [1, 5, 15, 60, 240][min(mail.attempts, 4)]
                try await settle(
                    mail, .deferred, failure.sentence, next: now + .seconds(minutes * 60))
            }
        }
    }

    private func settle(
        _ mail: OutboxMail, _ state: OutboxMail.State, _ response: String, next: Instant
    ) async throws {
        let now = context.now()
        try await context.store.write { t in
            try t.outbox.setState(
                mail.id, state, response: response, nextAttemptAt: next, at: now)
            if state == .failed, var ticket = try t.ticket.find(mail.ticket) {
                // Nobody reads an answer that did not leave: the ticket comes back to the desk.
                ticket.needsReaction = true
                ticket.updatedAt = now
                try t.ticket.update(ticket)
                try t.event.add(
                    mail.ticket, at: now, actor: nil,
                    change: .notDelivered(mail.message, reason: response))
            }
            try t.announce(.outbox)
            try t.announce(.ticket(mail.ticket))
        }
    }

    /// - Returns: the server's words on accepting it.
    private func submit(_ mail: OutboxMail) async throws -> String {
        let (mailbox, serverWide, bytes) = try await context.store.read { t in
            (
                try mail.mailbox.flatMap { try t.mailbox.find($0) },
                try t.setting.text(OutgoingSetting.key), try t.rawMail.bytes(of: mail.raw)
            )
        }
        guard let bytes else {
            throw Failure("The stored mail is gone.", remedy: .giveUpOnMail)
        }
        let outgoing = try mailbox?.outgoing ?? OutgoingSetting.decode(serverWide)
        guard let outgoing else {
            throw Failure(
                "No SMTP server is set: neither in the mailbox nor for the whole server. "
                    + "Enter one in the mailbox's settings under Outgoing.", remedy: .person)
        }
        let client = try await SMTP.Client.connect(
            to: Endpoint(
                host: outgoing.host, port: outgoing.port,
                security: Connecting.security(outgoing.security),
                trust: mailbox.map(Connecting.trust) ?? Trust()))
        do {
            if !outgoing.user.isEmpty, let sealed = outgoing.password {
                let password = try context.store.vault.open(sealed, for: .outgoingPassword)
                try await client.signIn(user: outgoing.user, password: password)
            }
            let result = try await client.send(
                mail: bytes, from: mail.envelopeFrom, to: mail.recipients)
            await client.quit()
            guard result.refused.isEmpty else {
                let who = result.refused.map { "\($0.recipient): \($0.reply)" }
                return "\(result.reply) Refused for \(who.joined(separator: "; "))"
            }
            return "\(result.reply)"
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
