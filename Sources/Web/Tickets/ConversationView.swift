internal import Desk
internal import Markup

/// Messages, notes, bounces and events, told apart at a glance.
struct ConversationView {
    var page: TicketPage
    var visit: Visit

    func entry(_ message: TicketMessage, isNewest: Bool) -> HTML {
        let t = visit.language
        let anchor: HTML? = isNewest ? "<span id=\"newest\"></span>" : nil
        return """
            <article class="entry is-\(message.kind.rawValue)" id="m\(message.id)">\(anchor)
            <header>\(avatar(message).html)<div class="who"><strong>\(author(message))</strong> \(kindWord(message)) \(protection(message))<small>\(addresses(message))</small></div>
            <span class="when">\(t.ago(message.at, now: visit.now))</span></header>
            <div class="body">\(content(message))\(attachments(message))\(undelivered(message))\(foot(message))</div></article>
            """
    }

    private func author(_ message: TicketMessage) -> String {
        message.author.flatMap { page.people[$0]?.displayName } ?? message.from.displayName
    }

    private func avatar(_ message: TicketMessage) -> Avatar {
        switch message.kind {
        case .client: Avatar(name: author(message), kind: .client)
        case .reply: Avatar(name: author(message), kind: .staff)
        case .note: Avatar(name: author(message), kind: .note)
        case .bounce: Avatar(name: "", kind: .wrong)
        case .automatic: Avatar(name: "Martlet", kind: .staff)
        }
    }

    private func kindWord(_ message: TicketMessage) -> HTML? {
        let t = visit.language
        return switch message.kind {
        case .client:
            message.forwardedBy.map {
                "<span class=\"muted\">\(t("forwarded by \(page.name($0, t))"))</span>"
            }
        case .automatic: "<span class=\"muted\">\(t("answered automatically"))</span>"
        case .reply: "<span class=\"muted\">\(t("answered"))</span>"
        case .note: Badge(.note, t("Internal note"), "is-needs").html
        case .bounce: Badge(.bounce, t("Not delivered"), "is-wrong").html
        }
    }

    /// What the desk did not do to the mail: open it, or check its signature.
    private func protection(_ message: TicketMessage) -> HTML? {
        let t = visit.language
        return switch message.protection {
        case .encrypted: Badge(.info, t("Encrypted: not readable here"), "is-needs").html
        case .signed: Badge(.info, t("Signed, not checked")).html
        case .signedAndPacked:
            Badge(.info, t("Text packed into its signature: not readable here"), "is-needs").html
        case nil: nil
        }
    }

    private func addresses(_ message: TicketMessage) -> HTML {
        let t = visit.language
        switch message.kind {
        case .note: return "\(t("Only people of the desk see this"))"
        case .bounce: return "\(message.from.address)"
        case .client, .reply, .automatic:
            let to = message.to.map(\.displayName).joined(separator: ", ")
            let cc = message.cc.map(\.displayName).joined(separator: ", ")
            let from: HTML = message.kind == .client ? "\(message.from.address)" : ""
            let toText: HTML? = to.isEmpty ? nil : " \(t("to")) \(to.shortened(to: 120))"
            let ccText: HTML? = cc.isEmpty ? nil : ", Cc \(cc.shortened(to: 120))"
            return "\(from)\(toText)\(ccText)"
        }
    }

    private func content(_ message: TicketMessage) -> HTML {
        let t = visit.language
        let quote: HTML? =
            message.quotedText.isEmpty
            ? nil
            : """
            <details class="quote"><summary>\(message.kind == .bounce ? t("The whole report") : Self.isSignature(message.quotedText) ? t("Signature") : t("Quoted text"))</summary><div class="text">\(PlainText.toHTML(message.quotedText))</div></details>
            """
        // What was typed here is Markdown; what came by mail, from a colleague too, is text.
        let text: HTML =
            switch message.kind {
            case .reply where message.ledger == nil, .note where message.ledger == nil:
                "<div class=\"text is-rich\">\(Markdown.toHTML(message.text))</div>"
            default: "<div class=\"text\">\(PlainText.toHTML(message.text))</div>"
            }
        guard message.hasHTML, message.raw != nil, message.ledger != nil, message.kind != .bounce
        else { return "\(text)\(quote)" }
        return """
            \(text)\(quote)
            <details class="quote"\(" open", if: message.attachments.contains(where: \.isInline))><summary>\(t("As it was sent"))</summary>\(MailTools(message: message, isSenderAllowed: page.imageSenders.contains(message.from.key), visit: visit).html)
            <iframe class="mail" name="mail-\(message.id)" src="\(Site.messageHTML(message.id))" sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox" loading="lazy" title="\(t("Mail of \(author(message))"))"></iframe></details>
            """
    }

