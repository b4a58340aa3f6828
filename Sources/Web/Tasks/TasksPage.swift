internal import Desk
internal import Hummingbird
internal import Markup
internal import Store

extension WebServer {
    func tasksPage(_ request: Request, _ context: AdministratorContext) async throws -> Response {
        let visit = context.visit
        let (page, frame) = try await store.read { tables in
            (try TasksPage(tables), try Frame(tables, context.person.id))
        }
        return page.page(visit).response(visit, frame)
    }

    func runTask(_ request: Request, _ context: AdministratorContext) async throws -> Response {
        let name = try context.task()
        let (now, me) = (context.visit.now, context.person.id)
        try await store.write { tables in
            let job = try tables.job.add(
                Job(id: 0, kind: .runTask, task: name, askedBy: me, createdAt: now))
            try tables.announce(.job(job.id))
            try tables.announce(.task)
        }
        return .see(Site.tasks.with(.started))
    }

    /// The switch on the row.
    func switchTask(_ request: Request, _ context: AdministratorContext) async throws -> Response {
        let name = try context.task()
        let isActive = context.form["active"] == "yes"
        let now = context.visit.now
        try await store.write { tables in
            var task = try Self.task(name, tables)
            task.isActive = isActive
            // What was missed while it was off is not made up for one by one.
            task.nextRunAt =
                isActive ? task.frequency.next(after: task.nextRunAt, now: now) : task.nextRunAt
            try tables.task.update(task)
            try tables.announce(.task)
        }
        return .see(Site.tasks.with(.saved))
    }

    static func task(_ name: TaskName, _ tables: Tables) throws -> ScheduledTask {
        guard let task = try tables.task.find(name) else { throw HTTPError(.notFound) }
        return task
    }
}

extension AdministratorContext {
    func task() throws -> TaskName {
        guard let name = parameters.get("name").flatMap(TaskName.init) else {
            throw HTTPError(.notFound)
        }
        return name
    }
}

/// What a task's row warns of.
enum TaskWarning: Hashable, Sendable {
    case overdue(by: Duration)
    /// The driver comes less often than the frequency asks.
    case cannotBeRespected(driver: Duration)
    /// Nothing drives the tasks at all.
    case noDriver(since: Instant?)

    /// A run may begin this much late before it counts: the clock looks every few seconds, a cron every minute.
    static let patience = Duration.seconds(120)

    static func of(
        _ task: ScheduledTask, tick: Duration?, lastTick: Instant?, now: Instant
    ) -> [TaskWarning] {
        guard task.isActive else { return [] }
        var warnings: [TaskWarning] = []
        let isRunning = task.lastRun?.result == .running
        let usual = tick ?? .zero
        if now - task.nextRunAt > max(patience, usual + usual), !isRunning {
            warnings.append(.overdue(by: now - task.nextRunAt))
        }
        if let tick, tick > task.frequency.interval + .seconds(5) {
            warnings.append(.cannotBeRespected(driver: tick))
        }
        return warnings
    }

    func sentence(_ t: Language) -> String {
        switch self {
        case .overdue(let late):
            t("Overdue by \(t.lasting(late)). Is the server's clock or cron running?")
        case .cannotBeRespected(let driver):
            t(
                "This frequency can't be respected: the server's own interval is \(t.lasting(driver))."
            )
        case .noDriver: t("Nothing drives the tasks.")
        }
    }
}

/// *Overview of scheduled tasks*: what runs, when it ran, how that went, and when it runs next.
struct TasksPage {
    var tasks: [ScheduledTask]
    var tick: Duration?
    var lastTick: (at: Instant, source: String)?
    var waitingReplies: Int

    init(_ tables: Tables) throws {
        tasks = try tables.task.all()
        tick = try tables.driver.medianTickInterval()
        lastTick = try tables.driver.lastTick()
        waitingReplies = try tables.ledger.waitingReplyCount()
    }

    static func crumbs(_ t: Language) -> [Page.Crumb] {
        [
            .init(t("Administration"), Site.administration),
            .init(t("Overview of scheduled tasks"), Site.tasks),
        ]
    }

    func page(_ visit: Visit) -> Page {
        let t = visit.language
        var sections: [String] = []
        for task in tasks where !sections.contains(task.name.section) {
            sections.append(task.name.section)
        }
        let parts: [HTML] = sections.map { section in
            let rows: [HTML] = tasks.filter { $0.name.section == section }.map { row(visit, $0) }
            return """
                <div class="section-head"><h2>\(t(Phrase(known: section)))</h2></div>
                <div class="table-wrap has-menus"><table class="stacks tasks"><thead><tr><th>\(t("Task"))</th><th class="c-frequency">\(t("Frequency"))</th><th class="c-last">\(t("Last run"))</th><th class="c-next">\(t("Next run"))</th><th class="c-active">\(t("Active"))</th><th class="c-menu"><span class="visually-hidden">\(t("Actions"))</span></th></tr></thead><tbody>\(rows)</tbody></table></div>
                """
        }
        return Page(
            title: t("Overview of scheduled tasks"), crumbs: Self.crumbs(t), place: .tasks,
            lead: driver(visit),
            actions:
                "<a class=\"button\" href=\"\(Site.mailboxes)\">\(Icon.mail)\(t("All mailboxes"))</a>",
            body: "<div id=\"tasks\" data-live=\"task ledger\">\(parts)</div>")
    }

