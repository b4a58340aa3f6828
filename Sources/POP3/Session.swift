public import NIOCore
public import Wire

/// A POP3 conversation as a value: requests and bytes go in, actions come out.
///
/// One request at a time. See RFC 1939, RFC 2449 (CAPA), RFC 5034 (AUTH).
public struct Session: Sendable {
    public enum Request: Sendable, Hashable {
        case signIn(user: String, password: String)
        case uidls
        /// Octets of every message, as the server counts them.
        case sizes
        case retrieve(Int, limit: Int)
        /// The header and the first lines of the body.
        case top(Int, lines: Int, limit: Int)
        case delete(Int)
        case noop
        /// Ends the session; only now messages are deleted.
        case quit
    }

    public enum Action: Sendable, Hashable {
        case send([UInt8])
        /// The greeting is over and requests may come.
        case ready
        case signedIn
        case uidls([Listed])
        case sizes([Int: Int])
        case message([UInt8])
        /// DELE, NOOP or QUIT succeeded.
        case done
        case failed(POP3Error)
    }

    /// How many messages a listing may have: each costs about 100 bytes of memory.
    public static let messageLimit = 500_000

    /// How much of a message beyond its limit is read and dropped before the connection is closed:
    /// cheaper than a new connection, and an end to a server that never ends.
    static let dropLimit = 256 << 20

    /// Nil when the server does not know CAPA.
    public private(set) var capabilities: Capabilities?
    public private(set) var transcript: Transcript
    /// Nothing more can be asked; the connection is to be closed.
    public private(set) var isOver = false

    private enum State {
        case greeting
        case capabilities(Capabilities?)
        case idle
        case user(password: OneLine)
        case password
        case plain(response: [UInt8])
        case plainAnswer
        case listingStatus(isUIDL: Bool)
        case listing(Listing)
        case message(Int, limit: Int, command: String)
        case messageBody(Int, limit: Int, DotUnstuffer)
        case simple(Request, command: String)
    }

    private let security: Security
    private var decoder = LineDecoder()
    private var state = State.greeting

    /// `transcript` goes on from what was said before TLS.
    public init(security: Security, transcript: Transcript = Transcript()) {
        self.security = security
        self.transcript = transcript
    }

    /// What to do first: nothing before the greeting, CAPA when `Opening` has taken it.
    public mutating func begin() -> [Action] {
        guard security == .starttls else { return [] }
        return askCapabilities()
    }

    /// Begins a request. Throws, before anything is sent, when it cannot be put on one line.
    public mutating func ask(_ request: Request) throws(POP3Error) -> [Action] {
        guard !isOver else { throw .wire(.closed(.converse)) }
        guard case .idle = state else { preconditionFailure("one request at a time") }
        do { return try start(request) } catch { throw .wire(error) }
    }

    /// Takes what the server sent, cut anyhow.
    public mutating func received(_ bytes: ByteBuffer) -> [Action] {
        guard !isOver else { return [] }
        decoder.append(bytes)
        var actions: [Action] = []
        while !isOver {
            if case .messageBody(let number, let limit, var body) = state {
                guard var bytes = decoder.bytes(upTo: .max) else { break }
                // Else the body is shared with the state and copied for every piece.
                state = .idle
                let isComplete = body.take(&bytes)
                decoder.append(bytes)
                guard body.size - limit <= Self.dropLimit else {
                    actions.append(end(.messageTooLarge(number, limit: limit)))
                    break
                }
                guard isComplete else {
                    state = .messageBody(number, limit: limit, body)
                    break
                }
                let action = finish(number, limit, body)
                actions.append(action)
                continue
            }
            do throws(WireError) {
                guard let line = try decoder.line() else { break }
                if let action = take(line) { actions.append(action) }
            } catch { actions.append(end(.wire(error))) }
        }
        return actions
    }

    /// The connection is gone: nothing more can be asked.
    public mutating func abandon() { isOver = true }

    // Requests

    private mutating func start(_ request: Request) throws(WireError) -> [Action] {
        switch request {
        case .signIn(let user, let password):
            let response = try SASL.plain(user: user, password: password)
            if security != .none, capabilities?.offersPlain == true {
                state = .plain(response: response)
                // Without an initial response: older servers do not know it (RFC 5034 §4 is of 2007).
                return [send("AUTH PLAIN")]
            }
            let user = try OneLine(user, field: "user name")
            state = .user(password: try OneLine(password, field: "password"))
            return [send("USER", user.bytes)]
        case .uidls:
            state = .listingStatus(isUIDL: true)
            return [send("UIDL")]
        case .sizes:
            state = .listingStatus(isUIDL: false)
            return [send("LIST")]
        case .retrieve(let number, let limit):
            state = .message(number, limit: limit, command: "RETR")
            return [send("RETR \(number)")]
        case .top(let number, let lines, let limit):
            state = .message(number, limit: limit, command: "TOP")
            return [send("TOP \(number) \(lines)")]
        case .delete(let number): return simple(request, "DELE", " \(number)")
        case .noop: return simple(request, "NOOP")
        case .quit: return simple(request, "QUIT")
        }
    }

