internal import Desk
internal import Hummingbird
internal import Markup
internal import Store

extension WebServer {
    /// Starts the clock on a ticket. One that runs on another ticket is stopped and becomes an entry there.
    func startTimer(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id: TicketID = try context.id()
        let (now, me) = (context.visit.now, context.person.id)
        try await store.write { tables in
            guard try tables.ticket.find(id) != nil else { throw HTTPError(.notFound) }
            if let running = try tables.timer.of(me) {
                guard running.ticket != id else { return }
                try Self.stopTimer(of: me, note: "", at: now, tables)
            }
            _ = try tables.timer.start(WorkTimer(person: me, ticket: id, startedAt: now))
            try tables.announce(.ticket(id))
        }
        return .see(Site.ticket(id).with(.timerStarted))
    }

    /// Stops the person's own clock and books what it counted.
    func stopTimer(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id: TicketID = try context.id()
        let (form, now, me) = (context.form, context.visit.now, context.person.id)
        let note = String(form.line("note").prefix(TimeEntry.longestNote))
        let isDiscarded = form.has("discard")
        try await store.write { tables in
            guard try tables.timer.of(me)?.ticket == id else { return }
            if isDiscarded {
                _ = try tables.timer.stop(me)
                try tables.announce(.ticket(id))
            } else {
                try Self.stopTimer(of: me, note: note, at: now, tables)
            }
        }
        return .see(Site.ticket(id).with(isDiscarded ? .deleted : .saved))
    }

    private static func stopTimer(
        of person: PersonID, note: String, at now: Instant, _ tables: Tables
    ) throws {
        guard let timer = try tables.timer.stop(person) else { return }
        let entry = try tables.timeEntry.add(timer.entry(until: now, note: note))
        try tables.event.add(
            timer.ticket, at: now, actor: person,
            change: .timeSpent(entry.id, minutes: entry.minutes))
        try tables.announce(.ticket(timer.ticket))
    }
}

/// The clock on a ticket: start, or since when it runs and how to stop it.
struct TicketTimer {
    var page: TicketPage

    func html(_ visit: Visit) -> HTML {
        let t = visit.language
        let others: [HTML] = page.timers.filter { $0.person != visit.person?.id }.map {
            "<p class=\"small muted\">\(Icon.clock) \(t("\(page.name($0.person, t)) is at work on it"))</p>"
        }
        guard let mine = page.timers.first(where: { $0.person == visit.person?.id }) else {
            return """
                \(others)<form class="timer" method="post" action="\(Site.timer(of: page.ticket.id))">\(visit.token)<button class="button is-small">\(Icon.play)\(t("Start timer"))</button></form>
                """
        }
        let so = t.spent(mine.minutes(until: visit.now))
        return """
            \(others)<form class="timer is-running" method="post" action="\(Site.timerEnd(of: page.ticket.id))">\(visit.token)<p>\(Icon.clock)<span>\(t("The timer runs:")) <strong>\(so)</strong> <span class="muted small">\(t("since")) \(t.time(mine.startedAt))</span></span></p>
            <input name="note" maxlength="\(TimeEntry.longestNote)" aria-label="\(t("What was done"))" placeholder="\(t("What was done"))" autocomplete="off"><div class="actions"><button class="button is-small is-primary">\(Icon.check)\(t("Stop and add"))</button><button class="button is-small is-quiet" name="discard" value="yes">\(t("Discard"))</button></div></form>
            """
    }
}
