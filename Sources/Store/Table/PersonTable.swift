internal import Database
public import Desk

/// Operators, administrators and clients.
public struct PersonTable {
    let connection: any SQLConnection

    private static let columns: SQL = "id, role, name, email, is_active, created_at"

    public func find(_ id: PersonID) throws -> Person? {
        try connection.row("SELECT \(Self.columns) FROM person WHERE id = \(id)").map(Self.person)
    }

    /// - Parameter email: in any case.
    public func find(email: String) throws -> Person? {
        try connection.row(
            "SELECT \(Self.columns) FROM person WHERE email = \(IndexKey.folded(email))"
        ).map(Self.person)
    }

    /// Operators and administrators, the inactive too, by name.
    public func staff() throws -> [Person] {
        try connection.rows(
            "SELECT \(Self.columns) FROM person WHERE role <> 'client' ORDER BY search_text, id"
        ).map(Self.person)
    }

    /// Everybody, by name.
    public func all() throws -> [Person] {
        try connection.rows("SELECT \(Self.columns) FROM person ORDER BY search_text, id")
            .map(Self.person)
    }

    /// - Throws: ``StoreError/taken(_:)`` where the address is somebody's already.
    public func add(role: Person.Role, name: String, email: String, at: Instant) throws -> Person {
        guard let person = try insert(role: role, name: name, email: email, at: at) else {
            throw StoreError.taken("A person with the address \(email)")
        }
        return person
    }

    /// The person of an address; a client is made on first contact. A name is learnt where none was known.
    public func findOrAddClient(_ contact: Contact, at: Instant) throws -> Person {
        if var known = try find(email: contact.address) {
            if known.name.isEmpty && !contact.name.isEmpty {
                known.name = contact.name
                try update(known)
            }
            return known
        }
        if let added = try insert(role: .client, name: contact.name, email: contact.address, at: at)
        {
            return added
        }
        guard let other = try find(email: contact.address) else {
            throw StoreError.missing("The person \(contact.address)")
        }
        return other
    }

    private func insert(role: Person.Role, name: String, email: String, at: Instant) throws
        -> Person?
    {
        let email = IndexKey.folded(email)
        return try connection.row(
            """
            INSERT INTO person (role, name, email, is_active, created_at, search_text)
            VALUES (\(role), \(name), \(email), 1, \(at), \(SearchText.folded(name, email)))
            ON CONFLICT (email) DO NOTHING RETURNING \(Self.columns)
            """
        ).map(Self.person)
    }

    /// - Throws: ``StoreError/taken(_:)`` where the new address is somebody else's.
    public func update(_ person: Person) throws {
        let email = IndexKey.folded(person.email)
        if let other = try find(email: email), other.id != person.id {
            throw StoreError.taken("A person with the address \(email)")
        }
        let changed = try connection.execute(
            """
            UPDATE person SET role = \(person.role), name = \(person.name), email = \(email),
                is_active = \(person.isActive), search_text = \(SearchText.folded(person.name, email))
            WHERE id = \(person.id)
            """)
        if changed == 0 { throw StoreError.missing("The person \(email)") }
    }

    /// Nil: no password, so no sign-in.
    public func passwordHash(of id: PersonID) throws -> String? {
        try connection.row("SELECT password_hash FROM person WHERE id = \(id)")?.get(
            "password_hash")
    }

    public func setPasswordHash(_ hash: String, of id: PersonID) throws {
        let changed = try connection.execute(
            "UPDATE person SET password_hash = \(hash) WHERE id = \(id)")
        if changed == 0 { throw StoreError.missing("The person") }
    }

    /// Whether anybody can administer, so that the first-start link is not offered again.
    public func hasAdministrator() throws -> Bool {
        try connection.row(
            "SELECT id FROM person WHERE role = 'administrator' AND is_active = 1 LIMIT 1") != nil
    }

    /// The requester, and everybody who wrote or was addressed on the ticket, as far as they are people
    /// here.
    public func participants(of ticket: TicketID) throws -> [Person] {
        try connection.rows(
            """
            SELECT \(Self.columns) FROM person
            WHERE id IN (SELECT requester_id FROM ticket WHERE id = \(ticket))
                OR id IN (SELECT author_id FROM ticket_message WHERE ticket_id = \(ticket))
                OR email IN (SELECT address FROM participant WHERE ticket_id = \(ticket))
            ORDER BY search_text, id
            """
        ).map(Self.person)
    }

    private static func person(_ row: SQLRow) throws -> Person {
        Person(
            id: try row.get("id"), role: try row.get("role"), name: try row.get("name"),
            email: try row.get("email"), isActive: try row.get("is_active"),
            createdAt: try row.get("created_at"))
    }
}
