internal import Desk
internal import Hummingbird
internal import Markup
internal import Store

extension WebServer {
    func hoursList(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (visit, me) = (context.visit, context.person.id)
        let (page, frame) = try await store.read { tables in
            (
                HoursListPage(
                    rows: try HoursOverview.all(today: CalendarDay(visit.now), tables)),
                try Frame(tables, me)
            )
        }
        return page.page(visit).response(visit, frame)
    }
}

/// *Prepaid hours*: how each project stands in its period of today.
struct HoursListPage {
    var rows: [HoursOverview]

    func page(_ visit: Visit) -> Page {
        let t = visit.language
        let isAdministrator = visit.person?.role == .administrator
        let setUp: HTML? =
            isAdministrator
            ? "<a class=\"button is-primary\" href=\"\(Site.projects)\">\(Icon.folder)\(t("Help-desk projects"))</a>"
            : nil
        guard !rows.isEmpty else {
            return Page(
                title: t("Prepaid hours"), place: .hours,
                body: EmptyState(
                    icon: .clock, title: t("No project has prepaid hours yet"),
                    text: t(
                        "Clients who pay for a number of hours in advance: set them at a project under “Prepaid hours”. Spent time on its tickets is then counted against them."
                    ), action: setUp
                ).html)
        }
        let lines: [HTML] = rows.map { row in
            let link = Site.hours(row.project.id)
            let period = row.period
            return """
                <tr data-href="\(link)"><td class="first"><a class="plain" href="\(link)"><strong>\(row.project.name)</strong></a><div class="small muted">\(t.period(period))</div></td>
                <td class="num" data-label="\(t("Available"))">\(t.hours(period.available))</td><td class="num" data-label="\(t("Spent"))">\(t.hours(period.spent))</td>
                <td class="num\(" is-wrong", if: period.remaining < .zero)" data-label="\(t("Left"))">\(t.hours(period.remaining))</td><td data-label="">\(HoursMeter(period: period).html)</td></tr>
                """
        }
        return Page(
            title: t("Prepaid hours"), place: .hours,
            lead: "\(t("Each project in its period of today."))",
            body: """
                <div class="table-wrap" id="hours" data-live="ticket task"><table class="stacks"><thead><tr><th>\(t("Project"))</th><th class="num">\(t("Available"))</th><th class="num">\(t("Spent"))</th><th class="num">\(t("Left"))</th><th><span class="visually-hidden">\(t("Used"))</span></th></tr></thead><tbody>\(lines)</tbody></table></div>
                """)
    }
}
