internal import Desk
internal import HTTPTypes
internal import Hummingbird
internal import Markup
internal import Store

extension WebServer {
    func blockList(_ request: Request, _ context: AdministratorContext) async throws -> Response {
        try await showBlocks("", .address, FieldErrors(), context)
    }

    func addBlock(_ request: Request, _ context: AdministratorContext) async throws -> Response {
        let typed = context.form.line("text")
        let kind = BlockRule.Kind(rawValue: context.form["kind"]) ?? .address
        let (now, me, t) = (context.visit.now, context.person.id, context.visit.language)
        guard let rule = BlockRule(kind, typed) else {
            var errors = FieldErrors()
            errors.add(
                "text",
                kind == .subject
                    ? t(
                        "At least \(BlockRule.shortestSubject) characters: less would block half of all mail."
                    )
                    : kind == .domain
                        ? t("A domain such as spam.example.")
                        : t("An address such as ann@example.com."))
            return try await showBlocks(
                typed, kind, errors, context, status: .unprocessableContent)
        }
        _ = try await store.write { try $0.block.add(rule, at: now, by: me) }
        return .see(Site.blocks.with(.saved))
    }

    /// Mail that was ignored meanwhile stays ignored; *Process again* decides it anew.
    func removeBlock(_ request: Request, _ context: AdministratorContext) async throws -> Response {
        guard let id = context.parameters.get("id").flatMap({ Int64($0) }) else {
            throw HTTPError(.notFound)
        }
        try await store.write { tables in
            guard let block = try tables.block.find(id) else { throw HTTPError(.notFound) }
            _ = try tables.block.remove(block.rule)
        }
        return .see(Site.blocks.with(.unblocked))
    }

    private func showBlocks(
        _ typed: String, _ kind: BlockRule.Kind, _ errors: FieldErrors,
        _ context: AdministratorContext, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let (page, frame) = try await store.read { tables in
            let blocks = try tables.block.all()
            let names = Dictionary(
                try Set(blocks.compactMap(\.by)).compactMap { id in
                    try tables.person.find(id).map { (id, $0.displayName) }
                }, uniquingKeysWith: { first, _ in first })
            return (
                BlocksPage(blocks: blocks, names: names, typed: typed, kind: kind, errors: errors),
                try Frame(tables, context.person.id)
            )
        }
        return page.page(context.visit).response(context.visit, frame, status: status)
    }
}

/// Addresses, domains and subjects from which no ticket comes.
struct BlocksPage {
    var blocks: [Block]
    var names: [PersonID: String]
    var typed: String
    var kind: BlockRule.Kind
    var errors: FieldErrors

    func page(_ visit: Visit) -> Page {
        let t = visit.language
        return Page(
            title: t("Blocked senders"),
            crumbs: [
                .init(t("Administration"), Site.administration),
                .init(t("Help Desk"), Site.mailboxes), .init(t("Blocked senders")),
            ], place: .blocks,
            lead:
                "\(t("Mail from these is ignored, with the reason in the ledger. Nothing is deleted."))",
            isNarrow: true, body: "\(form(visit))\(blocks.isEmpty ? empty(t) : table(visit))")
    }

    private func form(_ visit: Visit) -> HTML {
        let t = visit.language
        let kinds = BlockRule.Kind.allCases.map { ($0.rawValue, t.title($0)) }
        return """
            <form class="form is-plain card" method="post" action="\(Site.blocks)" novalidate>\(visit.token)<div class="row">\(Field("kind", t("What is blocked"), isShort: true).select(kinds, chosen: kind.rawValue))\(Field("text", t("Address, domain or text"), help: "\(t("A domain includes its sub-domains. A text is looked for anywhere in the subject, in any case."))", errors: errors).text(typed))</div>
            <div class="form-end"><button class="button is-primary">\(t("Block"))</button></div></form>
            """
    }

    private func empty(_ t: Language) -> HTML {
        EmptyState(
            icon: .circleMinus, title: t("Nothing is blocked"),
            text: t(
                "On each page of “Inbound mail” there is the button “Ignore and block sender”; what it blocks is listed here."
            )
        ).html
    }

    private func table(_ visit: Visit) -> HTML {
        let t = visit.language
        let rows: [HTML] = blocks.map { block in
            let mail: HTML? = block.mail.map {
                " · <a href=\"\(Site.inboundMail($0))\">\(t("Mail no. \($0)"))</a>"
            }
            let who = block.by.flatMap { names[$0] } ?? t("Martlet")
            return """
                <tr><td class="first"><strong>\(block.rule.text)</strong><div class="small muted">\(t.title(block.rule.kind))</div></td><td class="small muted" data-label="">\(who) · \(t.ago(block.at, now: visit.now))\(mail)</td>
                <td class="end"><form method="post" action="\(Site.unblocking(block.id))">\(visit.token)<button class="button is-small">\(t("Remove"))</button></form></td></tr>
                """
        }
        return """
            <div class="table-wrap"><table class="stacks"><thead><tr><th>\(t("Blocked"))</th><th>\(t("By whom"))</th><th></th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }
}

extension Language {
    fileprivate func title(_ kind: BlockRule.Kind) -> String {
        switch kind {
        case .address: self("Sender address")
        case .domain: self("Sender domain")
        case .subject: self("Text in the subject")
        }
    }
}
