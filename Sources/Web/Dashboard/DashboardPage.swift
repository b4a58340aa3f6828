internal import Desk
internal import Hummingbird
internal import Markup
internal import Store

extension WebServer {
    func dashboard(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (visit, me) = (context.visit, context.person.id)
        let (page, frame) = try await store.read { tables in
            (try DashboardPage(tables, me, now: visit.now), try Frame(tables, me))
        }
        return page.page(visit, frame).response(visit, frame)
    }
}

/// What needs somebody now, how the mailboxes are, and the mail of two weeks.
struct DashboardPage {
    /// Two weeks show the week's rhythm twice.
    static let days = 14

    var reaction: [TicketRow]
    var mailboxes: [(mailbox: Mailbox, health: MailboxHealth, facts: MailboxHealth.Facts)]
    var perDay: [Int]
    var undelivered: Int
    var waitingReplies: Int

    init(_ tables: Tables, _ me: PersonID, now: Instant) throws {
        reaction = try tables.ticket.list(
            TicketFilter(view: .needReaction), sort: TicketSort(.updated, isAscending: true),
            page: Store.Page(limit: 8))
        let facts = try tables.mailbox.allFacts()
        mailboxes = try tables.mailbox.all().map { mailbox in
            let own = facts[mailbox.id] ?? MailboxHealth.Facts()
            return (mailbox, MailboxHealth.of(mailbox, own, now: now), own)
        }
        var sum = Array(repeating: 0, count: Self.days)
        for (mailbox, _, _) in mailboxes {
            let counts = try tables.mailbox.mailsPerDay(of: mailbox.id, days: Self.days, now: now)
            for (day, count) in counts.enumerated() where day < sum.count { sum[day] += count }
        }
        perDay = sum
        let unsent: [OutboxMail.State] = [.deferred, .failed, .bounced]
        undelivered = try unsent.reduce(0) { try $0 + tables.outbox.count($1) }
        waitingReplies = try tables.ledger.waitingReplyCount()
    }

    func page(_ visit: Visit, _ frame: Frame) -> Page {
        let t = visit.language
        let name = visit.person?.displayName ?? ""
        let isAdministrator = visit.person?.role == .administrator
        if mailboxes.isEmpty && isAdministrator {
            return Page(
                title: t("Dashboard"), heading: HTML(text: t("Welcome, \(name)")),
                place: .dashboard, isNarrow: true, body: firstSteps(t, frame))
        }
        return Page(
            title: t("Dashboard"), place: .dashboard,
            body: """
                <div class="tiles" id="tiles" data-live="ticket ledger outbox">\(tiles(t, frame, isAdministrator))</div>
                <div class="columns"><div id="reaction" data-live="ticket">\(reactionCard(visit))</div>
                <div><section class="card" id="health" data-live="mailbox ledger"><header><h2>\(t("Mailboxes"))</h2></header>\(healthList(visit))</section>
                <section class="card" id="volume" data-live="ledger"><header><h2>\(t("Mail of the last \(Self.days) days"))</h2></header><div class="inside">\(chart(visit))</div></section></div></div>
                """)
    }

    private func tiles(_ t: Language, _ frame: Frame, _ isAdministrator: Bool) -> [HTML] {
        func tile(_ value: Int, _ icon: Icon, _ name: String, _ path: Path, _ tone: String = "")
            -> HTML
        {
            let tone = value == 0 ? "" : tone
            return
                "<a class=\"tile \(tone)\" href=\"\(path)\"><span class=\"name\">\(icon)\(name)</span><span class=\"value\">\(value)</span></a>"
        }
        var tiles = [
            tile(
                frame.counts[.needReaction] ?? 0, .bell, t("Need reaction"),
                Site.tickets(.needReaction), "is-needs"),
            tile(frame.counts[.mine] ?? 0, .person, t("Mine"), Site.tickets(.mine)),
            tile(
                frame.counts[.unassigned] ?? 0, .circle, t("Unassigned"), Site.tickets(.unassigned)),
            tile(frame.counts[.allOpen] ?? 0, .tray, t("All open"), Site.tickets(.allOpen)),
        ]
        if frame.failures > 0 {
            tiles.append(
                tile(
                    frame.failures, .warning, t("Failed mails"),
                    Site.inbound.with("outcome", "failed"), "is-wrong"))
        }
        if undelivered > 0 {
            tiles.append(
                tile(
                    undelivered, .bounce, t("Not delivered"),
                    isAdministrator ? Site.outgoing : Site.tickets(.everything), "is-wrong")
            )
        }
        if waitingReplies > 0 {
            tiles.append(
                tile(
                    waitingReplies, .clock, t("Waiting replies"),
                    Site.inbound.with("outcome", "pending"), "is-needs"))
        }
        return tiles
    }

