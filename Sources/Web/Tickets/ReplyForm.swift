internal import Desk
internal import Hummingbird
internal import Markup
internal import Store

extension WebServer {
    /// An answer or a note, with the status after it.
    func write(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id: TicketID = try context.id()
        var form = ReplyForm(context.form)
        let (visit, author) = (context.visit, context.person)
        if let message = form.objection(visit.language) {
            form.message = message
            return try await showTicket(id, form, context, status: .unprocessableContent)
        }
        do {
            let reply = Reply(form: form, author: author, at: visit.now, stamp: store.stamp)
            let random = Token.random(bytes: 8)
            _ = try await store.write { try reply.write(on: id, random: random, $0) }
        } catch let refusal as ReplyRefusal {
            form.message = refusal.sentence(visit.language)
            form.seenMessages = nil
            return try await showTicket(id, form, context, status: .conflict)
        }
        return .see(Site.ticket(id).with(form.kind == .reply ? .sent : .noted))
    }

    /// Tries a mail again that failed, was deferred, or came back.
    func resend(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id: OutboxID = try context.id()
        let now = context.visit.now
        let ticket = try await store.write { tables in
            guard let mail = try tables.outbox.find(id) else { throw HTTPError(.notFound) }
            if [.failed, .deferred, .bounced].contains(mail.state) {
                // Who has it already does not get it twice.
                let lost = Set(
                    try tables.undelivered.of(message: mail.message)
                        .filter { $0.isOpen && $0.isFinal }.map(\.recipient))
                let again = try tables.message.recipients(of: mail.message).filter {
                    lost.contains($0.lowercased())
                }
                if mail.state != .deferred, !again.isEmpty {
                    try tables.outbox.setRecipients(again, of: id)
                }
                try tables.outbox.setState(id, .queued, nextAttemptAt: now, at: now)
                try tables.announce(.outbox)
            }
            return mail.ticket
        }
        return .see(Site.ticket(ticket).with(.queued))
    }
}

/// What the composer sends.
struct ReplyForm: Hashable, Sendable {
    enum Kind: String, Sendable { case reply, note }

    var kind = Kind.reply
    var text = ""
    /// Also to those who were in To or Cc of the client's last mail.
    var goesToCopies = true
    /// The status after sending; nil leaves it.
    var status: Ticket.Status? = .waiting
    /// How many messages the page showed, so that an answer past a new one is noticed. Nil: the person knows.
    var seenMessages: Int?
    /// Whether it is an answer that was just withdrawn, to be written again.
    var isAgain = false
    /// What was not right.
    var message: String?

    /// Longer answers are files.
    static let longestText = 200_000

    init() {}

    init(_ form: Form) {
        kind = Kind(rawValue: form["kind"]) ?? .reply
        text = form.text("text")
        goesToCopies = form.has("copies") || !form.has("offersCopies")
        status = Ticket.Status(rawValue: form["after"])
        seenMessages = Int(form["seen"])
    }

    func objection(_ t: Language) -> String? {
        if text.withoutBlanksAround.isEmpty { return t("There is no text yet.") }
        if text.utf8.count > Self.longestText { return t("The text is too long for a mail.") }
        return nil
    }
}

/// Why an answer was not saved.
enum ReplyRefusal: Error, Hashable {
    /// Somebody wrote while the answer was typed.
    case newMessages
    /// No mailbox to send from.
    case noSender

    func sentence(_ t: Language) -> String {
        switch self {
        case .newMessages:
            t(
                "Something new was written on this ticket in the meantime. Look at it above; send again to keep your answer as it is."
            )
        case .noSender:
            t(
                "There is no mailbox to send from. An administrator has to add one first; a note is possible at any time."
            )
        }
    }
}

/// From whom and to whom an answer on a ticket goes.
struct ReplyEnvelope: Hashable, Sendable {
    var mailbox: MailboxID
    var sender: Contact
    var to: Contact
    var copies: [Contact]
    /// See `Mailbox.deliversTags`.
    var deliversTags: Bool

    /// More recipients than this is a mailing.
    static let mostCopies = 20

    /// Nil where there is no mailbox to send from.
    init?(
        for ticket: Ticket, requester: Person, messages: [TicketMessage], _ tables: Tables
    ) throws {
        // The mailbox that the client last wrote to answers; a ticket made by hand goes out by the first.
        let last = messages.last { $0.kind == .client && $0.ledger != nil }
        let arrival = try last?.ledger.flatMap { try tables.ledger.find($0) }
        let mailboxes = try tables.mailbox.all()
        guard
            let mailbox = mailboxes.first(where: { $0.id == arrival?.mailbox })
                ?? mailboxes.first(where: \.isActive) ?? mailboxes.first
        else { return nil }
        self.mailbox = mailbox.id
        deliversTags = mailbox.deliversTags
        sender = mailbox.senderContact
        if sender.name.isEmpty { sender.name = mailbox.name }
        to = Contact(name: requester.name, address: requester.email)
        let own = try tables.mailbox.ownAddresses()
        var seen: Set<String> = [to.key]
        copies = []
        let ignoresCopies = try tables.setting.intake().ignoresCopies
        // Who passed the mail on did so to be rid of it.
        if let forwarder = try last?.forwardedBy.flatMap({ try tables.person.find($0) }) {
            seen.insert(forwarder.email)
        }
        for contact in (last.map { [$0.from] + $0.to + (ignoresCopies ? [] : $0.cc) } ?? []) {
            guard contact.address.contains("@"),
                !own.contains(PlusAddress.base(of: contact.address)),
                seen.insert(contact.key).inserted, copies.count < Self.mostCopies
            else { continue }
            copies.append(contact)
        }
    }
}

