internal import Desk
internal import Hummingbird
internal import Markup
internal import Store

extension WebServer {
    /// Adds or removes a tag.
    func changeTags(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id: TicketID = try context.id()
        let (form, now, me) = (context.form, context.visit.now, context.person.id)
        try await store.write { tables in
            guard var ticket = try tables.ticket.find(id) else { throw HTTPError(.notFound) }
            let wanted = form["add"].split(separator: ",").compactMap { Tag.read(String($0)) }
            let added = try tables.tag.add(wanted, to: id)
            let removed = try tables.tag.remove(form.all("remove"), from: id)
            guard !added.isEmpty || !removed.isEmpty else { return }
            ticket.updatedAt = now
            try tables.ticket.update(ticket)
            try tables.event.add(
                id, at: now, actor: me, change: .tagged(add: added, remove: removed))
            try tables.announce(.ticket(id))
        }
        return .see(Site.ticket(id))
    }
}

/// The tags in the side panel.
struct TicketTags {
    /// Tags that the field proposes: the most used ones.
    static let mostProposed = 50

    var page: TicketPage

    func html(_ visit: Visit) -> HTML {
        let t = visit.language
        let action = Site.tags(of: page.ticket.id)
        let items: [HTML] = page.tags.map { tag in
            """
            <li><form class="inline" method="post" action="\(action)">\(visit.token)<span class="badge is-plain-tag">\(tag)<button name="remove" value="\(tag)" aria-label="\(t("Remove tag \(tag)"))" title="\(t("Remove tag \(tag)"))">×</button></span></form></li>
            """
        }
        let options: [HTML] = page.knownTags.filter { !page.tags.contains($0) }.map {
            "<option value=\"\($0)\"></option>"
        }
        let list: HTML? = items.isEmpty ? nil : "<ul class=\"tags\">\(items)</ul>"
        return """
            <section id="ticket-tags" data-live="ticket"><h2>\(t("Tags"))</h2>\(list)
            <form class="tag-form" method="post" action="\(action)">\(visit.token)<input name="add" list="known-tags" maxlength="200" aria-label="\(t("New tag"))" placeholder="\(t("New tag"))" autocomplete="off"><datalist id="known-tags">\(options)</datalist><button class="button is-small">\(t("Add"))</button></form></section>
            """
    }
}
