internal import Desk
internal import HTTPTypes
internal import Hummingbird
internal import Markup
internal import Store

extension WebServer {
    func signInPage(_ request: Request, _ context: WebContext) async throws -> Response {
        if context.visit.person != nil { return .see(Site.dashboard) }
        let query = Form(encoded: (request.uri.query ?? "").utf8)
        let form = SignInForm(email: "", next: query["next"])
        let isNew = try await store.read { try !$0.person.hasAdministrator() }
        return SignInPage(form: form, isWithoutAdministrator: isNew).html(context.visit).response()
    }

    func signIn(_ request: Request, _ context: WebContext) async throws -> Response {
        let visit = context.visit
        var form = SignInForm(
            email: context.form.line("email").lowercased(), next: context.form["next"])
        guard attempts.begin(address: visit.address, account: form.email, now: visit.now) else {
            form.message = visit.language(
                "Too many tries. Wait a quarter of an hour and try again.")
            return SignInPage(form: form).html(visit).response(status: .tooManyRequests)
        }
        let password = context.form["password"]
        guard let person = try await personSigningIn(form.email, password) else {
            form.message = visit.language("Address and password do not fit together.")
            return SignInPage(form: form).html(visit).response(status: .unprocessableContent)
        }
        attempts.noteSuccess(address: visit.address, account: form.email)
        return try await signedIn(person.id, visit, to: form.destination)
    }

    /// Nil where the address is unknown, may not sign in, or the password is another.
    private func personSigningIn(_ email: String, _ password: String) async throws -> Person? {
        let found = try await store.read { tables -> (Person, String)? in
            guard let person = try tables.person.find(email: email), person.isActive,
                person.isStaff,
                let hash = try tables.person.passwordHash(of: person.id)
            else { return nil }
            return (person, hash)
        }
        guard password.utf8.count <= PasswordRule.longest else { return nil }
        guard let (person, hash) = found else {
            // As slow as a known address, so that the time does not tell which addresses exist.
            _ = try await PasswordHash.verifyNobody(password)
            return nil
        }
        return try await PasswordHash.verify(password, hash) ? person : nil
    }

    /// Starts a session with a fresh token, so that a token from before signing in is worth nothing.
    func signedIn(_ person: PersonID, _ visit: Visit, to destination: Path) async throws -> Response
    {
        let token = Token.random()
        try await store.write {
            try $0.session.add(
                tokenHash: Token.digest(token), person: person, csrf: Token.random(), at: visit.now,
                expires: visit.now + SessionCookies.lifetime)
        }
        var response = Response.see(destination)
        response.setCookie(cookies.session(token))
        return response
    }

    func signOut(_ request: Request, _ context: WebContext) async throws -> Response {
        if let session = context.visit.session {
            try await store.write { try $0.session.delete(tokenHash: session) }
        }
        var response = Response.see(Site.signIn)
        response.setCookie(cookies.ended())
        // The next person at this computer finds neither pages nor drafts.
        if let name = HTTPField.Name("Clear-Site-Data") {
            response.headers[name] = "\"cache\", \"storage\""
        }
        return response
    }

    /// Language and theme of this browser.
    func setPreferences(_ request: Request, _ context: WebContext) async throws -> Response {
        var response = Response.see(SignInForm.localPath(context.form["back"]) ?? Site.dashboard)
        if let theme = Visit.Theme(rawValue: context.form["theme"]) {
            response.setCookie(cookies.preference("martlet_theme", theme.rawValue))
        }
        if let language = Language(rawValue: context.form["language"]) {
            response.setCookie(cookies.preference("martlet_language", language.rawValue))
        }
        return response
    }
}

/// What is typed to sign in; the password is not kept.
struct SignInForm: Hashable, Sendable {
    var email: String
    /// The path to go to afterwards, as it came with the address; not trusted.
    var next: String
    var message: String?

    var destination: Path { Self.localPath(next) ?? Site.dashboard }

    /// A path on this site, or nil: never another host, as `//elsewhere` or `/\elsewhere` would be.
    static func localPath(_ text: String) -> Path? {
        let bytes = Array(text.utf8)
        guard bytes.first == UInt8(ascii: "/"), bytes.count <= 2000,
            bytes.count == 1 || (bytes[1] != UInt8(ascii: "/") && bytes[1] != UInt8(ascii: "\\")),
            bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        return Path(text: text)
    }
}

/// How passwords must be. Length is what counts; rules about signs only make them guessable.
enum PasswordRule {
    static let shortest = 10
    /// Bytes; more only costs hashing time.
    static let longest = 1024

    static func objection(to password: String, _ t: Language) -> String? {
        if password.count < shortest { return t("At least \(shortest) characters.") }
        if password.utf8.count > longest { return t("That is too long.") }
        return nil
    }
}

struct SignInPage {
    var form: SignInForm
    var isWithoutAdministrator = false

    func html(_ visit: Visit) -> HTML {
        let t = visit.language
        let hint: HTML? =
            isWithoutAdministrator
            ? Callout(
                .needs,
                "\(t("Nobody can sign in yet. The server wrote a link to its log when it started; open that link to become the administrator."))"
            ).html : nil
        return LonePage(
            title: t("Sign in"),
            body: """
                <h1>\(t("Sign in"))</h1>\(hint)\(form.message.map { Callout(.wrong, HTML(text: $0)).html })
                <form class="fields" method="post" action="\(Site.signIn)">\(visit.token)<input type="hidden" name="next" value="\(form.next)">
                \(Field("email", t("Email address")).text(form.email, type: "email", attributes: " autocomplete=\"username\" required\(" autofocus", if: form.email.isEmpty)"))
                \(Field("password", t("Password")).text("", type: "password", attributes: " autocomplete=\"current-password\" required\(" autofocus", if: !form.email.isEmpty)"))
                <button class="button is-primary">\(t("Sign in"))</button></form>
                """
        ).html(visit)
    }
}
