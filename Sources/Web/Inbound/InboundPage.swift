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
                    processable: query.isNarrowed
                        ? try tables.ledger.processableCount(query.filter) : 0,
                    mailboxes: try tables.mailbox.names()),
                try Frame(tables, context.person.id)
            )
        }
        return page.page(visit).response(visit, frame)
    }

    /// *Process again* for the mails that are ticked, or for the whole list as it is narrowed.
    func processManyAgain(_ request: Request, _ context: StaffContext) async throws -> Response {
        let form = context.form
        let query = InboundQuery(form)
        var filter = query.filter
        switch form["do"] {
        case "selected":
            // A page holds no more, so a form that names more is not ours.
            filter = LedgerFilter(
                ids: form.all("mail").prefix(InboundQuery.pageSize).compactMap { Int64($0) }
                    .map { LedgerID(rawValue: $0) })
        case "all" where query.isNarrowed: break
        default: throw HTTPError(.badRequest)
        }
        let count = try await ledger.processAgain(filter, by: context.person.id)
        return .see(query.path.with(count == 0 ? .noneAgain : .manyAgain))
    }
}

struct InboundPage {
    var query: InboundQuery
    /// One more than a page, where there are more.
    var entries: [LedgerEntry]
    var total: Int
    /// How many of the whole list *Process again* is for.
    var processable: Int
    var mailboxes: [MailboxID: String]

    func page(_ visit: Visit) -> Page {
        let t = visit.language
        return Page(
            title: t("Inbound mail"), place: .inbound,
            lead: "\(t("Every mail that any mailbox ever delivered, and what became of it."))",
            actions:
                "<a class=\"button\" href=\"\(Site.whereIsMyMail)\">\(Icon.search)\(t("Where is my mail?"))</a>",
            body: """
                \(tabs(t))\(filters(t))
                <form method="post" action="\(Site.processingMany)" id="inbound-form">\(visit.token)\(hidden)
                \(entries.isEmpty ? nil : bulk(t))
                <div id="inbound" data-live="ledger">\(entries.isEmpty ? empty(t) : table(visit))</div></form>
                """)
    }

