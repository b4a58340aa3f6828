/// What a person can do with a mail in the ledger. Each leaves a ``LedgerEvent``, and each but the last
/// can be taken back.
public enum LedgerAction: Hashable, Sendable {
    case processAgain
    case makeTicket(in: ProjectID)
    case attach(to: TicketID)
    case ignoreAndBlock(BlockRule)
    /// Out of the conversation that it is in, to a ticket of its own in the same project.
    case detach
    case move(to: TicketID)
    /// Takes back the newest action that still holds.
    case takeBack
}

/// Why something can't be done with a mail. Nothing was changed.
public enum LedgerRefusal: Error, Hashable, Sendable {
    case noSuchMail(LedgerID)
    /// Retention has removed the raw mail, or it was never handed over.
    case rawMailIsGone
    /// It is on a ticket, and would be there twice.
    case isOnTicket(TicketID)
    case isOnNoTicket
    /// It is decided, and yet to be applied to its ticket.
    case waitsForUpdate
    case noSuchTicket(TicketID)
    case noSuchProject
    case isThereAlready(TicketID)
    /// Nothing would be left to detach it from.
    case isOnlyMessage(TicketID)
    /// The ticket would vanish with what others wrote on it.
    case hasOtherMessages(TicketID)
    case nothingToBlock
    case nothingToTakeBack
    /// What it would go back to is not there any more.
    case formerTicketIsGone(TicketID)

    public var sentence: String {
        switch self {
        case .noSuchMail(let id): "There is no mail no. \(id) in the ledger."
        case .rawMailIsGone: "The raw mail is not kept any more, so it can't be read again."
        case .isOnTicket(let id):
            "The mail is on ticket #\(id) already; a second time would count it twice."
        case .isOnNoTicket: "The mail is on no ticket."
        case .waitsForUpdate:
            "The reply is about to be applied to its ticket. Wait until that is done."
        case .noSuchTicket(let id): "There is no ticket #\(id), or it was deleted."
        case .noSuchProject: "There is no such project, or it is not active."
        case .isThereAlready(let id): "The mail is on ticket #\(id) already."
        case .isOnlyMessage(let id):
            "Ticket #\(id) has no other message, so there is nothing to detach the mail from."
        case .hasOtherMessages(let id):
            "Ticket #\(id) has other messages by now, which would be lost. Move or detach the mail, "
                + "or delete the ticket."
        case .nothingToBlock: "The mail has no such thing to block it by."
        case .nothingToTakeBack: "There is nothing to undo: nobody did anything with this mail."
        case .formerTicketIsGone(let id):
            "Ticket #\(id), where the mail was before, was deleted for good."
        }
    }
}
