internal import Desk
internal import Hummingbird
internal import Markup
internal import Store

extension WebServer {
    /// The mail as it came. As a download: a mail is nothing that a browser should try to show.
    func rawMail(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id: LedgerID = try context.id()
        let bytes = try await store.read { tables in
            try tables.ledger.find(id)?.raw.flatMap { try tables.rawMail.bytes(of: $0) }
        }
        guard let bytes else { throw HTTPError(.notFound) }
        return Download(name: "mail-\(id).eml", contentType: "message/rfc822").response(bytes)
    }

    func processAgain(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await act(.processAgain, context)
    }

    func makeTicketOfMail(_ request: Request, _ context: StaffContext) async throws -> Response {
        guard let project = context.form.number("project") else { throw HTTPError(.badRequest) }
        return try await act(.makeTicket(in: ProjectID(rawValue: project)), context)
    }

    func attachMail(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await act(.attach(to: try Self.ticketNumber(context.form)), context)
    }

    func moveMail(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await act(.move(to: try Self.ticketNumber(context.form)), context)
    }

    func detachMail(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await act(.detach, context)
    }

    func ignoreAndBlock(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id: LedgerID = try context.id()
        guard let kind = BlockRule.Kind(rawValue: context.form["by"]) else {
            throw HTTPError(.badRequest)
        }
        let rule = try await store.read { tables in
            try tables.ledger.find(id)?.blockRule(kind)
        }
        guard let rule else { throw LedgerRefusal.nothingToBlock }
        return try await act(.ignoreAndBlock(rule), context)
    }

    func takeBackAction(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await act(.takeBack, context)
    }

    /// Does it, and shows the mail; somebody who came from a ticket sees where the mail is now.
    private func act(_ action: LedgerAction, _ context: StaffContext) async throws -> Response {
        let id: LedgerID = try context.id()
        let entry = try await ledger.perform(action, on: id, by: context.person.id)
        if context.form.has("fromTicket"), let ticket = entry.ticket {
            return .see(Site.ticket(ticket).with(Self.notice(of: action)))
        }
        return .see(Site.inboundMail(id).with(Self.notice(of: action)))
    }

    private static func notice(of action: LedgerAction) -> Notice {
        switch action {
        case .processAgain: .again
        case .makeTicket: .madeTicket
        case .attach: .attached
        case .ignoreAndBlock: .blocked
        case .detach: .detached
        case .move: .moved
        case .takeBack: .undone
        }
    }

    /// `123` or `#123`, as it was typed.
    private static func ticketNumber(_ form: Form) throws -> TicketID {
        let typed = form.line("ticket")
        let number = Int64(typed.hasPrefix("#") ? String(typed.dropFirst()) : typed)
        guard let number, number > 0 else { throw LedgerRefusal.noSuchTicket(0) }
        return TicketID(rawValue: number)
    }
}

/// What can be done with one mail, as buttons and small forms.
struct MailActions {
    var page: InboundMailPage
    var visit: Visit

    private var entry: LedgerEntry { page.entry }

    /// At the right of the heading.
    var top: HTML {
        let t = visit.language
        let again: HTML? =
            entry.canBeProcessedAgain
            ? form(
                Site.mail(entry.id, "processing"),
                "<button class=\"button\">\(Icon.turning)\(t("Process again"))</button>") : nil
        let raw: HTML? =
            entry.raw == nil
            ? nil
            : "<a class=\"button\" href=\"\(Site.rawMail(entry.id))\" download>\(Icon.download)\(t("Raw mail"))</a>"
        let ticket: HTML? = entry.ticket.map {
            "<a class=\"button is-primary\" href=\"\(Site.ticket($0))\">\(t("Ticket #\($0)"))</a>"
        }
        return "\(again)\(raw)\(ticket)"
    }

    /// The card with everything else.
    var card: HTML? {
        let t = visit.language
        let rows: [HTML] = [makeTicket(t), attach(t), detach(t), block(t)].compactMap { $0 }
        guard !rows.isEmpty else { return nil }
        return """
            <section class="card" id="actions"><header><h2>\(t("What you can do with it"))</h2></header><ul class="lines actions-list">\(rows)</ul></section>
            """
    }

    private func makeTicket(_ t: Language) -> HTML? {
        guard !entry.isOnTicket, entry.raw != nil, !page.projects.isEmpty else { return nil }
        let options: [HTML] = page.projects.map {
            "<option value=\"\($0.id)\"\(" selected", if: $0.id == page.likelyProject)>\($0.name)</option>"
        }
        return row(
            t("Make a ticket of it"),
            t("A new ticket of its sender, whatever the rules said."),
            form(
                Site.mail(entry.id, "ticket"),
                "<select name=\"project\" aria-label=\"\(t("Project"))\">\(options)</select><button class=\"button\">\(Icon.plus)\(t("Make a ticket"))</button>"
            ))
    }

    private func attach(_ t: Language) -> HTML? {
        guard entry.raw != nil, !entry.isWaitingForUpdate else { return nil }
        let isOn = entry.isOnTicket
        return row(
            isOn ? t("Move to ticket…") : t("Attach to ticket…"),
            isOn
                ? t("It leaves the conversation and becomes a message on the other ticket.")
                : t("It becomes a reply on that ticket."),
            form(
                Site.mail(entry.id, isOn ? "move" : "attachment"),
                "<input name=\"ticket\" size=\"8\" maxlength=\"20\" required placeholder=\"\(t("Ticket #"))\" aria-label=\"\(t("Ticket"))\"><button class=\"button\">\(Icon.reply)\(isOn ? t("Move") : t("Attach"))</button>"
            ))
    }

    private func detach(_ t: Language) -> HTML? {
        guard entry.isOnTicket, entry.message != nil, page.messagesOnTicket > 1 else { return nil }
        return row(
            t("Detach"), t("It leaves the conversation and becomes a ticket of its own."),
            form(
                Site.mail(entry.id, "detachment"),
                "<button class=\"button\">\(t("Detach"))</button>"))
    }

    private func block(_ t: Language) -> HTML? {
        guard !entry.isWaitingForUpdate, !entry.isOnTicket || page.messagesOnTicket <= 1 else {
            return nil
        }
        let options: [HTML] = BlockRule.Kind.allCases.compactMap { kind in
            entry.blockRule(kind).map { rule in
                "<option value=\"\(kind.rawValue)\">\(t.name(kind)): \(rule.text.shortened(to: 60))</option>"
            }
        }
        guard !options.isEmpty else { return nil }
        return row(
            t("Ignore and block sender"),
            entry.isOnTicket
                ? t(
                    "Its ticket, which has nothing else, is deleted, and further mail like it is ignored."
                ) : t("Further mail like it is ignored, with the reason in the ledger."),
            form(
                Site.mail(entry.id, "block"),
                "<select name=\"by\" aria-label=\"\(t("Block by"))\">\(options)</select><button class=\"button\">\(Icon.circleMinus)\(t("Ignore and block"))</button>"
            ))
    }

    private func row(_ title: String, _ help: String, _ form: HTML) -> HTML {
        "<li><div><strong>\(title)</strong><div class=\"small muted\">\(help)</div></div>\(form)</li>"
    }

    private func form(_ path: Path, _ content: HTML) -> HTML {
        "<form class=\"inline\" method=\"post\" action=\"\(path)\">\(visit.token)\(content)</form>"
    }
}
