/// A conversation with an IMAP server as a value: bytes go in, actions come out. RFC 3501.
///
/// It never touches a socket. One ``Request`` runs at a time, and may have several commands on
/// their way. Whatever the server says in between is either understood or passed over; the tagged
/// line of a command ends it in any case.
struct Session: Sendable {
    enum Action: Equatable, Sendable {
        /// Send these bytes. `shown` is what a log may say of them.
        case send([UInt8], shown: String)
        /// What the server said of itself, for the transcript.
        case heard(String)
        case deliver(Delivery)
        /// The request is done: its output can be taken.
        case finished
        /// The request failed, and the session goes on.
        case failed(IMAPError)
        /// The session is over: close the connection.
        case over(IMAPError)
    }

    private struct Running: Sendable {
        let id: Int
        let tag: String
        let shown: String
        var unsent: ArraySlice<[UInt8]>
    }

    private enum State: Equatable, Sendable {
        /// The server speaks first.
        case awaitsGreeting
        case isOpen
        /// Ended, and never again used.
        case isOver(IMAPError)
    }

    private(set) var server: Server
    private var state: State
    private var reader: ResponseReader
    private var request: (any Request)?
    /// In the order they were sent.
    private var running: [Running] = []
    private var failure: IMAPError?
    private var lastTag = 0
    private var responses = 0

    /// `awaitsGreeting` is false after STARTTLS, where the greeting came before TLS.
    init(limits: Limits = Limits(), awaitsGreeting: Bool = true) {
        server = Server(limits: limits)
        reader = ResponseReader(limits: limits)
        state = awaitsGreeting ? .awaitsGreeting : .isOpen
    }

    /// Whether a literal is on its way; then silence means a slow transfer and not a slow answer.
    var isInLiteral: Bool { reader.missingLiteralBytes > 0 }

    /// Begins a request. Before the greeting it waits for it.
    mutating func begin(_ next: some Request) -> [Action] {
        if case .isOver(let error) = state { return [.over(error)] }
        guard request == nil else { return [.failed(.busy)] }
        request = next
        failure = nil
        responses = 0
        return state == .isOpen ? start() : []
    }

    /// The output of the request that has finished; nil when it was of another type.
    mutating func finish<R: Request>(_ type: R.Type) throws(IMAPError) -> R.Output? {
        defer { request = nil }
        return try (request as? R)?.output()
    }