/// An answer or a note as one transaction: message, event, status, and for an answer the mail and its outbox row.
/// Nothing of it can be there without the rest.
struct Reply: Sendable {
    var form: ReplyForm
    var author: Person
    var at: Instant
    var stamp: Stamp

    /// Time to withdraw an answer before it is sent.
    static let undoWindow = Duration.seconds(5)
    /// As lists show it.
    static let snippetLength = 140

    /// - Parameter random: letters and digits that make the Message-ID unique.
    func write(on id: TicketID, random: String, _ tables: Tables) throws -> TicketMessage {
        guard let ticket = try tables.ticket.find(id),
            let requester = try tables.person.find(ticket.requester)
        else { throw StoreError.missing("Ticket #\(id)") }
        let messages = try tables.message.of(id)
        if let seen = form.seenMessages, messages.count > seen { throw ReplyRefusal.newMessages }
        let message: TicketMessage
        switch form.kind {
        case .note: message = try note(on: ticket, tables)
        case .reply:
            message = try reply(on: ticket, requester, messages, random, tables)
        }
        try update(ticket, after: message, tables)
        try tables.announce(.ticket(id))
        return message
    }

    private func note(on ticket: Ticket, _ tables: Tables) throws -> TicketMessage {
        let added = try tables.message.add(
            TicketMessage(
                id: 0, ticket: ticket.id, kind: .note, author: author.id,
                from: Contact(name: author.name, address: author.email), text: form.text, at: at))
        _ = try tables.event.add(ticket.id, at: at, actor: author.id, change: .noted(added.id))
        return added
    }

    private func reply(
        on ticket: Ticket, _ requester: Person, _ messages: [TicketMessage], _ random: String,
        _ tables: Tables
    ) throws -> TicketMessage {
        guard
            let envelope = try ReplyEnvelope(
                for: ticket, requester: requester, messages: messages, tables)
        else { throw ReplyRefusal.noSender }
        let copies = form.goesToCopies ? envelope.copies : []
        let signer = Signer { [stamp] in stamp.sign($0) }
        let instance = try tables.setting.text(DataStore.instanceIDName) ?? ""
        let messageID = OwnMessageID.make(
            ticket: ticket.id, random: random, instance: instance,
            domain: AnswerDraft.domain(of: envelope.sender), signer: signer)
        let subject = SubjectTag.reply(to: ticket.subject, ticket: ticket.id)
        let draft = AnswerDraft(
            ticket: ticket.id, sender: envelope.sender, to: envelope.to, copies: copies,
            subject: subject, text: form.text, html: Markdown.toHTML(form.text), at: at,
            messageID: messageID, instance: instance,
            replyTo: envelope.deliversTags
                ? Contact(
                    name: envelope.sender.name,
                    address: PlusAddress.make(
                        ticket: ticket.id, address: envelope.sender.address, instance: instance,
                        signer: signer)) : nil,
            thread: messages)
        let bytes = draft.bytes(boundary: random)
        let raw = try tables.rawMail.add(bytes: bytes, digest: Digest.sha256Hex(bytes))
        let added = try tables.message.add(
            TicketMessage(
                id: 0, ticket: ticket.id, kind: .reply, author: author.id, from: envelope.sender,
                to: [envelope.to], cc: copies, subject: subject, text: form.text, at: at,
                messageID: messageID, raw: raw))
        try tables.messageReference.add(
            ticket.id, message: added.id, ids: [messageID], kind: .own)
        _ = try tables.outbox.add(
            OutboxMail(
                id: 0, ticket: ticket.id, message: added.id, mailbox: envelope.mailbox,
                envelopeFrom: envelope.deliversTags
                    ? BounceAddress.make(
                        ticket: ticket.id, message: added.id, address: envelope.sender.address,
                        instance: instance, signer: signer) : envelope.sender.address,
                recipients: ([envelope.to] + copies).map(\.address), messageID: messageID,
                raw: raw, createdAt: at, nextAttemptAt: at + Self.undoWindow))
        _ = try tables.event.add(ticket.id, at: at, actor: author.id, change: .replied(added.id))
        try tables.announce(.outbox)
        return added
    }

    private func update(_ ticket: Ticket, after message: TicketMessage, _ tables: Tables) throws {
        var changed = ticket
        changed.updatedAt = at
        if form.kind == .reply {
            changed.needsReaction = false
            changed.snippet = Self.snippet(form.text)
        }
        let status = form.kind == .reply ? form.status ?? ticket.status : ticket.status
        if status != ticket.status {
            changed.status = status
            changed.closedAt = status == .closed ? at : nil
            _ = try tables.event.add(
                ticket.id, at: at, actor: author.id,
                change: .statusChanged(from: ticket.status, to: status))
        }
        // Who answers a ticket that nobody has, has it.
        if form.kind == .reply && ticket.assignee == nil {
            changed.assignee = author.id
            _ = try tables.event.add(
                ticket.id, at: at, actor: author.id, change: .assigned(from: nil, to: author.id))
        }
        try tables.ticket.update(changed)
    }

    static func snippet(_ text: String) -> String {
        Markdown.toPlainText(text).split(whereSeparator: \.isWhitespace).prefix(40).joined(
            separator: " "
        )
        .shortened(to: snippetLength)
    }
}
