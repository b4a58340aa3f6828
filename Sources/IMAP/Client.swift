internal import NIOCore
public import Wire

/// A signed-in conversation with an IMAP server (RFC 3501), for one caller.
///
/// ```swift
/// let client = try await Client.connect(to: endpoint)
/// try await client.signIn(user: "desk@example.com", password: password)
/// let inbox = try await client.select("INBOX")
/// let new = try await client.search(from: next)
/// try await client.bodies(of: new) { uid, bytes in … }
/// await client.logout()
/// ```
/// One call runs at a time; another one meanwhile throws `IMAPError.busy`. Every wait has a
/// deadline, taken from the endpoint. Calls throw `IMAPError`, or `CancellationError` when their
/// task is cancelled, which closes the connection. After `.bye`, `.limitExceeded` and `.wire` the
/// connection is gone; after other errors the client can be used on.
public actor Client {
    private let connection: Connection
    private var session: Session
    private var isRunning = false
    /// The last lines of the conversation, without values, for the connection test.
    public private(set) var transcript: Transcript

    /// Connects, reads the greeting, puts TLS in place and asks for the capabilities.
    public static func connect(
        to endpoint: Endpoint, limits: Limits = Limits()
    ) async throws -> Client {
        let connection: Connection
        do {
            connection = try await Connection.dial(to: endpoint, opening: StartTLS())
        } catch let error as WireError {
            throw IMAPError.wire(error)
        }
        let session = Session(
            limits: limits, awaitsGreeting: endpoint.security != .starttls)
        let client = Client(connection, session, await connection.transcript)
        try await client.run(Capability())
        return client
    }

    private init(_ connection: Connection, _ session: Session, _ transcript: Transcript) {
        self.connection = connection
        self.session = session
        self.transcript = transcript
    }

    /// The server's certificate, when there is TLS.
    public var certificate: CertificateFacts? {
        get async { await connection.certificate }
    }

    var server: Server { session.server }

    /// Closes the connection without a word. Safe at any time.
    public nonisolated func close() {
        connection.close()
    }

    /// Runs a request to its end and returns what came of it.
    @discardableResult
    func run<R: Request>(
        _ request: R, deliver: @Sendable (Delivery) async throws -> Void = { _ in }
    ) async throws -> R.Output {
        guard !isRunning else { throw IMAPError.busy }
        isRunning = true
        defer { isRunning = false }
        do {
            var actions = session.begin(request)
            let start = ContinuousClock.now
            var received = 0
            while true {
                for action in actions {
                    switch action {
                    case .send(let bytes, let shown):
                        transcript.sent(shown)
                        try await connection.write(bytes)
                    case .heard(let line):
                        transcript.received(Array(line.utf8))
                    case .deliver(let delivery):
                        do { try await deliver(delivery) } catch { throw CallersError(error) }
                    case .finished:
                        guard let output = try session.finish(R.self) else {
                            throw IMAPError.busy
                        }
                        return output
                    case .failed(let error), .over(let error):
                        transcript.noted(error.sentence)
                        throw error
                    }
                }
                let bytes = try await read(since: start, received: received)
                received += bytes.count
                actions = session.received(bytes)
            }
        } catch let callers as CallersError {
            // The rest is on its way, and nobody will take it.
            _ = session.closed(.wire(.closed(.converse)))
            connection.close()
            throw callers.error
        } catch let error as WireError {
            _ = session.closed(.wire(error))
            throw IMAPError.wire(error)
        } catch let error as IMAPError where error.leavesSessionUsable {
            throw error
        } catch {
            _ = session.closed(error as? IMAPError ?? .wire(.closed(.converse)))
            connection.close()
            throw error
        }
    }

    /// Says goodbye and closes, whatever the answer.
    func leave(_ request: Logout) async {
        do {
            try await run(request)
        } catch {
            transcript.noted("closed without goodbye")
        }
        _ = session.closed(.wire(.closed(.converse)))
        connection.close()
    }

    /// Whatever has come. A silence may last as long as the endpoint's deadlines allow, and all of
    /// them together as long as `longestRequest` and the slowest rate allow.
    private func read(since start: ContinuousClock.Instant, received: Int) async throws -> [UInt8] {
        let deadlines = connection.endpoint.deadlines
        let silence = session.isInLiteral ? deadlines.transfer : deadlines.reply
        let end = start + Self.longestRequest + deadlines.transfer(ofBytes: received)
        let buffer = try await connection.read(by: min(.now + silence, end))
        return Array(buffer.readableBytesView)
    }

    /// Searching and moving in huge folders takes minutes on some servers, which say "still here"
    /// meanwhile.
    private static let longestRequest = Duration.seconds(600)
}

/// An error of whoever takes what is delivered: never mistaken for one of the session, whatever it is.
private struct CallersError: Error {
    let error: any Error

    init(_ error: any Error) {
        self.error = error
    }
}

extension IMAPError {
    /// Whether the session goes on after this error of a request.
    fileprivate var leavesSessionUsable: Bool {
        switch self {
        case .bye, .limitExceeded, .wire: false
        case .no, .throttled, .signInRefused, .signInUnavailable, .noSuchFolder, .forbidden, .bad,
            .protocolViolation, .busy:
            true
        }
    }
}
