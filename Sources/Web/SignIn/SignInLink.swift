internal import Desk
internal import Hummingbird
internal import Markup
internal import Store

extension WebServer {
    static let signInLinkPurpose = "sign-in"
    /// Long enough to switch to the browser; whoever reads the link later gets nothing.
    static let signInLinkLifetime = Duration.seconds(3600)

    /// Makes a one-time link that signs a person in without a password.
    ///
    /// - Returns: nil where nobody active has that address.
    public func signInLink(email: String) async throws -> String? {
        let token = Token.random()
        let expires = now() + Self.signInLinkLifetime
        let isMade = try await store.write { tables in
            guard let person = try tables.person.find(email: email), person.isActive else {
                return false
            }
            try tables.oneTimeLink.add(
                tokenHash: Token.digest(token), purpose: Self.signInLinkPurpose, person: person.id,
                expires: expires)
            return true
        }
        return isMade ? site.absolute(Site.signInLink(token)) : nil
    }

    /// Shows a button instead of signing in at once: programs that look at links before people do must
    /// not use them up.
    func signInLinkPage(_ request: Request, _ context: WebContext) async throws -> Response {
        let visit = context.visit
        let token = try context.parameters.require("token")
        let isValid = try await store.read {
            try $0.oneTimeLink.isValid(
                tokenHash: Token.digest(token), purpose: Self.signInLinkPurpose, now: visit.now)
        }
        guard isValid else { return expiredLink(visit) }
        let t = visit.language
        return LonePage(
            title: t("Sign in"),
            body: """
                <h1>\(t("Sign in"))</h1><form method="post" action="\(Site.signInLink(token))">\(visit.token)
                <button class="button is-primary" autofocus>\(t("Sign in"))</button></form>
                """
        ).html(visit).response()
    }

    func followSignInLink(_ request: Request, _ context: WebContext) async throws -> Response {
        let visit = context.visit
        let token = try context.parameters.require("token")
        let person = try await store.write { tables -> PersonID? in
            guard
                let link = try tables.oneTimeLink.use(
                    tokenHash: Token.digest(token), purpose: Self.signInLinkPurpose, now: visit.now),
                let id = link.person, try tables.person.find(id)?.isActive == true
            else { return nil }
            return id
        }
        guard let person else { return expiredLink(visit) }
        return try await signedIn(person, visit, to: Site.dashboard)
    }

    private func expiredLink(_ visit: Visit) -> Response {
        let t = visit.language
        return LonePage(
            title: t("This link is used up"),
            body: """
                <h1>\(t("This link is used up"))</h1><p class="muted">\(t("It works once and for an hour."))</p>
                <a class="button is-primary" href="\(Site.signIn)">\(t("Sign in"))</a>
                """
        ).html(visit).response(status: .notFound)
    }
}
