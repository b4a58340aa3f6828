internal import Desk
internal import Markup

/// What happened to a mail, one line each: it came, it was decided, and what people did. The newest action
/// that holds has the button that takes it back.
struct MailHistory {
    var page: InboundMailPage
    var visit: Visit

    var html: HTML {
        let t = visit.language
        let entry = page.entry
        let takenBack = LedgerEvent.takenBack(of: page.events)
        let newest = LedgerEvent.newestStanding(of: page.events)
        var lines: [HTML] = [
            line(.mail, entry.receivedAt, "\(t("It arrived at the mail server."))"),
            line(
                .download, entry.storedAt,
                "\(t("It was stored here, before anyone thought about it."))"),
        ]
        lines += page.events.map { event in
            line(
                icon(event.change), event.at,
                "\(HTML(text: words(event)))\(isOver(event, takenBack))\(undo(event, newest))")
        }
        if let at = entry.decidedAt, entry.outcome != nil {
            lines.append(
                line(.check, at, "\(t("What holds now was decided."))"))
        }
        return """
            <section class="card" id="history" data-live="ledger"><header><h2>\(t("History"))</h2></header><ul class="lines history">\(lines)</ul></section>
            """
    }

    private func line(_ icon: Icon, _ at: Instant, _ content: HTML) -> HTML {
        "<li>\(icon)<div>\(content)</div><span class=\"muted small nowrap\">\(visit.language.time(at))</span></li>"
    }

    private func isOver(_ event: LedgerEvent, _ takenBack: Set<Int64>) -> HTML? {
        takenBack.contains(event.id)
            ? " <span class=\"badge\">\(visit.language("undone"))</span>" : nil
    }

    private func undo(_ event: LedgerEvent, _ newest: LedgerEvent?) -> HTML? {
        guard event.id == newest?.id else { return nil }
        return
            " <form class=\"inline\" method=\"post\" action=\"\(Site.mail(page.entry.id, "undo"))\">\(visit.token)<button class=\"button is-small\">\(Icon.history)\(visit.language("Undo"))</button></form>"
    }

    private func icon(_ change: LedgerEvent.Change) -> Icon {
        switch change {
        case .processedAgain: .turning
        case .madeTicket: .plus
        case .attached, .moved: .reply
        case .blocked: .circleMinus
        case .detached: .copy
        case .tookBack: .history
        }
    }

    private func words(_ event: LedgerEvent) -> String {
        let t = visit.language
        let who =
            event.actor.map { page.people[$0] ?? t("somebody") } ?? t("Martlet")
        switch event.change {
        case .processedAgain(let before, let isAfterUpgrade):
            let former = former(before)
            return isAfterUpgrade
                ? t("Decided anew after an upgrade. Before: \(former)")
                : t("\(who) had it processed again. Before: \(former)")
        case .madeTicket(let ticket, let before):
            return t("\(who) made ticket #\(ticket) of it. Before: \(former(before))")
        case .attached(let ticket, let before, _):
            return t("\(who) attached it to ticket #\(ticket). Before: \(former(before))")
        case .blocked(let rule, let isNew, let before):
            let what = "\(t.name(rule.kind)) “\(rule.text)”"
            return isNew
                ? t("\(who) ignored it and blocked \(what). Before: \(former(before))")
                : t("\(who) ignored it; \(what) was blocked already. Before: \(former(before))")
        case .detached(let from, let to, _, _):
            return t("\(who) detached it from ticket #\(from); it became ticket #\(to).")
        case .moved(let from, let to, _, _, _):
            return t("\(who) moved it from ticket #\(from) to ticket #\(to).")
        case .tookBack:
            return t("\(who) undid that.")
        }
    }

    /// The outcome and the reason that it had.
    private func former(_ standing: LedgerStanding) -> String {
        let t = visit.language
        guard let outcome = standing.outcome else { return t("nothing was decided yet.") }
        return standing.reason.isEmpty
            ? "\(t.name(outcome))." : "\(t.name(outcome)) – \(standing.reason.shortened(to: 300))"
    }
}
