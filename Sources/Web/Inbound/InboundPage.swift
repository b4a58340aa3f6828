internal import Desk
internal import Hummingbird
internal import Markup
internal import Store

extension WebServer {
    func inboundList(_ request: Request, _ context: StaffContext) async throws -> Response {
        let query = InboundQuery(Form(encoded: (request.uri.query ?? "").utf8))
        let visit = context.visit
        let (page, frame) = try await store.read { tables in
            (
                InboundPage(
                    query: query,
                    entries: try tables.ledger.list(
                        query.filter, after: query.after, limit: InboundQuery.pageSize + 1),
                    total: try tables.ledger.count(query.filter),
                    mailboxes: try tables.mailbox.names()),
                try Frame(tables, context.person.id)
            )
        }
        return page.page(visit).response(visit, frame)
    }
}

/// Which rows of the ledger are asked for.
struct InboundQuery: Hashable, Sendable {
    static let pageSize = 50

    enum Fate: Hashable, Sendable {
        case any, pending
        case outcome(LedgerEntry.Outcome)

        var word: String {
            switch self {
            case .any: ""
            case .pending: "pending"
            case .outcome(let outcome): outcome.rawValue
            }
        }
    }

    var search: String
    var mailbox: MailboxID?
    var fate: Fate
    var after: LedgerID?

    init(_ form: Form) {
        search = form.line("q").shortened(to: 200)
        mailbox = form.number("mailbox").map { MailboxID(rawValue: $0) }
        fate =
            form["outcome"] == "pending"
            ? .pending : LedgerEntry.Outcome(rawValue: form["outcome"]).map { .outcome($0) } ?? .any
        after = form.number("after").map { LedgerID(rawValue: $0) }
    }

    var filter: LedgerFilter {
        var filter = LedgerFilter(mailbox: mailbox, isPending: fate == .pending, search: search)
        if case .outcome(let outcome) = fate { filter.outcome = outcome }
        return filter
    }

    func with(_ fate: Fate) -> InboundQuery {
        var query = self
        query.fate = fate
        query.after = nil
        return query
    }

    func after(_ id: LedgerID) -> InboundQuery {
        var query = self
        query.after = id
        return query
    }

    var isNarrowed: Bool { !search.isEmpty || mailbox != nil || fate != .any }

    var path: Path {
        var path = Site.inbound
        if fate != .any { path = path.with("outcome", fate.word) }
        if let mailbox { path = path.with("mailbox", mailbox.description) }
        if !search.isEmpty { path = path.with("q", search) }
        if let after { path = path.with("after", after.description) }
        return path
    }
}

struct InboundPage {
    var query: InboundQuery
    /// One more than a page, where there are more.
    var entries: [LedgerEntry]
    var total: Int
    var mailboxes: [MailboxID: String]

    func page(_ visit: Visit) -> Page {
        let t = visit.language
        return Page(
            title: t("Inbound mail"), place: .inbound,
            lead: "\(t("Every mail that any mailbox ever delivered, and what became of it."))",
            body: """
                \(tools(t))
                <div id="inbound" data-live="ledger">\(entries.isEmpty ? empty(t) : table(visit))</div>
                """)
    }

    private func tools(_ t: Language) -> HTML {
        let fates: [(InboundQuery.Fate, String)] =
            [(.any, t("All")), (.pending, t("In work"))]
            + LedgerEntry.Outcome.allCases.map { (.outcome($0), t.name($0)) }
        let tabs: [HTML] = fates.map { fate, name in
            "<a href=\"\(query.with(fate).path)\"\(" aria-current=\"page\"", if: fate == query.fate)>\(name)</a>"
        }
        let options: [HTML] = mailboxes.sorted { $0.value < $1.value }.map {
            "<option value=\"\($0.key)\"\(" selected", if: $0.key == query.mailbox)>\($0.value)</option>"
        }
        return """
            <div class="list-tools"><nav class="tabs" aria-label="\(t("Outcome"))">\(tabs)</nav></div>
            <form class="list-tools" action="\(Site.inbound)" method="get"><input type="hidden" name="outcome" value="\(query.fate.word)">
            <input type="search" name="q" value="\(query.search)" size="32" maxlength="200" placeholder="\(t("Sender, subject or Message-ID"))" aria-label="\(t("Where is my mail?"))">
            <select name="mailbox" aria-label="\(t("Mailbox"))" data-submits><option value="">\(t("All mailboxes"))</option>\(options)</select>
            <button class="button">\(Icon.search)\(t("Find"))</button></form>
            """
    }

    private func table(_ visit: Visit) -> HTML {
        let t = visit.language
        let shown = entries.prefix(InboundQuery.pageSize)
        let rows: [HTML] = shown.map { entry in
            let path = Site.inboundMail(entry.id)
            let ticket: HTML? = entry.ticket.map { "<a href=\"\(Site.ticket($0))\">#\($0)</a>" }
            return """
                <tr data-href="\(path)"><td class="first"><a class="plain" href="\(path)"><strong>\(entry.subject.isEmpty ? t("(no subject)") : entry.subject.shortened(to: 120))</strong></a><div class="small muted">\(entry.from.displayName.shortened(to: 80))</div></td>
                <td data-label="">\(OutcomeBadge(entry, t).html)<div class="small muted">\((entry.error ?? entry.reason).shortened(to: 140))</div></td>
                <td data-label="">\(ticket)</td>
                <td class="nowrap muted" data-label="">\(mailboxes[entry.mailbox] ?? t("deleted mailbox"))</td>
                <td class="num muted end">\(t.ago(entry.receivedAt, now: visit.now))</td></tr>
                """
        }
        let next: HTML? =
            entries.count > InboundQuery.pageSize
            ? shown.last.map {
                "<a class=\"button is-small\" rel=\"next\" href=\"\(query.after($0.id).path)\">\(t("Older"))\(Icon.chevron)</a>"
            } : nil
        let first: HTML? =
            query.after == nil
            ? nil
            : "<a class=\"button is-small\" href=\"\(query.with(query.fate).path)\">\(t("Newest"))</a>"
        return """
            <div class="table-wrap"><table class="stacks"><thead><tr><th>\(t("Mail"))</th><th>\(t("What became of it"))</th><th>\(t("Ticket"))</th><th>\(t("Mailbox"))</th><th class="num">\(t("Arrived"))</th></tr></thead><tbody>\(rows)</tbody></table></div>
            <div class="pager"><span>\(total == 1 ? t("1 mail") : t("\(total) mails"))</span><div class="actions">\(first)\(next)</div></div>
            """
    }

    private func empty(_ t: Language) -> HTML {
        query.isNarrowed
            ? EmptyState(
                icon: .search, title: t("Nothing found"),
                text: t(
                    "No mail fits this search. If it should be here, look into the mailbox's health and its junk folder on the server."
                )
            ).html
            : EmptyState(
                icon: .mail, title: t("No mail yet"),
                text: t(
                    "As soon as a mailbox is connected and read, each of its mails has a row here, dropped mail included."
                )
            ).html
    }
}

/// What became of a mail, also while nothing is decided yet.
struct OutcomeBadge {
    var html: HTML

    init(_ entry: LedgerEntry, _ t: Language) {
        if entry.isWaitingForUpdate {
            html = Badge(.clock, t("Reply, waits for its task"), "is-needs").html
        } else if let outcome = entry.outcome {
            html = Badge(outcome, t).html
        } else if entry.error != nil {
            html = Badge(.history, t("Will be tried again"), "is-needs").html
        } else {
            html = Badge(.turning, t("In work"), "").html
        }
    }
}
