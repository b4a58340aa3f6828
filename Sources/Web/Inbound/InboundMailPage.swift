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

    /// The mail as it came. As a download: a mail is nothing that a browser should try to show.
    func rawMail(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id: LedgerID = try context.id()
        let bytes = try await store.read { tables in
            try tables.ledger.find(id)?.raw.flatMap { try tables.rawMail.bytes(of: $0) }
        }
        guard let bytes else { throw HTTPError(.notFound) }
        return Download(name: "mail-\(id).eml", contentType: "message/rfc822").response(bytes)
    }

    /// Forgets the decision on a mail that made nothing yet, so that it is decided again.
    func processAgain(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id: LedgerID = try context.id()
        let (now, me) = (context.visit.now, context.person.id)
        try await store.write { tables in
            guard let entry = try tables.ledger.find(id) else { throw HTTPError(.notFound) }
            guard InboundMailPage.canBeProcessedAgain(entry) else { throw HTTPError(.conflict) }
            try tables.ledger.decideAgain(id)
            // So that it does not wait for the task's next turn.
            let job = try tables.job.add(
                Job(id: 0, kind: .runTask, task: .receivingMails, askedBy: me, createdAt: now))
            try tables.announce(.job(job.id))
            try tables.announce(.ledger)
        }
        return .see(Site.inboundMail(id).with(.again))
    }
}

/// One mail: *What happened*, headers, parts, and the raw mail.
struct InboundMailPage {
    /// More header fields or parts are in the raw mail.
    static let mostListed = 200

    var entry: LedgerEntry
    var trace: [TraceStep]
    var mailbox: String?
    var mail: MIME.Message?

    init?(_ id: LedgerID, _ tables: Tables) throws {
        guard let entry = try tables.ledger.find(id) else { return nil }
        self.entry = entry
        trace = try tables.ledger.trace(of: id)
        mailbox = try tables.mailbox.names()[entry.mailbox]
        mail = try entry.raw.flatMap { try tables.rawMail.bytes(of: $0) }.map { MIME.Message($0) }
    }

    /// A mail that is on a ticket stays there: deciding it anew would make it twice.
    static func canBeProcessedAgain(_ entry: LedgerEntry) -> Bool {
        switch entry.outcome {
        case .failed, .ignored, .duplicate: entry.raw != nil
        case .ticket, .reply, .bounce: false
        case nil: entry.error != nil
        }
    }

    func page(_ visit: Visit) -> Page {
        let t = visit.language
        let subject = entry.subject.isEmpty ? t("(no subject)") : entry.subject
        return Page(
            title: subject,
            crumbs: [.init(t("Inbound mail"), Site.inbound), .init(subject.shortened(to: 60))],
            place: .inbound, actions: actions(visit), isNarrow: true,
            body: """
                <div id="what-happened" data-live="ledger ticket"><section class="card"><header><h2>\(t("What happened"))</h2>\(OutcomeBadge(entry, t).html)</header>
                <div class="inside"><p>\(result(t))</p>\(entry.error.map { Callout(.wrong, HTML(text: $0)).html })</div>
                \(trace.isEmpty ? nil : TraceView(steps: trace, language: t).html)</section></div>
                <section class="card"><header><h2>\(t("The mail"))</h2></header><div class="inside">\(facts(visit))</div></section>
                \(contents(t))
                """)
    }

    private func actions(_ visit: Visit) -> HTML {
        let t = visit.language
        let again: HTML? =
            Self.canBeProcessedAgain(entry)
            ? "<form method=\"post\" action=\"\(Site.processing(entry.id))\">\(visit.token)<button class=\"button\">\(Icon.turning)\(t("Process again"))</button></form>"
            : nil
        let raw: HTML? =
            entry.raw == nil
            ? nil
            : "<a class=\"button\" href=\"\(Site.rawMail(entry.id))\" download>\(Icon.download)\(t("Raw mail"))</a>"
        let ticket: HTML? = entry.ticket.map {
            "<a class=\"button is-primary\" href=\"\(Site.ticket($0))\">\(t("Ticket #\($0)"))</a>"
        }
        return "\(again)\(raw)\(ticket)"
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
        row(t("Arrived at the server"), t.time(entry.receivedAt))
        row(t("Stored here"), t.time(entry.storedAt))
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
        let headers = mail.header.fields.prefix(Self.mostListed)
            .map { "\($0.name): \($0.text)" }.joined(separator: "\n")
        let parts: [HTML] = mail.parts.prefix(Self.mostListed).map { part in
            """
            <tr><td>\(part.id.index)</td><td><code>\(part.contentType.type)/\(part.contentType.subtype)</code></td><td>\(part.filename ?? "")</td><td>\(part.disposition?.rawValue ?? "")</td><td class="num">\(t.size(part.bodyRange.count))</td></tr>
            """
        }
        let defects: [HTML] = mail.defects.prefix(Self.mostListed).map {
            "<li>\(Icon.warning)<div><code>\($0.kind.rawValue)</code> <span class=\"faint\">\(t("at byte \($0.offset)"))</span></div></li>"
        }
        let oddities: HTML? =
            defects.isEmpty
            ? nil
            : "<section class=\"card\"><header><h2>\(t("Oddities of this mail"))</h2></header><ul class=\"lines\">\(defects)</ul></section>"
        return """
            \(oddities)
            <section class="card"><header><h2>\(t("Parts"))</h2></header><table><thead><tr><th>#</th><th>\(t("Type"))</th><th>\(t("Name"))</th><th>\(t("Disposition"))</th><th class="num">\(t("Size"))</th></tr></thead><tbody>\(parts)</tbody></table></section>
            <section class="card"><header><h2>\(t("Headers"))</h2></header><div class="inside"><pre class="raw" tabindex="0">\(headers)</pre></div></section>
            """
    }
}
