internal import Desk
internal import MIME

/// Turns a parsed mail into a message of a ticket's conversation.
enum Conversation {
    /// More attachments than this are listed by the raw mail only.
    static let mostAttachments = 200
    /// Longer texts are cut for the page and for search; the raw mail keeps everything. In bytes.
    static let longestText = 1 << 20
    private static let snippetLength = 140

    static func message(
        from mail: ReceivedMail, _ message: MIME.Message, entry: LedgerEntry, ticket: TicketID,
        kind: TicketMessage.Kind, author: PersonID, because reason: String?
    ) -> TicketMessage {
        var text = cut(mail.text)
        if entry.isHeaderOnly {
            let size = (entry.size + 524_288) / 1_048_576
            text =
                "This mail is too large to be read (about \(size) MB). Its original is on the mail "
                + "server, in the folder for failed mail. Raise the mailbox's limit or fetch it there."
        }
        return TicketMessage(
            id: 0, ticket: ticket, kind: kind, author: author,
            from: mail.from ?? Contact(address: ""), to: mail.to, cc: mail.cc,
            subject: mail.subject, text: text, quotedText: cut(mail.quotedText),
            hasHTML: mail.hasHTML, at: entry.receivedAt, messageID: mail.messageID,
            raw: entry.raw, ledger: entry.id, attachedBecause: reason,
            attachments: attachments(of: message), protection: protection(of: message))
    }

    private static func protection(of message: MIME.Message) -> MailProtection? {
        switch message.protection {
        case .encrypted: .encrypted
        case .signed: .signed
        case .signedOpaque: .signedAndPacked
        case nil: nil
        }
    }

    /// The files of a mail that was passed on, and those that its forwarder added.
    static func attachments(
        of message: MIME.Message, forwarded: ForwardedMail
    ) -> [Attachment] {
        let own = message.attachments.map(\.index).filter { $0 != forwarded.part }
        let all = Set(own + forwarded.attachments).sorted().map { PartID(index: $0) }
        return attachments(all, of: message)
    }

    static func attachments(of message: MIME.Message) -> [Attachment] {
        attachments(message.attachments, of: message)
    }

    /// Each part, each winmail.dat followed by what it holds; then the files that stand encoded within the text,
    /// which is shown without them.
    private static func attachments(
        _ parts: [PartID], of message: MIME.Message
    ) -> [Attachment] {
        var files: [Attachment] = []
        for id in parts {
            guard let part = message[id] else { continue }
            files.append(
                Attachment(
                    id: 0, name: part.filename ?? "", contentType: part.contentType.name,
                    size: message.content(of: id).count, contentID: part.contentID,
                    isInline: part.contentID != nil && part.disposition != .attachment,
                    part: id.index))
            if part.isTNEF { files += members(of: id, in: message) }
            if files.count >= mostAttachments { break }
        }
        for id in message.textBody { files += members(of: id, in: message) }
        return Array(files.prefix(mostAttachments))
    }

    private static func members(of id: PartID, in message: MIME.Message) -> [Attachment] {
        message.enclosedFiles(of: id).enumerated().map { number, file in
            Attachment(
                id: 0, name: file.name ?? "", contentType: file.contentType,
                size: file.bytes.count, contentID: file.contentID,
                isInline: file.contentID != nil, part: id.index, member: number)
        }
    }

    static func snippet(_ text: String) -> String {
        let words = text.split(whereSeparator: \.isWhitespace).lazy.prefix(40)
        return String(words.joined(separator: " ").prefix(snippetLength))
    }

    static func cut(_ text: String) -> String {
        text.utf8.count <= longestText
            ? text : String(decoding: text.utf8.prefix(longestText), as: UTF8.self)
    }
}
