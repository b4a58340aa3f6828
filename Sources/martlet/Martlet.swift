internal import ArgumentParser

/// `martlet`: the server and everything that an administrator does from a shell.
@main
struct Martlet: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "martlet",
        abstract: "A help desk that loses no mail: it reads mailboxes and makes tickets of them.",
        discussion: """
            Start with `martlet demo` to look around, or with `martlet serve` for real work: the first
            start prints a link that makes the administrator.
            """,
        version: version,
        subcommands: [
            ServeCommand.self, DemoCommand.self, MailboxesCommand.self, TasksCommand.self,
            TicketsCommand.self, HoursCommand.self, LedgerCommand.self, MailCommand.self,
            UsersCommand.self,
            BackupCommand.self,
        ])
}
