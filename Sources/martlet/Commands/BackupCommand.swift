internal import ArgumentParser
internal import Database
internal import Store

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copies the embedded database while the server runs.",
        discussion: """
            Example: martlet backup /backup/martlet.sqlite
            The key that seals passwords is not in the copy: keep data/secret.key elsewhere, safely.
            For PostgreSQL use pg_dump.
            """)
    @OptionGroup var options: StoreOptions
    @Argument(help: "The file to write.") var file: String

    func run() async throws {
        try await options.with { store in
            guard let embedded = store.database as? SQLiteDatabase else {
                throw Failing("Only the embedded database is copied by this command. Use pg_dump.")
            }
            try await embedded.backup(to: file)
        }
        print("Backup written to \(file).")
    }
}
