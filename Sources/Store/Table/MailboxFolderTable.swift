internal import Database
public import Desk

/// How far each IMAP folder has been read.
public struct MailboxFolderTable {
    let connection: any SQLConnection

    /// Nil where the folder was never read.
    public func cursor(_ mailbox: MailboxID, _ folder: String) throws -> FolderCursor? {
        try connection.row(
            """
            SELECT uid_validity, next_uid FROM mailbox_folder
            WHERE mailbox_id = \(mailbox) AND folder = \(IndexKey.of(folder))
            """
        ).map {
            FolderCursor(uidValidity: try $0.get("uid_validity"), nextUID: try $0.get("next_uid"))
        }
    }

    public func setCursor(_ mailbox: MailboxID, _ folder: String, _ cursor: FolderCursor) throws {
        try connection.execute(
            """
            INSERT INTO mailbox_folder (mailbox_id, folder, uid_validity, next_uid)
            VALUES (\(mailbox), \(IndexKey.of(folder)), \(cursor.uidValidity), \(cursor.nextUID))
            ON CONFLICT (mailbox_id, folder) DO UPDATE
            SET uid_validity = excluded.uid_validity, next_uid = excluded.next_uid
            """)
    }

    /// Forgets how far a folder was read, so that the next check looks at all of it. The ledger still
    /// knows each mail.
    public func removeCursor(_ mailbox: MailboxID, _ folder: String) throws {
        try connection.execute(
            """
            DELETE FROM mailbox_folder
            WHERE mailbox_id = \(mailbox) AND folder = \(IndexKey.of(folder))
            """)
    }
}

/// All mail of a folder below ``nextUID`` is in the ledger, as long as the folder's UIDVALIDITY is this
/// one (RFC 9051 §2.3.1.1).
public struct FolderCursor: Hashable, Sendable {
    public var uidValidity: Int64
    public var nextUID: Int64

    public init(uidValidity: Int64, nextUID: Int64) {
        self.uidValidity = uidValidity
        self.nextUID = nextUID
    }
}
