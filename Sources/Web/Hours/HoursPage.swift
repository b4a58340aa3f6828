internal import Desk
internal import HTTPTypes
internal import Hummingbird
internal import Markup
internal import NIOCore
internal import Store

extension WebServer {
    func hoursPage(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id: ProjectID = try context.id()
        let choice = HoursChoice(request)
        let (visit, me) = (context.visit, context.person.id)
        let (page, frame) = try await store.read { tables -> (Page, Frame) in
            guard let project = try tables.project.find(id) else { throw HTTPError(.notFound) }
            let today = CalendarDay(visit.now)
            let report = try HoursReport(
                id, period: choice.period, client: choice.client, today: today, tables)
            if report == nil, choice != HoursChoice() { throw HTTPError(.notFound) }
            let page =
                report.map { HoursPage(report: $0).page(visit) }
                ?? HoursPage.empty(project, visit)
            return (page, try Frame(tables, me))
        }
        return page.response(visit, frame)
    }

    /// The same lines as CSV.
    func hoursFile(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id: ProjectID = try context.id()
        let choice = HoursChoice(request)
        let today = CalendarDay(context.visit.now)
        let report = try await store.read { tables in
            try HoursReport(
                id, period: choice.period, client: choice.client, today: today, tables)
        }
        guard let report else { throw HTTPError(.notFound) }
        let name = "hours-\(id)-\(report.statement.period.start.iso8601).csv"
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8", .cacheControl: "private, no-store",
                .contentDisposition: "attachment; filename=\"\(name)\"",
            ], body: ResponseBody(byteBuffer: ByteBuffer(string: report.csv)))
    }
}

/// Which statement is looked at.
struct HoursChoice: Hashable, Sendable {
    var period: Int?
    var client: PersonID?

    init() {}

    init(_ request: Request) {
        let query = request.uri.queryParameters
        period = query.get("period").flatMap { Int($0) }
        client = query.get("client").flatMap { Int64($0) }.map { PersonID(rawValue: $0) }
    }

    func path(_ base: Path) -> Path {
        var path = base
        if let period { path = path.with("period", String(period)) }
        if let client { path = path.with("client", client.description) }
        return path
    }
}

/// One project's ledger of a period: what was given, spent, carried and lost, line by line.
struct HoursPage {
    var report: HoursReport

    private var choice: HoursChoice {
        var choice = HoursChoice()
        choice.period = report.statement.period.number
        choice.client = report.client?.id
        return choice
    }

    static func empty(_ project: Project, _ visit: Visit) -> Page {
        let t = visit.language
        let action: HTML? =
            visit.person?.role == .administrator
            ? "<a class=\"button is-primary\" href=\"\(Site.hoursPlan(project.id))\">\(Icon.plus)\(t("Set prepaid hours"))</a>"
            : nil
        return Page(
            title: t("Prepaid hours of \(project.name)"), crumbs: crumbs(project, t), place: .hours,
            body: EmptyState(
                icon: .clock, title: t("No prepaid hours yet"),
                text: t(
                    "This project has no prepaid hours, or their first period is still to come."),
                action: action
            ).html)
    }

    private static func crumbs(_ project: Project, _ t: Language) -> [Page.Crumb] {
        [.init(t("Prepaid hours"), Site.hours), .init(project.name)]
    }

    func page(_ visit: Visit) -> Page {
        let t = visit.language
        let project = report.project
        let settings: HTML? =
            visit.person?.role == .administrator
            ? "<a class=\"button\" href=\"\(Site.hoursPlan(project.id))\">\(Icon.gear)\(t("Settings"))</a>"
            : nil
        let of = report.client.map { " · \($0.displayName)" } ?? ""
        return Page(
            title: t("Prepaid hours of \(project.name)") + of,
            crumbs: Self.crumbs(project, t), place: .hours,
            lead: HTML(text: t.period(report.statement.period)),
            actions: """
                <a class="button" href="\(choice.path(Site.hoursFile(project.id)))">\(Icon.download)\(t("CSV"))</a>\(settings)
                """,
            body: """
                \(chooser(t))
                \(report.client == nil ? sums(t) : nil)
                <div class="columns"><div>\(ledger(visit))</div><div>\(chart(t))\(clients(t))</div></div>
                """)
    }

    /// Which period, and whose.
    private func chooser(_ t: Language) -> HTML {
        let periods: [HTML] = report.periods.reversed().map {
            "<option value=\"\($0.number)\"\(" selected", if: $0.number == report.statement.period.number)>\(t.period($0))</option>"
        }
        let client: HTML? = report.client.map {
            """
            <input type="hidden" name="client" value="\($0.id)"><a class="button is-quiet" href="\(HoursChoice.of(period: report.statement.period).path(Site.hours(report.project.id)))">\(t("All clients"))</a>
            """
        }
        return """
            <form class="list-tools" method="get" action="\(Site.hours(report.project.id))"><label>\(t("Period")) <select name="period" data-submits>\(periods)</select></label>\(client)<button class="button is-small apply">\(t("Show"))</button></form>
            """
    }