    private func tabs(_ t: Language) -> HTML {
        let fates: [(InboundQuery.Fate, String)] =
            [(.any, t("All")), (.pending, t("In work")), (.waiting, t("Waiting replies"))]
            + LedgerEntry.Outcome.allCases.map {
                (.outcome($0), $0 == .failed ? t("Quarantine") : t.name($0))
            }
        let tabs: [HTML] = fates.map { fate, name in
            "<a href=\"\(query.with(fate).path)\"\(" aria-current=\"page\"", if: fate == query.fate)>\(name)</a>"
        }
        return
            "<div class=\"list-tools\"><nav class=\"tabs\" aria-label=\"\(t("Outcome"))\">\(tabs)</nav></div>"
    }

    private func filters(_ t: Language) -> HTML {
        let options: [HTML] = mailboxes.sorted { $0.value < $1.value }.map {
            "<option value=\"\($0.key)\"\(" selected", if: $0.key == query.mailbox)>\($0.value)</option>"
        }
        let clear: HTML? =
            query.isNarrowed
            ? "<a class=\"button is-plain\" href=\"\(Site.inbound)\">\(t("Clear"))</a>" : nil
        return """
            <form class="list-tools filters" action="\(Site.inbound)" method="get"><input type="hidden" name="outcome" value="\(query.fate.word)">
            <input type="search" name="q" value="\(query.search)" size="26" maxlength="200" placeholder="\(t("Sender, subject or Message-ID"))" aria-label="\(t("Search inbound mail"))">
            <input type="search" name="sender" value="\(query.sender)" size="18" maxlength="200" placeholder="\(t("Sender"))" aria-label="\(t("Sender"))">
            <select name="mailbox" aria-label="\(t("Mailbox"))" data-submits><option value="">\(t("All mailboxes"))</option>\(options)</select>
            <label class="inline">\(t("From"))<input type="date" name="from" value="\(query.from)" title="UTC"></label>
            <label class="inline">\(t("to"))<input type="date" name="to" value="\(query.to)" title="UTC"></label>
            <input name="ticket" value="\(query.ticket)" size="7" maxlength="20" placeholder="\(t("Ticket #"))" aria-label="\(t("Ticket"))">
            <button class="button">\(Icon.search)\(t("Find"))</button>\(clear)</form>
            """
    }

    /// So that the form comes back to this list.
    private var hidden: [HTML] {
        query.fields.map { "<input type=\"hidden\" name=\"\($0.name)\" value=\"\($0.value)\">" }
    }

    private func bulk(_ t: Language) -> HTML {
        let all: HTML? =
            processable == 0
            ? nil
            : "<button class=\"button is-small\" name=\"do\" value=\"all\">\(Icon.turning)\(processable == 1 ? t("Process the 1 mail of this list again that made nothing") : t("Process all \(processable) mails of this list again that made nothing"))</button>"
        return """
            <div class="list-tools"><div class="bulk"><span class="muted"><span data-count></span> \(t("selected"))</span>
            <button class="button is-small" name="do" value="selected">\(Icon.turning)\(t("Process again"))</button></div>\(all)</div>
            """
    }

    private func table(_ visit: Visit) -> HTML {
        let t = visit.language
        let shown = entries.prefix(InboundQuery.pageSize)
        let rows: [HTML] = shown.map { row(visit, $0) }
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
            <div class="table-wrap"><table class="stacks selects"><thead><tr><th class="select"><input type="checkbox" data-all aria-label="\(t("Select all"))"></th><th>\(t("Mail"))</th><th>\(t("What became of it"))</th><th>\(t("Ticket"))</th><th>\(t("Mailbox"))</th><th class="num">\(t("Arrived"))</th></tr></thead><tbody>\(rows)</tbody></table></div>
            <div class="pager"><span>\(total == 1 ? t("1 mail") : t("\(total) mails"))</span><div class="actions">\(first)\(next)</div></div>
            """
    }

    private func row(_ visit: Visit, _ entry: LedgerEntry) -> HTML {
        let t = visit.language
        let path = Site.inboundMail(entry.id)
        let ticket: HTML? = entry.ticket.map { "<a href=\"\(Site.ticket($0))\">#\($0)</a>" }
        let box: HTML? =
            entry.canBeProcessedAgain
            ? "<input type=\"checkbox\" data-row name=\"mail\" value=\"\(entry.id)\" aria-label=\"\(t("Select mail \(entry.id)"))\">"
            : nil
        return """
            <tr data-href="\(path)"><td class="select">\(box)</td><td class="first"><a class="plain" href="\(path)"><strong>\(entry.subject.isEmpty ? t("(no subject)") : entry.subject.shortened(to: 120))</strong></a><div class="small muted">\(entry.from.displayName.shortened(to: 80))</div></td>
            <td data-label="">\(OutcomeBadge(entry, t).html)<div class="small muted">\((entry.error ?? entry.reason).shortened(to: 140))</div></td>
            <td data-label="">\(ticket)</td>
            <td class="nowrap muted" data-label="">\(mailboxes[entry.mailbox] ?? t("deleted mailbox"))</td>
            <td class="num muted end">\(t.ago(entry.receivedAt, now: visit.now))</td></tr>
            """
    }

    private func empty(_ t: Language) -> HTML {
        query.isNarrowed
            ? EmptyState(
                icon: .search, title: t("Nothing found"),
                text: t(
                    "No mail fits this search. “Where is my mail?” tells where was looked, and what to do next."
                ),
                action:
                    "<a class=\"button\" href=\"\(Site.whereIsMyMail)\">\(t("Where is my mail?"))</a>"
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
