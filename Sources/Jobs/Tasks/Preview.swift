internal import Desk
internal import IMAP
internal import MIME
internal import POP3
internal import Store

/// *Preview*: what would become of the newest mails on the server. Changes nothing there or here.
struct Preview: Sendable {
    let context: JobContext
    let mailbox: Mailbox
    let progress: JobProgress

    /// Newest mails shown.
    static let count = 20

    func run() async throws {
        await progress.step("Read the newest mails", .running)
        let mails =
            switch mailbox.mailProtocol {
            case .imap: try await newestByIMAP()
            case .pop3: try await newestByPOP3()
            }
        await progress.step("Read the newest mails", .ok, "\(mails.count) mails read")
        await progress.step("Decide", .running)
        var rows: [PreviewRow] = []
        for mail in mails {
            rows.append(try await row(for: mail))
        }
        await progress.show(rows)
        await progress.step("Decide", .ok)
        await progress.summarise(
            "Nothing was changed, neither on the server nor here. These are the newest "
                + "\(mails.count) mails and what would become of them.")
    }

    private func row(for arrival: Arrival) async throws -> PreviewRow {
        let message = MIME.Message(arrival.bytes)
        let trusted = try await context.store.read { t in
            try t.setting.intake().trusted(forMailboxAt: mailbox.host)
        }
        let mail = ReceivedMail(message, trusting: trusted)
        let now = context.now()
        let receivedAt = arrival.receivedAt ?? mail.date ?? now
        let entry = LedgerEntry(
            id: 0, mailbox: mailbox.id, place: arrival.place, messageID: mail.messageID,
            digest: Digest.sha256Hex(arrival.bytes), size: arrival.size,
            from: mail.from ?? Contact(address: ""), subject: mail.subject,
            receivedAt: receivedAt, storedAt: now, raw: nil, traceID: context.traceID())
        let decision = try await context.store.read { t in
            let rules = try FactFinder.rules(for: mailbox, tables: t)
            let facts = try FactFinder(tables: t, stamp: context.store.stamp)
                .facts(for: mail, entry: entry, bytes: arrival.bytes, rules: rules, now: now)
            return Intake.decide(mail, facts: facts, rules: rules, now: now)
        }
        var reason = decision.reason
        if let since = mailbox.readsMailSince, receivedAt < since {
            reason =
                "It would be left alone: it arrived before this mailbox is read. Otherwise: \(reason)"
        }
        return PreviewRow(
            from: mail.from?.displayName ?? "", subject: mail.subject, receivedAt: receivedAt,
            outcome: decision.outcome, reason: reason)
    }

    private func newestByIMAP() async throws -> [Arrival] {
        let client = try await Connecting(store: context.store).imap(mailbox)
        do {
            var arrivals: [Arrival] = []
            for folder in mailbox.folders {
                let selected = try await client.select(folder, readOnly: true)
                let uids = try await client.search(from: UID(1)).sorted()
                let facts = try await client.facts(of: Array(uids.suffix(Self.count)))
                let small = facts.filter { ($0.size ?? 0) <= mailbox.largestMail }
                let read = try await client.read(small, largest: mailbox.largestMail)
                for fact in facts {
                    guard let body = read.mails[fact.uid] else { continue }
                    arrivals.append(
                        Arrival(
                            place: .init(
                                folder: folder, uidValidity: Int64(selected.uidValidity.raw),
                                uid: Int64(fact.uid.raw)),
                            size: fact.size ?? body.count,
                            receivedAt: fact.internalDate.map { Instant(seconds: $0) }, bytes: body)
                    )
                }
            }
            await client.logout()
            return Array(
                arrivals.sorted {
                    ($0.receivedAt?.milliseconds ?? 0) > ($1.receivedAt?.milliseconds ?? 0)
                }.prefix(Self.count))
        } catch {
            client.close()
            throw error
        }
    }

    private func newestByPOP3() async throws -> [Arrival] {
        let client = try await Connecting(store: context.store).pop3(mailbox)
        do {
            var arrivals: [Arrival] = []
            let sizes = try await client.sizes()
            for message in try await client.uidls().suffix(Self.count).reversed()
            where (sizes[message.number] ?? 0) <= mailbox.largestMail {
                let bytes = try await client.retrieve(message.number, limit: mailbox.largestMail)
                arrivals.append(
                    Arrival(place: .init(uidl: message.uidl), size: bytes.count, bytes: bytes))
            }
            try await client.quit()
            return arrivals
        } catch {
            client.close()
            throw error
        }
    }
}
