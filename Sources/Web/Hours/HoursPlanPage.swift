internal import Desk
internal import HTTPTypes
internal import Hummingbird
internal import Markup
internal import Store

extension WebServer {
    func hoursPlanPage(_ request: Request, _ context: AdministratorContext) async throws -> Response
    {
        try await showHoursPlan(try context.id(), nil, FieldErrors(), context)
    }

    func saveHoursPlan(_ request: Request, _ context: AdministratorContext) async throws -> Response
    {
        let id: ProjectID = try context.id()
        let form = HoursPlanForm(context.form)
        var errors = FieldErrors()
        let now = context.visit.now
        guard let plan = form.plan(context.visit.language, &errors) else {
            return try await showHoursPlan(id, form, errors, context, status: .unprocessableContent)
        }
        try await store.write { tables in
            guard try tables.project.find(id) != nil else { throw HTTPError(.notFound) }
            try tables.hours.set(plan, of: id, at: now)
            try tables.announce(.task)
        }
        return .see(Site.hoursPlan(id).with(.saved))
    }

    func removeHoursPlan(_ request: Request, _ context: AdministratorContext) async throws
        -> Response
    {
        let id: ProjectID = try context.id()
        guard let start = CalendarDay(context.form.line("start")) else {
            throw HTTPError(.badRequest)
        }
        let now = context.visit.now
        try await store.write { try $0.hours.removePlan(of: id, start: start, at: now) }
        return .see(Site.hoursPlan(id).with(.deleted))
    }

    func correctHours(_ request: Request, _ context: AdministratorContext) async throws -> Response
    {
        let id: ProjectID = try context.id()
        let form = HoursCorrectionForm(context.form)
        var errors = FieldErrors()
        let (now, me) = (context.visit.now, context.person.id)
        guard let correction = form.correction(of: id, by: me, context.visit.language, &errors)
        else {
            return try await showHoursPlan(
                id, nil, errors, context, correction: form, status: .unprocessableContent)
        }
        try await store.write { tables in
            guard try tables.project.find(id) != nil else { throw HTTPError(.notFound) }
            _ = try tables.hours.add(correction, at: now)
        }
        return .see(Site.hoursPlan(id).with(.saved))
    }

    func removeCorrection(_ request: Request, _ context: AdministratorContext) async throws
        -> Response
    {
        let id: ProjectID = try context.id()
        guard let number = context.form.number("correction") else { throw HTTPError(.badRequest) }
        let now = context.visit.now
        try await store.write {
            try $0.hours.removeCorrection(HoursCorrectionID(rawValue: number), of: id, at: now)
        }
        return .see(Site.hoursPlan(id).with(.deleted))
    }

    private func showHoursPlan(
        _ id: ProjectID, _ form: HoursPlanForm?, _ errors: FieldErrors,
        _ context: AdministratorContext, correction: HoursCorrectionForm? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let today = CalendarDay(context.visit.now)
        let (page, frame) = try await store.read { tables -> (HoursPlanPage, Frame) in
            guard let project = try tables.project.find(id) else { throw HTTPError(.notFound) }
            let plans = try tables.hours.plans(of: id)
            let page = HoursPlanPage(
                project: project, plans: plans,
                corrections: try tables.hours.corrections(of: id),
                form: form ?? HoursPlanForm(plans.last, today: today),
                correction: correction ?? HoursCorrectionForm(today: today), errors: errors)
            return (page, try Frame(tables, context.person.id))
        }
        return page.page(context.visit).response(context.visit, frame, status: status)
    }
}

struct HoursPlanForm: Hashable, Sendable {
    var start: String
    var period = HoursPlan.Period.monthly
    var hours = ""
    /// `expire`, `carry`, `carryFor`
    var unused = "expire"
    var carriedPeriods = ""

    init(_ form: Form) {
        start = form.line("start")
        period = HoursPlan.Period(rawValue: form["period"]) ?? .monthly
        hours = form.line("hours")
        unused = form["unused"]
        carriedPeriods = form.line("carriedPeriods")
    }

