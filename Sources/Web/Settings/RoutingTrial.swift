internal import Desk
internal import Hummingbird
internal import Markup
internal import Store

extension WebServer {
    /// *Try it*: which project a mail would go to, and why.
    func routingTrial(_ request: Request, _ context: AdministratorContext) async throws -> Response
    {
        let question = RoutingQuestion(Form(encoded: (request.uri.query ?? "").utf8))
        let (page, frame) = try await store.read { tables in
            (
                RoutingTrialPage(
                    question: question,
                    answer: question.isEmpty ? nil : try RoutingAnswer(question, tables)),
                try Frame(tables, context.person.id)
            )
        }
        return page.page(context.visit).response(context.visit, frame)
    }
}

/// A mail as far as routing looks at it.
struct RoutingQuestion: Hashable, Sendable {
    var from: String
    var to: String
    var subject: String

    init(_ form: Form) {
        from = form.line("from").shortened(to: 320)
        to = form.line("to").shortened(to: 320)
        subject = form.line("subject").shortened(to: 998)
    }

    var isEmpty: Bool { (from + to + subject).isEmpty }
}

/// Where the mail would go as a new ticket. Whether it would become one (it may be a reply, automatic, or
/// blocked) is another question, which *Preview* answers.
struct RoutingAnswer: Sendable {
    var project: Project?
    /// The mailbox that the address it goes to belongs to.
    var mailbox: Mailbox?
    var reason: String
    var trace: [TraceStep]

    init(_ question: RoutingQuestion, _ tables: Tables) throws {
        let projects = try tables.project.all()
        let address = PlusAddress.base(of: question.to.lowercased())
        mailbox =
            address.isEmpty
            ? nil
            : try tables.mailbox.all().first {
                PlusAddress.base(of: $0.senderContact.key) == address
            }
        let answer = Routing.route(
            subject: question.subject, sender: question.from.isEmpty ? nil : question.from,
            projects: projects, defaultProject: mailbox?.defaultProject)
        project = answer.project.flatMap { id in projects.first { $0.id == id } }
        trace = answer.trace
        if !question.to.isEmpty {
            let finding =
                mailbox.map { "\(question.to) is an address of the mailbox \($0.name)." }
                ?? "\(question.to) is no address of a mailbox of this desk."
            trace.insert(
                TraceStep(rule: "mailbox", finding: finding, verdict: .noted), at: 0)
        }
        reason = answer.trace.last?.finding ?? ""
    }
}

struct RoutingTrialPage {
    var question: RoutingQuestion
    var answer: RoutingAnswer?

    func page(_ visit: Visit) -> Page {
        let t = visit.language
        return Page(
            title: t("Try the routing"),
            crumbs: ProjectsPage.crumbs(t) + [.init(t("Try it"))], place: .projects,
            lead:
                "\(t("Which project a new mail would go to, and why. Nothing is stored or sent."))",
            isNarrow: true,
            body: """
                \(Self.form(question, t))\(answer.map { result($0, t) })
                """)
    }

    /// The box, which stands on the page with all projects too.
    static func form(_ question: RoutingQuestion, _ t: Language) -> HTML {
        """
        <form class="form is-plain card" action="\(Site.routingTrial)" method="get">
        <div class="row">\(Field("from", t("From")).text(question.from, placeholder: "ann@customer.example"))\(Field("to", t("To")).text(question.to, placeholder: "support@desk.example"))</div>
        \(Field("subject", t("Subject")).text(question.subject))
        <div class="form-end"><button class="button">\(Icon.play)\(t("Try it"))</button></div></form>
        """
    }

    private func result(_ answer: RoutingAnswer, _ t: Language) -> HTML {
        let headline: HTML =
            answer.project.map {
                "\(t("Project")) <a href=\"\(Site.project($0.id))\"><strong>\($0.name)</strong></a>"
            } ?? "<strong>\(t("No project: the mail would go to quarantine."))</strong>"
        return """
            <section class="card" id="answer"><header><h2>\(headline)</h2></header><div class="inside"><p>\(answer.reason)</p></div>\(TraceView(steps: answer.trace, language: t).html)</section>
            """
    }
}
