internal import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import Synchronization

/// A mail server in memory that speaks IMAP4rev1, POP3 and SMTP on the loopback address.
///
/// It is what the tests talk to, with faults, and what `martlet demo` shows mail from. Everything it
/// holds is lost with the value; stopping and starting again keeps it, and the ports too.
///
/// ```swift
/// let server = LocalMailServer(configuration: .init(accounts: [.init(user: "a@demo.example", password: "pw")]))
/// let addresses = try await server.start()
/// await server.append(mail, to: "a@demo.example")
/// ```
public final class LocalMailServer: Sendable {
    private let configuration: Configuration
    private let office: PostOffice
    private let running = Mutex(Running())

    private struct Running {
        var ports: Configuration.Ports
        var listeners: [any Channel] = []
        var connections: [ObjectIdentifier: any Channel] = [:]
        /// A connection that is accepted while the server stops is closed at once.
        var isOpen = false

        init() { ports = Configuration.Ports() }
    }

    public init(configuration: Configuration) {
        self.configuration = configuration
        office = PostOffice(configuration: configuration)
        running.withLock { $0.ports = configuration.ports }
    }

    /// Listens. Throws when a port is taken or the certificate can't be read.
    public func start() async throws -> Addresses {
        running.withLock { $0.isOpen = true }
        do {
            return try await listenEverywhere()
        } catch {
            await stop()
            throw error
        }
    }

    private func listenEverywhere() async throws -> Addresses {
        let tls = try configuration.certificate.map(Self.context)
        var ports = running.withLock { $0.ports }
        let office = office
        let offersTLS = tls != nil
        ports.imap = try await listen(ports.imap, tls, isSecured: false) {
            IMAPSession(office: office, offersTLS: offersTLS, isSecured: $0)
        }
        ports.pop3 = try await listen(ports.pop3, tls, isSecured: false) {
            POP3Session(office: office, offersTLS: offersTLS, isSecured: $0)
        }
        ports.smtp = try await listen(ports.smtp, tls, isSecured: false) {
            SMTPSession(office: office, offersTLS: offersTLS, isSecured: $0)
        }
        if offersTLS {
            ports.imaps = try await listen(ports.imaps, tls, isSecured: true) {
                IMAPSession(office: office, offersTLS: false, isSecured: $0)
            }
            ports.pop3s = try await listen(ports.pop3s, tls, isSecured: true) {
                POP3Session(office: office, offersTLS: false, isSecured: $0)
            }
            ports.smtps = try await listen(ports.smtps, tls, isSecured: true) {
                SMTPSession(office: office, offersTLS: false, isSecured: $0)
            }
        }
        let taken = ports
        running.withLock { $0.ports = taken }
        return Addresses(
            host: "127.0.0.1", imap: ports.imap, imaps: offersTLS ? ports.imaps : nil,
            pop3: ports.pop3, pop3s: offersTLS ? ports.pop3s : nil,
            smtp: ports.smtp, smtps: offersTLS ? ports.smtps : nil)
    }

    /// Stops listening and ends every conversation. What the server holds stays.
    public func stop() async {
        let (listeners, connections) = running.withLock { running in
            defer {
                running.isOpen = false
                running.listeners = []
                running.connections = [:]
            }
            return (running.listeners, Array(running.connections.values))
        }
        await Self.close(listeners + connections)
    }

    /// Ends every conversation and goes on listening, as a server does that is restarted.
    public func hangUpAll() async {
        await Self.close(running.withLock { Array($0.connections.values) })
    }

    private static func close(_ channels: [any Channel]) async {
        for channel in channels {
            do {
                try await channel.close()
            } catch {
                // Already closed by the other side, which is what was wanted.
            }
        }
    }

    // What the server holds

    /// Puts a mail in a folder, which is made if it isn't there, and returns its UID.
    ///
    /// The folder is named as people write it; internalDate is in seconds since 1970, nil is now.
    /// Returns 0 when there is no such account.
    @discardableResult
    public func append(
        _ mail: [UInt8], to account: String, folder: String = "INBOX", flags: [String] = [],
        internalDate: Int64? = nil
    ) async -> UInt32 {
        let date = internalDate ?? office.now
        let uid = office.change(account) { state, numbers in
            let name = Self.name(folder, in: state)
            var target =
                state.folders.removeValue(forKey: name)
                ?? Folder(name: name, uidValidity: numbers.nextValidity())
            let uid = target.add(
                mail, flags: flags, internalDate: date, serial: numbers.nextSerial())
            state.folders[name] = target
            return uid
        }
        return uid ?? 0
    }

