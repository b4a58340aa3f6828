internal import Database
public import Desk

/// Mailboxes as the administrator set them up. Their passwords are sealed; see ``Vault``.
public struct MailboxTable {
    let connection: any SQLConnection

    /// All mailboxes by name, paused ones too.
    public func all() throws -> [Mailbox] {
        try connection.rows(
            "SELECT \(MailboxRow.columns) FROM mailbox WHERE deleted_at IS NULL ORDER BY name_key, id"
        ).map(MailboxRow.mailbox)
    }

    /// Nil for a deleted one too.
    public func find(_ id: MailboxID) throws -> Mailbox? {
        try connection.row(
            "SELECT \(MailboxRow.columns) FROM mailbox WHERE id = \(id) AND deleted_at IS NULL"
        ).map(MailboxRow.mailbox)
    }

    /// - Parameter name: in any case.
    public func find(name: String) throws -> Mailbox? {
        try connection.row(
            """
            SELECT \(MailboxRow.columns) FROM mailbox
            WHERE name_key = \(IndexKey.folded(name)) AND deleted_at IS NULL
            """
        ).map(MailboxRow.mailbox)
    }

    /// The names of all mailboxes that ever were, for lists of old mail.
    public func names() throws -> [MailboxID: String] {
        var names: [MailboxID: String] = [:]
        for row in try connection.rows("SELECT id, name FROM mailbox") {
            names[try row.get("id")] = try row.get("name")
        }
        return names
    }

    /// Adds it; the id that it has is not looked at.
    ///
    /// - Throws: ``StoreError/taken(_:)`` where another mailbox has the name.
    public func add(_ mailbox: Mailbox) throws -> Mailbox {
        try refuseTakenName(of: mailbox, except: nil)
        let added = try connection.row(
            """
            INSERT INTO mailbox (\(MailboxRow.settingColumns), created_at)
            VALUES (\((try MailboxRow.settings(of: mailbox)).joined(separator: ", ")), \(mailbox.createdAt))
            RETURNING \(MailboxRow.columns)
            """)
        guard let added else { throw StoreError.missing("The mailbox \(mailbox.name)") }
        return try MailboxRow.mailbox(added)
    }

    /// Saves every setting. A mailbox that reads another account from now on knows none of its messages;
    /// one that is to read older mail than before looks through its folders from the start.
    ///
    /// - Throws: ``StoreError/taken(_:)`` where another mailbox has the new name.
    public func update(_ mailbox: Mailbox) throws {
        try refuseTakenName(of: mailbox, except: mailbox.id)
        if let before = try find(mailbox.id) {
            let isOtherAccount =
                before.mailProtocol != mailbox.mailProtocol || before.user != mailbox.user
                || before.host.lowercased() != mailbox.host.lowercased()
            if isOtherAccount {
                try LedgerTable(connection: connection).leaveAccount(mailbox.id)
            }
            if isOtherAccount || Self.reachesFurtherBack(mailbox, than: before) {
                try connection.execute(
                    "DELETE FROM mailbox_folder WHERE mailbox_id = \(mailbox.id)")
            }
        }
        let changed = try connection.execute(
            """
            UPDATE mailbox SET (\(MailboxRow.settingColumns))
                = (\((try MailboxRow.settings(of: mailbox)).joined(separator: ", ")))
            WHERE id = \(mailbox.id) AND deleted_at IS NULL
            """)
        if changed == 0 { throw StoreError.missing("The mailbox \(mailbox.name)") }
    }

    private static func reachesFurtherBack(_ mailbox: Mailbox, than before: Mailbox) -> Bool {
        guard let earlier = before.readsMailSince else { return false }
        return mailbox.readsMailSince.map { $0 < earlier } ?? true
    }

    public func setActive(_ id: MailboxID, _ isActive: Bool) throws {
        let changed = try connection.execute(
            "UPDATE mailbox SET is_active = \(isActive) WHERE id = \(id) AND deleted_at IS NULL")
        if changed == 0 { throw StoreError.missing("The mailbox") }
    }

    /// Takes the mailbox away, with its secrets and its place in its folders. The ledger keeps its mails,
    /// and its name is free again.
    public func delete(_ id: MailboxID, at: Instant) throws {
        try connection.execute(
            """
            UPDATE mailbox SET deleted_at = \(at), is_active = 0, password = NULL,
                oauth_client_secret = NULL, outgoing_password = NULL
            WHERE id = \(id) AND deleted_at IS NULL
            """)
        try connection.execute("DELETE FROM mailbox_folder WHERE mailbox_id = \(id)")
        try connection.execute("DELETE FROM mailbox_health WHERE mailbox_id = \(id)")
    }

    /// The addresses that our own mail carries or arrives at, lower-cased: senders and users of all
    /// mailboxes, the paused too.
    public func ownAddresses() throws -> Set<String> {
        var addresses: Set<String> = []
        let rows = try connection.rows(
            "SELECT user_name, host, sender_address FROM mailbox WHERE deleted_at IS NULL")
        for row in rows {
            let user: String = try row.get("user_name")
            let sender: String? = try row.get("sender_address")
            if user.contains("@") {
                addresses.insert(user.lowercased())
            } else if sender?.isEmpty ?? true {
                // A user that is no address makes one with the host, see `Mailbox.senderContact`.
                addresses.insert("\(user)@\(try row.get("host") as String)".lowercased())
            }
            if let sender, !sender.isEmpty { addresses.insert(sender.lowercased()) }
        }
        return addresses
    }