    /// Whether nothing of what is folded away is quoted: no marked line, and no line that introduces a quote.
    static func isSignature(_ text: String) -> Bool {
        let headers = ["From:", "Von:", "De :", "De:", "Da:", "-----", "_____"]
        return !text.split(separator: "\n").contains { line in
            let line = String(line).withoutBlanksAround
            return line.hasPrefix(">") || line.hasSuffix(":")
                || headers.contains { line.hasPrefix($0) }
        }
    }

    private func attachments(_ message: TicketMessage) -> HTML? {
        // Pictures of an HTML body stand in it; without one they would be nowhere.
        let files = message.attachments.filter { !$0.isInline || !message.hasHTML }
        guard !files.isEmpty else { return nil }
        let t = visit.language
        let items: [HTML] = files.map { file in
            """
            <a href="\(Site.attachment(file.id, of: message.id))" download>\(Icon.clip)<span class="name">\(file.name.isEmpty ? t("Unnamed file") : file.name)</span><span class="faint">\(t.size(file.size))</span></a>
            """
        }
        return "<div class=\"attachments\">\(items)</div>"
    }

    /// Why it is here, and for an answer how far it came.
    private func foot(_ message: TicketMessage) -> HTML? {
        let t = visit.language
        var items: [HTML] = []
        if message.kind == .reply || message.kind == .automatic {
            if let mail = page.outbox.last(where: { $0.message == message.id }) {
                items.append(delivery(mail))
            } else if message.ledger == nil {
                items.append(Badge(.circleMinus, t("Withdrawn, not sent")).html)
            }
        }
        if let reason = message.attachedBecause {
            items.append("<span>\(Icon.info) \(reason)</span>")
        }
        if let change = requesterChange(message) { items.append(change) }
        if let ledger = message.ledger {
            items.append("<a href=\"\(Site.inboundMail(ledger))\">\(t("What happened"))</a>")
            items.append(elsewhere(ledger))
        }
        return items.isEmpty ? nil : "<div class=\"foot\">\(items)</div>"
    }

    /// Who has the ticket of a mail that was passed on: one click makes it the other of the two.
    private func requesterChange(_ message: TicketMessage) -> HTML? {
        let t = visit.language
        guard let forwarder = message.forwardedBy, let author = message.author else { return nil }
        let other = page.ticket.requester == forwarder ? author : forwarder
        return """
            <form class="inline" method="post" action="\(Site.requester(of: page.ticket.id))">\(visit.token)<input type="hidden" name="requester" value="\(other)"><button class="button is-small">\(t("Make \(page.name(other, t)) the requester"))</button></form>
            """
    }

    /// Whom the message did not reach, why in words, and what to do.
    private func undelivered(_ message: TicketMessage) -> [HTML] {
        let t = visit.language
        return page.undelivered.filter { $0.message == message.id && $0.isOpen }.map { one in
            let who = one.recipient.isEmpty ? t("the recipient") : one.recipient
            let title =
                one.isFinal
                ? t("Not delivered to \(who).")
                : t("Not delivered to \(who) yet; it is still tried.")
            let report: HTML? = one.ledger.map {
                " <a href=\"\(Site.inboundMail($0))\">\(t("The report"))</a>"
            }
            let code: HTML? = one.status.map { "<code>\($0)</code> " }
            let words: HTML? =
                one.diagnostic.isEmpty
                ? nil
                : "<br><span class=\"small muted\">\(code)\(one.diagnostic.shortened(to: 240))</span>"
            return Callout(
                one.isFinal ? .wrong : .needs,
                "<strong>\(title)</strong> \(t.advice(one.cause, isFinal: one.isFinal))\(report)\(words)"
            ).html
        }
    }

    /// Detaches a mail that does not belong here, or moves it to where it belongs.
    private func elsewhere(_ ledger: LedgerID) -> HTML {
        let t = visit.language
        let detach: HTML? =
            page.messages.count > 1
            ? "<form method=\"post\" action=\"\(Site.mail(ledger, "detachment"))\">\(visit.token)<input type=\"hidden\" name=\"fromTicket\" value=\"yes\"><button class=\"button is-small\" title=\"\(t("It leaves the conversation and becomes a ticket of its own."))\">\(t("Detach"))</button></form>"
            : nil
        return """
            <details class="menu elsewhere"><summary>\(t("Not here?"))</summary><div class="menu-items">\(detach)<form method="post" action="\(Site.mail(ledger, "move"))">\(visit.token)<input type="hidden" name="fromTicket" value="yes"><input name="ticket" size="7" maxlength="20" required placeholder="\(t("Ticket #"))" aria-label="\(t("Move to ticket…"))"><button class="button is-small">\(t("Move"))</button></form></div></details>
            """
    }

