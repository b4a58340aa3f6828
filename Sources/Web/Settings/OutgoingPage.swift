internal import Desk
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Markup
internal import Store

extension WebServer {
    func outgoingPage(_ request: Request, _ context: AdministratorContext) async throws -> Response
    {
        try await showOutgoing(nil, FieldErrors(), context)
    }

    func saveOutgoing(_ request: Request, _ context: AdministratorContext) async throws -> Response
    {
        let vault = store.vault
        var form = try OutgoingForm(context.form) {
            try vault.seal($0, for: .serverOutgoingPassword)
        }
        form.keepSecret(of: try await store.read { try OutgoingForm.stored($0) })
        let errors = form.errors(context.visit.language)
        guard errors.isEmpty else {
            return try await showOutgoing(form, errors, context, status: .unprocessableContent)
        }
        let typed = form
        try await store.write { tables in
            let base = try OutgoingForm.stored(tables)
            guard let outgoing = typed.outgoing(base: base) else {
                return try tables.setting.remove(OutgoingForm.settingName)
            }
            let text = String(decoding: try JSONEncoder().encode(outgoing), as: UTF8.self)
            try tables.setting.set(OutgoingForm.settingName, text)
        }
        return .see(Site.outgoing.with(.saved))
    }

    private func showOutgoing(
        _ form: OutgoingForm?, _ errors: FieldErrors, _ context: AdministratorContext,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let now = context.visit.now
        let (page, frame) = try await store.read { tables in
            (
                OutgoingPage(
                    form: try form ?? OutgoingForm(OutgoingForm.stored(tables)), errors: errors,
                    waiting: try tables.outbox.due(
                        now: now + OutgoingPage.horizon, limit: OutgoingPage.mostWaiting),
                    lost: try tables.outbox.count(.failed) + tables.outbox.count(.bounced)),
                try Frame(tables, context.person.id)
            )
        }
        return page.page(context.visit).response(context.visit, frame, status: status)
    }
}

/// The server-wide SMTP setting: how answers of mailboxes without an outgoing server of their own leave.
struct OutgoingForm: Hashable, Sendable {
    /// The name under which the sending of mail finds it, as JSON of `Mailbox.Outgoing`.
    static let settingName = "smtp"

    var host = ""
    var port = ""
    var security = Mailbox.Security.starttls
    var user = ""
    var password = TypedSecret()

    init(_ form: Form, seal: (String) throws -> SealedSecret) throws {
        host = form.line("host").lowercased()
        port = form.line("port")
        security = Mailbox.Security(rawValue: form["security"]) ?? .starttls
        user = form.line("user")
        password = try TypedSecret(form, "password", seal: seal)
    }

    init(_ stored: Mailbox.Outgoing?) {
        guard let stored else { return }
        host = stored.host
        port = String(stored.port)
        security = stored.security
        user = stored.user
        password.isStored = stored.password != nil
    }

    static func stored(_ tables: Tables) throws -> Mailbox.Outgoing? {
        guard let text = try tables.setting.text(settingName), !text.isEmpty else { return nil }
        return try JSONDecoder().decode(Mailbox.Outgoing.self, from: Data(text.utf8))
    }

    func errors(_ t: Language) -> FieldErrors {
        var errors = FieldErrors()
        guard !host.isEmpty else { return errors }
        if !MailboxForm.isHost(host) {
            errors.add("host", t("The name of the mail server alone, such as smtp.example.com."))
        }
        if !port.isEmpty && !(1...65_535).contains(Int(port) ?? 0) {
            errors.add("port", t("A number from 1 to 65535."))
        }
        if !user.isEmpty && !password.isThere {
            errors.add("password", t("The mail server asks for one."))
        }
        return errors
    }

    /// Nil: an empty host takes the setting away.
    func outgoing(base: Mailbox.Outgoing?) -> Mailbox.Outgoing? {
        guard !host.isEmpty else { return nil }
        return Mailbox.Outgoing(
            host: host, port: Int(port) ?? MailboxForm.usualOutgoingPort(security),
            security: security, user: user,
            password: user.isEmpty
                ? nil : password.typed ?? (password.isStored ? base?.password : nil))
    }

