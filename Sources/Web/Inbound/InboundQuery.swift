internal import Desk
internal import Store

/// Which rows of the ledger are asked for, as the address says it.
struct InboundQuery: Hashable, Sendable {
    static let pageSize = 50

    enum Fate: Hashable, Sendable {
        case any, pending, waiting
        case outcome(LedgerEntry.Outcome)

        var word: String {
            switch self {
            case .any: ""
            case .pending: "pending"
            case .waiting: "waiting"
            case .outcome(let outcome): outcome.rawValue
            }
        }

        init(_ word: String) {
            switch word {
            case "pending": self = .pending
            case "waiting": self = .waiting
            default: self = LedgerEntry.Outcome(rawValue: word).map { .outcome($0) } ?? .any
            }
        }
    }

    var search: String
    var sender: String
    var mailbox: MailboxID?
    var fate: Fate
    /// Days as they were typed, `2026-11-23`, in UTC; both belong to the span.
    var from: String
    var to: String
    var ticket: String
    var after: LedgerID?

    init(_ form: Form) {
        search = form.line("q").shortened(to: 200)
        sender = form.line("sender").shortened(to: 200)
        mailbox = form.number("mailbox").map { MailboxID(rawValue: $0) }
        fate = Fate(form["outcome"])
        from = form.line("from").shortened(to: 20)
        to = form.line("to").shortened(to: 20)
        ticket = form.line("ticket").shortened(to: 20)
        after = form.number("after").map { LedgerID(rawValue: $0) }
    }

    var filter: LedgerFilter {
        var filter = LedgerFilter(
            mailbox: mailbox, isPending: fate == .pending, search: search,
            from: Self.moment(from), to: Self.moment(to, isEnd: true), ticket: ticketID)
        filter.sender = sender
        filter.isWaiting = fate == .waiting
        if case .outcome(let outcome) = fate { filter.outcome = outcome }
        return filter
    }

    private var ticketID: TicketID? {
        Int64(ticket.hasPrefix("#") ? String(ticket.dropFirst()) : ticket)
            .map { TicketID(rawValue: $0) }
    }

    func with(_ fate: Fate) -> InboundQuery {
        var query = self
        query.fate = fate
        query.after = nil
        return query
    }

    func after(_ id: LedgerID) -> InboundQuery {
        var query = self
        query.after = id
        return query
    }

    /// Whether more than the outcome narrows the list.
    var isFiltered: Bool {
        mailbox != nil || !(sender + from + to + ticket).isEmpty
    }

    var isNarrowed: Bool { !search.isEmpty || isFiltered || fate != .any }

    /// What a form sends to come back to this list.
    var fields: [(name: String, value: String)] {
        [
            ("outcome", fate.word), ("mailbox", mailbox?.description ?? ""), ("q", search),
            ("sender", sender), ("from", from), ("to", to), ("ticket", ticket),
        ].filter { !$0.1.isEmpty }
    }

    var path: Path {
        var path = fields.reduce(Site.inbound) { $0.with($1.name, $1.value) }
        if let after { path = path.with("after", after.description) }
        return path
    }

    /// A day (`2026-11-23`) or a minute (`2026-11-23T08:15`) in UTC; nil for anything else.
    ///
    /// - Parameter isEnd: the moment after that day or minute, for the end of a span that includes it.
    static func moment(_ text: String, isEnd: Bool = false) -> Instant? {
        if text.count == 10, let day = TaskForm.instant(text + "T00:00") {
            return isEnd ? day + .seconds(86_400) : day
        }
        guard let minute = TaskForm.instant(text) else { return nil }
        return isEnd ? minute + .seconds(60) : minute
    }
}
