internal import Desk
internal import HTTPTypes
internal import Hummingbird
internal import Markup
internal import Store

extension WebServer {
    func deleteTicketPage(_ request: Request, _ context: AdministratorContext) async throws
        -> Response
    {
        let id: TicketID = try context.id()
        let (page, frame) = try await store.read { tables -> (DeleteTicketPage, Frame) in
            guard let ticket = try tables.ticket.find(id) else { throw HTTPError(.notFound) }
            return (DeleteTicketPage(ticket: ticket), try Frame(tables, context.person.id))
        }
        return page.page(context.visit).response(context.visit, frame)
    }

    func deleteTicket(_ request: Request, _ context: AdministratorContext) async throws -> Response
    {
        let id: TicketID = try context.id()
        let (now, me) = (context.visit.now, context.person.id)
        try await store.write { tables in
            guard try tables.ticket.find(id) != nil else { throw HTTPError(.notFound) }
            try tables.event.add(id, at: now, actor: me, change: .deleted)
            try tables.ticket.delete(id, by: me, at: now)
            try tables.announce(.ticket(id))
        }
        return .see(Site.ticket(id).with(.deleted))
    }

    func restoreTicket(_ request: Request, _ context: AdministratorContext) async throws
        -> Response
    {
        let id: TicketID = try context.id()
        let (now, me) = (context.visit.now, context.person.id)
        try await store.write { tables in
            // A ticket whose mails were moved away has nothing to come back with.
            guard try tables.message.count(on: id) > 0, try tables.ticket.restore(id, at: now)
            else { throw LedgerRefusal.formerTicketIsGone(id) }
            try tables.event.add(id, at: now, actor: me, change: .restored)
            try tables.announce(.ticket(id))
            try tables.announce(.ledger)
        }
        return .see(Site.ticket(id).with(.restored))
    }
}

/// What will be lost, before it is.
struct DeleteTicketPage {
    var ticket: Ticket

    func page(_ visit: Visit) -> Page {
        let t = visit.language
        let days = TicketTable.keptAfterDeletion.components.seconds / 86_400
        return Page(
            title: t("Delete ticket #\(ticket.id)"),
            crumbs: [
                .init(t("Tickets"), Site.tickets), .init("#\(ticket.id)", Site.ticket(ticket.id)),
                .init(t("Delete")),
            ], isNarrow: true,
            body: """
                \(Callout(.needs, "<strong>\(ticket.subject)</strong><p>\(ticket.messageCount == 1 ? t("1 message disappears from all lists and searches.") : t("\(ticket.messageCount) messages disappear from all lists and searches.")) \(t("Answers that were not sent yet are withdrawn.")) \(t("For \(days) days this can be undone; then the conversation is removed for good.")) \(t("Its mails stay in the ledger, and never become a ticket again by themselves."))</p>").html)
                <form class="form-end" method="post" action="\(Site.ticket(ticket.id, "deletion"))">\(visit.token)<button class="button is-danger">\(t("Delete the ticket"))</button><a class="button" href="\(Site.ticket(ticket.id))">\(t("Cancel"))</a></form>
                """)
    }
}

/// What stands where a ticket was.
struct TombstonePage {
    var id: TicketID
    var deletion: TicketDeletion
    var by: String?
    var mails: [LedgerEntry]
    /// Whether there is something left to come back with.
    var hasMessages: Bool

    init?(_ id: TicketID, _ tables: Tables) throws {
        guard let deletion = try tables.ticket.deletion(of: id) else { return nil }
        self.id = id
        self.deletion = deletion
        by = try deletion.by.flatMap { try tables.person.find($0)?.displayName }
        mails = try tables.ledger.list(LedgerFilter(ticket: id), limit: 50)
        hasMessages = try tables.message.count(on: id) > 0
    }

    func page(_ visit: Visit) -> Page {
        let t = visit.language
        let until = deletion.at + TicketTable.keptAfterDeletion
        let canRestore =
            !deletion.isErased && hasMessages && visit.person?.role == .administrator
        let restore: HTML? =
            canRestore
            ? "<form method=\"post\" action=\"\(Site.ticket(id, "restoration"))\">\(visit.token)<button class=\"button is-primary\">\(Icon.history)\(t("Undo the deletion"))</button></form>"
            : nil
        let fate: HTML =
            deletion.isErased || !hasMessages
            ? "\(t("Its conversation is not here any more."))"
            : "\(t("Its conversation is kept until")) \(t.time(until)). \(canRestore ? nil : "\(t("An administrator can undo the deletion."))" as HTML)"
        let rows: [HTML] = mails.map {
            "<li>\(OutcomeBadge($0, t).html)<div><a href=\"\(Site.inboundMail($0.id))\">\($0.subject.isEmpty ? t("(no subject)") : $0.subject.shortened(to: 120))</a><div class=\"small muted\">\($0.from.displayName.shortened(to: 80))</div></div></li>"
        }
        let list: HTML? =
            rows.isEmpty
            ? nil
            : "<section class=\"card\"><header><h2>\(t("Its mails in the ledger"))</h2></header><ul class=\"lines\">\(rows)</ul></section>"
        return Page(
            title: t("Ticket #\(id) was deleted"),
            crumbs: [.init(t("Tickets"), Site.tickets), .init("#\(id)")], actions: restore,
            isNarrow: true,
            body: """
                <p>\(t("Deleted by \(by ?? t("Martlet"))")) \(t.ago(deletion.at, now: visit.now)). \(fate)</p>\(list)
                """)
    }
}
