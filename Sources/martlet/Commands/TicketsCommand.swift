internal import ArgumentParser
internal import Desk
internal import Store

struct TicketsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tickets", abstract: "Tickets, for scripts.", subcommands: [List.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists all tickets, open and closed, the oldest first.",
            discussion: "Example: martlet tickets list --json")
        @OptionGroup var options: StoreOptions
        @Flag(help: "Print JSON lines.") var json = false

        private struct Row: Encodable, Sendable {
            let id: Int64
            let project, subject, status, priority, requester, requester_name: String
            let assignee: Nullable<String>
            let needs_reaction: Bool
            let messages: Int
            let created_at, updated_at: String
        }

        func run() async throws {
            let rows = try await options.with { store in
                try await store.read { t in
                    try t.ticket.list(
                        TicketFilter(view: nil), sort: TicketSort(.number, isAscending: true),
                        page: Page(offset: 0, limit: .max))
                }
            }
            if json {
                for row in rows {
                    let ticket = row.ticket
                    try Output.json(
                        Row(
                            id: ticket.id.rawValue, project: row.projectName,
                            subject: ticket.subject, status: ticket.status.rawValue,
                            priority: ticket.priority.rawValue, requester: row.requesterEmail,
                            requester_name: row.requesterName,
                            assignee: Nullable(row.assigneeName),
                            needs_reaction: ticket.needsReaction, messages: ticket.messageCount,
                            created_at: ticket.createdAt.iso8601,
                            updated_at: ticket.updatedAt.iso8601))
                }
                return
            }
            Output.table(
                ["ID", "STATUS", "PROJECT", "REQUESTER", "SUBJECT"],
                rows.map {
                    [
                        "#\($0.ticket.id)", $0.ticket.status.rawValue, $0.projectName,
                        $0.requesterEmail, $0.ticket.subject,
                    ]
                })
        }
    }
}
