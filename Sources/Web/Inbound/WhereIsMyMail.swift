internal import Desk
internal import Hummingbird
internal import Markup
internal import Store

extension WebServer {
    /// *Where is my mail?*: one search over everything that any mailbox ever delivered.
    func whereIsMyMail(_ request: Request, _ context: StaffContext) async throws -> Response {
        let question = MailQuestion(Form(encoded: (request.uri.query ?? "").utf8))
        let visit = context.visit
        let (page, frame) = try await store.read { tables in
            (
                try WhereIsMyMailPage(question, tables, now: visit.now),
                try Frame(tables, context.person.id)
            )
        }
        return page.page(visit).response(visit, frame)
    }
}

/// What is known of a mail that somebody misses.
struct MailQuestion: Hashable, Sendable {
    var sender: String
    var subject: String
    var messageID: String
    var from: String
    var to: String

    init(_ form: Form) {
        sender = form.line("sender").shortened(to: 200)
        subject = form.line("subject").shortened(to: 200)
        // Pasted from a header, with its angle brackets.
        messageID = form.line("id").shortened(to: 500).filter { $0 != "<" && $0 != ">" }
        from = form.line("from").shortened(to: 20)
        to = form.line("to").shortened(to: 20)
    }

    var isEmpty: Bool { (sender + subject + messageID + from + to).isEmpty }

    var filter: LedgerFilter {
        var filter = LedgerFilter(
            from: InboundQuery.moment(from), to: InboundQuery.moment(to, isEnd: true))
        filter.sender = sender
        filter.subject = subject
        filter.messageID = messageID
        return filter
    }
}

struct WhereIsMyMailPage {
    /// More than this is a question that wants more words.
    static let mostShown = 50

    /// A mailbox that was looked at, or should have been.
    struct LookedAt {
        var mailbox: Mailbox
        var facts: MailboxHealth.Facts
        var health: MailboxHealth
        var mails: Int
    }

    var question: MailQuestion
    var entries: [LedgerEntry] = []
    var total = 0
    var names: [MailboxID: String]
    var mailboxes: [LookedAt]

    init(_ question: MailQuestion, _ tables: Tables, now: Instant) throws {
        self.question = question
        names = try tables.mailbox.names()
        let facts = try tables.mailbox.allFacts()
        mailboxes = try tables.mailbox.all().map { mailbox in
            let known = facts[mailbox.id] ?? MailboxHealth.Facts()
            return LookedAt(
                mailbox: mailbox, facts: known,
                health: MailboxHealth.of(mailbox, known, now: now),
                mails: try tables.ledger.count(LedgerFilter(mailbox: mailbox.id)))
        }
        guard !question.isEmpty else { return }
        entries = try tables.ledger.list(question.filter, limit: Self.mostShown)
        total = try tables.ledger.count(question.filter)
    }

    func page(_ visit: Visit) -> Page {
        let t = visit.language
        return Page(
            title: t("Where is my mail?"),
            crumbs: [.init(t("Inbound mail"), Site.inbound), .init(t("Where is my mail?"))],
            place: .inbound,
            lead:
                "\(t("One search over every mail that any mailbox ever delivered, dropped mail included. What you leave empty is not looked at."))",
            isNarrow: true, body: "\(form(t))\(answer(visit))")
    }

    private func form(_ t: Language) -> HTML {
        """
        <form class="form is-plain" action="\(Site.whereIsMyMail)" method="get">
        <div class="row">\(Field("sender", t("Sender")).text(question.sender, placeholder: "ann@example.com", attributes: " autofocus"))\(Field("subject", t("Words of the subject")).text(question.subject))</div>
        \(Field("id", "Message-ID").text(question.messageID, placeholder: "abc@mail.example.com"))
        <div class="row">\(Field("from", t("Arrived from (UTC)")).text(question.from, type: "datetime-local"))\(Field("to", t("until (UTC)")).text(question.to, type: "datetime-local"))</div>
        <div class="form-end"><button class="button is-primary">\(Icon.search)\(t("Find"))</button></div></form>
        """
    }

