internal import Desk
internal import HTTPTypes
internal import Hummingbird
internal import Markup
internal import Store

extension WebServer {
    func projectList(_ request: Request, _ context: AdministratorContext) async throws -> Response {
        let (page, frame) = try await store.read { tables in
            (
                ProjectsPage(
                    projects: try tables.project.all(), open: try tables.ticket.countsByProject()),
                try Frame(tables, context.person.id)
            )
        }
        return page.page(context.visit).response(context.visit, frame)
    }

    func newProjectPage(_ request: Request, _ context: AdministratorContext) async throws
        -> Response
    {
        try await showProject(nil, nil, FieldErrors(), context)
    }

    func editProjectPage(_ request: Request, _ context: AdministratorContext) async throws
        -> Response
    {
        try await showProject(try context.id(), nil, FieldErrors(), context)
    }

    func addProject(_ request: Request, _ context: AdministratorContext) async throws -> Response {
        try await saveProject(nil, context)
    }

    func saveProject(_ request: Request, _ context: AdministratorContext) async throws -> Response {
        try await saveProject(try context.id(), context)
    }

    /// Up or down by one place in the explicit order, which settles ties.
    func moveProject(_ request: Request, _ context: AdministratorContext, by step: Int) async throws
        -> Response
    {
        let id: ProjectID = try context.id()
        try await store.write { tables in
            var order = try tables.project.all().map(\.id)
            guard let place = order.firstIndex(of: id) else { throw HTTPError(.notFound) }
            let target = place + step
            if order.indices.contains(target) { order.swapAt(place, target) }
            try tables.project.setOrder(order)
        }
        return .see(Site.projects.with(.reordered))
    }

    private func saveProject(_ id: ProjectID?, _ context: AdministratorContext) async throws
        -> Response
    {
        let form = ProjectForm(context.form)
        var errors = form.errors(context.visit.language)
        if errors.isEmpty {
            do {
                let tied = try await store.write { tables -> ProjectID? in
                    let base = try id.map { id -> Project in
                        guard let project = try tables.project.find(id) else {
                            throw HTTPError(.notFound)
                        }
                        return project
                    }
                    var project = form.project(base: base)
                    let saved: Project
                    if base == nil {
                        let last = try tables.project.all().map(\.order).max() ?? 0
                        project.order = last + 1
                        saved = try tables.project.add(project)
                    } else {
                        try tables.project.update(project)
                        saved = project
                    }
                    try tables.project.setMembers(form.members, of: saved.id)
                    return Routing.ties(of: saved, among: try tables.project.all()).isEmpty
                        ? nil : saved.id
                }
                // Back to the form, which says who gets what two projects claim.
                return .see((tied.map { Site.project($0) } ?? Site.projects).with(.saved))
            } catch StoreError.taken {
                errors.add("name", context.visit.language("Another project has this name."))
            }
        }
        return try await showProject(id, form, errors, context, status: .unprocessableContent)
    }

    private func showProject(
        _ id: ProjectID?, _ form: ProjectForm?, _ errors: FieldErrors,
        _ context: AdministratorContext, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let (page, frame) = try await store.read { tables -> (ProjectPage, Frame) in
            let project = try id.map { id -> Project in
                guard let project = try tables.project.find(id) else { throw HTTPError(.notFound) }
                return project
            }
            let members = try project.map { try tables.project.members(of: $0.id) } ?? []
            let page = ProjectPage(
                form: form ?? project.map { ProjectForm($0, members: members) } ?? ProjectForm(),
                errors: errors, project: project,
                staff: try tables.person.staff().filter(\.isActive),
                all: try tables.project.all())
            return (page, try Frame(tables, context.person.id))
        }
        return page.page(context.visit).response(context.visit, frame, status: status)
    }
}

struct ProjectForm: Hashable, Sendable {
    var name = ""
    var isActive = true
    var keywords = ""
    var keywordsMatchCase = false
    var keywordsAreWholeWords = true
    var addresses = ""
    var domains = ""
    var defaultAssignee = ""
    var priority = Ticket.Priority.normal
    var statusAfterResponse = Ticket.Status.open
    var reopenWithinDays = ""
    var members: [PersonID] = []

