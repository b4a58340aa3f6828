internal import Desk
internal import Hummingbird
internal import Markup
internal import Store

extension WebServer {
    func ticketList(_ request: Request, _ context: StaffContext) async throws -> Response {
        let query = TicketQuery(Form(encoded: (request.uri.query ?? "").utf8))
        let visit = context.visit
        let me = context.person.id
        let (page, frame) = try await store.read { tables in
            let filter = query.filter(for: me)
            return (
                TicketListPage(
                    query: query,
                    rows: try tables.ticket.list(
                        filter, sort: query.sort,
                        page: Store.Page(
                            offset: (query.page - 1) * TicketQuery.pageSize,
                            limit: TicketQuery.pageSize)),
                    total: try tables.ticket.count(filter),
                    project: try query.project.flatMap { try tables.project.find($0) },
                    staff: try tables.person.staff().filter(\.isActive),
                    hasMailboxes: try !tables.mailbox.all().isEmpty),
                try Frame(tables, me)
            )
        }
        return page.page(visit).response(visit, frame)
    }
}

/// Which tickets are asked for, as the address says it.
struct TicketQuery: Hashable, Sendable {
    /// Fits a tall screen; more is the next page.
    static let pageSize = 50
    /// Far beyond what anybody pages to; keeps the offset small.
    static let mostPages = 10_000

    var view: DeskView
    var project: ProjectID?
    var search: String
    var sort: TicketSort
    var page: Int

    init(_ form: Form) {
        project = form.number("project").map { ProjectID(rawValue: $0) }
        search = form.line("q").shortened(to: 200)
        view = DeskView(rawValue: form["view"]) ?? (project == nil ? .needReaction : .allOpen)
        let field = TicketSort.Field(rawValue: form["sort"]) ?? .updated
        sort = TicketSort(field, isAscending: form["order"] == "up")
        page = min(max(1, Int(form["page"]) ?? 1), Self.mostPages)
    }

    func filter(for person: PersonID) -> TicketFilter {
        TicketFilter(view: view.stored(for: person), project: project, search: search)
    }

    var path: Path {
        var path = Site.tickets(view)
        if let project { path = path.with("project", project.description) }
        if !search.isEmpty { path = path.with("q", search) }
        if sort != TicketSort() {
            path = path.with("sort", sort.field.rawValue)
            if sort.isAscending { path = path.with("order", "up") }
        }
        return page == 1 ? path : path.with("page", String(page))
    }

    func onPage(_ number: Int) -> TicketQuery {
        var query = self
        query.page = number
        return query
    }

    /// The same list by this column; a second time the other way round.
    func sorted(by field: TicketSort.Field) -> TicketQuery {
        var query = onPage(1)
        query.sort = TicketSort(
            field, isAscending: sort.field == field ? !sort.isAscending : field != .updated)
        return query
    }
}

struct TicketListPage {
    var query: TicketQuery
    var rows: [TicketRow]
    var total: Int
    var project: Project?
    var staff: [Person]
    var hasMailboxes: Bool

    func page(_ visit: Visit) -> Page {
        let t = visit.language
        let title = project?.name ?? query.view.name(t)
        return Page(
            title: query.search.isEmpty ? title : t("Search: \(query.search)"),
            place: query.search.isEmpty
                ? project.map { .project($0.id) } ?? .view(query.view) : .none,
            body: """
                \(tools(visit))
                <form method="post" action="\(Site.bulkChange)" id="tickets-form">\(visit.token)<input type="hidden" name="back" value="\(query.path)">
                \(rows.isEmpty ? nil : bulk(t))
                <div id="tickets" data-live="ticket">\(rows.isEmpty ? empty(visit) : table(visit))</div></form>
                """)
    }

