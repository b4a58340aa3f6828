internal import Desk
internal import Hummingbird
internal import MIME
internal import Markup
internal import Store

extension WebServer {
    func inboundMail(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id: LedgerID = try context.id()
        let (page, frame) = try await store.read { tables -> (InboundMailPage, Frame) in
            guard let page = try InboundMailPage(id, tables) else { throw HTTPError(.notFound) }
            return (page, try Frame(tables, context.person.id))
        }
        return page.page(context.visit).response(context.visit, frame)
    }
}

/// One mail: *What happened*, what can be done with it, its history, headers, parts, text.
struct InboundMailPage {
    var entry: LedgerEntry
    var trace: [TraceStep]
    var events: [LedgerEvent]
    /// Who did something with it, by name.
    var people: [PersonID: String]
    var mailbox: String?
    /// The active projects, in their order.
    var projects: [Project]
    /// Where it would go by the rules of today's routing.
    var likelyProject: ProjectID?
    /// How many messages the ticket has that it is on.
    var messagesOnTicket: Int
    var mail: MIME.Message?

    init?(_ id: LedgerID, _ tables: Tables) throws {
        guard let entry = try tables.ledger.find(id) else { return nil }
        self.entry = entry
        trace = try tables.ledger.trace(of: id)
        events = try tables.ledgerEvent.of(id)
        people = Dictionary(
            try Set(events.compactMap(\.actor)).compactMap { id in
                try tables.person.find(id).map { (id, $0.displayName) }
            }, uniquingKeysWith: { first, _ in first })
        mailbox = try tables.mailbox.names()[entry.mailbox]
        let all = try tables.project.all()
        projects = all.filter(\.isActive)
        likelyProject =
            Routing.route(
                subject: entry.subject, sender: entry.from.address, projects: all,
                defaultProject: try tables.mailbox.find(entry.mailbox)?.defaultProject
            ).project
        messagesOnTicket =
            entry.isOnTicket
            ? try entry.ticket.map { 1 + (try tables.message.count(on: $0, exceptOf: id)) } ?? 0 : 0
        mail = try entry.raw.flatMap { try tables.rawMail.bytes(of: $0) }.map { MIME.Message($0) }
    }

    func page(_ visit: Visit) -> Page {
        let t = visit.language
        let subject = entry.subject.isEmpty ? t("(no subject)") : entry.subject
        let actions = MailActions(page: self, visit: visit)
        return Page(
            title: subject,
            crumbs: [.init(t("Inbound mail"), Site.inbound), .init(subject.shortened(to: 60))],
            place: .inbound, actions: actions.top, isNarrow: true,
            body: """
                <div id="what-happened" data-live="ledger ticket"><section class="card"><header><h2>\(t("What happened"))</h2>\(OutcomeBadge(entry, t).html)</header>
                <div class="inside"><p>\(result(t))</p>\(entry.error.map { Callout(.wrong, HTML(text: $0)).html })</div>
                \(trace.isEmpty ? nil : TraceView(steps: trace, language: t).html)</section></div>
                \(actions.card)
                \(MailHistory(page: self, visit: visit).html)
                <section class="card"><header><h2>\(t("The mail"))</h2></header><div class="inside">\(facts(visit))</div></section>
                \(contents(t))
                """)
    }

    private func result(_ t: Language) -> String {
        if !entry.reason.isEmpty { return entry.reason }
        return t(
            "Nothing is decided yet. The mail is stored safely and will be looked at in a moment.")
    }

    private func facts(_ visit: Visit) -> HTML {
        let t = visit.language
        var rows: [HTML] = []
        func row(_ name: String, _ value: HTML?) {
            if let value { rows.append("<dt>\(name)</dt><dd>\(value)</dd>") }
        }
        let from =
            entry.from.name.isEmpty
            ? entry.from.address : "\(entry.from.name) <\(entry.from.address)>"
        row(t("From"), "\(from)")
        row(t("Subject"), "\(entry.subject)")
        row(t("Mailbox"), "\(mailbox ?? t("deleted mailbox"))")
        row(t("Folder"), "\(entry.place.folder)")
        if let uid = entry.place.uid {
            row(
                "UID",
                "\(uid) <span class=\"faint\">UIDVALIDITY \(entry.place.uidValidity ?? 0)</span>")
        }
        row("UIDL", entry.place.uidl.map { "<code>\($0)</code>" })
        row("Message-ID", entry.messageID.map { "<code>\($0)</code>" })
        row(t("Size"), "\(t.size(entry.size))")
        row(t("On the server"), "\(filing(t))")
        row(t("Attempts"), entry.attempts == 0 ? nil : "\(entry.attempts)")
        row("SHA-256", "<code>\(entry.digest)</code>")
        row(t("Trace"), "<code>\(entry.traceID)</code>")
        return "<dl class=\"facts\">\(rows)</dl>"
    }

    private func filing(_ t: Language) -> String {
        switch entry.filing {
        case .waiting: t("stays where it is until it is decided")
        case .toSuccess, .movingToSuccess: t("is about to be filed as processed")
        case .toFailure, .movingToFailure: t("is about to be filed as failed")
        case .done: t("filed")
        }
    }

    private func contents(_ t: Language) -> HTML {
        guard let mail else {
            return Callout(
                .info,
                "\(t("The raw mail is not here: it was larger than the mailbox's limit, or its time of keeping is over."))"
            ).html
        }
        return MailContents(mail: mail, language: t).html
    }
}
