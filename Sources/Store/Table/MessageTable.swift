internal import Database
public import Desk

/// The messages and notes of tickets, with the places of their attachments.
public struct MessageTable {
    let connection: any SQLConnection

    private static let columns: SQL = """
        ticket_message.id, ticket_message.ticket_id, ticket_message.kind, ticket_message.author_id,
        ticket_message.from_name, ticket_message.from_address, ticket_message.recipients,
        ticket_message.copies, ticket_message.subject, ticket_message.body, ticket_message.quoted,
        ticket_message.has_html, ticket_message.written_at, ticket_message.message_id,
        ticket_message.raw_mail_id, ticket_message.ledger_id, ticket_message.attached_because,
        ticket_message.forwarded_by_id, ticket_message.protection
        """
    private static let attachmentColumns: SQL = """
        attachment.id, attachment.ticket_message_id, attachment.name, attachment.content_type,
        attachment.size, attachment.content_id, attachment.is_inline, attachment.part,
        attachment.member
        """

    /// Adds a message with its attachments, and counts it on its ticket; the ids that they have are not
    /// looked at.
    public func add(_ message: TicketMessage) throws -> TicketMessage {
        let added = try connection.row(
            """
            INSERT INTO ticket_message (ticket_id, kind, author_id, from_name, from_address,
                recipients, copies, subject, body, quoted, has_html, written_at, message_id,
                raw_mail_id, ledger_id, attached_because, forwarded_by_id, protection, search_text)
            VALUES (\(message.ticket), \(message.kind), \(message.author), \(message.from.name),
                \(message.from.address), \(try JSONText(message.to)), \(try JSONText(message.cc)),
                \(message.subject), \(message.text), \(message.quotedText), \(message.hasHTML),
                \(message.at), \(message.messageID), \(message.raw), \(message.ledger),
                \(message.attachedBecause), \(message.forwardedBy), \(message.protection),
                \(SearchText.folded(message.from.name, message.from.address, message.text)))
            RETURNING id
            """)
        guard let id: TicketMessageID = try added?.get("id") else {
            throw StoreError.missing("The message that was just made")
        }
        var stored = message
        stored.id = id
        stored.attachments = try message.attachments.map { try add($0, to: id) }
        try connection.execute(
            """
            UPDATE ticket SET message_count
                = (SELECT COUNT(*) FROM ticket_message WHERE ticket_id = \(message.ticket))
            WHERE id = \(message.ticket)
            """)
        return stored
    }

    private func add(_ attachment: Attachment, to message: TicketMessageID) throws -> Attachment {
        let added = try connection.row(
            """
            INSERT INTO attachment
                (ticket_message_id, name, content_type, size, content_id, is_inline, part,
                member)
            VALUES (\(message), \(attachment.name), \(attachment.contentType), \(attachment.size),
                \(attachment.contentID), \(attachment.isInline), \(attachment.part),
                \(attachment.member))
            RETURNING id
            """)
        guard let id: AttachmentID = try added?.get("id") else {
            throw StoreError.missing("The attachment that was just made")
        }
        var stored = attachment
        stored.id = id
        return stored
    }

    /// The whole conversation of a ticket, the oldest first: one query, and one for the attachments.
    public func of(_ ticket: TicketID) throws -> [TicketMessage] {
        try messages(where: "ticket_message.ticket_id = \(ticket)")
    }

    public func find(_ id: TicketMessageID) throws -> TicketMessage? {
        try messages(where: "ticket_message.id = \(id)").first
    }

    private func messages(where condition: SQL) throws -> [TicketMessage] {
        let rows = try connection.rows(
            """
            SELECT \(Self.columns) FROM ticket_message WHERE \(condition)
            ORDER BY ticket_message.written_at, ticket_message.id
            """)
        guard !rows.isEmpty else { return [] }
        var attachments: [TicketMessageID: [Attachment]] = [:]
        let attachmentRows = try connection.rows(
            """
            SELECT \(Self.attachmentColumns) FROM attachment
            JOIN ticket_message ON ticket_message.id = attachment.ticket_message_id
            WHERE \(condition) ORDER BY attachment.id
            """)
        for row in attachmentRows {
            attachments[try row.get("ticket_message_id"), default: []].append(
                try Self.attachment(row))
        }
        return try rows.map { row in
            var message = try Self.message(row)
            message.attachments = attachments[message.id] ?? []
            return message
        }
    }

    /// An attachment, and the mail that holds its bytes. Nil where there is none, or its mail was removed.
    public func attachment(_ id: AttachmentID) throws -> (Attachment, RawMailID)? {
        let row = try connection.row(
            """
            SELECT \(Self.attachmentColumns), ticket_message.raw_mail_id FROM attachment
            JOIN ticket_message ON ticket_message.id = attachment.ticket_message_id
            WHERE attachment.id = \(id)
            """)
        guard let row, let raw: RawMailID = try row.get("raw_mail_id") else { return nil }
        return (try Self.attachment(row), raw)
    }

    /// The addresses that a message went to.
    public func recipients(of id: TicketMessageID) throws -> [String] {
        guard let message = try find(id) else { return [] }
        return (message.to + message.cc).map(\.address)
    }

    /// Says which stored mail a message is, as for an answer once it is built.
    ///
    /// - Parameter messageID: without angle brackets.
    public func setRaw(_ raw: RawMailID?, messageID: String?, of id: TicketMessageID) throws {
        try connection.execute(
            """
            UPDATE ticket_message SET raw_mail_id = \(raw), message_id = \(messageID)
            WHERE id = \(id)
            """)
    }

    private static func message(_ row: SQLRow) throws -> TicketMessage {
        TicketMessage(
            id: try row.get("id"), ticket: try row.get("ticket_id"), kind: try row.get("kind"),
            author: try row.get("author_id"),
            from: Contact(name: try row.get("from_name"), address: try row.get("from_address")),
            to: try row.json("recipients"), cc: try row.json("copies"),
            subject: try row.get("subject"), text: try row.get("body"),
            quotedText: try row.get("quoted"), hasHTML: try row.get("has_html"),
            at: try row.get("written_at"), messageID: try row.get("message_id"),
            raw: try row.get("raw_mail_id"), ledger: try row.get("ledger_id"),
            attachedBecause: try row.get("attached_because"),
            forwardedBy: try row.get("forwarded_by_id"), protection: try row.get("protection"))
    }

    private static func attachment(_ row: SQLRow) throws -> Attachment {
        Attachment(
            id: try row.get("id"), name: try row.get("name"),
            contentType: try row.get("content_type"), size: try row.get("size"),
            contentID: try row.get("content_id"), isInline: try row.get("is_inline"),
            part: try row.get("part"), member: try row.get("member"))
    }
}