    private func delivery(_ mail: OutboxMail) -> HTML {
        let t = visit.language
        let words: HTML? = mail.lastResponse.map { "<span>\($0)</span>" }
        let next: HTML? =
            mail.state == .deferred
            ? "<span>\(t("Next try")) \(t.ago(mail.nextAttemptAt, now: visit.now))</span>" : nil
        let at: HTML? = mail.acceptedAt.map {
            "<span>\(t("taken by the mail server")) \(t.ago($0, now: visit.now))</span>"
        }
        let action: HTML?
        switch mail.state {
        case .failed, .bounced, .deferred:
            action = post(
                Site.resending(mail.id),
                mail.state == .bounced ? t("Send again") : t("Try again now"))
        case .queued:
            action = post(Site.withdrawal(mail.id), t("Withdraw"))
        case .sending, .accepted:
            action = nil
        }
        return
            "\(Badge(mail.state, t))\(at)\(mail.state == .accepted ? nil : words)\(next)\(action)"
    }

    private func post(_ path: Path, _ word: String) -> HTML {
        "<form class=\"inline\" method=\"post\" action=\"\(path)\">\(visit.token)<button class=\"button is-small\">\(word)</button></form>"
    }

    /// Nil for an event whose message stands in the conversation itself.
    func event(_ event: TicketEvent) -> HTML? {
        let t = visit.language
        let who = page.name(event.actor, t)
        let (icon, words): (Icon, HTML)
        switch event.change {
        case .created(let ledger):
            icon = .plus
            words =
                ledger == nil
                ? "\(t("\(who) made the ticket by hand"))" : "\(t("Ticket made from a mail"))"
        case .mailAttached(let mail):
            (icon, words) = (
                .reply,
                "\(t("\(who) put a mail here by hand:")) <a href=\"\(Site.inboundMail(mail))\">\(t("Mail no. \(mail)"))</a>"
            )
        case .mailTakenAway(let mail, let other):
            let target: HTML? = other.map { " <a href=\"\(Site.ticket($0))\">#\($0)</a>" }
            (icon, words) = (
                .copy,
                "\(other == nil ? t("\(who) took a mail off this ticket:") : t("\(who) took a mail to another ticket:"))\(target) <a href=\"\(Site.inboundMail(mail))\">\(t("Mail no. \(mail)"))</a>"
            )
        case .mailMovedHere(let mail, let other):
            (icon, words) = (
                .reply,
                "\(t("\(who) brought a mail from another ticket:")) <a href=\"\(Site.ticket(other))\">#\(other)</a> <a href=\"\(Site.inboundMail(mail))\">\(t("Mail no. \(mail)"))</a>"
            )
        case .deleted: (icon, words) = (.circleMinus, "\(t("\(who) deleted the ticket"))")
        case .restored: (icon, words) = (.history, "\(t("\(who) undid the deletion"))")
        case .clientReplied, .replied, .noted: return nil
        case .statusChanged(let from, let to):
            (icon, words) = (
                .circle,
                "\(t("\(who) changed the status from “\(t.name(from))” to “\(t.name(to))”"))"
            )
        case .reopened:
            (icon, words) = (
                .history,
                event.actor == nil
                    ? "\(t("Opened again: an answer was not delivered"))"
                    : "\(t("Opened again by the client's answer"))"
            )
        case .assigned(_, nil): (icon, words) = (.person, "\(t("\(who) took the assignment away"))")
        case .assigned(_, let person?):
            (icon, words) = (
                .person, "\(t("\(who) assigned the ticket to \(page.name(person, t))"))"
            )
        case .priorityChanged(let from, let to):
            (icon, words) = (
                .rise,
                "\(t("\(who) changed the priority from “\(t.name(from))” to “\(t.name(to))”"))"
            )
        case .subjectChanged(let from, _):
            (icon, words) = (
                .pencil, "\(t("\(who) changed the subject; it was “\(from.shortened(to: 120))”"))"
            )
        case .moved(_, let to):
            let name = page.projects.first { $0.id == to }?.name ?? "–"
            (icon, words) = (.folder, "\(t("\(who) moved the ticket to “\(name)”"))")
        case .notDelivered(_, let reason):
            (icon, words) = (.bounce, "\(t("An answer was not delivered: \(reason)"))")
        case .possibleMatch(let other):
            (icon, words) = (
                .warning,
                "\(t("The subject names another ticket, but the sender takes no part in it:")) <a href=\"\(Site.ticket(other))\">#\(other)</a>"
            )
        case .delayed, .deliveredAfterAll, .noFirstAnswer, .follows, .followed, .reopeningHeld,
            .forwarded, .requesterChanged, .commanded, .timeSpent, .timeTakenBack,
            .timeChanged, .tagged:
            (icon, words) = EventWords(page: page, visit: visit).of(event, who)
        }
        return
            "<div class=\"event\">\(icon)<span>\(words)</span> \(t.ago(event.at, now: visit.now))</div>"
    }
}
