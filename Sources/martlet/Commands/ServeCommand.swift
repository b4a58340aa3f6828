public import ArgumentParser
internal import Glibc
internal import Jobs
internal import Logging
internal import NIOCore
internal import ServiceLifecycle
internal import Store
internal import UnixSignals
internal import Web

struct ServeCommand: AsyncParsableCommand {
    enum Role: String, ExpressibleByArgument, CaseIterable {
        /// Pages and scheduled tasks.
        case all
        /// Pages only; another process works.
        case web
        /// Scheduled tasks only.
        case worker
    }

    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Runs the server.",
        discussion: """
            Example: martlet serve --data /var/lib/martlet --port 8080
            The first start prints a link that makes the administrator.
            Several servers share the work on one PostgreSQL: one with --role web, others with --role worker.
            """)

    @OptionGroup var options: StoreOptions
    @Option(help: "all, web or worker.") var role: Role = .all
    @Option(
        help:
            "The address to listen at. Only this machine by default: put a proxy with TLS before it."
    )
    var host = "127.0.0.1"
    @Option(help: "The port to listen at; for instance 8080.") var port = 8080
    @Option(
        help: ArgumentHelp(
            "How browsers reach it, for instance https://desk.example.com.", valueName: "URL"))
    var baseURL: String?
    @Flag(help: "Believe X-Forwarded-For: only behind a proxy that sets it.") var trustProxy = false
    @Option(help: "How much is logged: debug, info, notice, warning or error.")
    var logLevel: Logger.Level = .info

    func validate() throws {
        guard (1...65_535).contains(port) else {
            throw ValidationError("\(port) is not a port: it is between 0 and 65535.")
        }
        if let baseURL, !baseURL.hasPrefix("http://"), !baseURL.hasPrefix("https://") {
            throw ValidationError(
                "“\(baseURL)” is not an address that browsers reach: it begins with https:// or http://."
            )
        }
    }

    func run() async throws {
        let log = ServerLog.make(level: logLevel)
        try await options.with { store in
            let server = Server(
                store: store, log: log, host: host, port: port, baseURL: baseURL,
                trustsProxy: trustProxy)
            try await server.run(role) { address in
                print("Martlet listens at \(address)")
                if let link = try await server.firstStartLink() {
                    print("Make the administrator here (once, within a day): \(link)")
                }
                Output.flush()
            }
        }
    }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}

enum ServerLog {
    static func make(level: Logger.Level) -> Logger {
        var log = Logger(label: "martlet") { StreamLogHandler.standardError(label: $0) }
        log.logLevel = level
        return log
    }
}

/// The pages and the timetable over one store, until the process is told to end.
struct Server: Sendable {
    let store: DataStore
    let log: Logger
    let host: String
    let port: Int
    let context: JobContext
    private let web: WebServer

    init(
        store: DataStore, log: Logger, host: String, port: Int, baseURL: String?,
        trustsProxy: Bool = false
    ) {
        self.store = store
        self.log = log
        self.host = host
        self.port = port
        context = JobContext(
            store: store, log: log, node: LeaseHolder.current.name, build: Build.name,
            now: Clock.now)
        let name = host == "0.0.0.0" || host == "::" ? "localhost" : host
        web = WebServer(
            store: store, ledger: LedgerDesk(context),
            site: SiteConfiguration(
                baseURL: baseURL ?? "http://\(name):\(port)", trustsProxy: trustsProxy),
            logger: log, now: Clock.now)
    }

    func firstStartLink() async throws -> String? { try await web.firstStartLink() }

    func signInLink(email: String) async throws -> String? {
        try await web.signInLink(email: email)
    }

    /// - Parameter onListening: told the address once the pages can be opened.
    func run(
        _ role: ServeCommand.Role, also: [any Service] = [],
        onListening: @escaping @Sendable (String) async throws -> Void
    ) async throws {
        var services = also
        if role != .web { services.append(Timetable(context)) }
        if role != .worker {
            let log = log
            let address = web.site.baseURL
            services.append(
                web.application(host: host, port: port) { _ in
                    do {
                        try await onListening(address)
                    } catch {
                        log.error("\(Sentences.of(error))")
                    }
                })
        }
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: log)
        // Open pages are told to go; a check in progress finishes its batch.
        configuration.maximumGracefulShutdownDuration = .seconds(15)
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw Failing(
                "Port \(port) of \(host) is in use by another program. Choose another one with --port."
            )
        } catch let error as IOError where error.errnoCode == EACCES {
            throw Failing(
                "Port \(port) may be opened by root only. Choose one above 1023 with --port.")
        }
    }
}
