internal import Desk
internal import HTTPTypes
internal import Hummingbird
internal import Markup
internal import Store

extension WebServer {
    func incomingPage(_ request: Request, _ context: AdministratorContext) async throws -> Response
    {
        try await showIncoming(nil, FieldErrors(), context)
    }

    func saveIncoming(_ request: Request, _ context: AdministratorContext) async throws -> Response
    {
        let form = IncomingForm(context.form)
        let errors = form.errors(context.visit.language)
        guard errors.isEmpty else {
            return try await showIncoming(form, errors, context, status: .unprocessableContent)
        }
        try await store.write { try $0.setting.setIntake(form.settings) }
        return .see(Site.incoming.with(.saved))
    }

    /// Lets automatic mail through again. What filled the bucket is forgotten too, or it would catch at once.
    func releaseBreaker(_ request: Request, _ context: AdministratorContext) async throws
        -> Response
    {
        let id: BreakerID = try context.id()
        let (now, me) = (context.visit.now, context.person.id)
        try await store.write { tables in
            guard let breaker = try tables.brake.find(id) else { throw HTTPError(.notFound) }
            try tables.brake.release(id, by: me, at: now)
            switch breaker.scope {
            case .everything:
                let perHour = try tables.setting.intake().automaticPerHour
                try tables.brake.fill(.automatic(perHour: perHour))
            case .address(let address): try tables.brake.fill(.automatic(to: address))
            case .ticket(let ticket): try tables.brake.fill(.reopening(ticket))
            }
            try tables.announce(.ledger)
        }
        let back = SignInForm.localPath(context.form["back"]) ?? Site.incoming
        return .see(back.with(.released))
    }

    private func showIncoming(
        _ form: IncomingForm?, _ errors: FieldErrors, _ context: AdministratorContext,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let (page, frame) = try await store.read { tables in
            (
                IncomingPage(
                    form: try form ?? IncomingForm(tables.setting.intake()), errors: errors,
                    breakers: try tables.brake.latest(limit: IncomingPage.mostBreakers)),
                try Frame(tables, context.person.id)
            )
        }
        return page.page(context.visit).response(context.visit, frame, status: status)
    }
}

/// The settings for the mail of all mailboxes, as they were typed.
struct IncomingForm: Hashable, Sendable {
    var ignoresCopies = false
    var unwrapsForwards = true
    var obeysCommands = false
    var trustedServers = ""
    var automaticPerHour = ""

    init(_ form: Form) {
        ignoresCopies = form.has("ignoresCopies")
        unwrapsForwards = form.has("unwrapsForwards")
        obeysCommands = form.has("obeysCommands")
        trustedServers = form.text("trustedServers")
        automaticPerHour = form.line("automaticPerHour")
    }

    init(_ settings: IntakeSettings) {
        ignoresCopies = settings.ignoresCopies
        unwrapsForwards = settings.unwrapsForwards
        obeysCommands = settings.obeysCommands
        trustedServers = settings.trustedServers.joined(separator: "\n")
        automaticPerHour = String(settings.automaticPerHour)
    }

    private var servers: [String] {
        trustedServers.split(whereSeparator: { $0 == "\n" || $0 == "," }).map {
            String($0).withoutBlanksAround.lowercased()
        }.filter { !$0.isEmpty }
    }

    func errors(_ t: Language) -> FieldErrors {
        var errors = FieldErrors()
        if let wrong = servers.first(where: { !MailboxForm.isHost($0) || !$0.contains(".") }) {
            errors.add("trustedServers", t("“\(wrong)” is no server name, such as mx.example.com."))
        }
        if servers.count > IntakeSettings.mostTrustedServers {
            errors.add("trustedServers", t("At most \(IntakeSettings.mostTrustedServers) lines."))
        }
        if !(1...IntakeSettings.mostPerHour).contains(Int(automaticPerHour) ?? 0) {
            errors.add(
                "automaticPerHour", t("A number from 1 to \(IntakeSettings.mostPerHour)."))
        }
        return errors
    }