    private func reactionCard(_ visit: Visit) -> HTML {
        let t = visit.language
        guard !reaction.isEmpty else {
            return EmptyState(
                icon: .done, title: t("Nobody waits for you"),
                text: DeskView.needReaction.emptyWords(t)
            ).html
        }
        let rows: [HTML] = reaction.map { row in
            let name = row.requesterName.isEmpty ? row.requesterEmail : row.requesterName
            return """
                <li>\(Badge(row.ticket.status, t))<div><a class="plain one-line" href="\(Site.ticket(row.ticket.id))"><strong>\(row.ticket.subject)</strong></a><span class="small muted one-line">\(name) · \(row.projectName)</span></div><span class="small muted nowrap">\(t.ago(row.ticket.updatedAt, now: visit.now))</span></li>
                """
        }
        return """
            <section class="card"><header><h2>\(t("Waiting longest for an answer"))</h2><a class="small" href="\(Site.tickets(.needReaction))">\(t("Show all"))</a></header><ul class="lines">\(rows)</ul></section>
            """
    }

    private func healthList(_ visit: Visit) -> HTML {
        let t = visit.language
        guard !mailboxes.isEmpty else {
            return "<div class=\"inside muted\">\(t("No mailbox is connected yet."))</div>"
        }
        let isAdministrator = visit.person?.role == .administrator
        let rows: [HTML] = mailboxes.map { mailbox, health, facts in
            let name: HTML =
                isAdministrator
                ? "<a class=\"plain\" href=\"\(Site.mailbox(mailbox.id))\">\(mailbox.name)</a>"
                : "\(mailbox.name)"
            let reason = t.sentence(health, facts)
            return
                "<li><span class=\"dot is-\(health.colour.rawValue)\"></span><div><strong>\(name)</strong><div class=\"small muted\">\(reason)</div></div></li>"
        }
        return "<ul class=\"lines\">\(rows)</ul>"
    }

    private func chart(_ visit: Visit) -> HTML {
        let t = visit.language
        let top = max(4, perDay.max() ?? 0)
        let width = 560 / Self.days
        let today = visit.now.seconds / 86_400
        var bars: [HTML] = []
        var rows: [HTML] = []
        for (index, count) in perDay.enumerated() {
            let date = t.day(today - Int64(Self.days - 1 - index))
            let height = count * 96 / top
            let isLast = index == perDay.count - 1
            bars.append(
                "<rect x=\"\(index * width + 4)\" y=\"\(100 - height)\" width=\"\(width - 8)\" height=\"\(height)\" rx=\"2\"><title>\(date): \(count)</title></rect>"
            )
            if index % 3 == 1 {
                bars.append(
                    isLast
                        ? "<text x=\"558\" y=\"118\" text-anchor=\"end\">\(date)</text>"
                        : "<text x=\"\(index * width + width / 2)\" y=\"118\" text-anchor=\"middle\">\(date)</text>"
                )
            }
            rows.append("<tr><th scope=\"row\">\(date)</th><td>\(count)</td></tr>")
        }
        return """
            <svg class="chart" viewBox="0 0 560 124" aria-hidden="true"><line x1="0" x2="560" y1="100.5" y2="100.5"/>\(bars)</svg>
            <table class="visually-hidden"><caption>\(t("Mail of the last \(Self.days) days"))</caption>\(rows)</table>
            """
    }

    /// From the first start to the first ticket.
    private func firstSteps(_ t: Language, _ frame: Frame) -> HTML {
        let hasProject = !frame.projects.isEmpty
        let project: HTML =
            hasProject
            ? "<li>\(Icon.done)<div><strong>\(t("A project"))</strong><div class=\"small muted\">\(t("Done. Tickets live in projects."))</div></div></li>"
            : "<li>\(Icon.folder)<div><strong>\(t("Make a project"))</strong><div class=\"small muted\">\(t("Tickets live in projects, for instance “Support” or “Accounting”."))</div></div><a class=\"button is-small is-primary\" href=\"\(Site.newProject)\">\(Icon.plus)\(t("New project"))</a></li>"
        return """
            <section class="card"><header><h2>\(t("Three steps to the first ticket"))</h2></header><ul class="lines">
            \(project)
            <li>\(Icon.mail)<div><strong>\(t("Connect a mailbox"))</strong><div class="small muted">\(t("Its mail becomes tickets. By default only mail from now on is read, and nothing is deleted."))</div></div><a class="button is-small\(" is-primary", if: hasProject)" href="\(Site.newMailbox)">\(Icon.plus)\(t("New mailbox"))</a></li>
            <li>\(Icon.people)<div><strong>\(t("Invite colleagues"))</strong><div class="small muted">\(t("Operators answer tickets; administrators also set things up."))</div></div><a class="button is-small" href="\(Site.newPerson)">\(t("New person"))</a></li>
            </ul></section>
            """
    }
}
