internal import Desk
internal import MIME

/// The words of the inbound ledger: why something can't be done, and what is odd about a mail.
extension Language {
    func name(_ kind: BlockRule.Kind) -> String {
        switch kind {
        case .address: self("the address")
        case .domain: self("the domain")
        case .subject: self("subjects with")
        }
    }

    func sentence(_ refusal: LedgerRefusal) -> String {
        switch refusal {
        case .noSuchMail(let id): self("There is no mail no. \(id) in the ledger.")
        case .rawMailIsGone:
            self("The raw mail is not kept any more, so it can't be read again.")
        case .isOnTicket(let id):
            self("The mail is on ticket #\(id) already; a second time would count it twice.")
        case .isOnNoTicket: self("The mail is on no ticket.")
        case .waitsForUpdate:
            self("The reply is about to be applied to its ticket. Wait until that is done.")
        case .noSuchTicket(0): self("That is no ticket's number. Write it as 123 or #123.")
        case .noSuchTicket(let id): self("There is no ticket #\(id), or it was deleted.")
        case .noSuchProject: self("There is no such project, or it is not active.")
        case .isThereAlready(let id): self("The mail is on ticket #\(id) already.")
        case .isOnlyMessage(let id):
            self(
                "Ticket #\(id) has no other message, so there is nothing to detach the mail from.")
        case .hasOtherMessages(let id):
            self(
                "Ticket #\(id) has other messages by now, which would be lost. Move or detach the mail, or delete the ticket."
            )
        case .nothingToBlock: self("The mail has no such thing to block it by.")
        case .nothingToTakeBack:
            self("There is nothing to undo: nobody did anything with this mail.")
        case .formerTicketIsGone(let id):
            self("Ticket #\(id), where the mail was before, was deleted for good.")
        }
    }

    /// What is odd, in words; how it was read all the same.
    func sentence(_ defect: Defect.Kind) -> String {
        switch defect {
        case .emptyMail: self("The mail has no byte at all.")
        case .mboxLine:
            self("A line of a mailbox file (“From …”) stands before the header; it was left out.")
        case .bareCarriageReturn: self("Lines end in an old way (CR alone).")
        case .malformedHeaderLine: self("A line of the header is no header field.")
        case .missingBodySeparator:
            self(
                "The empty line between header and text is missing; the text begins where the header ends."
            )
        case .headerTooLarge: self("The header is larger than is read; its rest was left out.")
        case .malformedContentType:
            self("The type of the content can't be read; it was taken for plain text.")
        case .repeatedContentField: self("A field that may stand only once stands twice.")
        case .missingBoundaryParameter:
            self("It has several parts, but does not say what separates them.")
        case .guessedBoundary: self("What separates the parts was guessed from the text.")
        case .boundaryNotFound: self("The line that is to separate the parts does not occur.")
        case .missingEndBoundary: self("The end of the parts is missing: the mail may be cut off.")
        case .boundaryTooLong: self("The line that separates the parts is longer than allowed.")
        case .tooDeep: self("Parts are nested deeper than is read.")
        case .tooManyParts: self("There are more parts than are read.")
        case .unknownTransferEncoding:
            self("The transfer encoding is unknown; the bytes were taken as they are.")
        case .encodedComposite:
            self("A part that holds others is encoded, which is not allowed; it was decoded.")
        case .decodedMessageTooLarge:
            self("A mail within the mail is larger than is read.")
        }
    }
}
