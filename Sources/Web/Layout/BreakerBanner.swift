internal import Desk
internal import Markup

/// On every page while automatic mail is stopped: what happened, and for administrators the button that lets it
/// through again.
struct BreakerBanner {
    var breakers: [Breaker]
    var visit: Visit

    /// More have one cause; the page *Incoming mail* lists all.
    private static let mostShown = 3

    var html: HTML {
        let isShown = visit.person?.role == .administrator && !breakers.isEmpty
        return """
            <div id="breakers" data-live="ledger outbox">\(isShown ? callout : nil)</div>
            """
    }

    private var callout: HTML {
        let t = visit.language
        // What stops everything stands first.
        let all = breakers.filter { $0.scope == .everything }
        let order = all + breakers.filter { $0.scope != .everything }
        let items: [HTML] = order.prefix(Self.mostShown).map { item($0) }
        let isMore = breakers.count > Self.mostShown
        let more: HTML? =
            isMore
            ? "<p><a href=\"\(Site.incoming)\">\(t("Show all"))</a></p>" : nil
        let isAll = breakers.contains { $0.scope == .everything }
        return Callout(isAll ? .wrong : .needs, "\(items)\(more)").html
    }

    func item(_ breaker: Breaker) -> HTML {
        """
        <div class="breaker"><span>\(Self.words(breaker, visit))</span>\(release(breaker))</div>
        """
    }

    /// What happened, since when, and what is held back.
    static func words(_ breaker: Breaker, _ visit: Visit) -> HTML {
        let t = visit.language
        let since = t.ago(breaker.openedAt, now: visit.now)
        let held = breaker.held == 1 ? t("1 held back") : t("\(breaker.held) held back")
        let text: HTML =
            switch breaker.scope {
            case .everything:
                "<strong>\(t("All automatic mail is stopped."))</strong> \(t("More of it would have left within an hour than the limit allows; something may go round in circles. People's answers leave as always. Look at the newest tickets, then let it through again."))"
            case .address(let address):
                "<strong>\(t("Automatic mail to \(address) is stopped."))</strong> \(t("Its mails came again and again and are alike, as when two machines answer each other."))"
            case .ticket(let ticket):
                "<strong><a href=\"\(Site.ticket(ticket))\">\(t("Ticket #\(ticket)"))</a></strong> \(t("stays closed: mail opened it too often. New mail on it waits there."))"
            }
        return "\(text) <span class=\"muted\">\(since) · \(held)</span>"
    }

    func release(_ breaker: Breaker) -> HTML {
        let t = visit.language
        return """
            <form class="inline" method="post" action="\(Site.breakerRelease(breaker.id))">\(visit.token)<input type="hidden" name="back" value="\(visit.isAnswer ? Site.incoming.text : visit.target)"><button class="button is-small">\(t("Let through again"))</button></form>
            """
    }
}