    /// What a new plan begins with: the last one's, from this month on.
    init(_ last: HoursPlan?, today: CalendarDay) {
        start = today.adding(days: 1 - today.day).iso8601
        guard let last else { return }
        start = last.start.iso8601
        period = last.period
        hours = Self.text(last.hours)
        switch last.unused {
        case .expire: unused = "expire"
        case .carryOver(nil): unused = "carry"
        case .carryOver(let periods?):
            unused = "carryFor"
            carriedPeriods = String(periods)
        }
    }

    /// `10`, or `7h30m` where it is not whole.
    static func text(_ hours: Duration) -> String {
        let minutes = Int(hours.wholeMinutes)
        return minutes % 60 == 0 ? String(minutes / 60) : SpentTime.text(minutes)
    }

    func plan(_ t: Language, _ errors: inout FieldErrors) -> HoursPlan? {
        let day = CalendarDay(start)
        if day == nil { errors.add("start", t("A date, such as 2026-11-01.")) }
        let minutes = SpentTime.hours(hours)
        if minutes == nil { errors.add("hours", t("Hours such as 10, 7.5 or 7h30m.")) }
        var rest = HoursPlan.Unused.expire
        switch unused {
        case "carry": rest = .carryOver(periods: nil)
        case "carryFor":
            let periods = Int(carriedPeriods)
            if periods == nil {
                errors.add("carriedPeriods", t("A whole number of periods."))
            }
            rest = .carryOver(periods: periods ?? 1)
        default: break
        }
        guard errors.isEmpty, let day, let minutes else { return nil }
        let plan = HoursPlan(
            start: day, period: period, hours: .seconds(minutes * 60), unused: rest)
        if let refusal = plan.refusal {
            errors.add("hours", t == .german ? refusal.wording.german : refusal.wording.english)
            return nil
        }
        return plan
    }
}

struct HoursCorrectionForm: Hashable, Sendable {
    var day: String
    /// With a minus in front for hours that are taken.
    var amount = ""
    var reason = ""

    /// Longer reasons are documents. In characters.
    static let longestReason = 300

    init(today: CalendarDay) { day = today.iso8601 }

    init(_ form: Form) {
        day = form.line("day")
        amount = form.line("amount")
        reason = form.line("reason")
    }

    func correction(
        of project: ProjectID, by person: PersonID, _ t: Language, _ errors: inout FieldErrors
    ) -> HoursCorrection? {
        let date = CalendarDay(day)
        if date == nil { errors.add("day", t("A date, such as 2026-11-01.")) }
        let isTaken = amount.hasPrefix("-") || amount.hasPrefix("−")
        let digits = amount.drop { "+-−".contains($0) || $0 == " " }
        let minutes = SpentTime.hours(String(digits)).flatMap { $0 == 0 ? nil : $0 }
        if minutes == nil || (minutes ?? 0) > Int(HoursPlan.mostHours.wholeMinutes) {
            errors.add("amount", t("Hours such as 2, -1.5 or 1h30m; a minus takes them away."))
        }
        if reason.isEmpty { errors.add("reason", t("Say why, so that the client can see it.")) }
        if reason.count > Self.longestReason {
            errors.add("reason", t("At most \(Self.longestReason) letters."))
        }
        guard errors.isEmpty, let date, let minutes else { return nil }
        return HoursCorrection(
            id: 0, project: project, day: date,
            amount: .seconds((isTaken ? -minutes : minutes) * 60), reason: reason, by: person)
    }
}

/// *Project › Prepaid hours*: plans over time, and what is given or taken by hand.
struct HoursPlanPage {
    var project: Project
    var plans: [HoursPlan]
    var corrections: [HoursCorrection]
    var form: HoursPlanForm
    var correction: HoursCorrectionForm
    var errors: FieldErrors

    func page(_ visit: Visit) -> Page {
        let t = visit.language
        return Page(
            title: t("Prepaid hours"),
            crumbs: ProjectsPage.crumbs(t) + [
                .init(project.name, Site.project(project.id)), .init(t("Prepaid hours")),
            ],
            place: .projects,
            lead:
                "\(t("Hours that are paid in advance. Spent time on the project's tickets counts by the day of its entry; more than there is becomes an overdraft that the next grant pays."))",
            actions:
                "<a class=\"button\" href=\"\(Site.hours(project.id))\">\(Icon.clock)\(t("Ledger"))</a>",
            isNarrow: true,
            body: """
                \(errors.summary(t))\(planList(visit))\(planForm(visit))\(correctionList(visit))\(correctionForm(visit))
                """)
    }

