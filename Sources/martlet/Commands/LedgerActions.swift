internal import ArgumentParser
internal import Desk
internal import Jobs
internal import Store

/// What all commands share that do something with one mail.
struct LedgerTarget: ParsableArguments {
    @OptionGroup var options: StoreOptions
    @Argument(help: "The mail's number in the ledger.") var id: Int64
    @Flag(help: "Print the mail's new row as JSON.") var json = false

    func perform(_ action: @escaping @Sendable (Tables) throws -> LedgerAction) async throws {
        let row = try await options.with { store in
            let wanted = try await store.read { try action($0) }
            do {
                _ = try await LedgerDesk(.command(store)).perform(
                    wanted, on: LedgerID(rawValue: id), by: nil)
            } catch let refusal as LedgerRefusal {
                throw Failing(refusal.sentence)
            }
            return try await store.read { t in
                guard let entry = try t.ledger.find(LedgerID(rawValue: id)) else {
                    throw Failing("There is no mail no. \(id) in the ledger.")
                }
                return LedgerCommand.Row(
                    entry, mailbox: try t.mailbox.find(entry.mailbox)?.name ?? "(deleted)")
            }
        }
        try LedgerCommand.show(row, asJSON: json)
    }
}

extension LedgerCommand {
    static func show(_ row: Row, asJSON: Bool) throws {
        if asJSON { return try Output.json(row) }
        print("\(row.outcome.value ?? "waiting"): \(row.reason.value ?? "")")
    }

    struct ProcessAgain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "process-again",
            abstract: "Decides mails anew that made nothing, with today's rules.",
            discussion: """
                Example: martlet ledger process-again 17
                The whole quarantine: martlet ledger process-again --outcome failed
                A span of time: martlet ledger process-again --from 2026-11-20 --to 2026-11-22
                """)
        @OptionGroup var options: StoreOptions
        @OptionGroup var selection: LedgerSelection
        @Argument(help: "The mails' numbers in the ledger.") var ids: [Int64] = []
        @Flag(help: "Print each mail's new row as JSON.") var json = false

        func validate() throws {
            if ids.isEmpty == selection.isEmpty {
                throw ValidationError(
                    "Name mails by number, or select them, for instance --outcome failed.")
            }
        }

        func run() async throws {
            let rows = try await options.with { store in
                let desk = LedgerDesk(.command(store))
                if let id = ids.first, ids.count == 1 {
                    do {
                        _ = try await desk.perform(
                            .processAgain, on: LedgerID(rawValue: id), by: nil)
                    } catch let refusal as LedgerRefusal {
                        throw Failing(refusal.sentence)
                    }
                    return try await Self.rows([LedgerID(rawValue: id)], store)
                }
                let filter = try await store.read { t in
                    ids.isEmpty
                        ? try selection.filter(t)
                        : LedgerFilter(ids: ids.map { LedgerID(rawValue: $0) })
                }
                let chosen = try await store.read { t in
                    try t.ledger.processable(filter, after: 0, limit: .max).map(\.id)
                }
                _ = try await desk.processAgain(filter, by: nil)
                try await desk.takeIn()
                return try await Self.rows(chosen, store)
            }
            for row in rows { try LedgerCommand.show(row, asJSON: json) }
            if rows.isEmpty && !json {
                print(
                    "None of these mails can be processed again: what is on a ticket stays there.")
            }
        }

        private static func rows(_ ids: [LedgerID], _ store: DataStore) async throws -> [Row] {
            try await store.read { t in
                try ids.compactMap { id in
                    try t.ledger.find(id).map { entry in
                        Row(
                            entry, mailbox: try t.mailbox.find(entry.mailbox)?.name ?? "(deleted)")
                    }
                }
            }
        }
    }

    struct MakeTicket: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "make-ticket",
            abstract: "Makes a ticket of a mail, whatever the rules said.",
            discussion: "Example: martlet ledger make-ticket 17 --project Support")
        @OptionGroup var target: LedgerTarget
        @Option(help: "The project, by name.") var project: String

        func run() async throws {
            try await target.perform { [project] t in
                guard let found = try t.project.find(name: project) else {
                    throw Failing("There is no project named “\(project)”.")
                }
                return .makeTicket(in: found.id)
            }
        }
    }

    struct Attach: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Attaches a mail that is on no ticket to one, as a reply.",
            discussion: "Example: martlet ledger attach 17 --ticket 4711")
        @OptionGroup var target: LedgerTarget
        @Option(help: "The ticket's number.") var ticket: Int64

        func run() async throws {
            try await target.perform { [ticket] _ in .attach(to: TicketID(rawValue: ticket)) }
        }
    }

    struct Move: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Moves a mail from the ticket that it is on to another.",
            discussion: "Example: martlet ledger move 17 --ticket 4711")
        @OptionGroup var target: LedgerTarget
        @Option(help: "The other ticket's number.") var ticket: Int64

        func run() async throws {
            try await target.perform { [ticket] _ in .move(to: TicketID(rawValue: ticket)) }
        }
    }

    struct Detach: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes a mail out of a conversation: it becomes a ticket of its own.",
            discussion: "Example: martlet ledger detach 17")
        @OptionGroup var target: LedgerTarget

        func run() async throws { try await target.perform { _ in .detach } }
    }

    struct Block: AsyncParsableCommand {
        enum By: String, ExpressibleByArgument, CaseIterable { case address, domain, subject }

        static let configuration = CommandConfiguration(
            abstract: "Ignores a mail and blocks its sender, domain or subject.",
            discussion: "Example: martlet ledger block 17 --by domain")
        @OptionGroup var target: LedgerTarget
        @Option(help: "What is blocked: address, domain or subject.") var by: By = .address

        func run() async throws {
            let id = LedgerID(rawValue: target.id)
            try await target.perform { [by] t in
                let kind = BlockRule.Kind(rawValue: by.rawValue) ?? .address
                guard let rule = try t.ledger.find(id)?.blockRule(kind) else {
                    throw Failing(LedgerRefusal.nothingToBlock.sentence)
                }
                return .ignoreAndBlock(rule)
            }
        }
    }

    struct Undo: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Undoes the newest thing that somebody did with a mail.",
            discussion: "Example: martlet ledger undo 17")
        @OptionGroup var target: LedgerTarget

        func run() async throws { try await target.perform { _ in .takeBack } }
    }
}
