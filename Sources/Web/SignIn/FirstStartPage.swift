internal import Desk
internal import Hummingbird
internal import Markup
internal import Store

extension WebServer {
    func firstStartPage(_ request: Request, _ context: WebContext) async throws -> Response {
        let token = try context.parameters.require("token")
        guard try await isFirstStart(token, context.visit.now) else {
            return FirstStartPage.expired(context.visit).response(status: .notFound)
        }
        return FirstStartPage(form: FirstStartForm(), token: token).html(context.visit).response()
    }

    func firstStart(_ request: Request, _ context: WebContext) async throws -> Response {
        let visit = context.visit
        let token = try context.parameters.require("token")
        guard try await isFirstStart(token, visit.now) else {
            return FirstStartPage.expired(visit).response(status: .notFound)
        }
        let form = FirstStartForm(context.form)
        let errors = form.errors(visit.language)
        guard errors.isEmpty else {
            return FirstStartPage(form: form, token: token, errors: errors).html(visit)
                .response(status: .unprocessableContent)
        }
        let hash = try await PasswordHash.make(form.password)
        let administrator = try await store.write { tables -> Person? in
            guard try !tables.person.hasAdministrator(),
                try tables.oneTimeLink.use(
                    tokenHash: Token.digest(token), purpose: Self.firstStartPurpose, now: visit.now)
                    != nil
            else { return nil }
            var person = try tables.person.findOrAddClient(
                Contact(name: form.name, address: form.email), at: visit.now)
            person.role = .administrator
            person.name = form.name
            try tables.person.update(person)
            try tables.person.setPasswordHash(hash, of: person.id)
            return person
        }
        guard let administrator else {
            return FirstStartPage.expired(visit).response(status: .notFound)
        }
        return try await signedIn(administrator.id, visit, to: Site.dashboard)
    }

    private func isFirstStart(_ token: String, _ now: Instant) async throws -> Bool {
        try await store.read {
            try $0.oneTimeLink.isValid(
                tokenHash: Token.digest(token), purpose: Self.firstStartPurpose, now: now)
        }
    }
}

struct FirstStartForm: Hashable, Sendable {
    var name = ""
    var email = ""
    var password = ""

    init() {}

    init(_ form: Form) {
        name = form.line("name")
        email = form.line("email").lowercased()
        password = form["password"]
    }

    func errors(_ t: Language) -> FieldErrors {
        var errors = FieldErrors()
        if name.isEmpty {
            errors.add("name", t("Please give your name: clients see it on your answers."))
        }
        if !MailAddress.isPlausible(email) {
            errors.add("email", t("That is not an email address, such as ann@example.com."))
        }
        if let objection = PasswordRule.objection(to: password, t) {
            errors.add("password", objection)
        }
        return errors
    }
}

/// Whether something typed can be an address. The mail server has the last word.
enum MailAddress {
    static func isPlausible(_ text: String) -> Bool {
        let halves = text.split(separator: "@", omittingEmptySubsequences: false)
        guard halves.count == 2, let local = halves.first, let domain = halves.last,
            !local.isEmpty, !domain.isEmpty, text.utf8.count <= 254
        else { return false }
        return text.unicodeScalars.allSatisfy {
            !$0.properties.isWhitespace && $0.value > 0x20
                && !"<>,;:\"()\\".unicodeScalars.contains($0)
        }
    }
}

struct FirstStartPage {
    var form: FirstStartForm
    var token: String
    var errors = FieldErrors()

    func html(_ visit: Visit) -> HTML {
        let t = visit.language
        return LonePage(
            title: t("Welcome"),
            body: """
                <div><h1>\(t("Welcome"))</h1><p class="muted">\(t("You are the first one here. Make your account: it is the administrator's."))</p></div>
                <form class="fields" method="post" action="\(Site.firstStart(token))">\(visit.token)
                \(Field("name", t("Your name"), errors: errors).text(form.name, attributes: " autocomplete=\"name\" autofocus required"))
                \(Field("email", t("Email address"), errors: errors).text(form.email, type: "email", attributes: " autocomplete=\"username\" required"))
                \(Field("password", t("Password"), help: "\(t("At least \(PasswordRule.shortest) characters. Several words are easy to remember and hard to guess."))", errors: errors).text("", type: "password", attributes: " autocomplete=\"new-password\" minlength=\"\(PasswordRule.shortest)\" required"))
                <button class="button is-primary">\(t("Make my account"))</button></form>
                """
        ).html(visit)
    }

    static func expired(_ visit: Visit) -> HTML {
        let t = visit.language
        return LonePage(
            title: t("This link is used up"),
            body: """
                <h1>\(t("This link is used up"))</h1><p class="muted">\(t("It works once and for a day. While there is no administrator, each start of the server writes a new link to its log."))</p>
                <a class="button is-primary" href="\(Site.signIn)">\(t("Sign in"))</a>
                """
        ).html(visit)
    }
}
