internal import Desk
internal import Hummingbird
internal import Markup
internal import Store

extension WebServer {
    func allMailboxes(_ request: Request, _ context: AdministratorContext) async throws -> Response
    {
        let visit = context.visit
        let (page, frame) = try await store.read { tables in
            (try AllMailboxesPage(tables, now: visit.now), try Frame(tables, context.person.id))
        }
        return page.page(visit).response(visit, frame)
    }
}

/// Every mailbox as a monitored object: how it is, when it was and will be looked at, and what can be done.
struct AllMailboxesPage {
    static let days = 14

    struct Row {
        var mailbox: Mailbox
        var health: MailboxHealth
        var facts: MailboxHealth.Facts
        var perDay: [Int]
    }

    var rows: [Row]
    /// When the task reads mailboxes next; nil while it is not active.
    var nextCheck: Instant?

    init(_ tables: Tables, now: Instant) throws {
        let facts = try tables.mailbox.allFacts()
        rows = try tables.mailbox.all().map { mailbox in
            let own = facts[mailbox.id] ?? MailboxHealth.Facts()
            return Row(
                mailbox: mailbox, health: MailboxHealth.of(mailbox, own, now: now), facts: own,
                perDay: try tables.mailbox.mailsPerDay(of: mailbox.id, days: Self.days, now: now))
        }
        let task = try tables.task.find(.receivingMails)
        nextCheck = task.flatMap { $0.isActive ? $0.nextRunAt : nil }
    }

    static func crumbs(_ t: Language) -> [Page.Crumb] {
        [
            .init(t("Administration"), Site.administration), .init(t("Help Desk"), Site.mailboxes),
            .init(t("All mailboxes"), Site.mailboxes),
        ]
    }

    func page(_ visit: Visit) -> Page {
        let t = visit.language
        return Page(
            title: t("All mailboxes"), crumbs: Self.crumbs(t), place: .mailboxes,
            actions: """
                <a class="button is-primary" href="\(Site.newMailbox)">\(Icon.plus)\(t("New mailbox"))</a>\
                <a class="button" href="\(Site.tasks)">\(Icon.clock)\(t("Overview of scheduled tasks"))</a>
                """,
            body:
                "<div id=\"mailboxes\" data-live=\"mailbox ledger task\">\(rows.isEmpty ? empty(t) : table(visit))</div>"
        )
    }

    private func empty(_ t: Language) -> HTML {
        EmptyState(
            icon: .mail, title: t("No mailbox yet"),
            text: t(
                "A mailbox is where your clients write to. Martlet reads it and turns each mail into a ticket or into a reply on the right ticket."
            ),
            action:
                "<a class=\"button is-primary\" href=\"\(Site.newMailbox)\">\(Icon.plus)\(t("New mailbox"))</a>"
        ).html
    }

    private func table(_ visit: Visit) -> HTML {
        let t = visit.language
        let body: [HTML] = rows.map { row(visit, $0) }
        return """
            <div class="table-wrap has-menus"><table class="stacks"><thead><tr><th>\(t("Mailbox"))</th><th>\(t("Last check"))</th><th>\(t("Next check"))</th><th>\(t("Mails per day"))</th><th class="num">\(t("Today"))</th><th class="num">\(t("Waiting failures"))</th><th><span class="visually-hidden">\(t("Actions"))</span></th></tr></thead>
            <tbody>\(body)</tbody></table></div>
            """
    }

    private func row(_ visit: Visit, _ row: Row) -> HTML {
        let t = visit.language
        let mailbox = row.mailbox
        let kind =
            "\(mailbox.mailProtocol.rawValue.uppercased()) · \(mailbox.user) · \(mailbox.host)"
        let reason = t.sentence(row.health, row.facts)
        let last: HTML = row.facts.lastCheckAt.map { t.ago($0, now: visit.now) } ?? "–"
        let success: HTML? =
            row.facts.failuresInARow > 0
            ? row.facts.lastSuccessAt.map {
                "<div class=\"small muted\">\(t("last good")) \(t.ago($0, now: visit.now))</div>"
            } : nil
        let next: HTML =
            mailbox.isActive
            ? nextCheck.map { t.due($0, now: visit.now) } ?? "\(t("task is off"))" : "–"
        let failures: HTML =
            row.facts.waitingFailures == 0
            ? "<span class=\"faint\">0</span>"
            : "<a class=\"count is-wrong\" href=\"\(Site.inbound.with("outcome", "failed").with("mailbox", mailbox.id.description))\">\(row.facts.waitingFailures)</a>"
        let label = t(
            "Mails of the last \(Self.days) days: \(row.perDay.map(String.init).joined(separator: ", "))"
        )
        return """
            <tr><td class="first"><div class="health"><span class="dot is-\(row.health.colour.rawValue)" role="img" aria-label="\(colourWord(row.health.colour, t))"></span><div><a class="plain" href="\(Site.mailbox(mailbox.id))"><strong>\(mailbox.name)</strong></a><div class="small muted">\(kind)</div><div class="small">\(reason)</div></div></div></td>
            <td class="nowrap" data-label="\(t("Last check"))">\(last)\(success)</td>
            <td class="nowrap" data-label="\(t("Next check"))">\(next)</td>
            <td data-label="">\(Sparkline(counts: row.perDay, label: label).html)</td>
            <td class="num" data-label="\(t("Today"))">\(row.perDay.last ?? 0)</td>
            <td class="num" data-label="\(t("Waiting failures"))">\(failures)</td>
            <td class="num end"><div class="td-actions">\(check(visit, mailbox))\(menu(visit, mailbox))</div></td></tr>
            """
    }

    private func colourWord(_ colour: MailboxHealth.Colour, _ t: Language) -> String {
        switch colour {
        case .green: t("Healthy")
        case .amber: t("Needs a look")
        case .red: t("Broken")
        case .paused: t("Paused")
        }
    }

    private func check(_ visit: Visit, _ mailbox: Mailbox) -> HTML? {
        guard mailbox.isActive else { return nil }
        return
            "<form method=\"post\" action=\"\(Site.mailbox(mailbox.id, "check"))\">\(visit.token)<button class=\"button is-small\">\(visit.language("Check now"))</button></form>"
    }

    private func menu(_ visit: Visit, _ mailbox: Mailbox) -> HTML {
        let t = visit.language
        func post(_ noun: String, _ icon: Icon, _ word: String) -> HTML {
            "<form method=\"post\" action=\"\(Site.mailbox(mailbox.id, noun))\">\(visit.token)<button>\(icon)\(word)</button></form>"
        }
        let activity =
            mailbox.isActive
            ? post("pause", .pause, t("Pause")) : post("resumption", .play, t("Resume"))
        return """
            <details class="menu"><summary class="button is-quiet is-small is-square" aria-label="\(t("Actions for \(mailbox.name)"))">\(Icon.dots)</summary><div class="menu-items">
            <a href="\(Site.mailbox(mailbox.id))">\(Icon.pencil)\(t("Edit"))</a>
            \(post("preview", .eye, t("Preview")))\(activity)\(post("copy", .copy, t("Copy")))
            <hr><a class="is-wrong" href="\(Site.mailbox(mailbox.id, "deletion"))">\(Icon.trash)\(t("Delete"))</a></div></details>
            """
    }
}