    private func answer(_ visit: Visit) -> HTML? {
        let t = visit.language
        guard !question.isEmpty else { return nil }
        guard !entries.isEmpty else { return "\(nothing(t))\(lookedAt(visit))" }
        let items: [HTML] = entries.map { found(visit, $0) }
        let heading =
            total == 1 ? t("1 mail was found") : t("\(total) mails were found")
        let more: HTML? =
            total > entries.count
            ? "<p class=\"muted small\">\(t("The newest \(entries.count) are shown. More words make the answer shorter."))</p>"
            : nil
        return """
            <section class="card" id="answer"><header><h2>\(heading)</h2></header><ul class="lines">\(items)</ul></section>\(more)\(lookedAt(visit))
            """
    }

    /// Fetched when and from where, what became of it and why.
    private func found(_ visit: Visit, _ entry: LedgerEntry) -> HTML {
        let t = visit.language
        let ticket: HTML? = entry.ticket.map {
            " · <a href=\"\(Site.ticket($0))\">\(t("Ticket #\($0)"))</a>"
        }
        let mailbox = names[entry.mailbox] ?? t("deleted mailbox")
        return """
            <li><div>\(OutcomeBadge(entry, t).html)</div><div><a href="\(Site.inboundMail(entry.id))"><strong>\(entry.subject.isEmpty ? t("(no subject)") : entry.subject.shortened(to: 120))</strong></a>
            <div class="small muted">\(entry.from.displayName.shortened(to: 80)) <span class="faint">\(entry.from.address.shortened(to: 80))</span></div>
            <div>\(entry.error ?? entry.reason)\(ticket)</div>
            <div class="small muted">\(t("Arrived at the server")) \(t.time(entry.receivedAt)) · \(t("Stored here")) \(t.time(entry.storedAt)) · \(t("Mailbox")) \(mailbox), \(entry.place.folder.shortened(to: 60))</div></div></li>
            """
    }

    private func nothing(_ t: Language) -> HTML {
        Callout(
            .needs,
            """
            <strong>\(t("No mail like this was ever delivered to a mailbox of this desk."))</strong>
            <p>\(t("That is certain for the time until each mailbox was last read, below. What to do next:"))</p>
            <ul class="bullets"><li>\(t("Search with less: one word of the subject, or the sender's domain."))</li>
            <li>\(t("Look below whether the mailbox that it was sent to is read at all, and when last."))</li>
            <li>\(t("Look into the junk folder on the mail server: only the folders below are read."))</li>
            <li>\(t("Ask the sender for the bounce they got, and the provider for its delivery log by Message-ID."))</li></ul>
            """
        ).html
    }

    private func lookedAt(_ visit: Visit) -> HTML {
        let t = visit.language
        guard !mailboxes.isEmpty else {
            return Callout(.wrong, "\(t("No mailbox is connected, so no mail can arrive."))").html
        }
        let rows: [HTML] = mailboxes.map { one in
            let last: HTML =
                one.facts.lastSuccessAt.map {
                    "\(t.ago($0, now: visit.now)) <span class=\"small muted\">\(t.time($0))</span>"
                }
                ?? "<strong>\(t("never"))</strong>"
            let since: HTML? = one.mailbox.readsMailSince.map {
                "<div class=\"small muted\">\(t("Mail that arrived before")) \(t.time($0)) \(t("is not read."))</div>"
            }
            return """
                <tr><td class="first"><strong>\(one.mailbox.name)</strong><div class="small muted">\(one.mailbox.senderContact.address) · \(one.mailbox.folders.joined(separator: ", ").shortened(to: 80))</div>\(since)</td>
                <td data-label="\(t("Last read successfully"))">\(last)</td><td data-label=""><span class="dot is-\(one.health.colour.rawValue)" aria-hidden="true"></span> \(t.sentence(one.health, one.facts))</td><td class="num end">\(one.mails == 1 ? t("1 mail") : t("\(one.mails) mails"))</td></tr>
                """
        }
        return """
            <section class="card" id="looked-at"><header><h2>\(t("Where was looked"))</h2></header><table class="stacks"><thead><tr><th>\(t("Mailbox"))</th><th>\(t("Last read successfully"))</th><th>\(t("Health"))</th><th class="num">\(t("In the ledger"))</th></tr></thead><tbody>\(rows)</tbody></table></section>
            """
    }
}