    private func sums(_ t: Language) -> HTML {
        let period = report.statement.period
        func tile(_ name: String, _ value: Duration, _ tone: String = "") -> HTML {
            "<div class=\"tile \(tone)\"><span class=\"name\">\(name)</span><span class=\"value is-hours\">\(t.hours(value))</span></div>"
        }
        return """
            <div class="tiles">\(period.carried == .zero ? nil : tile(t("Carried over"), period.carried))\(tile(t("Granted"), period.granted))\(period.corrected == .zero ? nil : tile(t("Corrections"), period.corrected))\(tile(t("Spent"), period.spent))\(tile(t("Left"), period.remaining, period.remaining < .zero ? "is-wrong" : period.hasUsed(percent: 80) ? "is-needs" : ""))\(period.expired == .zero ? nil : tile(t("Expired"), period.expired))</div>
            """
    }

    private func ledger(_ visit: Visit) -> HTML {
        let t = visit.language
        let isClient = report.client != nil
        let lines = report.statement.lines
        guard !lines.isEmpty else {
            return
                "<section class=\"card\"><div class=\"inside muted\">\(t("Nothing in this period."))</div></section>"
        }
        let rows: [HTML] = lines.map { row($0, isClient, t) }
        let balance: HTML? = isClient ? nil : "<th class=\"num\">\(t("Balance"))</th>"
        let total: HTML? =
            isClient
            ? "<tfoot><tr><th scope=\"row\" colspan=\"2\">\(t("Together"))</th><td class=\"num\"><strong>\(t.hours(report.statement.spent))</strong></td></tr></tfoot>"
            : nil
        return """
            <div class="table-wrap"><table class="stacks ledger-table"><thead><tr><th>\(t("Day"))</th><th>\(t("What"))</th><th class="num">\(t("Hours"))</th>\(balance)</tr></thead><tbody>\(rows)</tbody>\(total)</table></div>
            """
    }

    private func row(_ line: HoursStatement.Line, _ isClient: Bool, _ t: Language) -> HTML {
        let amount = isClient ? .zero - line.row.amount : line.row.amount
        let balance: HTML? =
            isClient
            ? nil
            : "<td class=\"num\(" is-wrong", if: line.row.balance < .zero)\" data-label=\"\(t("Balance"))\">\(t.hours(line.row.balance))</td>"
        return """
            <tr><td class="nowrap first">\(t.date(line.row.day))</td><td data-label="">\(what(line, t))</td><td class="num end">\(t.hours(amount))</td>\(balance)</tr>
            """
    }

    /// Each line leads to what it comes from.
    private func what(_ line: HoursStatement.Line, _ t: Language) -> HTML {
        let kind = t.name(line.row.kind)
        func name(_ person: PersonID?) -> String {
            person.flatMap { report.people[$0]?.displayName } ?? t("somebody")
        }
        if let entry = line.entry {
            let subject = report.subjects[entry.ticket]
            let ticket: HTML =
                subject.map {
                    "<a href=\"\(Site.ticket(entry.ticket))#time-\(entry.id)\">#\(entry.ticket) \($0.shortened(to: 80))</a>"
                } ?? "#\(entry.ticket) <span class=\"muted\">\(t("deleted"))</span>"
            let note: HTML? = entry.note.isEmpty ? nil : "<div class=\"small\">\(entry.note)</div>"
            return
                "\(ticket)\(note)<div class=\"small muted\">\(name(entry.person)) · \(t("for")) \(name(line.client))</div>"
        }
        if let correction = line.correction {
            return
                "\(kind)<div class=\"small\">\(correction.reason)</div><div class=\"small muted\">\(name(correction.by))</div>"
        }
        if case .expire(let from) = line.row.kind,
            let period = report.periods.first(where: { $0.number == from })
        {
            return "\(kind)<div class=\"small muted\">\(t("granted in")) \(t.period(period))</div>"
        }
        return "\(kind)"
    }

    private func chart(_ t: Language) -> HTML {
        """
        <section class="card"><header><h2>\(t("Hours by period"))</h2></header><div class="inside">\(HoursChart(periods: report.periods).html(t))</div></section>
        """
    }

    private func clients(_ t: Language) -> HTML? {
        guard report.client == nil, !report.statement.spentByClient.isEmpty else { return nil }
        let rows: [HTML] = report.statement.spentByClient.map { client, spent in
            let name: HTML =
                client.flatMap { report.people[$0] }.map { person in
                    var choice = HoursChoice.of(period: report.statement.period)
                    choice.client = person.id
                    return
                        "<a href=\"\(choice.path(Site.hours(report.project.id)))\">\(person.displayName)</a>"
                } ?? "<span class=\"muted\">\(t("somebody"))</span>"
            return
                "<li><span></span><div>\(name)</div><span class=\"nowrap\">\(t.hours(spent))</span></li>"
        }
        return """
            <section class="card"><header><h2>\(t("Spent by client"))</h2></header><ul class="lines">\(rows)</ul></section>
            """
    }
}

extension HoursChoice {
    static func of(period: HoursLedger.Period) -> HoursChoice {
        var choice = HoursChoice()
        choice.period = period.number
        return choice
    }
}
