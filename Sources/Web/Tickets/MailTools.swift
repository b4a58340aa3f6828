internal import Desk
internal import Markup

/// Above a mail's frame: remote images once, always for this sender, or not any more; and the mail alone.
struct MailTools {
    var message: TicketMessage
    var isSenderAllowed: Bool
    var visit: Visit

    var html: HTML {
        let t = visit.language
        let alone: HTML =
            "<a href=\"\(Site.messageHTML(message.id))\" target=\"_blank\" rel=\"noopener\">\(t("Open alone"))</a>"
        guard !isSenderAllowed else {
            return """
                <div class="mail-tools"><span>\(Icon.image) \(t("Remote images of \(message.from.address.shortened(to: 80)) are always shown."))</span>\(button("never", t("Undo")))\(alone)</div>
                """
        }
        let always: HTML? =
            message.from.address.isEmpty ? nil : button("always", t("Always for this sender"))
        return """
            <div class="mail-tools"><span class="images" data-images>\(button("once", t("Show images"), target: "mail-\(message.id)"))\(always)</span>\(alone)</div>
            """
    }

    private func button(_ choice: String, _ word: String, target: String? = nil) -> HTML {
        let frame: HTML = target.map { " target=\"\($0)\"" } ?? ""
        return
            "<form class=\"inline\" method=\"post\" action=\"\(Site.messageImages(message.id))\"\(frame)>\(visit.token)<button class=\"button is-small\" name=\"images\" value=\"\(choice)\">\(word)</button></form>"
    }
}