    /// The mails of a folder in the order of their UIDs; none when there is no such folder.
    public func mails(of account: String, folder: String = "INBOX") async -> [StoredMail] {
        guard let state = office.view(of: account) else { return [] }
        return state.folders[Self.name(folder, in: state)]?.mails ?? []
    }

    /// All folders of an account, ordered by their names on the wire.
    public func folders(of account: String) async -> [Folder] { office.folders(of: account) }

    /// Takes mails away, as another mail program would. Unknown UIDs don't matter.
    public func remove(_ uids: [UInt32], of account: String, folder: String = "INBOX") async {
        _ = office.change(account) { state, _ in
            let name = Self.name(folder, in: state)
            state.folders[name]?.remove(Set(uids))
        }
    }

    /// Every mail that SMTP took since the start, also those that were delivered to an account here.
    public func received() async -> [SubmittedMail] { office.submitted }

    /// Forgets the mails that SMTP took; delivered copies stay.
    public func forgetReceived() async { office.forgetSubmitted() }

    // What goes wrong

    /// The faults in force; set them at any time.
    public var faults: Faults {
        get { office.faults }
        set { office.faults = newValue }
    }

    /// Whether the present ``Faults/Cut`` has struck. False means that the conversation was shorter.
    public var cutHasFired: Bool { office.cutHasFired }

    /// Bytes of conversation since the start, over all connections: how far a cut can be set.
    public var traffic: Traffic { office.traffic }

    /// Gives a folder a new UIDVALIDITY and its mails new UIDs from 1; who has it open is hung up on.
    public func renumber(_ account: String, folder: String = "INBOX") async {
        _ = office.change(account) { state, numbers in
            let name = Self.name(folder, in: state)
            state.folders[name]?.renumber(uidValidity: numbers.nextValidity())
        }
    }

    /// Turns the order of the POP3 list round: other numbers, the same UIDLs.
    public func reversePOP3Order(of account: String) async {
        _ = office.change(account) { state, _ in state.listsNewestFirst.toggle() }
    }

    /// Gives every mail a new UIDL, as a move to another POP3 server does.
    public func renewUIDLs(of account: String) async {
        _ = office.change(account) { state, _ in state.uidlGeneration += 1 }
    }

    // Listening

    /// A name as people write it, unless a folder is called exactly that on the wire.
    private static func name(_ text: String, in state: PostOffice.AccountState) -> FolderName {
        let wire = FolderName(bytes: Array(text.utf8))
        return state.folders[wire] != nil ? wire : FolderName(text)
    }

    private static func context(_ certificate: Configuration.Certificate) throws -> NIOSSLContext {
        let chain = try NIOSSLCertificate.fromPEMBytes(Array(certificate.chainPEM.utf8))
        let key = try NIOSSLPrivateKey(bytes: Array(certificate.keyPEM.utf8), format: .pem)
        var settings = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        settings.minimumTLSVersion = .tlsv12
        return try NIOSSLContext(configuration: settings)
    }

    private func listen<Session: ServerSession>(
        _ port: Int, _ tls: NIOSSLContext?, isSecured: Bool,
        _ session: @escaping @Sendable (_ isSecured: Bool) -> Session
    ) async throws -> Int {
        let office = office
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { [weak self] child in
                child.eventLoop.makeCompletedFuture {
                    self?.keep(child)
                    if isSecured, let tls {
                        try child.pipeline.syncOperations.addHandler(
                            NIOSSLServerHandler(context: tls))
                    }
                    try child.pipeline.syncOperations.addHandler(
                        ConversationHandler(
                            session: session(isSecured), office: office, tls: tls))
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
        running.withLock { $0.listeners.append(channel) }
        return channel.localAddress?.port ?? port
    }

    private func keep(_ child: any Channel) {
        let key = ObjectIdentifier(child)
        let isOpen = running.withLock { running in
            running.connections[key] = child
            return running.isOpen
        }
        if !isOpen { child.close(promise: nil) }
        child.closeFuture.whenComplete { [weak self] _ in
            self?.running.withLock { _ = $0.connections.removeValue(forKey: key) }
        }
    }
}
