internal import Desk
internal import Markup

/// Reply and internal note, always one key away.
struct Composer {
    var page: TicketPage

    func html(_ visit: Visit) -> HTML {
        let t = visit.language
        let form = page.form
        let isNote = form.kind == .note || page.envelope == nil
        let statuses: [HTML] = [Ticket.Status.waiting, .open, .closed].map {
            "<option value=\"\($0.rawValue)\"\(" selected", if: $0 == form.status)>\(t.name($0))</option>"
        }
        return """
            <form class="composer" id="composer" method="post" action="\(Site.ticket(page.ticket.id, "messages"))#composer">\(visit.token)
            <input type="hidden" name="seen" value="\(page.messages.count)">
            <div class="kinds" role="radiogroup" aria-label="\(t("What to write"))">
            <label><input type="radio" name="kind" value="reply"\(" checked", if: !isNote)>\(t("Reply"))</label>
            <label><input type="radio" name="kind" value="note"\(" checked", if: isNote)>\(t("Internal note"))</label>
            \(recipients(t))</div>
            <textarea name="text" rows="2" aria-label="\(t("Text"))" placeholder="\(t("Write here. Markdown works."))" data-draft="ticket-\(page.ticket.id)"\(" aria-invalid=\"true\"", if: form.message != nil)\(" autofocus", if: form.isAgain)>
            \(form.text)</textarea>
            \(form.message.map { "<div class=\"error\" role=\"alert\">\(Icon.stop)<span>\($0)</span></div>" as HTML })
            <div class="end">\(copies(t))<span class="grow"></span>
            <label class="after-sending"><span class="visually-hidden">\(t("Status after sending"))</span><select name="after">\(statuses)</select></label>
            <button class="button is-primary send-reply">\(Icon.reply)\(t("Send reply"))</button>
            <button class="button is-primary send-note">\(Icon.note)\(t("Add note"))</button></div></form>
            """
    }

    private func recipients(_ t: Language) -> HTML {
        guard let envelope = page.envelope else {
            return "<span class=\"to\">\(t("No mailbox to send from yet"))</span>"
        }
        return
            "<span class=\"to\" title=\"\(envelope.sender.address) → \(envelope.to.address)\">\(t("to")) \(envelope.to.address)</span>"
    }

    private func copies(_ t: Language) -> HTML? {
        guard let copies = page.envelope?.copies, !copies.isEmpty else { return nil }
        let names = copies.map(\.address).joined(separator: ", ")
        return """
            <input type="hidden" name="offersCopies" value="yes"><label class="after-sending small muted"><input type="checkbox" name="copies" value="yes"\(" checked", if: page.form.goesToCopies)> Cc \(names.shortened(to: 60))</label>
            """
    }
}