    private mutating func simple(
        _ request: Request, _ command: String, _ argument: String = ""
    ) -> [Action] {
        state = .simple(request, command: command)
        return [send(command + argument)]
    }

    private mutating func askCapabilities() -> [Action] {
        state = .capabilities(nil)
        return [send("CAPA")]
    }

    private mutating func send(_ command: String, _ argument: [UInt8]? = nil) -> Action {
        let line = Array(command.utf8) + (argument.map { [0x20] + $0 } ?? [])
        transcript.sent(String(decoding: line, as: UTF8.self))
        return .send(line + [0x0D, 0x0A])
    }

    private mutating func sendSecret(_ command: String, _ secret: [UInt8]) -> Action {
        transcript.sent(command + "***")
        return .send(Array(command.utf8) + secret + [0x0D, 0x0A])
    }

    // Answers

    private mutating func take(_ line: [UInt8]) -> Action? {
        switch state {
        case .capabilities(.some(let known)): return takeCapability(line, known)
        case .listing(let listing): return takeListed(line, listing)
        default: break
        }
        transcript.received(line)
        if case .plain(let response) = state, line.first == UInt8(ascii: "+"),
            line.count == 1 || line[1] == UInt8(ascii: " ")
        {
            state = .plainAnswer
            return sendSecret("", Base64.encode(response))
        }
        guard let reply = Reply(line) else { return violation(line) }
        return take(reply, line)
    }

    private mutating func take(_ reply: Reply, _ line: [UInt8]) -> Action? {
        switch state {
        case .greeting:
            guard reply.isOK else { return end(.wire(Opening.turnedAway(reply))) }
            return askCapabilities().first
        case .capabilities:
            if reply.isOK {
                state = .capabilities(Capabilities())
                return nil
            }
            return conclude(.ready)
        case .user(let password):
            guard reply.isOK else { return refuseSignIn(reply) }
            state = .password
            return sendSecret("PASS ", password.bytes)
        case .plain:
            // "+OK" without a challenge would be an agreement to nothing.
            guard !reply.isOK else { return violation(line) }
            return refuseSignIn(reply)
        case .password, .plainAnswer:
            return reply.isOK ? conclude(.signedIn) : refuseSignIn(reply)
        case .listingStatus(let isUIDL):
            return beginListing(reply, isUIDL)
        case .message(let number, let limit, let command):
            guard reply.isOK else {
                return conclude(.failed(reply.messageError(number, command, capabilities)))
            }
            state = .messageBody(
                number, limit: limit,
                DotUnstuffer(limit: limit, endsLinesWithLF: !decoder.endedInCRLF))
            return nil
        case .simple(let request, let command):
            if request == .quit { isOver = true }
            if reply.isOK { return conclude(.done) }
            if case .delete(let number) = request {
                return conclude(.failed(reply.messageError(number, command, capabilities)))
            }
            return conclude(
                .failed(reply.generalError ?? .refused(command: command, text: reply.text)))
        case .idle, .listing, .messageBody:
            return violation(line)
        }
    }

    private mutating func takeCapability(_ line: [UInt8], _ known: Capabilities) -> Action? {
        transcript.received(line)
        if line == [UInt8(ascii: ".")] {
            capabilities = known
            return conclude(.ready)
        }
        var known = known
        known.add(line)
        state = .capabilities(known)
        return nil
    }

    private mutating func beginListing(_ reply: Reply, _ isUIDL: Bool) -> Action? {
        guard reply.isOK else {
            let command = isUIDL ? "UIDL" : "LIST"
            return conclude(
                .failed(reply.generalError ?? .unsupported(command: command, text: reply.text)))
        }
        state = .listing(isUIDL ? .uidls([]) : .sizes([:]))
        return nil
    }

    private mutating func takeListed(_ line: [UInt8], _ listing: Listing) -> Action? {
        var listing = listing
        // Else its array is shared with the state and copied for every line.
        state = .idle
        guard line != [UInt8(ascii: ".")] else {
            transcript.noted("\(listing.count) messages")
            switch listing {
            case .uidls(let listed): return conclude(.uidls(listed))
            case .sizes(let sizes): return conclude(.sizes(sizes))
            }
        }
        guard listing.take(line) else { return violation(line) }
        guard listing.count <= Self.messageLimit else {
            return end(.tooManyMessages(limit: Self.messageLimit))
        }
        state = .listing(listing)
        return nil
    }

    private mutating func finish(_ number: Int, _ limit: Int, _ body: DotUnstuffer) -> Action {
        transcript.noted("\(body.size) bytes")
        guard body.size <= limit else {
            return conclude(.failed(.messageTooLarge(number, limit: limit)))
        }
        return conclude(.message(body.body))
    }

    private mutating func refuseSignIn(_ reply: Reply) -> Action {
        let isExact = capabilities?.marksSignInErrors == true
        return conclude(.failed(reply.signInError(isExact: isExact)))
    }

    private mutating func conclude(_ action: Action) -> Action {
        state = .idle
        return action
    }

    private mutating func violation(_ line: [UInt8]) -> Action {
        end(.protocolViolation(text: Transcript.printable(line)))
    }

    private mutating func end(_ error: POP3Error) -> Action {
        isOver = true
        return .failed(error)
    }
}
