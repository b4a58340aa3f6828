internal import Desk
internal import HTTPTypes
internal import Hummingbird
internal import Markup
internal import Store

extension WebServer {
    func firstAnswerPage(_ request: Request, _ context: AdministratorContext) async throws
        -> Response
    {
        try await showFirstAnswer(try context.id(), nil, FieldErrors(), context)
    }

    func saveFirstAnswer(_ request: Request, _ context: AdministratorContext) async throws
        -> Response
    {
        let id: ProjectID = try context.id()
        let form = FirstAnswerForm(context.form)
        // A preview is a look at what was typed; nothing is saved.
        guard !form.isPreview else {
            return try await showFirstAnswer(id, form, FieldErrors(), context)
        }
        let errors = form.errors(context.visit.language)
        guard errors.isEmpty else {
            return try await showFirstAnswer(
                id, form, errors, context, status: .unprocessableContent)
        }
        try await store.write { tables in
            guard try tables.project.find(id) != nil else { throw HTTPError(.notFound) }
            try tables.firstAnswer.set(form.answer, of: id)
        }
        return .see(Site.firstAnswer(id).with(.saved))
    }

    private func showFirstAnswer(
        _ id: ProjectID, _ form: FirstAnswerForm?, _ errors: FieldErrors,
        _ context: AdministratorContext, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let t = context.visit.language
        let (page, frame) = try await store.read { tables -> (FirstAnswerPage, Frame) in
            guard let project = try tables.project.find(id) else { throw HTTPError(.notFound) }
            let stored = try tables.firstAnswer.of(id).map { FirstAnswerForm($0) }
            let page = FirstAnswerPage(
                project: project, form: form ?? stored ?? FirstAnswerForm(proposal: t),
                errors: errors)
            return (page, try Frame(tables, context.person.id))
        }
        return page.page(context.visit).response(context.visit, frame, status: status)
    }
}

struct FirstAnswerForm: Hashable, Sendable {
    var isOn = false
    var subject = ""
    var text = ""
    var isPreview = false

    init(_ form: Form) {
        isOn = form.has("on")
        subject = form.line("subject")
        text = form.text("text")
        isPreview = form.has("preview")
    }

    init(_ answer: FirstAnswer) {
        isOn = answer.isOn
        subject = answer.subject
        text = answer.text
    }

    /// What a project begins with.
    init(proposal t: Language) {
        subject = t("We have received your request")
        let paragraphs = [
            t("Hello {{requester.name}},"),
            t(
                "thank you for your message. It has the number **{{ticket.number}}**, and somebody will look at it soon. If you want to add something, simply answer this mail."
            ),
            "{{project.name}}",
        ]
        text = paragraphs.joined(separator: "\n\n")
    }

    func errors(_ t: Language) -> FieldErrors {
        var errors = FieldErrors()
        if subject.isEmpty { errors.add("subject", t("A few words.")) }
        if subject.count > FirstAnswer.longestSubject {
            errors.add("subject", t("At most \(FirstAnswer.longestSubject) letters."))
        }
        if text.withoutBlanksAround.isEmpty { errors.add("text", t("There is no text yet.")) }
        if text.count > FirstAnswer.longestText {
            errors.add("text", t("At most \(FirstAnswer.longestText) letters."))
        }
        for (field, source) in [("subject", subject), ("text", text)] {
            for problem in Template(source).problems {
                switch problem {
                case .unknown(let name):
                    let shown = name.shortened(to: 60)
                    errors.add(
                        field,
                        t("There is no token “\(shown)”. Those that exist stand beside the text."))
                case .unclosed:
                    errors.add(field, t("A token begins with {{ and is not closed with }}."))
                }
            }
        }
        return errors
    }

    var answer: FirstAnswer { FirstAnswer(isOn: isOn, subject: subject, text: text) }
}

/// *Project › First answer*.
struct FirstAnswerPage {
    var project: Project
    var form: FirstAnswerForm
    var errors: FieldErrors

    func page(_ visit: Visit) -> Page {
        let t = visit.language
        return Page(
            title: t("First answer"),
            crumbs: ProjectsPage.crumbs(t) + [
                .init(project.name, Site.project(project.id)), .init(t("First answer")),
            ],
            place: .projects,
            lead:
                "\(t("Sent by itself when a mail makes a new ticket: once per ticket, and never to automatic mail, bounces, mailing lists, old mail or addresses that nobody reads. Why a ticket got none stands on the ticket."))",
            body: """
                \(errors.summary(t))<div class="with-aside"><form class="form" method="post" action="\(Site.firstAnswer(project.id))" novalidate>\(visit.token)
                \(FieldGroup(title: t("First answer"), fields: """
                    \(Field("on", t("Send a first answer")).check(form.isOn))
                    \(Field("subject", t("Subject"), help: "\(t("The ticket's number is put behind it by itself."))", errors: errors).text(form.subject))
                    \(Field("text", t("Text"), help: "\(t("Markdown. What a token stands for is put in as plain text."))", errors: errors).area(form.text, rows: 10, isMono: true))
                    """).html)
                <div class="form-end"><button class="button is-primary">\(t("Save"))</button><button class="button" name="preview" value="yes">\(Icon.info)\(t("Preview"))</button><a class="button" href="\(Site.project(project.id))">\(t("Cancel"))</a></div></form>
                <aside>\(tokens(t))\(preview(t))</aside></div>
                """)
    }

    private func tokens(_ t: Language) -> HTML {
        let rows: [HTML] = Template.Token.allCases.map { token in
            "<li><div><code>{{\(token.rawValue)}}</code><br><span class=\"small muted\">\(sample(token))</span></div></li>"
        }
        return """
            <section class="card"><header><h2>\(t("Tokens"))</h2></header><ul class="lines tokens">\(rows)</ul></section>
            """
    }

    private func sample(_ token: Template.Token) -> String {
        token == .projectName ? project.name : token.sample
    }

    private func preview(_ t: Language) -> HTML {
        let values = Dictionary(
            uniqueKeysWithValues: Template.Token.allCases.map { ($0, sample($0)) })
        let subject = Template(form.subject).line(values)
        return """
            <section class="card" id="preview"><header><h2>\(t("Preview"))</h2></header><div class="inside"><p><strong>\(SubjectTag.tagged(subject, ticket: 4711))</strong></p><div class="text is-rich">\(Template(form.text).html(values))</div></div></section>
            """
    }
}
