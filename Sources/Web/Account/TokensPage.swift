internal import Desk
internal import HTTPTypes
internal import Hummingbird
internal import Markup
internal import Store

extension WebServer {
    func tokenList(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await showTokens(nil, FieldErrors(), context)
    }

    /// Makes a token and shows it, this once: only its digest is kept.
    func makeToken(_ request: Request, _ context: StaffContext) async throws -> Response {
        let name = context.form.line("name").shortened(to: 100)
        let (now, me, t) = (context.visit.now, context.person.id, context.visit.language)
        var errors = FieldErrors()
        if name.isEmpty { errors.add("name", t("What is it for? A word is enough.")) }
        guard errors.isEmpty else {
            return try await showTokens(nil, errors, context, status: .unprocessableContent)
        }
        let token = BearerToken.prefix + Token.random()
        let isMade = try await store.write { tables in
            guard try tables.apiToken.of(me).count < TokensPage.mostTokens else { return false }
            try tables.apiToken.add(
                tokenHash: Token.digest(token), person: me, name: name, at: now)
            return true
        }
        guard isMade else {
            errors.add(
                "name",
                t("You have \(TokensPage.mostTokens) tokens; revoke one that is not needed."))
            return try await showTokens(nil, errors, context, status: .unprocessableContent)
        }
        return try await showTokens(token, errors, context)
    }

    func revokeToken(_ request: Request, _ context: StaffContext) async throws -> Response {
        guard let id = context.parameters.get("id").flatMap({ Int64($0) }) else {
            throw HTTPError(.notFound)
        }
        let me = context.person.id
        let isRevoked = try await store.write { try $0.apiToken.revoke(id, of: me) }
        guard isRevoked else { throw HTTPError(.notFound) }
        return .see(Site.tokens.with(.revoked))
    }

    private func showTokens(
        _ made: String?, _ errors: FieldErrors, _ context: StaffContext,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let me = context.person.id
        let (page, frame) = try await store.read { tables in
            (
                TokensPage(tokens: try tables.apiToken.of(me), made: made, errors: errors),
                try Frame(tables, me)
            )
        }
        return page.page(context.visit, site).response(context.visit, frame, status: status)
    }
}

/// A person's tokens for the API: make, see when used, revoke.
struct TokensPage {
    /// Each program has one of its own; more are forgotten ones.
    static let mostTokens = 50

    var tokens: [APIToken]
    /// The token that was made just now.
    var made: String?
    var errors: FieldErrors

    func page(_ visit: Visit, _ site: SiteConfiguration) -> Page {
        let t = visit.language
        return Page(
            title: t("API tokens"), crumbs: [.init(t("Your account")), .init(t("API tokens"))],
            lead:
                "\(t("A program that shows one of these may ask the API what you may ask. Give each program its own, so that one can be revoked without the others."))",
            isNarrow: true,
            body: """
                \(made.map { shown($0, site, t) })\(form(visit))\(tokens.isEmpty ? nil : table(visit))
                """)
    }

    private func shown(_ token: String, _ site: SiteConfiguration, _ t: Language) -> HTML {
        Callout(
            .good,
            """
            <strong>\(t("Here is the token. Copy it now: it is not shown again."))</strong>
            <p><code class="token">\(token)</code> <button class="button is-small" type="button" data-copies="\(token)">\(Icon.copy)\(t("Copy"))</button></p>
            <pre class="raw">curl -H "Authorization: Bearer \(token)" "\(site.absolute(Site.findByEmail))?from=ann@example.com&amp;subject=Hello"</pre>
            """
        ).html
    }

    private func form(_ visit: Visit) -> HTML {
        let t = visit.language
        return """
            <form class="form is-plain card" method="post" action="\(Site.tokens)" novalidate>\(visit.token)
            \(Field("name", t("What is it for?"), errors: errors).text("", placeholder: t("Telephone system")))
            <div class="form-end"><button class="button is-primary">\(Icon.plus)\(t("Make a token"))</button></div></form>
            """
    }

    private func table(_ visit: Visit) -> HTML {
        let t = visit.language
        let rows: [HTML] = tokens.map { token in
            let used: HTML =
                token.usedAt.map { t.ago($0, now: visit.now) } ?? "\(t("never"))"
            return """
                <tr><td class="first"><strong>\(token.name)</strong></td><td data-label="\(t("Made"))" class="muted">\(t.ago(token.createdAt, now: visit.now))</td><td data-label="\(t("Last used"))" class="muted">\(used)</td>
                <td class="end"><form method="post" action="\(Site.revocation(token.id))">\(visit.token)<button class="button is-small">\(t("Revoke"))</button></form></td></tr>
                """
        }
        return """
            <div class="table-wrap"><table class="stacks"><thead><tr><th>\(t("What for"))</th><th>\(t("Made"))</th><th>\(t("Last used"))</th><th></th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }
}