    var settings: IntakeSettings {
        var settings = IntakeSettings()
        settings.ignoresCopies = ignoresCopies
        settings.unwrapsForwards = unwrapsForwards
        settings.obeysCommands = obeysCommands
        settings.trustedServers = servers
        settings.automaticPerHour = Int(automaticPerHour) ?? Brake.usualPerHour
        return settings
    }
}

struct IncomingPage {
    /// Those that hold, and the last that were released.
    static let mostBreakers = 20

    var form: IncomingForm
    var errors: FieldErrors
    var breakers: [Breaker]

    func page(_ visit: Visit) -> Page {
        let t = visit.language
        func field(_ name: String, _ label: String, _ help: String, isShort: Bool = false) -> Field
        {
            Field(name, label, help: "\(help)", errors: errors, isShort: isShort)
        }
        return Page(
            title: t("Incoming mail"),
            crumbs: [
                .init(t("Administration"), Site.administration),
                .init(t("Help Desk"), Site.mailboxes), .init(t("Incoming mail")),
            ],
            place: .incoming, lead: "\(t("What holds for the mail of all mailboxes."))",
            isNarrow: true,
            body: """
                \(list(visit))
                \(errors.summary(t))<form class="form" method="post" action="\(Site.incoming)" novalidate>\(visit.token)
                \(FieldGroup(title: t("Participants"), fields: """
                    \(field("ignoresCopies", t("Ignore CC"), t("On: who stands in Cc of a mail is shown, but becomes no participant and gets no copy of answers.")).check(form.ignoresCopies))
                    """).html)
                \(FieldGroup(title: t("Operators' mail"), note: t("Only for mail that a trusted server vouches for: a sender line alone proves nothing."), fields: """
                    \(field("unwrapsForwards", t("Unwrap forwarded mail"), t("A mail that an operator passes on becomes a ticket of the person who wrote it. One click on the ticket makes the operator its requester again.")).check(form.unwrapsForwards))
                    \(field("obeysCommands", t("Commands in mails"), t("Lines such as “Status: closed”, “Priority: high”, “Assignee: me”, “Tags: billing” and “Spent time: 1h30m” at the top or bottom of an operator's reply are carried out and taken out of the text; German words work too. Each leaves a line on the ticket.")).check(form.obeysCommands))
                    \(field("trustedServers", t("Trusted mail servers"), t("The names of your own receiving servers, one per line, as they stand first in the header Authentication-Results of your mail. Empty: Google, Microsoft, Fastmail, Yahoo and iCloud for mailboxes there, otherwise none. Name only servers that check senders themselves and remove such headers of others.")).area(form.trustedServers, rows: 2, isMono: true, placeholder: "mx.example.com"))
                    """).html)
                \(FieldGroup(title: t("Brakes"), note: t("One address gets at most \(Brake.perAddress.capacity) automatic mails, then one every 8 hours."), fields: """
                    \(field("automaticPerHour", t("Automatic mails an hour"), t("More than this from the whole desk within an hour stops all automatic mail until somebody lets it through again."), isShort: true).text(form.automaticPerHour, attributes: " inputmode=\"numeric\""))
                    """).html)
                <div class="form-end"><button class="button is-primary">\(t("Save"))</button><a class="button" href="\(Site.mailboxes)">\(t("Cancel"))</a></div></form>
                """)
    }

    private func list(_ visit: Visit) -> HTML? {
        guard !breakers.isEmpty else { return nil }
        let t = visit.language
        let rows: [HTML] = breakers.map { breaker in
            let end: HTML =
                if let at = breaker.releasedAt {
                    "<span class=\"small muted nowrap\">\(t("let through")) \(t.ago(at, now: visit.now))</span>"
                } else {
                    BreakerBanner(breakers: [], visit: visit).release(breaker)
                }
            return """
                <li>\(breaker.releasedAt == nil ? Icon.stop : Icon.check)<div>\(BreakerBanner.words(breaker, visit))</div>\(end)</li>
                """
        }
        return """
            <section class="card" id="breaker-list" data-live="ledger outbox"><header><h2>\(t("Stopped automatic mail"))</h2></header><ul class="lines">\(rows)</ul></section>
            """
    }
}
