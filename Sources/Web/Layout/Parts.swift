internal import Desk
internal import Markup

/// The way from the top to this page, in the words of the product specification.
struct Crumbs {
    var items: [Page.Crumb]
    var label: String

    var html: HTML? {
        guard !items.isEmpty else { return nil }
        let last = items.count - 1
        let pieces: [HTML] = items.enumerated().map { index, crumb in
            let text: HTML =
                if let path = crumb.path, index < last {
                    "<a href=\"\(path)\">\(crumb.title)</a>"
                } else if index == last {
                    "<span aria-current=\"page\">\(crumb.title)</span>"
                } else {
                    "<span>\(crumb.title)</span>"
                }
            return index == last ? text : "\(text)\(Icon.chevron)"
        }
        return "<nav class=\"crumbs\" aria-label=\"\(label)\">\(pieces)</nav>"
    }
}

/// A box that says something about the page as a whole.
struct Callout {
    enum Tone: String { case info, good, needs, wrong }

    var tone: Tone
    var content: HTML

    init(_ tone: Tone, _ content: HTML) {
        self.tone = tone
        self.content = content
    }

    var html: HTML {
        let icon: Icon =
            switch tone {
            case .info: .info
            case .good: .done
            case .needs: .warning
            case .wrong: .stop
            }
        let role: HTML =
            tone == .wrong ? " role=\"alert\"" : tone == .good ? " role=\"status\"" : ""
        return
            "<div class=\"callout is-\(tone.rawValue)\"\(role)>\(icon)<div>\(content)</div></div>"
    }
}

/// Initials in a circle.
struct Avatar {
    enum Kind: String { case client, staff, note, wrong }

    var name: String
    var kind: Kind = .client

    var html: HTML {
        if kind == .wrong {
            return "<span class=\"avatar is-wrong\" aria-hidden=\"true\">\(Icon.bounce)</span>"
        }
        let words = name.split(whereSeparator: { !$0.isLetter && !$0.isNumber })
        let first = words.first?.first.map(String.init) ?? "?"
        let last = words.count > 1 ? words.last?.first.map(String.init) ?? "" : ""
        return
            "<span class=\"avatar is-\(kind.rawValue)\" aria-hidden=\"true\">\((first + last).uppercased())</span>"
    }
}

/// What an empty list shows: what it is for, and the button that fills it.
struct EmptyState {
    var icon: Icon
    var title: String
    var text: String
    var action: HTML?

    var html: HTML {
        let action: HTML? = action.map { "<div class=\"actions\">\($0)</div>" }
        return "<div class=\"card empty\">\(icon)<h2>\(title)</h2><p>\(text)</p>\(action)</div>"
    }
}

/// A word with a meaning: an icon, a word, a colour.
struct Badge {
    var icon: Icon
    var text: String
    var tone: String

    init(_ icon: Icon, _ text: String, _ tone: String = "") {
        self.icon = icon
        self.text = text
        self.tone = tone
    }

    init(_ status: Ticket.Status, _ t: Language) {
        switch status {
        case .new: self.init(.plus, t.name(status), "is-new")
        case .open: self.init(.circle, t.name(status), "is-open")
        case .waiting: self.init(.clock, t.name(status), "")
        case .closed: self.init(.check, t.name(status), "is-good")
        }
    }

    /// For columns: one word.
    init(short status: Ticket.Status, _ t: Language) {
        self.init(status, t)
        if status == .waiting { text = t("Waiting") }
    }

    init(_ outcome: LedgerEntry.Outcome, _ t: Language) {
        switch outcome {
        case .ticket: self.init(.plus, t.name(outcome), "is-new")
        case .reply: self.init(.reply, t.name(outcome), "is-good")
        case .bounce: self.init(.bounce, t.name(outcome), "is-needs")
        case .ignored: self.init(.circleMinus, t.name(outcome), "")
        case .duplicate: self.init(.copy, t.name(outcome), "")
        case .failed: self.init(.warning, t.name(outcome), "is-wrong")
        }
    }

    init(_ state: OutboxMail.State, _ t: Language) {
        switch state {
        case .queued: self.init(.clock, t.name(state), "")
        case .sending: self.init(.turning, t.name(state), "")
        case .accepted: self.init(.check, t.name(state), "is-good")
        case .deferred: self.init(.history, t.name(state), "is-needs")
        case .failed: self.init(.warning, t.name(state), "is-wrong")
        case .bounced: self.init(.bounce, t.name(state), "is-wrong")
        }
    }

    var html: HTML { "<span class=\"badge \(tone)\">\(icon)\(text)</span>" }
}

extension HTML.StringInterpolation {
    mutating func appendInterpolation(_ badge: Badge) { appendInterpolation(badge.html) }
}

extension Visit {
    /// What each form sends back, so that another site can't send it.
    var token: HTML { "<input type=\"hidden\" name=\"csrf\" value=\"\(csrf)\">" }
}

/// A small chart of counts per day, the newest at the right. The numbers stand in its title.
struct Sparkline {
    var counts: [Int]
    var label: String

    var html: HTML {
        let top = max(1, counts.max() ?? 1)
        let bars: [HTML] = counts.enumerated().map { index, count in
            let height = count == 0 ? 1 : max(2, count * 24 / top)
            return
                "<rect x=\"\(index * 7)\" y=\"\(24 - height)\" width=\"5\" height=\"\(height)\" rx=\"1\"\(" class=\"is-last\"", if: index == counts.count - 1)/>"
        }
        return
            "<svg class=\"spark\" viewBox=\"0 0 \(counts.count * 7) 24\" role=\"img\" aria-label=\"\(label)\"><title>\(label)</title>\(bars)</svg>"
    }
}
