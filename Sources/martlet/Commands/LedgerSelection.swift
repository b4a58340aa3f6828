internal import ArgumentParser
internal import Desk
internal import Store

/// Which rows of the ledger a command is about.
struct LedgerSelection: ParsableArguments {
    @Option(help: "Only this mailbox, by name.") var mailbox: String?
    @Option(
        help: ArgumentHelp(
            "ticket, reply, bounce, ignored, duplicate, failed, or waiting.", valueName: "OUTCOME"))
    var outcome: String?
    @Option(help: "Words of the sender's address or name.") var sender: String?
    @Option(help: "Words of the subject.") var subject: String?
    @Option(help: "The Message-ID, with or without angle brackets.") var messageID: String?
    @Option(help: "Arrived on this day or later, as 2026-11-23, or 2026-11-23T08:00:00Z.")
    var from: String?
    @Option(help: "Arrived before this day or moment.") var to: String?
    @Option(help: "Only mails of this ticket.") var ticket: Int64?

    func validate() throws {
        if let outcome, outcome != "waiting", LedgerEntry.Outcome(rawValue: outcome) == nil {
            throw ValidationError("“\(outcome)” is no outcome. See --help.")
        }
        for text in [from, to].compactMap({ $0 }) where Self.moment(text) == nil {
            throw ValidationError(
                "“\(text)” is no day or time. Write 2026-11-23 or 2026-11-23T08:00:00Z.")
        }
    }

    var isEmpty: Bool {
        mailbox == nil && outcome == nil && sender == nil && subject == nil && messageID == nil
            && from == nil && to == nil && ticket == nil
    }

    func filter(_ t: Tables) throws -> LedgerFilter {
        var filter = LedgerFilter(
            outcome: outcome.flatMap { LedgerEntry.Outcome(rawValue: $0) },
            isPending: outcome == "waiting", from: from.flatMap(Self.moment),
            to: to.flatMap(Self.moment), ticket: ticket.map { TicketID(rawValue: $0) })
        filter.sender = sender ?? ""
        filter.subject = subject ?? ""
        filter.messageID = (messageID ?? "").filter { $0 != "<" && $0 != ">" }
        if let mailbox {
            guard let found = try t.mailbox.find(name: mailbox) else {
                throw Failing("There is no mailbox named “\(mailbox)”.")
            }
            filter.mailbox = found.id
        }
        return filter
    }

    private static func moment(_ text: String) -> Instant? {
        Clock.parse(text.count == 10 ? text + "T00:00:00Z" : text)
    }
}

/// What was done with a mail, as scripts read it.
struct LedgerHistory: Encodable, Sendable {
    let id: Int64
    let at: String
    let actor: Nullable<Int64>
    let action: String

    init(_ event: LedgerEvent) {
        id = event.id
        at = event.at.iso8601
        actor = Nullable(event.actor?.rawValue)
        action =
            switch event.change {
            case .processedAgain(_, let isAfterUpgrade):
                isAfterUpgrade ? "processed again after an upgrade" : "processed again"
            case .madeTicket(let ticket, _): "made ticket #\(ticket)"
            case .attached(let ticket, _, _): "attached to ticket #\(ticket)"
            case .blocked(let rule, _, _): "ignored, \(rule.kind.rawValue) \(rule.text) blocked"
            case .detached(let from, let to, _, _):
                "detached from ticket #\(from), now ticket #\(to)"
            case .moved(let from, let to, _, _, _): "moved from ticket #\(from) to ticket #\(to)"
            case .tookBack(let event): "undid no. \(event)"
            }
    }
}
