internal import Desk
internal import Hummingbird
internal import Markup
internal import Store

extension WebServer {
    func workloadPage(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (visit, me) = (context.visit, context.person.id)
        let (page, frame) = try await store.read { tables in
            (
                WorkloadPage(
                    workload: try tables.hours.workload(), projects: try tables.ticket.workload()),
                try Frame(tables, me)
            )
        }
        return page.page(visit).response(visit, frame)
    }
}

/// *Workload*: who has how much, as the task last counted it.
struct WorkloadPage {
    var workload: DeskWorkload
    var projects: [ProjectWorkload]

    func page(_ visit: Visit) -> Page {
        let t = visit.language
        let counted: HTML =
            workload.countedAt.map { "\(t("Counted")) \(t.ago($0, now: visit.now))." }
            ?? "\(t("Not counted yet: the task “compute aggregated hours” does it."))"
        let settings: HTML? =
            visit.person?.role == .administrator
            ? "<a class=\"button\" href=\"\(Site.task(.aggregatedHours))\">\(Icon.gear)\(t("How often it is counted"))</a>"
            : nil
        return Page(
            title: t("Workload"), place: .workload, lead: counted, actions: settings,
            body: """
                <div id="workload" data-live="task">
                <div class="table-wrap"><table class="stacks"><thead><tr><th>\(t("Operator"))</th><th class="num">\(t("Open tickets"))</th><th class="num">\(t("Need reaction"))</th><th><span class="visually-hidden">\(t("Share"))</span></th><th class="num">\(t("Hours in 7 days"))</th><th class="num">\(t("Hours in 30 days"))</th></tr></thead><tbody>\(operators(t))</tbody></table></div>
                <section class="card"><header><h2>\(t("By project"))</h2></header><table class="stacks"><thead><tr><th>\(t("Project"))</th><th class="num">\(t("Open tickets"))</th><th class="num">\(t("Need reaction"))</th></tr></thead><tbody>\(byProject(t))</tbody></table></section>
                </div>
                """)
    }

    private func operators(_ t: Language) -> [HTML] {
        let most = max(1, workload.operators.map(\.open).max() ?? 1, workload.unassigned)
        func bar(_ open: Int, _ reaction: Int) -> HTML {
            """
            <svg class="bar" viewBox="0 0 120 6" aria-hidden="true"><rect width="\(open * 120 / most)" height="6" rx="3"/><rect class="is-needs" width="\(reaction * 120 / most)" height="6" rx="3"/></svg>
            """
        }
        var rows: [HTML] = workload.operators.map { one in
            """
            <tr><td class="first"><span class="title-line">\(Avatar(name: one.person.displayName, kind: .staff).html) \(one.person.displayName)</span></td><td class="num" data-label="\(t("Open tickets"))">\(one.open)</td><td class="num" data-label="\(t("Need reaction"))">\(one.needsReaction)</td><td data-label="">\(bar(one.open, one.needsReaction))</td><td class="num" data-label="\(t("Hours in 7 days"))">\(t.hours(one.week))</td><td class="num" data-label="\(t("Hours in 30 days"))">\(t.hours(one.month))</td></tr>
            """
        }
        if workload.unassigned > 0 {
            rows.append(
                """
                <tr><td class="first"><a href="\(Site.tickets(.unassigned))">\(t("Unassigned"))</a></td><td class="num" data-label="\(t("Open tickets"))">\(workload.unassigned)</td><td class="num" data-label="\(t("Need reaction"))">\(workload.unassignedReaction)</td><td data-label="">\(bar(workload.unassigned, workload.unassignedReaction))</td><td></td><td></td></tr>
                """)
        }
        return rows
    }

    private func byProject(_ t: Language) -> [HTML] {
        projects.map {
            """
            <tr><td class="first"><a href="\(Site.tickets(project: $0.projectID))">\($0.project)</a></td><td class="num" data-label="\(t("Open tickets"))">\($0.open)</td><td class="num" data-label="\(t("Need reaction"))">\($0.needsReaction)</td></tr>
            """
        }
    }
}