    private func planList(_ visit: Visit) -> HTML? {
        guard !plans.isEmpty else { return nil }
        let t = visit.language
        let items: [HTML] = plans.map { plan in
            """
            <li>\(Icon.clock)<div><strong>\(t.hours(plan.hours))</strong> \(t("each:")) \(t.name(plan.period))<div class="small muted">\(t("from")) \(t.date(plan.start)) · \(t.inWords(plan.unused))</div></div>
            <form method="post" action="\(Site.hoursPlan(project.id, "removal"))">\(visit.token)<input type="hidden" name="start" value="\(plan.start.iso8601)"><button class="button is-small is-quiet">\(Icon.trash)\(t("Remove"))</button></form></li>
            """
        }
        return """
            <section class="card"><header><h2>\(t("What holds"))</h2></header><ul class="lines">\(items)</ul></section>
            """
    }

    private func planForm(_ visit: Visit) -> HTML {
        let t = visit.language
        let periods = HoursPlan.Period.allCases.map { ($0.rawValue, t.name($0)) }
        let rests = [
            ("expire", t("expire")), ("carry", t("carry over")),
            ("carryFor", t("carry over for some periods")),
        ]
        return """
            <form class="form" method="post" action="\(Site.hoursPlan(project.id))" novalidate>\(visit.token)
            \(FieldGroup(title: t("Hours"), note: t("A plan of the same first day takes the other's place; a later one ends it from its first day on. A plan of 0 hours ends the prepayment."), fields: """
                <div class="row">\(Field("hours", t("Hours"), errors: errors, isShort: true).text(form.hours, placeholder: "10"))\(Field("period", t("in each")).select(periods, chosen: form.period.rawValue))\(Field("start", t("from the day"), errors: errors).text(form.start, type: "date"))</div>
                \(Field("unused", t("Unused hours")).choices(rests, chosen: form.unused))
                \(Field("carriedPeriods", t("Periods"), help: "\(t("Only for “carry over for some periods”: in how many further periods they can be used."))", errors: errors, isShort: true).text(form.carriedPeriods, attributes: " inputmode=\"numeric\""))
                """).html)
            <div class="form-end"><button class="button is-primary">\(t("Save"))</button><a class="button" href="\(Site.project(project.id))">\(t("Cancel"))</a></div></form>
            """
    }

    private func correctionList(_ visit: Visit) -> HTML? {
        guard !corrections.isEmpty else { return nil }
        let t = visit.language
        let items: [HTML] = corrections.map { one in
            """
            <li><strong class="nowrap">\(t.hours(one.amount))</strong><div>\(one.reason)<div class="small muted">\(t.date(one.day))</div></div>
            <form method="post" action="\(Site.hoursPlan(project.id, "correction-removal"))">\(visit.token)<input type="hidden" name="correction" value="\(one.id)"><button class="button is-small is-quiet">\(Icon.trash)\(t("Remove"))</button></form></li>
            """
        }
        return """
            <section class="card"><header><h2>\(t("Given and taken by hand"))</h2></header><ul class="lines">\(items)</ul></section>
            """
    }

    private func correctionForm(_ visit: Visit) -> HTML {
        let t = visit.language
        return """
            <form class="form" method="post" action="\(Site.hoursPlan(project.id, "corrections"))" novalidate>\(visit.token)
            \(FieldGroup(title: t("Correction"), note: t("Goodwill, hours bought in between, an overdraft that was invoiced."), fields: """
                <div class="row">\(Field("amount", t("Hours given"), help: "\(t("A minus takes them away."))", errors: errors, isShort: true).text(correction.amount, placeholder: "2"))\(Field("day", t("on the day"), errors: errors).text(correction.day, type: "date"))</div>
                \(Field("reason", t("Reason"), errors: errors).text(correction.reason))
                """).html)
            <div class="form-end"><button class="button">\(Icon.plus)\(t("Add correction"))</button></div></form>
            """
    }
}
