internal import Desk
internal import Hummingbird
internal import Store

extension WebServer {
    /// The side panel's fields.
    func changeTicket(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id: TicketID = try context.id()
        let (form, visit, me) = (context.form, context.visit, context.person.id)
        try await store.write { tables in
            guard let ticket = try tables.ticket.find(id) else { throw HTTPError(.notFound) }
            let change = try TicketChange(form, on: ticket, tables)
            try change.apply(to: ticket, by: me, at: visit.now, tables)
        }
        return .see(Site.ticket(id).with(.saved))
    }

    /// Closes or assigns the tickets that are selected in a list.
    func changeTickets(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (form, visit, me) = (context.form, context.visit, context.person.id)
        let ids = form.all("ticket").compactMap(Int64.init).map { TicketID(rawValue: $0) }
        let back = SignInForm.localPath(form["back"]) ?? Site.tickets
        guard !ids.isEmpty else { return .see(back) }
        try await store.write { tables in
            // A page holds no more, so a form that names more is not ours.
            for id in ids.prefix(TicketQuery.pageSize) {
                guard let ticket = try tables.ticket.find(id) else { continue }
                var change = TicketChange(of: ticket)
                switch form["do"] {
                case "close": change.status = .closed
                case "assign": change.assignee = try TicketChange.assignee(form, tables)
                default: throw HTTPError(.badRequest)
                }
                try change.apply(to: ticket, by: me, at: visit.now, tables)
            }
        }
        return .see(back.with(.changed))
    }
}

/// The fields of a ticket that an operator sets, and the events that setting them leaves.
struct TicketChange: Hashable, Sendable {
    var status: Ticket.Status
    var priority: Ticket.Priority
    var assignee: PersonID?
    var project: ProjectID
    var subject: String

    init(of ticket: Ticket) {
        status = ticket.status
        priority = ticket.priority
        assignee = ticket.assignee
        project = ticket.project
        subject = ticket.subject
    }

    /// What the form has; the rest stays as it is.
    init(_ form: Form, on ticket: Ticket, _ tables: Tables) throws {
        self.init(of: ticket)
        if form.has("status") {
            guard let chosen = Ticket.Status(rawValue: form["status"]) else {
                throw HTTPError(.badRequest)
            }
            status = chosen
        }
        if form.has("priority") {
            guard let chosen = Ticket.Priority(rawValue: form["priority"]) else {
                throw HTTPError(.badRequest)
            }
            priority = chosen
        }
        if form.has("assignee") { assignee = try Self.assignee(form, tables) }
        if form.has("project") {
            guard let number = form.number("project"),
                let found = try tables.project.find(ProjectID(rawValue: number))
            else { throw HTTPError(.badRequest) }
            project = found.id
        }
    }

    /// Nil: nobody. Only somebody who answers tickets can have one.
    static func assignee(_ form: Form, _ tables: Tables) throws -> PersonID? {
        guard !form["assignee"].isEmpty else { return nil }
        guard let number = form.number("assignee"),
            let person = try tables.person.find(PersonID(rawValue: number)), person.isStaff
        else { throw HTTPError(.badRequest) }
        return person.id
    }

    @discardableResult
    func apply(to ticket: Ticket, by actor: PersonID, at now: Instant, _ tables: Tables) throws
        -> Ticket
    {
        guard self != TicketChange(of: ticket) else { return ticket }
        var changed = ticket
        changed.status = status
        changed.priority = priority
        changed.assignee = assignee
        changed.project = project
        changed.subject = subject
        changed.updatedAt = now
        if status == .closed && ticket.status != .closed { changed.closedAt = now }
        if status != .closed { changed.closedAt = nil }
        if status == .closed || status == .waiting { changed.needsReaction = false }
        let saved = try tables.ticket.update(changed)
        for change in events(on: ticket) {
            _ = try tables.event.add(ticket.id, at: now, actor: actor, change: change)
        }
        try tables.announce(.ticket(ticket.id))
        return saved
    }

    /// One event for each field that is another now.
    func events(on ticket: Ticket) -> [TicketEvent.Change] {
        var events: [TicketEvent.Change] = []
        if status != ticket.status {
            events.append(.statusChanged(from: ticket.status, to: status))
        }
        if priority != ticket.priority {
            events.append(.priorityChanged(from: ticket.priority, to: priority))
        }
        if assignee != ticket.assignee {
            events.append(.assigned(from: ticket.assignee, to: assignee))
        }
        if project != ticket.project { events.append(.moved(from: ticket.project, to: project)) }
        if subject != ticket.subject {
            events.append(.subjectChanged(from: ticket.subject, to: subject))
        }
        return events
    }
}