    /// The stored password stays only for the server and user that it was given for.
    mutating func keepSecret(of base: Mailbox.Outgoing?) {
        let isWeaker = security == .none && base?.security != Mailbox.Security.none
        password.isStored =
            base?.password != nil && base?.host.lowercased() == host.lowercased()
            && base?.user == user && !isWeaker
    }
}

struct OutgoingPage {
    /// Beyond every next attempt: a mail is given up after some days.
    static let horizon = Duration.seconds(30 * 86_400)
    /// What a person looks through; more have one cause.
    static let mostWaiting = 50

    var form: OutgoingForm
    var errors: FieldErrors
    /// On their way, or waiting for another attempt.
    var waiting: [OutboxMail]
    /// How many were given up or came back.
    var lost: Int

    func page(_ visit: Visit) -> Page {
        let t = visit.language
        let securities = Mailbox.Security.allCases.map { ($0.rawValue, t.name($0)) }
        let kept: HTML? =
            form.password.typed == nil
            ? nil : "<input type=\"hidden\" name=\"passwordSealed\" value=\"\(form.password.hex)\">"
        let stored: HTML? =
            form.password.isStored
            ? "<input type=\"hidden\" name=\"passwordStored\" value=\"yes\">" : nil
        let placeholder =
            form.password.typed != nil ? t("typed and kept") : t("stored; empty keeps it")
        return Page(
            title: t("Outgoing mail"),
            crumbs: [.init(t("Administration"), Site.administration), .init(t("Outgoing mail"))],
            place: .outgoing,
            lead:
                "\(t("The server-wide SMTP setting. A mailbox may have an outgoing server of its own; without either, answers wait in the outbox."))",
            isNarrow: true,
            body: """
                <div id="outbox" data-live="outbox">\(waitingMails(visit))</div>
                \(errors.summary(t))<form class="form" method="post" action="\(Site.outgoing)" novalidate>\(visit.token)
                \(FieldGroup(title: t("Server"), fields: """
                    <div class="row">\(Field("host", t("SMTP host"), errors: errors).text(form.host, placeholder: "smtp.example.com", attributes: " autocomplete=\"off\" spellcheck=\"false\""))\
                    \(Field("port", t("SMTP port"), errors: errors, isShort: true).text(form.port, placeholder: String(MailboxForm.usualOutgoingPort(form.security)), attributes: " inputmode=\"numeric\""))</div>
                    \(Field("security", t("SMTP security"), help: "\(t("STARTTLS uses port 587, SSL/TLS 465. None is for a server on this very machine."))").choices(securities, chosen: form.security.rawValue))
                    """).html)
                \(FieldGroup(title: t("Sign-in"), fields: """
                    \(Field("user", t("SMTP user"), help: "\(t("Empty: the server asks for no sign-in."))").text(form.user, attributes: " autocomplete=\"off\" spellcheck=\"false\""))
                    \(Field("password", t("SMTP password"), help: "\(t("Stored encrypted."))", errors: errors).password(isSet: form.password.isThere, keep: placeholder))\(kept)\(stored)
                    """).html)
                <div class="form-end"><button class="button is-primary">\(t("Save"))</button><a class="button" href="\(Site.mailboxes)">\(t("Cancel"))</a></div></form>
                """)
    }

    private func waitingMails(_ visit: Visit) -> HTML? {
        let t = visit.language
        guard !waiting.isEmpty || lost > 0 else { return nil }
        let rows: [HTML] = waiting.map { mail in
            let next: HTML? =
                mail.state == .sending
                ? nil : "\(t("Next try")) \(t.due(mail.nextAttemptAt, now: visit.now))"
            return """
                <li>\(Badge(mail.state, t))<div><a class="plain one-line" href="\(Site.message(mail.message, on: mail.ticket))"><strong>#\(mail.ticket)</strong> \(mail.recipients.joined(separator: ", "))</a><span class="small muted">\(mail.lastResponse ?? "")</span></div><span class="small muted nowrap">\(next)</span></li>
                """
        }
        let lostWords: HTML? =
            lost == 0
            ? nil
            : "<li>\(Icon.bounce)<div>\(lost == 1 ? t("1 mail was given up or came back; its ticket says why.") : t("\(lost) mails were given up or came back; their tickets say why."))</div></li>"
        return """
            <section class="card"><header><h2>\(t("Mail that waits"))</h2></header><ul class="lines">\(rows)\(lostWords)</ul></section>
            """
    }
}