    private func driver(_ visit: Visit) -> HTML {
        let t = visit.language
        guard let lastTick else {
            return
                "\(t("The server has not counted a tick yet: it has just started, or no clock or cron drives the tasks."))"
        }
        let source = lastTick.source == "cron" ? t("an external cron") : t("the built-in clock")
        let rhythm =
            tick.map { t("Driven by \(source) every \(t.lasting($0))") } ?? t("Driven by \(source)")
        return
            "\(rhythm); <span class=\"nowrap\">\(t("last tick")) \(t.ago(lastTick.at, now: visit.now))</span>."
    }

    private func row(_ visit: Visit, _ task: ScheduledTask) -> HTML {
        let t = visit.language
        let warnings: [HTML] = TaskWarning.of(
            task, tick: tick, lastTick: lastTick?.at, now: visit.now
        ).map {
            "<div class=\"warning\">\(Icon.warning)<span>\($0.sentence(t))</span></div>"
        }
        let waiting: HTML? =
            task.name == .updatingTickets && waitingReplies > 0
            ? "<div class=\"warning\">\(Icon.clock)<span>\(waitingReplies == 1 ? t("1 reply waits to be applied.") : t("\(waitingReplies) replies wait to be applied."))</span></div>"
            : nil
        let next: HTML =
            task.isActive
            ? t.due(task.nextRunAt, now: visit.now)
            : "<span class=\"muted\" title=\"\(t("not while it is off"))\">–</span>"
        let title = t(Phrase(known: task.name.title))
        return """
            <tr><td class="first"><a class="plain title-line" href="\(Site.task(task.name))">\(title)</a><div class="small muted">\(t(Phrase(known: task.name.function)))</div>\(waiting)\(warnings)</td>
            <td class="nowrap" data-label="">\(t.inWords(task.frequency))</td>
            <td data-label="\(t("Last run"))">\(TaskRunLine(run: task.lastRun, visit: visit).html)</td>
            <td class="nowrap" data-label="\(t("Next run"))">\(next)</td>
            <td data-label="">\(activity(visit, task))</td>
            <td class="num end">\(menu(visit, task, title))</td></tr>
            """
    }

    private func activity(_ visit: Visit, _ task: ScheduledTask) -> HTML {
        let t = visit.language
        return """
            <form method="post" action="\(Site.task(task.name, "activity"))">\(visit.token)<input type="hidden" name="active" value="\(task.isActive ? "no" : "yes")">
            <button class="switch" role="switch" aria-checked="\(String(task.isActive))" aria-label="\(t("Active")): \(t(Phrase(known: task.name.title)))"><span class="track"></span><span>\(task.isActive ? t("On") : t("Off"))</span></button></form>
            """
    }

    private func menu(_ visit: Visit, _ task: ScheduledTask, _ title: String) -> HTML {
        let t = visit.language
        return """
            <details class="menu"><summary class="button is-quiet is-small is-square" aria-label="\(t("Actions for \(title)"))">\(Icon.dots)</summary><div class="menu-items">
            <form method="post" action="\(Site.task(task.name, "run"))">\(visit.token)<button>\(Icon.play)\(t("Run now"))</button></form>
            <a href="\(Site.task(task.name))">\(Icon.gear)\(t("Settings"))</a><a href="\(Site.task(task.name, "history"))">\(Icon.history)\(t("History"))</a></div></details>
            """
    }
}

/// When a run was, how long it took, and how it went, in words.
struct TaskRunLine {
    var run: TaskRun?
    var visit: Visit

    var html: HTML {
        let t = visit.language
        guard let run else { return "<span class=\"muted\">\(t("never"))</span>" }
        let took: HTML? = run.finishedAt.map {
            "<span class=\"muted\">\(t("took \(t.lasting($0 - run.startedAt))"))</span>"
        }
        let result: HTML =
            switch run.result {
            case .running:
                "<div class=\"small\">\(Icon.turning) \(t("running …")) \(run.summary)</div>"
            case .ok: "<div class=\"small muted\">\(TaskRunLine.words(run, t))</div>"
            case .failed:
                "<div class=\"warning is-wrong\">\(Icon.stop)<span>\(run.error ?? TaskRunLine.words(run, t))</span></div>"
            case .abandoned:
                "<div class=\"warning\">\(Icon.warning)<span>\(t("broken off by the end of the server"))</span></div>"
            }
        return
            "<span class=\"nowrap\">\(t.ago(run.startedAt, now: visit.now)) \(took)</span>\(result)"
    }

    /// "12 read, 9 tickets, 3 replies": from the counts where there are any, else the run's own words.
    static func words(_ run: TaskRun, _ t: Language) -> String {
        let counts = run.counts
        guard counts.read > 0 else { return run.summary.isEmpty ? t("nothing to do") : run.summary }
        var parts = [t("\(counts.read) read")]
        if counts.created > 0 {
            parts.append(counts.created == 1 ? t("1 ticket") : t("\(counts.created) tickets"))
        }
        if counts.updated > 0 {
            parts.append(counts.updated == 1 ? t("1 reply") : t("\(counts.updated) replies"))
        }
        if counts.bounces > 0 {
            parts.append(counts.bounces == 1 ? t("1 bounce") : t("\(counts.bounces) bounces"))
        }
        if counts.ignored > 0 { parts.append(t("\(counts.ignored) ignored")) }
        if counts.duplicates > 0 {
            parts.append(
                counts.duplicates == 1 ? t("1 duplicate") : t("\(counts.duplicates) duplicates"))
        }
        if counts.failed > 0 { parts.append(t("\(counts.failed) failed")) }
        return parts.joined(separator: ", ")
    }
}
