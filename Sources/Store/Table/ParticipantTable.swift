internal import Database
public import Desk

/// Who takes part in a ticket, by address, whether they are people here or not.
public struct ParticipantTable {
    let connection: any SQLConnection

    /// Addresses of one mail that become participants; a mail to more is a mailing, not a conversation.
    public static let mostPerMail = 100

    /// Adds those that are not there yet; a name is learnt where none was known.
    public func add(_ ticket: TicketID, _ contacts: [Contact]) throws {
        for contact in contacts.prefix(Self.mostPerMail) where !contact.address.isEmpty {
            try connection.execute(
                """
                INSERT INTO participant (ticket_id, address, name)
                VALUES (\(ticket), \(IndexKey.folded(contact.address)), \(contact.name))
                ON CONFLICT (ticket_id, address) DO UPDATE SET name = excluded.name
                WHERE participant.name = ''
                """)
        }
    }

    /// The lower-cased addresses of everybody on the ticket, its requester among them.
    public func addresses(of ticket: TicketID) throws -> Set<String> {
        Set(try contacts(of: ticket).map(\.address))
    }

    /// Everybody on the ticket, its requester first.
    public func contacts(of ticket: TicketID) throws -> [Contact] {
        let rows = try connection.rows(
            """
            SELECT 0 AS place, person.email AS address, person.name FROM ticket
            JOIN person ON person.id = ticket.requester_id WHERE ticket.id = \(ticket)
            UNION ALL
            SELECT 1 AS place, address, name FROM participant WHERE ticket_id = \(ticket)
            ORDER BY place, address
            """)
        var contacts: [Contact] = []
        var seen: Set<String> = []
        for row in rows {
            let contact = Contact(name: try row.get("name"), address: try row.get("address"))
            if seen.insert(contact.address).inserted { contacts.append(contact) }
        }
        return contacts
    }
}
