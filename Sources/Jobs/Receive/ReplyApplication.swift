internal import Desk
internal import MIME
internal import Store

extension Application {
    /// Applies a journaled reply to its ticket.
    func applyReply(
        _ mail: ReceivedMail, _ message: MIME.Message, entry: LedgerEntry, reason: String
    ) throws {
        guard let id = entry.ticket, let ticket = try tables.ticket.find(id) else {
            // The ticket was deleted while the reply waited: its mail must not be lost with it.
            try tables.ledger.appliedReply(entry.id, message: nil)
            return
        }
        let author = try tables.person.findOrAddClient(try requester(of: mail), at: now)
        let kind = try kind(of: mail, by: author, on: ticket)
        var added = Conversation.message(
            from: mail, message, entry: entry, ticket: id, kind: kind, author: author.id,
            because: reason)
        var commands: MailCommands?
        if kind != .client, try tables.setting.intake().obeysCommands {
            let read = MailCommands(added.text, by: author.id, staff: try tables.person.staff())
            added.text = read.text
            commands = read
        }
        try noteIDs(of: mail, id, nil)
        try tables.participant.add(id, try participants(of: mail) + [author.contact])
        // A mail of commands alone is what it did.
        let isEmpty =
            commands?.lines.isEmpty == false && added.text.isEmpty && added.attachments.isEmpty
        let stored = isEmpty ? nil : try tables.message.add(added)
        if let stored {
            try noteIDs(of: mail, id, stored.id)
            try tables.event.add(id, at: now, actor: author.id, change: event(of: stored))
        }
        var changed = ticket
        if let stored { try take(stored, into: &changed, by: author, entry) }
        if let commands {
            try MailCommandRun(tables: tables, now: now, author: author, entry: entry)
                .run(commands, on: &changed)
        }
        if changed != ticket { try tables.ticket.update(changed) }
        try tables.ledger.appliedReply(entry.id, message: stored?.id)
        try tables.announce(.ticket(id))
        try tables.announce(.ledger)
    }

    /// Whoever writes: a From line proves nothing, so a mail in a colleague's name is shown as what came from
    /// outside, unless a trusted server vouches for it. Then it is the colleague's answer where the client
    /// has it too, else their note.
    private func kind(
        of mail: ReceivedMail, by author: Person, on ticket: Ticket
    ) throws -> TicketMessage.Kind {
        guard author.isActiveStaff, author.id != ticket.requester, mail.from?.key == author.email,
            mail.isSenderAuthenticated
        else { return .client }
        let requester = try tables.person.find(ticket.requester)?.email
        return (mail.to + mail.cc).contains { $0.key == requester } ? .reply : .note
    }

    private func event(of message: TicketMessage) -> TicketEvent.Change {
        switch message.kind {
        case .reply: .replied(message.id)
        case .note: .noted(message.id)
        case .client, .bounce, .automatic: .clientReplied(message.id)
        }
    }

    /// What a message does to its ticket (PRODUCT §4.5).
    private func take(
        _ message: TicketMessage, into ticket: inout Ticket, by author: Person,
        _ entry: LedgerEntry
    ) throws {
        let project = try tables.project.find(ticket.project)
        let moment = max(ticket.updatedAt, entry.receivedAt)
        let snippet = Conversation.snippet(message.text)
        let next = project?.statusAfterClientResponse ?? .open
        if message.kind == .client, ticket.status == .closed, next != .closed,
            try !mayOpenAgain(ticket, by: author)
        {
            _ = ticket.takeReply(
                kind: .client, statusAfterClientResponse: .closed, snippet: snippet, at: moment)
            return
        }
        let change = ticket.takeReply(
            kind: message.kind, statusAfterClientResponse: next, snippet: snippet, at: moment)
        if let change {
            try tables.event.add(ticket.id, at: now, actor: author.id, change: change)
        }
    }

    /// A ticket that machines open again and again stays closed until somebody looks.
    private func mayOpenAgain(_ ticket: Ticket, by author: Person) throws -> Bool {
        if try tables.brake.take(from: .reopening(ticket.id), at: now),
            try tables.brake.take(from: .reopening(by: author.email), at: now)
        {
            return true
        }
        if try tables.brake.hold(.ticket(ticket.id), at: now) {
            try tables.announce(.everything)
        }
        try tables.event.add(ticket.id, at: now, actor: author.id, change: .reopeningHeld)
        return false
    }
}

/// Does what the lines of an operator's mail say, and writes down what came of each.
struct MailCommandRun {
    let tables: Tables
    let now: Instant
    let author: Person
    let entry: LedgerEntry

    func run(_ commands: MailCommands, on ticket: inout Ticket) throws {
        for line in commands.lines {
            try note(line.text, nil, on: ticket)
            for change in try perform(line.command, on: &ticket) {
                try tables.event.add(ticket.id, at: now, actor: author.id, change: change)
            }
        }
        for line in commands.refused { try note(line.text, line.reason, on: ticket) }
    }

    private func note(
        _ line: String, _ refusal: MailCommand.Refusal?, on ticket: Ticket
    ) throws {
        try tables.event.add(
            ticket.id, at: now, actor: author.id,
            change: .commanded(line: line, refusal: refusal))
    }

    /// - Returns: what is another now.
    private func perform(
        _ command: MailCommand, on ticket: inout Ticket
    ) throws -> [TicketEvent.Change] {
        ticket.updatedAt = max(ticket.updatedAt, entry.receivedAt)
        switch command {
        case .status(let status):
            return ticket.changeStatus(to: status, at: ticket.updatedAt).map { [$0] } ?? []
        case .priority(let priority):
            guard priority != ticket.priority else { return [] }
            defer { ticket.priority = priority }
            return [.priorityChanged(from: ticket.priority, to: priority)]
        case .assignee(let person):
            guard person != ticket.assignee else { return [] }
            defer { ticket.assignee = person }
            return [.assigned(from: ticket.assignee, to: person)]
        case .tags(let add, let remove):
            let removed = try tables.tag.remove(remove, from: ticket.id)
            let added = try tables.tag.add(add, to: ticket.id)
            return added.isEmpty && removed.isEmpty ? [] : [.tagged(add: added, remove: removed)]
        case .spentTime(let minutes, let note):
            let day = CalendarDay(entry.receivedAt)
            let spent = try tables.timeEntry.add(
                TimeEntry(
                    id: 0, ticket: ticket.id, person: author.id, minutes: minutes, day: day,
                    note: note, source: entry.id, createdAt: now))
            return [.timeSpent(spent.id, minutes: minutes)]
        }
    }
}
