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

    /// Changes one's own entry; an administrator changes anybody's.
    func changeTime(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id: TicketID = try context.id()
        let entryID: TimeEntryID = try context.id("entry")
        let (form, now, me) = (context.form, context.visit.now, context.person)
        guard let (minutes, _) = SpentTime.read(form.line("spent")), minutes > 0,
            minutes <= TimeEntry.mostMinutes
        else { return .see(Site.ticket(id).with(.noTime)) }
        let note = String(form.line("note").prefix(TimeEntry.longestNote))
        try await store.write { tables in
            var entry = try Self.ownEntry(entryID, on: id, of: me, tables)
            let before = entry.minutes
            entry.minutes = minutes
            entry.day = CalendarDay(form.line("day")) ?? entry.day
            entry.note = note
            try tables.timeEntry.update(entry, at: now)
            if before != minutes {
                try tables.event.add(
                    id, at: now, actor: me.id,
                    change: .timeChanged(entryID, from: before, to: minutes))
            }
            try tables.announce(.ticket(id))
        }
        return .see(Site.ticket(id).with(.saved))
    }

    private static func ownEntry(
        _ entryID: TimeEntryID, on ticket: TicketID, of me: Person, _ tables: Tables
    ) throws -> TimeEntry {
        guard let entry = try tables.timeEntry.find(entryID), entry.ticket == ticket else {
            throw HTTPError(.notFound)
        }
        guard entry.person == me.id || me.role == .administrator else {
            throw HTTPError(.forbidden)
        }
        return entry
    }

    /// One's own entry; an administrator takes back anybody's.
    func removeTime(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id: TicketID = try context.id()
        let entryID: TimeEntryID = try context.id("entry")
        let (now, me) = (context.visit.now, context.person)
        try await store.write { tables in
            let entry = try Self.ownEntry(entryID, on: id, of: me, tables)
            try tables.timeEntry.delete(entryID, at: now)
            try tables.event.add(
                id, at: now, actor: me.id, change: .timeTakenBack(minutes: entry.minutes))
            try tables.announce(.ticket(id))
        }
        return .see(Site.ticket(id).with(.deleted))
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
            <section id="ticket-time" data-live="ticket"><h2>\(t("Spent time"))\(sum)</h2>\(HoursBalance(page: page).html(visit))\(list)\(TicketTimer(page: page).html(visit))
            <form class="time-form" method="post" action="\(Site.time(of: page.ticket.id))">\(visit.token)\(fields(t, spent: "", day: CalendarDay(visit.now), note: ""))<button class="button is-small">\(t("Add"))</button></form></section>
            """
    }

    private func fields(_ t: Language, spent: String, day: CalendarDay, note: String) -> HTML {
        """
        <input name="spent" value="\(spent)" aria-label="\(t("Spent time"))" placeholder="1h30m" autocomplete="off" required><input type="date" name="day" value="\(day.iso8601)" aria-label="\(t("Day"))"><input name="note" value="\(note)" maxlength="\(TimeEntry.longestNote)" aria-label="\(t("What was done"))" placeholder="\(t("What was done"))" autocomplete="off">
        """
    }

    private func item(_ entry: TimeEntry, _ visit: Visit) -> HTML {
        let t = visit.language
        let isMine = entry.person == visit.person?.id || visit.person?.role == .administrator
        let source: HTML? = entry.source.map {
            " · <a href=\"\(Site.inboundMail($0))\">\(t("by mail"))</a>"
        }
        let note: HTML? = entry.note.isEmpty ? nil : "<br>\(entry.note)"
        return """
            <li id="time-\(entry.id)"><div><strong>\(t.spent(entry.minutes))</strong> \(page.name(entry.person, t))<small>\(t.date(entry.day))\(source)\(note)</small></div>\(isMine ? change(entry, visit) : nil)</li>
            """
    }

    /// Without a script: a form that unfolds.
    private func change(_ entry: TimeEntry, _ visit: Visit) -> HTML {
        let t = visit.language
        let ticket = page.ticket.id
        return """
            <details class="time-change"><summary aria-label="\(t("Change this entry"))" title="\(t("Change this entry"))">\(Icon.pencil)</summary>
            <form class="time-form" method="post" action="\(Site.timeEntry(entry.id, of: ticket))">\(visit.token)\(fields(t, spent: SpentTime.text(entry.minutes), day: entry.day, note: entry.note))<button class="button is-small is-primary">\(t("Save"))</button></form>
            <form method="post" action="\(Site.timeRemoval(entry.id, of: ticket))">\(visit.token)<button class="button is-small is-quiet">\(Icon.trash)\(t("Remove this entry"))</button></form></details>
            """
    }
}
