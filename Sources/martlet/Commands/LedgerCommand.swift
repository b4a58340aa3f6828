internal import ArgumentParser
internal import Desk
internal import Jobs
internal import Store

struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "The inbound ledger: what became of every mail, and why.",
        subcommands: [
            List.self, Show.self, ProcessAgain.self, MakeTicket.self, Attach.self, Move.self,
            Detach.self, Block.self, Undo.self,
        ])

    /// A ledger row as scripts read it.
    struct Row: Encodable, Sendable {
        let id: Int64
        let mailbox, folder, digest, received_at, from, subject, filing, trace_id: String
        let uid_validity, uid, ticket: Nullable<Int64>
        let uidl, message_id, outcome, reason, error: Nullable<String>
        let size, attempts: Int
        let waiting_for_update: Bool
        var trace: [TraceStep]?
        var events: [LedgerHistory]?

        init(_ entry: LedgerEntry, mailbox name: String, trace: [TraceStep]? = nil) {
            id = entry.id.rawValue
            mailbox = name
            folder = entry.place.folder
            digest = entry.digest
            received_at = entry.receivedAt.iso8601
            from = entry.from.address
            subject = entry.subject
            filing = entry.filing.rawValue
            trace_id = entry.traceID
            uid_validity = Nullable(entry.place.uidValidity)
            uid = Nullable(entry.place.uid)
            ticket = Nullable(entry.ticket?.rawValue)
            uidl = Nullable(entry.place.uidl)
            message_id = Nullable(entry.messageID)
            outcome = Nullable(entry.outcome?.rawValue)
            reason = Nullable(entry.reason.isEmpty ? nil : entry.reason)
            error = Nullable(entry.error)
            size = entry.size
            attempts = entry.attempts
            waiting_for_update = entry.isWaitingForUpdate
            self.trace = trace
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the ledger, the oldest mail first.",
            discussion: """
                Example: martlet ledger list --json
                Where is my mail? martlet ledger list --sender ann@example.com --from 2026-11-20
                """)
        @OptionGroup var options: StoreOptions
        @OptionGroup var selection: LedgerSelection
        @Flag(help: "Print JSON lines.") var json = false

        func run() async throws {
            try await options.with { store in
                let rows = try await store.read { t in
                    let filter = try selection.filter(t)
                    let names = Dictionary(
                        try t.mailbox.all().map { ($0.id, $0.name) },
                        uniquingKeysWith: { first, _ in first })
                    var rows: [Row] = []
                    try t.ledger.all(filter) { entry in
                        rows.append(Row(entry, mailbox: names[entry.mailbox] ?? "(deleted)"))
                    }
                    return rows
                }
                if json { return try rows.forEach { try Output.json($0) } }
                Output.table(
                    ["ID", "OUTCOME", "TICKET", "FROM", "SUBJECT", "REASON"],
                    rows.map {
                        [
                            String($0.id), $0.outcome.value ?? "waiting",
                            $0.ticket.value.map { "#\($0)" } ?? "", $0.from, $0.subject,
                            $0.reason.value ?? $0.error.value ?? "",
                        ]
                    })
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows one mail and how its fate was decided.",
            discussion: "Example: martlet ledger show 17 --json")
        @OptionGroup var options: StoreOptions
        @Argument(help: "The mail's number in the ledger.") var id: Int64
        @Flag(help: "Print a JSON line.") var json = false

        func run() async throws {
            let row = try await options.with { store in
                try await store.read { t in
                    guard let entry = try t.ledger.find(LedgerID(rawValue: id)) else {
                        throw Failing("There is no mail no. \(id) in the ledger.")
                    }
                    let name = try t.mailbox.find(entry.mailbox)?.name ?? "(deleted)"
                    var row = Row(entry, mailbox: name, trace: try t.ledger.trace(of: entry.id))
                    row.events = try t.ledgerEvent.of(entry.id).map(LedgerHistory.init)
                    return row
                }
            }
            if json { return try Output.json(row) }
            print("No. \(row.id) from \(row.from): \(row.subject)")
            print("\(row.outcome.value ?? "waiting"): \(row.reason.value ?? row.error.value ?? "")")
            for step in row.trace ?? [] {
                print("  \(step.verdict.rawValue)  \(step.rule): \(step.finding)")
            }
            for event in row.events ?? [] { print("  \(event.at)  \(event.action)") }
        }
    }
}