    /// Takes what the server sent, in pieces of any size.
    mutating func received(_ bytes: [UInt8]) -> [Action] {
        var actions: [Action] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            if case .isOver = state { return actions }
            do throws(ResponseReader.Failure) {
                let limit = request?.literalLimit ?? server.limits.literalBytes
                let (consumed, raw) = try reader.read(rest, literalLimit: limit)
                rest = rest.dropFirst(consumed)
                if let raw { actions += handle(Response(raw, limits: server.limits)) }
            } catch {
                actions += end(.limitExceeded(error.sentence))
            }
        }
        return actions
    }

    /// The server hung up.
    mutating func closed(_ error: IMAPError) -> [Action] {
        if case .isOver = state { return [] }
        return end(error)
    }

    // MARK: What the server says

    private mutating func handle(_ response: Response) -> [Action] {
        if state == .awaitsGreeting { return greeted(response) }
        responses += 1
        guard responses <= server.limits.responsesPerRequest else {
            return end(.limitExceeded("more than \(responses - 1) responses to one command"))
        }
        note(response)
        switch response {
        case .tagged(let tag, let line): return [.heard("\(tag) \(line)")] + ended(tag, line)
        case .continuation(let text): return continued(text)
        case .status(let line) where line.status == .bye:
            let isExpected = request is Logout
            return [.heard("* \(line)")] + (isExpected ? [] : end(IMAPError(line)))
        default:
            return request?.take(response).map { [.deliver($0)] } ?? []
        }
    }

    /// The greeting of a server that is not IMAP's, told at once instead of after a long wait.
    private static func otherProtocol(_ response: Response) -> String? {
        switch response {
        // RFC 5321 §4.2
        case .unknown("220"): "this is an SMTP server"
        // RFC 1939 §3
        case .continuation(let text) where text.starts(with: "OK".utf8): "this is a POP3 server"
        default: nil
        }
    }

    /// `greeting = "*" SP (resp-cond-auth / resp-cond-bye) CRLF`
    private mutating func greeted(_ response: Response) -> [Action] {
        note(response)
        guard case .status(let line) = response else {
            // QUIRK: broken/chatter-before-greeting.dialog
            if let other = Self.otherProtocol(response) { return end(.protocolViolation(other)) }
            if case .unknown = response { responses += 1 }
            guard responses < 20 else { return end(.protocolViolation("there is no greeting")) }
            return []
        }
        switch line.status {
        case .ok: break
        case .preauthenticated: server.isPreauthenticated = true
        case .bye, .no, .bad:
            return end(IMAPError(StatusLine(.bye, code: line.code, text: line.text)))
        }
        state = .isOpen
        return [.heard("* \(line)")] + (request == nil ? [] : start())
    }

    private mutating func note(_ response: Response) {
        switch response {
        case .capability(let words): server.capabilities = Set(words)
        case .status(let line), .tagged(_, let line):
            if case .capability(let words)? = line.code { server.capabilities = Set(words) }
        default: break
        }
    }

    private mutating func continued(_ text: [UInt8]) -> [Action] {
        // Only the last one sent can wait: the others went out completely before it.
        guard let last = running.indices.last else { return [] }
        if let piece = running[last].unsent.popFirst() {
            return [.send(piece, shown: "(\(piece.count) bytes)")] + sendWaiting()
        }
        guard running.count == 1, var current = request else { return [] }
        let answer = current.answer(text)
        request = current
        let line = (answer ?? Array("*".utf8)) + [0x0D, 0x0A]
        return [.send(line, shown: answer == nil ? "*" : "(answer)")]
    }

    private mutating func ended(_ tag: String, _ line: StatusLine) -> [Action] {
        guard let index = running.firstIndex(where: { $0.tag == tag }), var current = request
        else { return [] }
        let command = running.remove(at: index)
        var actions: [Action] = []
        do throws(IMAPError) {
            let further = try current.ended(command.id, with: line, on: server)
            request = current
            if failure == nil { queue += further }
        } catch {
            request = current
            if failure == nil { failure = error }
            queue = []
        }
        actions += sendWaiting()
        return actions + conclude()
    }

    // MARK: What we say

    /// Commands that wait for a literal before them to be asked for.
    private var queue: [CommandLine] = []

    private mutating func start() -> [Action] {
        guard var current = request else { return [] }
        do throws(IMAPError) {
            queue = try current.start(on: server)
            request = current
        } catch {
            request = nil
            return [.failed(error)]
        }
        return sendWaiting() + conclude()
    }

    private mutating func sendWaiting() -> [Action] {
        var actions: [Action] = []
        while !queue.isEmpty, running.last?.unsent.isEmpty ?? true {
            let line = queue.removeFirst()
            lastTag += 1
            let tag = "A\(lastTag)"
            var pieces = line.pieces(tag: tag)[...]
            let first = pieces.removeFirst()
            running.append(Running(id: line.id, tag: tag, shown: line.shown, unsent: pieces))
            actions.append(.send(first, shown: "\(tag) \(line.shown)"))
        }
        return actions
    }

    private mutating func conclude() -> [Action] {
        guard running.isEmpty, queue.isEmpty else { return [] }
        guard let failure else { return [.finished] }
        request = nil
        return [.failed(failure)]
    }

    private mutating func end(_ error: IMAPError) -> [Action] {
        state = .isOver(error)
        request = nil
        running = []
        queue = []
        return [.over(error)]
    }
}

extension ResponseReader.Failure {
    fileprivate var sentence: String {
        switch self {
        case .lineTooLong: "a line is too long"
        case .literalTooLong(let count): "a part of \(count) bytes was announced"
        }
    }
}
