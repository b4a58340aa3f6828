internal import Desk
internal import HTTPTypes
internal import Hummingbird
internal import Markup
internal import Store

extension WebServer {
    func taskSettingsPage(_ request: Request, _ context: AdministratorContext) async throws
        -> Response
    {
        let name = try context.task()
        return try await showTask(name, nil, FieldErrors(), context)
    }

    func saveTask(_ request: Request, _ context: AdministratorContext) async throws -> Response {
        let name = try context.task()
        let form = TaskForm(context.form)
        var errors = FieldErrors()
        if let settings = form.settings(context.visit.language, &errors) {
            try await store.write { tables in
                var task = try Self.task(name, tables)
                task.frequency = settings.frequency
                task.nextRunAt = settings.nextRunAt
                task.isActive = settings.isActive
                try tables.task.update(task)
                try tables.announce(.task)
            }
            return .see(Site.tasks.with(.saved))
        }
        return try await showTask(name, form, errors, context, status: .unprocessableContent)
    }

    private func showTask(
        _ name: TaskName, _ form: TaskForm?, _ errors: FieldErrors, _ context: AdministratorContext,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let (page, frame) = try await store.read { tables in
            let task = try Self.task(name, tables)
            return (
                TaskSettingsPage(
                    task: task, form: form ?? TaskForm(task), errors: errors,
                    tick: try tables.driver.medianTickInterval()),
                try Frame(tables, context.person.id)
            )
        }
        return page.page(context.visit).response(context.visit, frame, status: status)
    }
}

/// Frequency, time of the next run, and active, as typed.
struct TaskForm: Hashable, Sendable {
    var count: String
    var unit: String
    /// `2026-11-23T08:15`, in UTC.
    var nextRun: String
    var isActive: Bool

    init(_ form: Form) {
        count = form.line("count")
        unit = form["unit"]
        nextRun = form.line("nextRun")
        isActive = form.has("active")
    }

    init(_ task: ScheduledTask) {
        let text = task.frequency.text
        count = String(text.dropLast())
        unit = String(text.suffix(1))
        nextRun = String(task.nextRunAt.iso8601.prefix(16))
        isActive = task.isActive
    }

    struct Settings {
        var frequency: Frequency
        var nextRunAt: Instant
        var isActive: Bool
    }

    func settings(_ t: Language, _ errors: inout FieldErrors) -> Settings? {
        let frequency = Frequency(count + unit)
        if frequency == nil {
            errors.add("count", t("A whole number; from every minute to every 366 days."))
        }
        let next = Self.instant(nextRun)
        if next == nil { errors.add("nextRun", t("A date and a time, such as 2026-11-23T08:15.")) }
        guard let frequency, let next else { return nil }
        return Settings(frequency: frequency, nextRunAt: next, isActive: isActive)
    }

    /// Reads `2026-11-23T08:15`, with or without seconds, as UTC.
    static func instant(_ text: String) -> Instant? {
        let halves = text.split(separator: "T")
        guard halves.count == 2 else { return nil }
        let date = halves[0].split(separator: "-").compactMap { Int64($0) }
        let clock = halves[1].split(separator: ":").compactMap { Int64($0) }
        guard date.count == 3, clock.count >= 2, (1970...9999).contains(date[0]),
            (1...12).contains(date[1]), (1...31).contains(date[2]), (0...23).contains(clock[0]),
            (0...59).contains(clock[1])
        else { return nil }
        let days = CivilDate.days(year: date[0], month: date[1], day: date[2])
        // 31 February is no date: it must come back as it went in.
        guard CivilDate.civil(fromDays: days) == (date[0], date[1], date[2]) else { return nil }
        return Instant(seconds: days * 86_400 + clock[0] * 3600 + clock[1] * 60)
    }
}

struct TaskSettingsPage {
    var task: ScheduledTask
    var form: TaskForm
    var errors: FieldErrors
    var tick: Duration?

    func page(_ visit: Visit) -> Page {
        let t = visit.language
        let title = t(Phrase(known: task.name.title))
        let units = [("m", t("minutes")), ("h", t("hours")), ("d", t("days"))]
        let cron: HTML = "<code>martlet tasks run-due</code>"
        return Page(
            title: title, crumbs: TasksPage.crumbs(t) + [.init(title)], place: .tasks,
            lead: HTML(text: t(Phrase(known: task.name.function))),
            actions: """
                <form method="post" action="\(Site.task(task.name, "run"))">\(visit.token)<button class="button">\(Icon.play)\(t("Run now"))</button></form>\
                <a class="button" href="\(Site.task(task.name, "history"))">\(Icon.history)\(t("History"))</a>
                """,
            isNarrow: true,
            body: """
                \(errors.summary(t))<form class="form" method="post" action="\(Site.task(task.name))">\(visit.token)
                \(FieldGroup(title: t("Frequency"), note: t("A change takes effect without a restart."), fields: """
                    <div class="row">\(Field("count", t("Every"), errors: errors, isShort: true).text(form.count, attributes: " inputmode=\"numeric\""))\(Field("unit", t("Unit"), isShort: true).select(units, chosen: form.unit))</div>
                    <div class="help">\(tick.map { t("The server's own interval is \(t.lasting($0)); a task can't run more often than that.") } ?? t("The server measures its own interval while it runs."))</div>
                    """).html)
                \(FieldGroup(title: t("Next run"), fields: """
                    \(Field("nextRun", t("Time of next run"), help: "\(t("Time zone:")) <span data-zone-note>UTC</span>. \(t("A time that is past means: as soon as possible. Later runs keep this rhythm."))", errors: errors).text(form.nextRun, type: "datetime-local", attributes: " class=\"is-auto\" data-utc"))
                    """).html)
                \(FieldGroup(title: t("Active"), fields: """
                    \(Field("active", t("Active"), help: "\(task.name == .updatingTickets ? t("While it is off, replies wait and nothing is lost; they are applied when it is on again.") : t("While it is off, it runs only by hand."))").check(form.isActive))
                    <p class="help">\(t("Tasks are driven by the built-in clock, or by an external cron that calls")) \(cron).</p>
                    """).html)
                <div class="form-end"><button class="button is-primary">\(t("Save"))</button><a class="button" href="\(Site.tasks)">\(t("Cancel"))</a></div></form>
                """)
    }
}
