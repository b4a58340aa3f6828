internal import Desk
internal import HTTPTypes
internal import Hummingbird
internal import Markup
internal import Store

extension WebServer {
    func newTicketPage(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await showNewTicket(NewTicketForm(), FieldErrors(), context)
    }

    func makeTicket(_ request: Request, _ context: StaffContext) async throws -> Response {
        let form = NewTicketForm(context.form)
        let (visit, me) = (context.visit, context.person.id)
        let errors = form.errors(visit.language)
        guard errors.isEmpty else {
            return try await showNewTicket(form, errors, context, status: .unprocessableContent)
        }
        let id = try await store.write { try form.make(by: me, at: visit.now, $0) }
        return .see(Site.ticket(id).with(.added))
    }

    private func showNewTicket(
        _ form: NewTicketForm, _ errors: FieldErrors, _ context: StaffContext,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let (page, frame) = try await store.read { tables in
            (
                NewTicketPage(
                    form: form, errors: errors,
                    projects: try tables.project.all().filter(\.isActive)),
                try Frame(tables, context.person.id)
            )
        }
        return page.page(context.visit).response(context.visit, frame, status: status)
    }
}

/// A ticket made by hand, as after a telephone call.
struct NewTicketForm: Hashable, Sendable {
    var project: ProjectID?
    var name = ""
    var email = ""
    var subject = ""
    var text = ""

    init() {}

    init(_ form: Form) {
        project = form.number("project").map { ProjectID(rawValue: $0) }
        name = form.line("name")
        email = form.line("email").lowercased()
        subject = form.line("subject").shortened(to: 500)
        text = form.text("text")
    }

    func errors(_ t: Language) -> FieldErrors {
        var errors = FieldErrors()
        if project == nil { errors.add("project", t("Please choose a project.")) }
        if !MailAddress.isPlausible(email) {
            errors.add("email", t("That is not an email address, such as ann@example.com."))
        }
        if subject.isEmpty { errors.add("subject", t("A few words say what it is about.")) }
        if text.withoutBlanksAround.isEmpty { errors.add("text", t("There is no text yet.")) }
        if text.utf8.count > ReplyForm.longestText {
            errors.add("text", t("The text is too long for a mail."))
        }
        return errors
    }

    func make(by author: PersonID, at now: Instant, _ tables: Tables) throws -> TicketID {
        guard let project, let settings = try tables.project.find(project) else {
            throw HTTPError(.badRequest)
        }
        let requester = try tables.person.findOrAddClient(
            Contact(name: name, address: email), at: now)
        let contact = Contact(name: requester.name, address: requester.email)
        let ticket = try tables.ticket.add(
            Ticket(
                id: 0, project: project, subject: subject, priority: settings.defaultPriority,
                assignee: settings.defaultAssignee, requester: requester.id, createdAt: now,
                updatedAt: now, snippet: Reply.snippet(text)))
        _ = try tables.message.add(
            TicketMessage(
                id: 0, ticket: ticket.id, kind: .client, author: requester.id, from: contact,
                subject: subject, text: text, at: now))
        try tables.participant.add(ticket.id, [contact])
        _ = try tables.event.add(ticket.id, at: now, actor: author, change: .created(byMail: nil))
        try tables.announce(.ticket(ticket.id))
        return ticket.id
    }
}

struct NewTicketPage {
    var form: NewTicketForm
    var errors: FieldErrors
    var projects: [Project]

    func page(_ visit: Visit) -> Page {
        let t = visit.language
        let options = projects.map { ($0.id.description, $0.name) }
        let chosen = form.project ?? projects.first?.id
        let body: HTML =
            projects.isEmpty
            ? EmptyState(
                icon: .folder, title: t("No project yet"),
                text: t("A ticket belongs to a project. An administrator has to make one first."),
                action: visit.person?.role == .administrator
                    ? "<a class=\"button is-primary\" href=\"\(Site.newProject)\">\(Icon.plus)\(t("New project"))</a>"
                    : nil
            ).html
            : """
            \(errors.summary(t))<form class="form" method="post" action="\(Site.tickets)">\(visit.token)
            \(FieldGroup(title: t("Requester"), note: t("Who is it for? Answers go to this address."), fields: """
                <div class="row">\(Field("name", t("Name")).text(form.name, attributes: " autofocus"))
                \(Field("email", t("Email address"), errors: errors).text(form.email, type: "email"))</div>
                """).html)
            \(FieldGroup(title: t("Ticket"), fields: """
                \(Field("project", t("Project"), errors: errors).select(options, chosen: chosen?.description ?? ""))
                \(Field("subject", t("Subject"), errors: errors).text(form.subject))
                \(Field("text", t("What it is about"), errors: errors).area(form.text, rows: 8))
                """).html)
            <div class="form-end"><button class="button is-primary">\(t("Make the ticket"))</button><a class="button" href="\(Site.tickets)">\(t("Cancel"))</a></div></form>
            """
        return Page(
            title: t("New ticket"),
            crumbs: [.init(t("Tickets"), Site.tickets), .init(t("New ticket"))],
            lead:
                "\(t("For what reached you by telephone or in person. Nothing is sent to the requester."))",
            isNarrow: true, body: body)
    }
}