    /// More rules than this in one project are a mistake of pasting.
    static let mostRules = 500

    init() {}

    init(_ form: Form) {
        name = form.line("name")
        isActive = form.has("active")
        keywords = form.text("keywords")
        keywordsMatchCase = form.has("keywordsMatchCase")
        keywordsAreWholeWords = form.has("keywordsAreWholeWords")
        addresses = form.text("addresses")
        domains = form.text("domains")
        defaultAssignee = form.line("defaultAssignee")
        priority = Ticket.Priority(rawValue: form["priority"]) ?? .normal
        statusAfterResponse = Ticket.Status(rawValue: form["statusAfterResponse"]) ?? .open
        reopenWithinDays = form.line("reopenWithinDays")
        members = form.all("member").compactMap(Int64.init).map { PersonID(rawValue: $0) }
    }

    init(_ project: Project, members: [PersonID]) {
        name = project.name
        isActive = project.isActive
        keywords = project.keywords.joined(separator: "\n")
        keywordsMatchCase = project.keywordsMatchCase
        keywordsAreWholeWords = project.keywordsAreWholeWords
        addresses = project.senderAddresses.joined(separator: "\n")
        domains = project.senderDomains.joined(separator: "\n")
        defaultAssignee = project.defaultAssignee?.description ?? ""
        priority = project.defaultPriority
        statusAfterResponse = project.statusAfterClientResponse
        reopenWithinDays = project.reopenWithinDays.map(String.init) ?? ""
        self.members = members
    }

    func errors(_ t: Language) -> FieldErrors {
        var errors = FieldErrors()
        if name.isEmpty { errors.add("name", t("Give the project a name.")) }
        if let wrong = Self.list(addresses).first(where: { !MailAddress.isPlausible($0) }) {
            errors.add("addresses", t("“\(wrong)” is not an email address."))
        }
        if let wrong = Self.list(domains).first(where: {
            $0.contains("@") || !MailboxForm.isHost($0.lowercased())
        }) {
            errors.add("domains", t("“\(wrong)” is not a domain, such as example.com."))
        }
        if !reopenWithinDays.isEmpty && !(1...36_500).contains(Int(reopenWithinDays) ?? 0) {
            errors.add("reopenWithinDays", t("A number of days, or nothing."))
        }
        for (field, list) in [
            ("keywords", keywords), ("addresses", addresses), ("domains", domains),
        ] where Self.list(list).count > Self.mostRules {
            errors.add(field, t("At most \(Self.mostRules) lines."))
        }
        return errors
    }

    func project(base: Project?) -> Project {
        var project = base ?? Project(id: 0, name: name)
        project.name = name
        project.isActive = isActive
        project.keywords = Self.list(keywords)
        project.keywordsMatchCase = keywordsMatchCase
        project.keywordsAreWholeWords = keywordsAreWholeWords
        project.senderAddresses = Self.list(addresses).map { $0.lowercased() }
        project.senderDomains = Self.list(domains).map { $0.lowercased() }
        project.defaultAssignee = Int64(defaultAssignee).map { PersonID(rawValue: $0) }
        project.defaultPriority = priority
        project.statusAfterClientResponse = statusAfterResponse
        project.reopenWithinDays = Int(reopenWithinDays)
        return project
    }

    private static func list(_ text: String) -> [String] {
        text.split(whereSeparator: { $0 == "\n" || $0 == "," }).map {
            String($0).withoutBlanksAround
        }
        .filter { !$0.isEmpty }
    }
}

struct ProjectsPage {
    var projects: [Project]
    var open: [ProjectID: Int]

    static func crumbs(_ t: Language) -> [Page.Crumb] {
        [
            .init(t("Administration"), Site.administration), .init(t("Help Desk"), Site.mailboxes),
            .init(t("Help-desk projects"), Site.projects),
        ]
    }

