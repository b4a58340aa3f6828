internal import Desk
internal import Hummingbird
internal import Store

extension WebServer {
    /// Makes another person of the conversation the requester, as when a mail was passed on.
    func changeRequester(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id: TicketID = try context.id()
        let (form, now, me) = (context.form, context.visit.now, context.person.id)
        guard let number = form.number("requester") else { throw HTTPError(.badRequest) }
        let wanted = PersonID(rawValue: number)
        try await store.write { tables in
            guard var ticket = try tables.ticket.find(id) else { throw HTTPError(.notFound) }
            let involved = try tables.message.of(id).flatMap { [$0.author, $0.forwardedBy] }
            guard involved.contains(wanted), let person = try tables.person.find(wanted) else {
                throw HTTPError(.badRequest)
            }
            guard ticket.requester != wanted else { return }
            let before = ticket.requester
            // Who was the requester takes part still.
            if let former = try tables.person.find(before) {
                try tables.participant.add(
                    id, [Contact(name: former.name, address: former.email)])
            }
            ticket.requester = person.id
            ticket.updatedAt = now
            try tables.ticket.update(ticket)
            try tables.event.add(
                id, at: now, actor: me, change: .requesterChanged(from: before, to: wanted))
            try tables.announce(.ticket(id))
        }
        return .see(Site.ticket(id).with(.saved))
    }
}
