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

    private func saveProject(_ id: ProjectID?, _ context: AdministratorContext) async throws
        -> Response
    {
        let form = ProjectForm(context.form)
        var errors = form.errors(context.visit.language)
        if errors.isEmpty {
            do {
                try await store.write { tables in
                    let base = try id.map { id -> Project in
                        guard let project = try tables.project.find(id) else {
                            throw HTTPError(.notFound)
                        }
                        return project
                    }
                    let project = form.project(base: base)
                    let saved: Project
                    if base == nil {
                        saved = try tables.project.add(project)
                    } else {
                        try tables.project.update(project)
                        saved = project
                    }
                    try tables.project.setMembers(form.members, of: saved.id)
                }
                return .see(Site.projects.with(.saved))
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
                staff: try tables.person.staff().filter(\.isActive))
            return (page, try Frame(tables, context.person.id))
        }
        return page.page(context.visit).response(context.visit, frame, status: status)
    }
}

struct ProjectForm: Hashable, Sendable {
    var name = ""
    var isActive = true
    var order = "0"
    var keywords = ""
    var keywordsMatchCase = false
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
        order = form.line("order")
        keywords = form.text("keywords")
        keywordsMatchCase = form.has("keywordsMatchCase")
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
        order = String(project.order)
        keywords = project.keywords.joined(separator: "\n")
        keywordsMatchCase = project.keywordsMatchCase
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
        if Int(order) == nil { errors.add("order", t("A whole number.")) }
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
        project.order = Int(order) ?? 0
        project.keywords = Self.list(keywords)
        project.keywordsMatchCase = keywordsMatchCase
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
        let rows: [HTML] = projects.map { project in
            let rules = (project.keywords + project.senderAddresses + project.senderDomains).joined(
                separator: ", ")
            let state: HTML? = project.isActive ? nil : Badge(.pause, t("Not active")).html
            return """
                <tr data-href="\(Site.project(project.id))"><td class="first"><a class="plain" href="\(Site.project(project.id))"><strong>\(project.name)</strong></a> \(state)</td><td class="muted" data-label="">\(rules.shortened(to: 90))</td><td class="num" data-label="\(t("Order"))">\(project.order)</td><td class="num end">\(t("\(open[project.id] ?? 0) open"))</td></tr>
                """
        }
        let table: HTML = """
            <div class="table-wrap"><table class="stacks"><thead><tr><th>\(t("Project"))</th><th>\(t("Mail routed here"))</th><th class="num">\(t("Order"))</th><th class="num">\(t("Tickets"))</th></tr></thead><tbody>\(rows)</tbody></table></div>
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
}

struct ProjectPage {
    var form: ProjectForm
    var errors: FieldErrors
    var project: Project?
    var staff: [Person]

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
                \(errors.summary(t))<form class="form" method="post" action="\(project.map { Site.project($0.id) } ?? Site.projects)" novalidate>\(visit.token)
                \(FieldGroup(title: t("General"), fields: """
                    \(Field("name", t("Name"), errors: errors).text(form.name, placeholder: t("Support"), attributes: project == nil ? " autofocus" : ""))
                    \(Field("active", t("Active"), help: "\(t("Off: no mail is routed here any more; its tickets stay."))").check(form.isActive))
                    \(Field("order", t("Order"), help: "\(t("When several projects claim the same mail, the smaller number wins."))", errors: errors, isShort: true).text(form.order, attributes: " inputmode=\"numeric\""))
                    """).html)
                \(FieldGroup(title: t("Mail routed here"), note: t("A keyword counts more than an address, an address more than a domain, and all of them more than the mailbox's default."), fields: """
                    \(Field("keywords", t("Keywords in the subject"), help: "\(t("One per line; whole words."))", errors: errors).area(form.keywords, rows: 3))
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
