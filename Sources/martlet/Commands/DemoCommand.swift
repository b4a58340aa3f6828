internal import ArgumentParser
internal import Desk
internal import Foundation
internal import Jobs
internal import Logging
internal import MailServer
internal import ServiceLifecycle
internal import Store

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract:
            "Runs the server with sample projects and a local mail server full of sample mail.",
        discussion: """
            Example: martlet demo
            Nothing leaves this machine. Each start begins anew, in the folder demo of the data directory.
            """)

    @Option(
        help: ArgumentHelp(
            "The data directory. (default: $MARTLET_DATA or data/)", valueName: "DIR"))
    var data: String?
    @Option(help: "The port to listen at.") var port = 8080
    @Option(help: "Seconds between new sample mails.") var pace = 15
    @Option(help: "How much is logged: debug, info, notice, warning or error.")
    var logLevel: Logger.Level = .warning

    func validate() throws {
        guard pace > 0 else { throw ValidationError("The pace is at least one second.") }
    }

    func run() async throws {
        let directory = (data ?? StoreOptions.usualDataDirectory) + "/demo"
        print("Starting a local mail server and a fresh desk in \(directory) …")
        if FileManager.default.fileExists(atPath: directory) {
            try FileManager.default.removeItem(atPath: directory)
        }
        let options = try StoreOptions.parse([
            "--data", directory, "--database", "sqlite:\(directory)/martlet.sqlite",
        ])
        let log = ServerLog.make(level: logLevel)
        let pace = pace
        let demo = try await Demo.start()
        let port = port
        do {
            try await options.with { store in
                try await demo.furnish(store)
                let server = Server(
                    store: store, log: log, host: "127.0.0.1", port: port, baseURL: nil)
                try await server.run(.all, also: [demo.letters(every: .seconds(pace))]) { address in
                    let link = try await server.signInLink(email: demo.administrator.address)
                    print(
                        """

                        The desk is open: \(address)
                        Sign in by this link:  \(link ?? address)
                        or as \(demo.administrator.address) with the password \(demo.administrator.password ?? "")

                        The first mails are becoming tickets now; another one comes every \(pace) seconds.
                        Answers go to the local mail server and nowhere else. Stop with Control-C.

                        """)
                    Output.flush()
                }
            }
            await demo.stop()
        } catch {
            await demo.stop()
            throw error
        }
    }
}