    /// Where the list is narrowed further.
    private func tools(_ visit: Visit) -> HTML? {
        let t = visit.language
        guard project != nil || !query.search.isEmpty else { return nil }
        let views: [DeskView] = [.allOpen, .needReaction, .mine, .waiting, .closed, .everything]
        let tabs: [HTML] = views.map { view in
            var other = query.onPage(1)
            other.view = view
            return
                "<a href=\"\(other.path)\"\(" aria-current=\"page\"", if: view == query.view)>\(view.name(t))</a>"
        }
        return
            "<div class=\"list-tools\"><nav class=\"tabs\" aria-label=\"\(t("Views"))\">\(tabs)</nav></div>"
    }

    private func bulk(_ t: Language) -> HTML {
        let people: [HTML] = staff.map { "<option value=\"\($0.id)\">\($0.displayName)</option>" }
        return """
            <div class="list-tools bulk"><span class="muted"><span data-count></span> \(t("selected"))</span>
            <button class="button is-small" name="do" value="close">\(Icon.check)\(t("Close"))</button>
            <select name="assignee" aria-label="\(t("Assign to"))"><option value="">\(t("Nobody"))</option>\(people)</select>
            <button class="button is-small" name="do" value="assign">\(t("Assign"))</button></div>
            """
    }

    private func table(_ visit: Visit) -> HTML {
        let t = visit.language
        let body: [HTML] = rows.map { row(visit, $0) }
        return """
            <div class="table-wrap"><table class="tickets">
            <thead><tr><th class="select"><input type="checkbox" data-all aria-label="\(t("Select all"))"></th>
            \(head("#", .number, "c-number"))\(head(t("Subject"), .subject, "subject"))\(head(t("Requester"), .requester, "c-requester"))\
            \(head(t("Project"), .project, "c-project"))\(head(t("Assignee"), .assignee, "c-assignee"))\(head(t("Status"), .status, "c-status"))\
            \(head(t("Updated"), .updated, "c-age num"))</tr></thead>
            <tbody>\(body)</tbody></table></div>
            \(pager(t))
            """
    }

    private func head(_ title: String, _ field: TicketSort.Field, _ style: String) -> HTML {
        let isSorted = query.sort.field == field && query.sort != TicketSort()
        let order: HTML =
            isSorted ? " aria-sort=\"\(query.sort.isAscending ? "ascending" : "descending")\"" : ""
        let mark: HTML? = isSorted ? (query.sort.isAscending ? " ↑" : " ↓") : nil
        return
            "<th class=\"\(style)\"\(order)><a class=\"plain\" href=\"\(query.sorted(by: field).path)\">\(title)\(mark)</a></th>"
    }

    private func row(_ visit: Visit, _ row: TicketRow) -> HTML {
        let t = visit.language
        let ticket = row.ticket
        let requester = row.requesterName.isEmpty ? row.requesterEmail : row.requesterName
        let path = Site.ticket(ticket.id)
        return """
            <tr class="\("needs", if: ticket.needsReaction && ticket.status != .closed)" data-href="\(path)" data-prefetch>
            <td class="select"><input type="checkbox" data-row name="ticket" value="\(ticket.id)" aria-label="\(t("Select ticket \(ticket.id)"))"></td>
            <td class="c-number">\(ticket.id)</td>
            <td class="subject">\(PriorityMark(ticket.priority, t).html)<a href="\(path)">\(subject(ticket, t))</a><span class="snippet">\(ticket.snippet)</span></td>
            <td class="c-requester" title="\(row.requesterEmail)">\(requester)</td>
            <td class="c-project">\(row.projectName)</td>
            <td class="c-assignee">\(row.assigneeName ?? "–")</td>
            <td class="c-status">\(Badge(short: ticket.status, t))</td>
            <td class="c-age num">\(t.age(ticket.updatedAt, now: visit.now))</td></tr>
            """
    }

    private func subject(_ ticket: Ticket, _ t: Language) -> String {
        ticket.subject.isEmpty ? t("(no subject)") : ticket.subject
    }

    private func pager(_ t: Language) -> HTML {
        let first = (query.page - 1) * TicketQuery.pageSize + 1
        let before: HTML? =
            query.page > 1
            ? "<a class=\"button is-small\" rel=\"prev\" href=\"\(query.onPage(query.page - 1).path)\">\(Icon.back)\(t("Newer"))</a>"
            : nil
        let after: HTML? =
            first + rows.count - 1 < total
            ? "<a class=\"button is-small\" rel=\"next\" href=\"\(query.onPage(query.page + 1).path)\">\(t("Older"))\(Icon.chevron)</a>"
            : nil
        return
            "<div class=\"pager\"><span>\(t("\(first)–\(first + rows.count - 1) of \(total)"))</span><div class=\"actions\">\(before)\(after)</div></div>"
    }

    private func empty(_ visit: Visit) -> HTML {
        let t = visit.language
        if !query.search.isEmpty {
            return EmptyState(
                icon: .search, title: t("Nothing found"),
                text: t(
                    "No ticket has all of these words. “Inbound mail” also finds mail that made no ticket."
                ),
                action:
                    "<a class=\"button\" href=\"\(Site.inbound.with("q", query.search))\">\(t("Search inbound mail"))</a>"
            ).html
        }
        if !hasMailboxes && visit.person?.role == .administrator {
            return EmptyState(
                icon: .mail, title: t("No tickets yet"),
                text: t(
                    "Tickets come from mail. Connect the first mailbox, and its mail appears here."),
                action:
                    "<a class=\"button is-primary\" href=\"\(Site.newMailbox)\">\(Icon.plus)\(t("New mailbox"))</a>"
            ).html
        }
        return EmptyState(
            icon: query.view.icon, title: t("All done here"), text: query.view.emptyWords(t)
        ).html
    }
}

/// An arrow beside a subject whose priority is not the normal one.
struct PriorityMark {
    var priority: Ticket.Priority
    var language: Language

    init(_ priority: Ticket.Priority, _ language: Language) {
        self.priority = priority
        self.language = language
    }

    var html: HTML? {
        guard priority != .normal else { return nil }
        let name = language("Priority: \(language.name(priority))")
        let icon: Icon = priority == .low ? .fall : priority == .high ? .rise : .warning
        return
            "<span class=\"priority is-\(priority.rawValue)\" title=\"\(name)\">\(icon)<span class=\"visually-hidden\">\(name)</span></span>"
    }
}
