internal import Desk
internal import HTTPTypes
internal import Hummingbird
internal import Markup
internal import Store

extension WebServer {
    func ticketPage(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id: TicketID = try context.id()
        let again = request.uri.queryParameters.get("again").flatMap { Int64($0) }
        return try await showTicket(
            id, ReplyForm(), context, again: again.map { TicketMessageID(rawValue: $0) })
    }

    /// The page, with what was typed where something was not right with it.
    func showTicket(
        _ id: TicketID, _ form: ReplyForm, _ context: StaffContext,
        again: TicketMessageID? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let visit = context.visit
        let (page, frame) = try await store.read { tables -> (Page, Frame) in
            let frame = try Frame(tables, context.person.id)
            guard var page = try TicketPage(id, form, tables, now: visit.now) else {
                guard let tombstone = try TombstonePage(id, tables) else {
                    throw HTTPError(.notFound)
                }
                return (tombstone.page(visit), frame)
            }
            if let again { page.write(again: again) }
            return (page.page(visit), frame)
        }
        return page.response(visit, frame, status: status)
    }
}

/// A ticket with its conversation and everything beside it.
struct TicketPage {
    var ticket: Ticket
    var requester: Person
    var project: Project
    var messages: [TicketMessage]
    var events: [TicketEvent]
    var outbox: [OutboxMail]
    var undelivered: [Undelivered]
    var tags: [String]
    var knownTags: [String]
    var time: [TimeEntry]
    var timers: [WorkTimer]
    /// The project's prepaid hours in the period of today; nil where it has none.
    var hours: HoursLedger.Period?
    var participants: [Contact]
    var people: [PersonID: Person]
    var staff: [Person]
    var projects: [Project]
    /// How the mail that made the ticket was decided.
    var origin: LedgerEntry?
    var trace: [TraceStep]
    var mailboxName: String?
    var others: [Ticket]
    /// The senders among them whose remote images are always shown, lower-cased.
    var imageSenders: Set<String>
    var envelope: ReplyEnvelope?
    var form: ReplyForm

    /// Nil where there is no such ticket.
    init?(_ id: TicketID, _ form: ReplyForm, _ tables: Tables, now: Instant) throws {
        guard let ticket = try tables.ticket.find(id),
            let requester = try tables.person.find(ticket.requester),
            let project = try tables.project.find(ticket.project)
        else { return nil }
        self.ticket = ticket
        self.requester = requester
        self.project = project
        self.form = form
        messages = try tables.message.of(id)
        events = try tables.event.of(id)
        outbox = try tables.outbox.of(id)
        undelivered = try tables.undelivered.of(id)
        tags = try tables.tag.of(id)
        knownTags = try tables.tag.all(limit: TicketTags.mostProposed)
        time = try tables.timeEntry.of(id)
        timers = try tables.timer.on(id)
        hours = try tables.hours.current(of: project.id, today: CalendarDay(now))
        participants = try tables.participant.contacts(of: id)
        staff = try tables.person.staff()
        projects = try tables.project.all()
        let involved = try tables.person.participants(of: id)
        // Who passed a mail on or wrote it is named, whoever the requester is now.
        let named = messages.flatMap { [$0.author, $0.forwardedBy] }.compactMap(\.self)
        let mentioned = try Set(named).subtracting((staff + involved).map(\.id)).sorted()
            .compactMap { try tables.person.find($0) }
        people = Dictionary((staff + involved + mentioned + [requester]).map { ($0.id, $0) }) {
            first, _ in
            first
        }
        origin = try messages.first?.ledger.flatMap { try tables.ledger.find($0) }
        trace = try origin.map { try tables.ledger.trace(of: $0.id) } ?? []
        mailboxName = try origin.flatMap { try tables.mailbox.names()[$0.mailbox] }
        others = try tables.ticket.latest(of: requester.id, limit: 6).filter { $0.id != id }
        imageSenders = try tables.imageSender.allowed(
            of: messages.filter { $0.ledger != nil }.map(\.from.address))
        envelope = try ReplyEnvelope(for: ticket, requester: requester, messages: messages, tables)
    }

    /// Puts the text of an answer that was withdrawn back into the composer.
    mutating func write(again id: TicketMessageID) {
        guard let message = messages.first(where: { $0.id == id }),
            Withdrawal.isWithdrawn(message, outbox)
        else { return }
        form.isAgain = true
        form.text = message.text
        form.goesToCopies = !message.cc.isEmpty
        for case .statusChanged(_, let status) in Withdrawal.consequences(of: id, events) {
            form.status = status
            // A second one is its taking back.
            break
        }
    }

    func page(_ visit: Visit) -> Page {
        let t = visit.language
        let subject = ticket.subject.isEmpty ? t("(no subject)") : ticket.subject
        return Page(
            title: "#\(ticket.id) \(subject)",
            heading: "<span title=\"\(subject)\">\(subject)</span>",
            crumbs: [
                .init(project.name, Site.tickets(project: project.id)), .init("#\(ticket.id)"),
            ],
            place: .project(project.id),
            actions: """
                <span id="ticket-state" class="actions" data-live="ticket">\(Badge(ticket.status, t))</span>
                \(closeButton(visit))\(deleteButton(visit))
                """,
            body: """
                <div class="ticket"><div>
                <div class="conversation" id="conversation" data-live="ticket outbox">\(entries(visit))</div>
                \(Composer(page: self).html(visit))
                </div>
                \(TicketPanel(page: self).html(visit))</div>
                """)
    }

    private func deleteButton(_ visit: Visit) -> HTML? {
        guard visit.person?.role == .administrator else { return nil }
        let t = visit.language
        return
            "<details class=\"menu\"><summary class=\"button\" aria-label=\"\(t("More"))\">\(Icon.dots)</summary><div class=\"menu-items\"><a href=\"\(Site.ticket(ticket.id, "deletion"))\">\(Icon.trash)\(t("Delete the ticket"))</a></div></details>"
    }

    private func closeButton(_ visit: Visit) -> HTML {
        let t = visit.language
        let isClosed = ticket.status == .closed
        let next: Ticket.Status = isClosed ? .open : .closed
        let word: HTML = isClosed ? "\(t("Open again"))" : "\(Icon.check)\(t("Close"))"
        return """
            <form method="post" action="\(Site.ticket(ticket.id, "changes"))">\(visit.token)<button class="button" name="status" value="\(next.rawValue)">\(word)</button></form>
            """
    }

    /// Messages and events in one order of time.
    private func entries(_ visit: Visit) -> [HTML] {
        let view = ConversationView(page: self, visit: visit)
        var items: [(at: Instant, rank: Int, html: HTML)] = []
        for (index, message) in messages.enumerated() {
            items.append(
                (message.at, 0, view.entry(message, isNewest: index == messages.count - 1)))
        }
        for event in events {
            if let html = view.event(event) { items.append((event.at, 1, html)) }
        }
        return items.enumerated().sorted {
            ($0.element.at, $0.element.rank, $0.offset) < (
                $1.element.at, $1.element.rank, $1.offset
            )
        }.map(\.element.html)
    }

    func name(_ person: PersonID?, _ t: Language) -> String {
        guard let person else { return "Martlet" }
        return people[person]?.displayName ?? t("somebody")
    }
}
