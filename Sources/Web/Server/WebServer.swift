public import Desk
internal import HTTPTypes
public import Hummingbird
internal import HummingbirdCore
public import Logging
internal import NIOCore
public import Store

/// The help desk in a browser: pages, forms and live updates over one store.
///
/// It never talks to a mail server. What needs one is written as a job or outbox row, and the page follows that.
public struct WebServer: Sendable {
    let store: DataStore
    /// Carries out what people do with mails in the ledger.
    let ledger: any LedgerActing
    public let site: SiteConfiguration
    let logger: Logger
    let now: @Sendable () -> Instant
    let cookies: SessionCookies
    let attempts = AttemptLimit()
    let meter = Meter()

    /// - Parameter now: the clock.
    public init(
        store: DataStore, ledger: any LedgerActing, site: SiteConfiguration, logger: Logger,
        now: @escaping @Sendable () -> Instant
    ) {
        self.store = store
        self.ledger = ledger
        self.site = site
        self.logger = logger
        self.now = now
        cookies = SessionCookies(isSecure: site.isSecure)
    }

    /// A connection on which nothing happens is closed after this; open pages get heartbeats more often.
    static let idleTimeout = Duration.seconds(75)

    /// A service that listens until it is told to shut down, which it does within seconds even while pages
    /// are open.
    ///
    /// - Parameters:
    ///   - host: address to listen at, for instance `127.0.0.1` or `::`.
    ///   - port: 0 takes a free one.
    ///   - onListening: told the port once it listens.
    public func application(
        host: String, port: Int, onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        Application(
            router: router(),
            server: .http1(
                configuration: .init(idleTimeout: .seconds(Self.idleTimeout.components.seconds))),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port), serverName: nil),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? port) },
            logger: logger)
    }

    /// Makes the one-time link that lets somebody become the administrator; earlier ones stop working.
    ///
    /// - Returns: nil where there is an administrator already.
    public func firstStartLink() async throws -> String? {
        let token = Token.random()
        let expires = now() + Self.firstStartLifetime
        let isOpen = try await store.write { tables in
            guard try !tables.person.hasAdministrator() else { return false }
            try tables.oneTimeLink.deleteAll(purpose: Self.firstStartPurpose)
            try tables.oneTimeLink.add(
                tokenHash: Token.digest(token), purpose: Self.firstStartPurpose, expires: expires)
            return true
        }
        return isOpen ? site.absolute(Site.firstStart(token)) : nil
    }

    static let firstStartPurpose = "first-start"
    /// The link stands in the log; a day is enough to follow it, and a restart makes a new one.
    static let firstStartLifetime = Duration.seconds(86_400)
}