    private func refuseTakenName(of mailbox: Mailbox, except: MailboxID?) throws {
        if let other = try find(name: mailbox.name), other.id != except {
            throw StoreError.taken("A mailbox named \(mailbox.name)")
        }
    }
}

/// A mailbox's columns, there and back.
enum MailboxRow {
    static let columns: SQL = "id, \(settingColumns), created_at"

    /// What the form sets, in the order of ``settings(of:)``.
    static let settingColumns: SQL = """
        name, name_key, is_active, accepts_autogenerated, protocol, leaves_copy, host, port,
        user_name, password, security, private_ca, verifies_certificates,
        oauth_provider, oauth_client_id, oauth_client_secret, oauth_authorize_url,
        oauth_token_url, oauth_scope, sender_name, sender_address, folders, success_folder,
        failure_folder, default_project_id, outgoing_host, outgoing_port, outgoing_security,
        outgoing_user, outgoing_password, largest_mail, starts_with, reads_mail_since,
        delivers_tags
        """

    static func settings(of mailbox: Mailbox) throws -> [SQL] {
        let oauth = mailbox.oauth
        let outgoing = mailbox.outgoing
        return [
            "\(mailbox.name)", "\(IndexKey.folded(mailbox.name))", "\(mailbox.isActive)",
            "\(mailbox.acceptsAutogenerated)", "\(mailbox.mailProtocol)", "\(mailbox.leavesCopy)",
            "\(mailbox.host)", "\(mailbox.port)", "\(mailbox.user)", "\(mailbox.password)",
            "\(mailbox.security)", "\(mailbox.privateCA)", "\(mailbox.verifiesCertificates)",
            "\(oauth?.provider)", "\(oauth?.clientID)", "\(oauth?.clientSecret)",
            "\(oauth?.authorizeURL)", "\(oauth?.tokenURL)", "\(oauth?.scope)",
            "\(mailbox.sender?.name)", "\(mailbox.sender?.address)",
            "\(try JSONText(mailbox.folders))", "\(mailbox.successFolder)",
            "\(mailbox.failureFolder)", "\(mailbox.defaultProject)", "\(outgoing?.host)",
            "\(outgoing?.port)", "\(outgoing?.security)", "\(outgoing?.user)",
            "\(outgoing?.password)", "\(mailbox.largestMail)", "\(startText(mailbox.start))",
            "\(mailbox.readsMailSince)", "\(mailbox.deliversTags)",
        ]
    }

    static func mailbox(_ row: SQLRow) throws -> Mailbox {
        var mailbox = Mailbox(
            id: try row.get("id"), name: try row.get("name"), host: try row.get("host"),
            port: try row.get("port"), user: try row.get("user_name"),
            createdAt: try row.get("created_at"))
        mailbox.isActive = try row.get("is_active")
        mailbox.acceptsAutogenerated = try row.get("accepts_autogenerated")
        mailbox.mailProtocol = try row.get("protocol")
        mailbox.leavesCopy = try row.get("leaves_copy")
        mailbox.password = try row.get("password")
        mailbox.security = try row.get("security")
        mailbox.privateCA = try row.get("private_ca")
        mailbox.verifiesCertificates = try row.get("verifies_certificates")
        mailbox.oauth = try oauth(row)
        if let address: String = try row.get("sender_address") {
            mailbox.sender = Contact(name: try row.get("sender_name") ?? "", address: address)
        }
        mailbox.folders = try row.json("folders")
        mailbox.successFolder = try row.get("success_folder")
        mailbox.failureFolder = try row.get("failure_folder")
        mailbox.defaultProject = try row.get("default_project_id")
        mailbox.outgoing = try outgoing(row)
        mailbox.largestMail = try row.get("largest_mail")
        mailbox.start = start(try row.get("starts_with"))
        mailbox.readsMailSince = try row.get("reads_mail_since")
        mailbox.deliversTags = try row.get("delivers_tags")
        return mailbox
    }

    private static func oauth(_ row: SQLRow) throws -> Mailbox.OAuthSettings? {
        guard let provider: Mailbox.OAuthSettings.Provider = try row.get("oauth_provider") else {
            return nil
        }
        return Mailbox.OAuthSettings(
            provider: provider, clientID: try row.get("oauth_client_id"),
            clientSecret: try row.get("oauth_client_secret"),
            authorizeURL: try row.get("oauth_authorize_url"),
            tokenURL: try row.get("oauth_token_url"), scope: try row.get("oauth_scope"))
    }

    private static func outgoing(_ row: SQLRow) throws -> Mailbox.Outgoing? {
        guard let host: String = try row.get("outgoing_host") else { return nil }
        return Mailbox.Outgoing(
            host: host, port: try row.get("outgoing_port"),
            security: try row.get("outgoing_security"), user: try row.get("outgoing_user"),
            password: try row.get("outgoing_password"))
    }

    /// The words of the command line: `now`, `days:14`, `everything`.
    private static func startText(_ start: Mailbox.Start) -> String {
        switch start {
        case .now: "now"
        case .days(let days): "days:\(days)"
        case .everything: "everything"
        }
    }

    private static func start(_ text: String) -> Mailbox.Start {
        if text == "everything" { return .everything }
        if text.hasPrefix("days:"), let days = Int(text.dropFirst(5)) { return .days(days) }
        return .now
    }
}
