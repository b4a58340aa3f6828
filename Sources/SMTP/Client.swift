internal import NIOCore
public import Wire

/// An SMTP client: carries out what `Session` decides. One request at a time; several mails may go
/// through one connection.
///
/// Every method throws `SMTPError`, or `CancellationError` when the task was cancelled, after which
/// the connection is closed.
public actor Client {
    /// How much of a mail is written at once: a few TLS records.
    private static let pieceSize = 64 * 1024

    private let connection: Connection
    private var session: Session

    /// Connects, puts TLS in place as the endpoint asks, reads the greeting and says EHLO, or HELO when
    /// the server does not know it.
    ///
    /// `name` is this side's host name or address literal. Without a name that resolves, the loopback
    /// literal is what RFC 5321 §4.1.3 allows and servers for submission accept.
    public static func connect(
        to endpoint: Endpoint, as name: String = "[127.0.0.1]"
    ) async throws -> Client {
        do {
            let opening = try Opening(name: name)
            let connection = try await Connection.dial(to: endpoint, opening: opening)
            let session = try Session(
                name: name, security: endpoint.security, transcript: await connection.transcript)
            let client = Client(connection: connection, session: session)
            try await client.begin()
            return client
        } catch let error as WireError { throw SMTPError.wire(error) }
    }

    private init(connection: Connection, session: Session) {
        self.connection = connection
        self.session = session
    }

    deinit { connection.close() }

    public var extensions: Extensions { session.extensions }
    /// What was said lately, without passwords and mail.
    public var transcript: Transcript { session.transcript }
    /// The server's certificate, when there is TLS.
    public var certificate: CertificateFacts? { get async { await connection.certificate } }

    /// AUTH PLAIN, else AUTH LOGIN.
    public func signIn(user: String, password: String) async throws {
        _ = try await perform(.signIn(user: user, password: password))
    }

    /// Hands over a mail. Line ends become CRLF; nothing else is changed.
    ///
    /// Returns when the server took it for at least one recipient. When all were refused, the error is
    /// a transient refusal if there was one. After `unconfirmed` the mail may have been sent.
    public func send(mail: [UInt8], from: String, to: [String]) async throws -> SendResult {
        let envelope = Envelope(from: from, to: to, mail: mail)
        guard case .sent(let result) = try await perform(.send(envelope), mail: mail) else {
            throw SMTPError.protocolViolation(text: "")
        }
        return result
    }

    public func noop() async throws {
        _ = try await perform(.noop)
    }

    /// Says goodbye and hangs up. Failing to say goodbye is no failure: the mails are accepted.
    public func quit() async {
        defer { close() }
        do { _ = try await perform(.quit) } catch { session.abandon() }
    }

    /// Hangs up without a word.
    public nonisolated func close() { connection.close() }

    private func begin() async throws {
        _ = try await conclude(session.begin())
    }

    private func perform(
        _ request: Session.Request, mail: [UInt8] = []
    ) async throws -> Session.Action {
        try await conclude(session.ask(request), mail: mail)
    }

    /// Carries out actions until one is a conclusion.
    private func conclude(
        _ actions: [Session.Action], mail: [UInt8] = []
    ) async throws -> Session.Action {
        var actions = actions
        do {
            while true {
                for action in actions {
                    switch action {
                    case .send(let bytes): try await connection.write(bytes)
                    case .transmit: try await transmit(mail)
                    case .failed(let error):
                        if session.isOver { close() }
                        throw error
                    default: return action
                    }
                }
                let deadlines = connection.endpoint.deadlines
                let patience = session.isConfirming ? deadlines.confirmation : deadlines.reply
                actions = session.received(try await connection.read(by: .now + patience))
            }
        } catch let error as WireError {
            let isConfirming = session.isConfirming
            session.abandon()
            throw isConfirming ? SMTPError.unconfirmed(error) : SMTPError.wire(error)
        } catch let error as CancellationError {
            session.abandon()
            throw error
        }
    }

    private func transmit(_ mail: [UInt8]) async throws {
        var stuffer = DotStuffer(mail)
        do {
            while let piece = stuffer.next(size: Self.pieceSize) {
                try await connection.write(piece)
            }
            // Before the write and not after it: when it fails, nobody knows how far it went.
            session.transmitted()
            try await connection.write([0x2E, 0x0D, 0x0A])
        } catch let error as WireError {
            // A server that refuses in the middle says why before it hangs up.
            let bytes: ByteBuffer
            do { bytes = try await connection.read() } catch { throw error }
            for case .failed(let refusal) in session.received(bytes) { throw refusal }
            throw error
        }
    }
}
