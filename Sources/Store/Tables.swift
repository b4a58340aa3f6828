public import Database

/// All tables as one transaction sees them.
///
/// It lives inside the closure of ``DataStore/read(_:)`` or ``DataStore/write(_:)``. Every method is
/// synchronous; what one closure of `write` does is one transaction, and a thrown error undoes all of it.
public struct Tables {
    public let connection: any SQLConnection

    public init(_ connection: any SQLConnection) { self.connection = connection }

    public var setting: SettingTable { SettingTable(connection: connection) }
    public var person: PersonTable { PersonTable(connection: connection) }
    public var session: SessionTable { SessionTable(connection: connection) }
    public var oneTimeLink: OneTimeLinkTable { OneTimeLinkTable(connection: connection) }
    public var project: ProjectTable { ProjectTable(connection: connection) }
    public var mailbox: MailboxTable { MailboxTable(connection: connection) }
    public var mailboxFolder: MailboxFolderTable { MailboxFolderTable(connection: connection) }
    public var rawMail: RawMailTable { RawMailTable(connection: connection) }
    public var ledger: LedgerTable { LedgerTable(connection: connection) }
    public var ledgerEvent: LedgerEventTable { LedgerEventTable(connection: connection) }
    public var block: BlockTable { BlockTable(connection: connection) }
    public var apiToken: APITokenTable { APITokenTable(connection: connection) }
    public var imageSender: ImageSenderTable { ImageSenderTable(connection: connection) }
    public var ticket: TicketTable { TicketTable(connection: connection) }
    public var message: MessageTable { MessageTable(connection: connection) }
    public var participant: ParticipantTable { ParticipantTable(connection: connection) }
    public var messageReference: MessageReferenceTable {
        MessageReferenceTable(connection: connection)
    }
    public var event: EventTable { EventTable(connection: connection) }
    public var undelivered: UndeliveredTable { UndeliveredTable(connection: connection) }
    public var firstAnswer: FirstAnswerTable { FirstAnswerTable(connection: connection) }
    public var brake: BrakeTable { BrakeTable(connection: connection) }
    public var timeEntry: TimeEntryTable { TimeEntryTable(connection: connection) }
    public var timer: TimerTable { TimerTable(connection: connection) }
    public var hours: HoursTable { HoursTable(connection: connection) }
    public var tag: TagTable { TagTable(connection: connection) }
    public var outbox: OutboxTable { OutboxTable(connection: connection) }
    public var task: TaskTable { TaskTable(connection: connection) }
    public var taskRun: TaskRunTable { TaskRunTable(connection: connection) }
    public var driver: DriverTable { DriverTable(connection: connection) }
    public var lease: LeaseTable { LeaseTable(connection: connection) }
    public var job: JobTable { JobTable(connection: connection) }

    /// Tells open pages about a change, once this transaction is committed; nothing if it is not.
    public func announce(_ change: StoreChange) throws {
        try connection.notify(StoreChange.channel, change.payload)
    }
}