    func page(_ visit: Visit) -> Page {
        let t = visit.language
        let rows: [HTML] = projects.enumerated().map { row(visit, $0.offset, $0.element) }
        let table: HTML = """
            <p class="muted">\(t("When several projects claim the same mail, the one that stands higher takes it."))</p>
            <div class="table-wrap"><table class="stacks"><thead><tr><th>\(t("Order"))</th><th>\(t("Project"))</th><th>\(t("Mail routed here"))</th><th class="num">\(t("Tickets"))</th></tr></thead><tbody>\(rows)</tbody></table></div>
            <h2 class="space-above">\(t("Which project would a mail go to?"))</h2>\(RoutingTrialPage.form(RoutingQuestion(Form()), t))
            """
        let empty = EmptyState(
            icon: .folder, title: t("No project yet"),
            text: t(
                "Tickets live in projects, for instance “Support” or “Accounting”. Each has its own people and its own rules for mail."
            ),
            action:
                "<a class=\"button is-primary\" href=\"\(Site.newProject)\">\(Icon.plus)\(t("New project"))</a>"
        )
        return Page(
            title: t("Help-desk projects"), crumbs: Self.crumbs(t), place: .projects,
            actions: """
                <a class="button is-primary" href="\(Site.newProject)">\(Icon.plus)\(t("New project"))</a>\
                <a class="button" href="\(Site.tasks)">\(Icon.clock)\(t("Overview of scheduled tasks"))</a>
                """,
            body: projects.isEmpty ? empty.html : table)
    }

    private func row(_ visit: Visit, _ place: Int, _ project: Project) -> HTML {
        let t = visit.language
        let rules = (project.keywords + project.senderAddresses + project.senderDomains).joined(
            separator: ", ")
        let state: HTML? = project.isActive ? nil : Badge(.pause, t("Not active")).html
        let ties = Routing.ties(of: project, among: projects)
        let tied: HTML? =
            ties.isEmpty
            ? nil
            : "<div class=\"warning\">\(Icon.warning)<span>\(ties.count == 1 ? t("1 rule is another project's too") : t("\(ties.count) rules are other projects' too"))</span></div>"
        return """
            <tr data-href="\(Site.project(project.id))"><td class="nowrap" data-label="\(t("Order"))"><span class="order">\(place + 1)</span>\(step(visit, project, "rise", .rise, t("Move \(project.name) up"), isOff: place == 0))\(step(visit, project, "fall", .fall, t("Move \(project.name) down"), isOff: place == projects.count - 1))</td>\
            <td class="first"><a class="plain" href="\(Site.project(project.id))"><strong>\(project.name)</strong></a> \(state)</td><td class="muted" data-label="">\(rules.shortened(to: 90))\(tied)</td><td class="num end">\(t("\(open[project.id] ?? 0) open"))</td></tr>
            """
    }

    private func step(
        _ visit: Visit, _ project: Project, _ noun: String, _ icon: Icon, _ label: String,
        isOff: Bool
    ) -> HTML {
        "<form class=\"inline\" method=\"post\" action=\"\(Site.project(project.id, noun))\">\(visit.token)<button class=\"button is-small is-plain\" aria-label=\"\(label)\" title=\"\(label)\"\(" disabled", if: isOff)>\(icon)</button></form>"
    }
}

struct ProjectPage {
    var form: ProjectForm
    var errors: FieldErrors
    var project: Project?
    var staff: [Person]
    /// All projects, to tell which of them claim the same mail.
    var all: [Project]

    /// What another project claims too, and which of both gets it.
    private func ties(_ t: Language) -> HTML? {
        let typed = form.project(base: project ?? Project(id: 0, name: form.name, order: .max))
        let ties = Routing.ties(of: typed, among: all)
        guard !ties.isEmpty else { return nil }
        let lines: [HTML] = ties.prefix(20).map { tie in
            let other = all.first { $0.id == tie.other }?.name ?? "–"
            let what =
                switch tie.kind {
                case .keyword: t("The keyword “\(tie.text)”")
                case .address: t("The address \(tie.text)")
                case .domain: t("The domain \(tie.text)")
                }
            let who =
                tie.winner == tie.other
                ? t(
                    "is one of “\(other)” too, which stands higher in the order and takes such mail."
                )
                : t(
                    "is one of “\(other)” too; this project stands higher in the order and takes such mail."
                )
            return "<li>\(what) \(who)</li>"
        }
        return Callout(
            .needs,
            "<strong>\(t("Two projects claim the same mail"))</strong><ul class=\"bullets\">\(lines)</ul><p><a href=\"\(Site.projects)\">\(t("Change the order"))</a> · <a href=\"\(Site.routingTrial)\">\(t("Try it"))</a></p>"
        ).html
    }

