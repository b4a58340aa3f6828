internal import Desk
internal import Hummingbird
internal import Markup
internal import Store

extension WebServer {
    func taskHistory(_ request: Request, _ context: AdministratorContext) async throws -> Response {
        let name = try context.task()
        let (page, frame) = try await store.read { tables in
            (
                TaskHistoryPage(
                    task: try Self.task(name, tables),
                    runs: try tables.taskRun.history(of: name, limit: TaskHistoryPage.mostRuns)),
                try Frame(tables, context.person.id)
            )
        }
        return page.page(context.visit).response(context.visit, frame)
    }
}

/// Every run of a task: what started it, how long it took, what it counted, what went wrong.
struct TaskHistoryPage {
    static let mostRuns = 100

    var task: ScheduledTask
    var runs: [TaskRun]

    func page(_ visit: Visit) -> Page {
        let t = visit.language
        let title = t(Phrase(known: task.name.title))
        return Page(
            title: t("History of \(title)"), heading: HTML(text: title),
            crumbs: TasksPage.crumbs(t) + [
                .init(title, Site.task(task.name)), .init(t("History")),
            ],
            place: .tasks, lead: HTML(text: t(Phrase(known: task.name.function))),
            actions: """
                <form method="post" action="\(Site.task(task.name, "run"))">\(visit.token)<button class="button">\(Icon.play)\(t("Run now"))</button></form>\
                <a class="button" href="\(Site.task(task.name))">\(Icon.gear)\(t("Settings"))</a>
                """,
            body:
                "<div id=\"runs\" data-live=\"task\">\(runs.isEmpty ? empty(t) : table(visit))</div>"
        )
    }

    private func empty(_ t: Language) -> HTML {
        EmptyState(
            icon: .history, title: t("No run yet"),
            text: t(
                "Each run leaves a line here: when, how long, what it did, and what went wrong.")
        ).html
    }

    private func table(_ visit: Visit) -> HTML {
        let t = visit.language
        let longest = max(
            1,
            runs.compactMap { run in run.finishedAt.map { ($0 - run.startedAt).inMilliseconds } }
                .max() ?? 1)
        let rows: [HTML] = runs.map { row(visit, $0, longest) }
        return """
            <div class="table-wrap"><table class="timeline stacks"><thead><tr><th>\(t("Started"))</th><th>\(t("Trigger"))</th><th>\(t("Duration"))</th><th>\(t("Result"))</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }

    private func row(_ visit: Visit, _ run: TaskRun, _ longest: Int64) -> HTML {
        let t = visit.language
        let duration = run.finishedAt.map { $0 - run.startedAt }
        let width = duration.map { max(2, $0.inMilliseconds * 120 / longest) } ?? 0
        let style = run.result == .ok ? "is-ok" : run.result == .failed ? "is-failed" : ""
        let bar: HTML? = duration.map {
            "<span class=\"small\">\(t.lasting($0))</span><svg class=\"bar\" viewBox=\"0 0 120 6\" aria-hidden=\"true\"><rect class=\"\(style)\" width=\"\(width)\" height=\"6\" rx=\"3\"/></svg>"
        }
        let badge: Badge =
            switch run.result {
            case .running: Badge(.turning, t("running …"))
            case .ok: Badge(.check, t("Done"), "is-good")
            case .failed: Badge(.stop, t("Failed"), "is-wrong")
            case .abandoned: Badge(.warning, t("Broken off"), "is-needs")
            }
        let error: HTML? = run.error.map {
            "<div class=\"warning is-wrong\"><span>\($0)</span></div>"
        }
        let log: HTML? =
            run.log.isEmpty
            ? nil
            : """
            <details class="quote"><summary>\(t("Log")) (\(run.log.count))</summary><pre class="raw" tabindex="0">\(run.log.joined(separator: "\n"))</pre></details>
            """
        return """
            <tr><td class="nowrap first">\(t.time(run.startedAt))<div class="small faint">\(t("Trace")) <code>\(run.traceID)</code></div></td><td data-label="">\(t.name(run.trigger))</td><td class="nowrap" data-label="">\(bar)</td>
            <td data-label="">\(badge) \(TaskRunLine.words(run, t))\(error)\(log)</td></tr>
            """
    }
}
