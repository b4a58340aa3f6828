internal import Desk
internal import Store

/// A project's automatic first answer, put into the outbox in the transaction that makes the ticket.
struct FirstAnswerMail {
    let tables: Tables
    let stamp: Stamp
    let now: Instant
    let ticket: Ticket
    let requester: Person
    /// What it answers.
    let message: TicketMessage

    enum Outcome: Hashable {
        case sent
        /// Why not, as a sentence.
        case notSent(String)
    }

    func send(to contact: Contact, from mailbox: MailboxID) throws -> Outcome {
        guard let answer = try tables.firstAnswer.of(ticket.project), answer.isOn,
            let mailbox = try tables.mailbox.find(mailbox)
        else { return .notSent("The first answer was switched off in the meantime.") }
        let sent = try tables.message.of(ticket.id).contains { $0.kind == .automatic }
        guard !sent else { return .notSent("The ticket has its first answer already.") }
        guard try takeTokens(for: contact) else {
            return .notSent("The limits of automatic mail are reached.")
        }
        try queue(answer, to: contact, from: mailbox)
        return .sent
    }

    /// One of each bucket; where one is empty nothing is sent, and what was taken comes back by itself.
    private func takeTokens(for contact: Contact) throws -> Bool {
        let perHour = try tables.setting.intake().automaticPerHour
        return try tables.brake.take(from: .automatic(to: contact.address), at: now)
            && tables.brake.take(from: .automatic(on: ticket.id), at: now)
            && tables.brake.take(from: .automatic(perHour: perHour), at: now)
    }

    private func queue(_ answer: FirstAnswer, to contact: Contact, from mailbox: Mailbox) throws {
        var sender = mailbox.senderContact
        if sender.name.isEmpty { sender.name = mailbox.name }
        let values = try values(contact, sender)
        let (subject, text) = (Template(answer.subject), Template(answer.text))
        let instance = try tables.setting.text(DataStore.instanceIDName) ?? ""
        let signer = Signer { [stamp] in stamp.sign($0) }
        let random = Self.random()
        let draft = AnswerDraft(
            ticket: ticket.id, sender: sender, to: contact,
            subject: SubjectTag.tagged(subject.line(values), ticket: ticket.id),
            text: text.text(values), html: text.html(values), at: now,
            messageID: OwnMessageID.make(
                ticket: ticket.id, random: random, instance: instance,
                domain: AnswerDraft.domain(of: sender), signer: signer),
            instance: instance,
            replyTo: mailbox.deliversTags
                ? Contact(
                    name: sender.name,
                    address: PlusAddress.make(
                        ticket: ticket.id, address: sender.address, instance: instance,
                        signer: signer)) : nil,
            isAutomatic: true, thread: [message])
        let bytes = draft.bytes(boundary: random)
        let raw = try tables.rawMail.add(bytes: bytes, digest: Digest.sha256Hex(bytes))
        let added = try tables.message.add(
            TicketMessage(
                id: 0, ticket: ticket.id, kind: .automatic, from: sender, to: [contact],
                subject: draft.subject, text: draft.text, at: now, messageID: draft.messageID,
                raw: raw))
        try tables.messageReference.add(
            ticket.id, message: added.id, ids: [draft.messageID], kind: .own)
        _ = try tables.outbox.add(
            OutboxMail(
                id: 0, ticket: ticket.id, message: added.id, mailbox: mailbox.id,
                // RFC 3834 §3.3: the null return path, so that nothing is sent back to it.
                envelopeFrom: "", recipients: [contact.address], messageID: draft.messageID,
                raw: raw, createdAt: now, nextAttemptAt: now))
        try tables.announce(.outbox)
    }

    private func values(
        _ contact: Contact, _ sender: Contact
    ) throws -> [Template.Token: String] {
        [
            .ticketNumber: ticket.id.description, .ticketSubject: ticket.subject,
            .requesterName: Self.plainName(requester), .requesterAddress: contact.address,
            .projectName: try tables.project.find(ticket.project)?.name ?? "",
            .deskName: sender.name, .deskAddress: sender.address,
            .receivedDate: CalendarDay(message.at).iso8601,
        ]
    }

    /// A name that is an address of the web is somebody's try to have us send it to others.
    private static func plainName(_ person: Person) -> String {
        let name = person.name
        let isSuspect = name.isEmpty || name.contains("://") || name.lowercased().contains("www.")
        return isSuspect ? person.email : name
    }

    private static func random() -> String {
        let digits = String(UInt64.random(in: .min ... .max), radix: 36)
        return String(repeating: "0", count: 13 - digits.count) + digits
    }
}