    func page(_ visit: Visit) -> Page {
        let t = visit.language
        let title = project?.name ?? t("New project")
        let people = [("", t("Nobody"))] + staff.map { ($0.id.description, $0.displayName) }
        let priorities = Ticket.Priority.allCases.map { ($0.rawValue, t.name($0)) }
        let statuses = [Ticket.Status.new, .open].map { ($0.rawValue, t.name($0)) }
        let members: [HTML] = staff.map {
            "<div class=\"check\"><input type=\"checkbox\" id=\"m-\($0.id)\" name=\"member\" value=\"\($0.id)\"\(" checked", if: form.members.contains($0.id))><label for=\"m-\($0.id)\">\($0.displayName) <span class=\"muted\">\($0.email)</span></label></div>"
        }
        return Page(
            title: title, crumbs: ProjectsPage.crumbs(t) + [.init(title)], place: .projects,
            actions: project.map {
                "<a class=\"button\" href=\"\(Site.firstAnswer($0.id))\">\(Icon.reply)\(t("First answer"))</a><a class=\"button\" href=\"\(Site.hoursPlan($0.id))\">\(Icon.clock)\(t("Prepaid hours"))</a>"
            },
            isNarrow: true,
            body: """
                \(errors.summary(t))\(ties(t))<form class="form" method="post" action="\(project.map { Site.project($0.id) } ?? Site.projects)" novalidate>\(visit.token)
                \(FieldGroup(title: t("General"), fields: """
                    \(Field("name", t("Name"), errors: errors).text(form.name, placeholder: t("Support"), attributes: project == nil ? " autofocus" : ""))
                    \(Field("active", t("Active"), help: "\(t("Off: no mail is routed here any more; its tickets stay."))").check(form.isActive))
                    """).html)
                \(FieldGroup(title: t("Mail routed here"), note: t("A keyword counts more than an address, an address more than a domain, and all of them more than the mailbox's default."), fields: """
                    \(Field("keywords", t("Keywords in the subject"), help: "\(t("One per line."))", errors: errors).area(form.keywords, rows: 3))
                    \(Field("keywordsAreWholeWords", t("Whole words only"), help: "\(t("Off: “print” is found in “printer” too."))").check(form.keywordsAreWholeWords))
                    \(Field("keywordsMatchCase", t("Upper and lower case must match")).check(form.keywordsMatchCase))
                    \(Field("addresses", t("Sender addresses"), help: "\(t("One per line."))", errors: errors).area(form.addresses, rows: 3))
                    \(Field("domains", t("Sender domains"), help: "\(t("One per line; sub-domains are included, and the longest match wins."))", errors: errors).area(form.domains, rows: 3))
                    """).html)
                \(FieldGroup(title: t("New tickets"), fields: """
                    <div class="row">\(Field("defaultAssignee", t("Assignee")).select(people, chosen: form.defaultAssignee))\(Field("priority", t("Priority")).select(priorities, chosen: form.priority.rawValue))</div>
                    """).html)
                \(FieldGroup(title: t("Client's response"), fields: """
                    \(Field("statusAfterResponse", t("Status after client's response")).select(statuses, chosen: form.statusAfterResponse.rawValue, attributes: " class=\"is-auto\""))
                    \(Field("reopenWithinDays", t("Reopen within days"), help: "\(t("An answer on a ticket that was closed longer ago starts a new ticket. Empty: it always opens the old one."))", errors: errors, isShort: true).text(form.reopenWithinDays, attributes: " inputmode=\"numeric\""))
                    """).html)
                \(FieldGroup(title: t("Members"), note: t("Who works on this project. So far every operator sees the tickets of every project."), fields: "\(members)").html)
                <div class="form-end"><button class="button is-primary">\(t("Save"))</button><a class="button" href="\(Site.projects)">\(t("Cancel"))</a></div></form>
                """)
    }
}
