internal import NIOCore
public import Wire

/// A POP3 client: carries out what `Session` decides. One request at a time.
///
/// Every method throws `POP3Error`, or `CancellationError` when the task was cancelled, after which
/// the connection is closed.
public actor Client {
    private let connection: Connection
    private var session: Session

    /// Connects, puts TLS in place as the endpoint asks, reads the greeting and the capabilities.
    public static func connect(to endpoint: Endpoint) async throws -> Client {
        do {
            let connection = try await Connection.dial(to: endpoint, opening: Opening())
            let session = Session(
                security: endpoint.security, transcript: await connection.transcript)
            let client = Client(connection: connection, session: session)
            try await client.begin()
            return client
        } catch let error as WireError { throw POP3Error.wire(error) }
    }

    private init(connection: Connection, session: Session) {
        self.connection = connection
        self.session = session
    }

    deinit { connection.close() }

    /// Nil when the server does not know CAPA.
    public var capabilities: Capabilities? { session.capabilities }
    /// What was said lately, without passwords and mail.
    public var transcript: Transcript { session.transcript }
    /// The server's certificate, when there is TLS.
    public var certificate: CertificateFacts? { get async { await connection.certificate } }

    /// AUTH PLAIN when offered under TLS, else USER and PASS.
    public func signIn(user: String, password: String) async throws {
        _ = try await perform(.signIn(user: user, password: password))
    }

    /// Every message with its unique id, in the server's order.
    public func uidls() async throws -> [Listed] {
        guard case .uidls(let listed) = try await perform(.uidls) else { return [] }
        return listed
    }

    /// Octets of every message by its number. Some servers guess: the mail itself may be larger.
    public func sizes() async throws -> [Int: Int] {
        guard case .sizes(let sizes) = try await perform(.sizes) else { return [:] }
        return sizes
    }

    /// The message as it is, with the line ends that the server sends.
    ///
    /// More than `limit` bytes are read and dropped: `POP3Error.messageTooLarge`.
    public func retrieve(_ number: Int, limit: Int) async throws -> [UInt8] {
        guard case .message(let bytes) = try await perform(.retrieve(number, limit: limit)) else {
            return []
        }
        return bytes
    }

    /// The header, an empty line, and the first `lines` lines of the body.
    public func top(_ number: Int, lines: Int = 0, limit: Int = 1 << 20) async throws -> [UInt8] {
        let request = Session.Request.top(number, lines: lines, limit: limit)
        guard case .message(let bytes) = try await perform(request) else { return [] }
        return bytes
    }

    /// Marks the message; `quit` deletes it.
    public func delete(_ number: Int) async throws {
        _ = try await perform(.delete(number))
    }

    public func noop() async throws {
        _ = try await perform(.noop)
    }

    /// Deletes what was marked, and hangs up. Throws when the server could not delete everything.
    public func quit() async throws {
        defer { close() }
        _ = try await perform(.quit)
    }

    /// Hangs up without a word: nothing is deleted.
    public nonisolated func close() { connection.close() }

    private func begin() async throws {
        _ = try await conclude(session.begin())
    }

    private func perform(_ request: Session.Request) async throws -> Session.Action {
        try await conclude(session.ask(request))
    }

    /// Carries out actions until one is a conclusion.
    private func conclude(_ actions: [Session.Action]) async throws -> Session.Action {
        var actions = actions
        var patience = Patience(connection.endpoint.deadlines)
        do {
            while true {
                for action in actions {
                    switch action {
                    case .send(let bytes):
                        try await connection.write(bytes)
                        patience = Patience(connection.endpoint.deadlines)
                    case .failed(let error):
                        if session.isOver { close() }
                        throw error
                    default: return action
                    }
                }
                let bytes = try await connection.read(by: patience.deadline)
                patience.received(bytes: bytes.readableBytes)
                actions = session.received(bytes)
            }
        } catch let error as WireError {
            session.abandon()
            throw POP3Error.wire(error)
        } catch let error as CancellationError {
            session.abandon()
            throw error
        }
    }
}
