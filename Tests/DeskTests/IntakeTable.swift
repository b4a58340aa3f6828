import Desk

/// One row of the intake table: a mail, what the desk knows, and what must become of it.
struct IntakeRow: Sendable, CustomStringConvertible {
    var name: String
    var mail: ReceivedMail
    var facts = IntakeFacts()
    var rules = IntakeTable.rules
    var fate: Decision.Fate
    /// The rule that must have decided.
    var rule: String

    var description: String { name }
}

/// The people, projects and mails of the table.
enum IntakeTable {
    static let now = Instant(seconds: 1_790_000_000)
    static let support = Project(id: 1, name: "Support", order: 2)
    static let billing = Project(
        id: 2, name: "Billing", order: 1, keywords: ["invoice", "Mahnung Nr."],
        senderAddresses: ["bank@example.net"], senderDomains: ["pay.example.com"])
    static let hardware = Project(
        id: 3, name: "Hardware", order: 3, keywords: ["RMA"], keywordsMatchCase: true,
        senderDomains: ["example.com"])
    static let rules = IntakeRules(
        projects: [support, billing, hardware], defaultProject: 1)
    static let noDefault = IntakeRules(projects: [support, billing, hardware])

    static let ann = Contact(name: "Ann", address: "ann@customer.example")
    static let desk = Contact(name: "Desk", address: "support@desk.example")
    static let instance = "k3v9x2ab"
    static let signer = Signer {
        "sig" + String($0.utf8.reduce(7) { ($0 &* 31) &+ Int($1) & 0xFFFF })
    }

    static func mail(
        from: Contact? = ann, subject: String = "My printer is on fire", to: [Contact] = [desk],
        _ change: (inout ReceivedMail) -> Void = { _ in }
    ) -> ReceivedMail {
        var mail = ReceivedMail(
            messageID: "one@customer.example", from: from, to: to, subject: subject, date: now,
            hops: 3, text: "Please help.")
        change(&mail)
        return mail
    }

    static func facts(_ change: (inout IntakeFacts) -> Void = { _ in }) -> IntakeFacts {
        var facts = IntakeFacts(ownAddresses: ["support@desk.example"], instance: instance)
        change(&facts)
        return facts
    }

    static func ownID(_ ticket: TicketID) -> String {
        OwnMessageID.make(
            ticket: ticket, random: "r4nd", instance: instance, domain: "desk.example",
            signer: signer)
    }

    static func plus(_ ticket: TicketID) -> String {
        PlusAddress.make(
            ticket: ticket, address: desk.address, instance: instance, signer: signer)
    }

    static func claim(_ ticket: TicketID, _ form: TicketClaim.Form) -> TicketClaim {
        let found =
            form == .messageID
            ? OwnMessageID.claim(in: ownID(ticket)) : PlusAddress.claim(in: plus(ticket))
        guard let found else { preconditionFailure("the table's own claim does not parse") }
        return found
    }
}
