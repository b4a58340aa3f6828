internal import Desk
internal import Hummingbird
internal import Markup
internal import Store

extension WebServer {
    /// Adds a time entry of the person who is signed in.
    func addTime(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id: TicketID = try context.id()
        let (form, now, me) = (context.form, context.visit.now, context.person.id)
        guard let (minutes, _) = SpentTime.read(form.line("spent")), minutes > 0,
            minutes <= TimeEntry.mostMinutes
        else { return .see(Site.ticket(id).with(.noTime)) }
        let day = CalendarDay(form.line("day")) ?? CalendarDay(now)
        let note = String(form.line("note").prefix(TimeEntry.longestNote))
        try await store.write { tables in
            guard try tables.ticket.find(id) != nil else { throw HTTPError(.notFound) }
            let entry = try tables.timeEntry.add(
                TimeEntry(
                    id: 0, ticket: id, person: me, minutes: minutes, day: day, note: note,
                    createdAt: now))
            try tables.event.add(
                id, at: now, actor: me, change: .timeSpent(entry.id, minutes: minutes))
            try tables.announce(.ticket(id))
        }
        return .see(Site.ticket(id).with(.saved))
    }

    /// One's own entry; an administrator takes back anybody's.
    func removeTime(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id: TicketID = try context.id()
        let entryID: TimeEntryID = try context.id("entry")
        let (now, me) = (context.visit.now, context.person)
        try await store.write { tables in
            guard let entry = try tables.timeEntry.find(entryID), entry.ticket == id else {
                throw HTTPError(.notFound)
            }
            guard entry.person == me.id || me.role == .administrator else {
                throw HTTPError(.forbidden)
            }
            try tables.timeEntry.delete(entryID)
            try tables.event.add(
                id, at: now, actor: me.id, change: .timeTakenBack(minutes: entry.minutes))
            try tables.announce(.ticket(id))
        }
        return .see(Site.ticket(id).with(.deleted))
    }

    /// Makes another person of the conversation the requester, as when a mail was passed on.
    func changeRequester(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id: TicketID = try context.id()
        let (form, now, me) = (context.form, context.visit.now, context.person.id)
        guard let number = form.number("requester") else { throw HTTPError(.badRequest) }
        let wanted = PersonID(rawValue: number)
        try await store.write { tables in
            guard var ticket = try tables.ticket.find(id) else { throw HTTPError(.notFound) }
            let involved = try tables.message.of(id).flatMap { [$0.author, $0.forwardedBy] }
            guard involved.contains(wanted), let person = try tables.person.find(wanted) else {
                throw HTTPError(.badRequest)
            }
            guard ticket.requester != wanted else { return }
            let before = ticket.requester
            // Who was the requester takes part still.
            if let former = try tables.person.find(before) {
                try tables.participant.add(
                    id, [Contact(name: former.name, address: former.email)])
            }
            ticket.requester = person.id
            ticket.updatedAt = now
            try tables.ticket.update(ticket)
            try tables.event.add(
                id, at: now, actor: me, change: .requesterChanged(from: before, to: wanted))
            try tables.announce(.ticket(id))
        }
        return .see(Site.ticket(id).with(.saved))
    }
}

/// The time log in the side panel.
struct TicketTime {
    var page: TicketPage

    func html(_ visit: Visit) -> HTML {
        let t = visit.language
        let total = page.time.reduce(0) { $0 + $1.minutes }
        let items: [HTML] = page.time.map { item($0, visit) }
        let sum: HTML? = total == 0 ? nil : " <span class=\"muted\">\(t.spent(total))</span>"
        let list: HTML? = items.isEmpty ? nil : "<ul class=\"time-log\">\(items)</ul>"
        return """
            <section id="ticket-time" data-live="ticket"><h2>\(t("Spent time"))\(sum)</h2>\(list)
            <form class="time-form" method="post" action="\(Site.time(of: page.ticket.id))">\(visit.token)<input name="spent" aria-label="\(t("Spent time"))" placeholder="1h30m" autocomplete="off" required><input type="date" name="day" value="\(CalendarDay(visit.now).iso8601)" aria-label="\(t("Day"))"><input name="note" maxlength="\(TimeEntry.longestNote)" aria-label="\(t("What was done"))" placeholder="\(t("What was done"))" autocomplete="off"><button class="button is-small">\(t("Add"))</button></form></section>
            """
    }

    private func item(_ entry: TimeEntry, _ visit: Visit) -> HTML {
        let t = visit.language
        let isMine = entry.person == visit.person?.id || visit.person?.role == .administrator
        let remove: HTML? =
            isMine
            ? "<form class=\"inline\" method=\"post\" action=\"\(Site.timeRemoval(entry.id, of: page.ticket.id))\">\(visit.token)<button class=\"plain\" aria-label=\"\(t("Remove this entry"))\" title=\"\(t("Remove this entry"))\">×</button></form>"
            : nil
        let source: HTML? = entry.source.map {
            " · <a href=\"\(Site.inboundMail($0))\">\(t("by mail"))</a>"
        }
        let note: HTML? = entry.note.isEmpty ? nil : "<br>\(entry.note)"
        return """
            <li><div><strong>\(t.spent(entry.minutes))</strong> \(page.name(entry.person, t))<small>\(t.date(entry.day))\(source)\(note)</small></div>\(remove)</li>
            """
    }
}
