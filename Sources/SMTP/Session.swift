public import NIOCore
public import Wire

/// An SMTP conversation as a value: requests and bytes go in, actions come out.
///
/// One request at a time. See RFC 5321, RFC 4954 (AUTH), RFC 1870 (SIZE), RFC 6152 (8BITMIME).
/// Signing in happens in the clear only with `Security.none`, since with the others there is no session
/// before TLS.
public struct Session: Sendable {
    public enum Request: Sendable, Hashable {
        case signIn(user: String, password: String)
        case send(Envelope)
        case noop
        case quit
    }

    public enum Action: Sendable, Hashable {
        case send([UInt8])
        /// The greeting is over and requests may come.
        case ready
        case signedIn
        /// Write the mail, stuffed, call `transmitted()`, and write the line with a dot.
        case transmit
        case sent(SendResult)
        /// NOOP or QUIT succeeded.
        case done
        case failed(SMTPError)
    }

    /// Empty when the server knows only HELO.
    public private(set) var extensions = Extensions()
    public private(set) var transcript: Transcript
    /// Nothing more can be asked; the connection is to be closed.
    public private(set) var isOver = false

    private enum State {
        case greeting, ehlo, helo, idle
        /// What is left to answer to 334.
        case auth([[UInt8]])
        case reset(Transaction)
        case mail(Transaction)
        case recipient(Transaction)
        case data(Transaction)
        case transmitting(Transaction)
        case confirming(Transaction)
        case noop, quit
    }

    private let name: HostName
    private var decoder = LineDecoder()
    private var reader = ReplyReader()
    private var state = State.greeting
    /// A transaction was begun and given up, which the server does not know.
    private var needsReset = false
    private let isGreeted: Bool

    /// `name` is the host name or address literal for EHLO; `transcript` goes on from what was said
    /// before TLS.
    public init(
        name: String, security: Security, transcript: Transcript = Transcript()
    ) throws(WireError) {
        self.name = try HostName(name)
        self.transcript = transcript
        isGreeted = security == .starttls
    }

    /// What to do first: nothing before the greeting, EHLO when `Opening` has taken it.
    public mutating func begin() -> [Action] {
        guard isGreeted else { return [] }
        state = .ehlo
        return [send("EHLO ", name.bytes)]
    }

    /// Begins a request. Throws, before anything is sent, when it cannot be put on one line, or the
    /// server is known not to take it.
    public mutating func ask(_ request: Request) throws(SMTPError) -> [Action] {
        guard !isOver else { throw .wire(.closed(.converse)) }
        guard case .idle = state else { preconditionFailure("one request at a time") }
        switch request {
        case .signIn(let user, let password): return [try signIn(user, password)]
        case .send(let envelope): return [try begin(envelope)]
        case .noop:
            state = .noop
            return [send("NOOP")]
        case .quit:
            state = .quit
            return [send("QUIT")]
        }
    }

    /// The mail is written and its end is being written.
    public mutating func transmitted() {
        guard case .transmitting(let transaction) = state else { return }
        transcript.noted("\(transaction.envelope.size) bytes")
        state = .confirming(transaction)
    }

    /// The mail is handed over and the server has not answered.
    public var isConfirming: Bool {
        if case .confirming = state { true } else { false }
    }

    /// Takes what the server sent, cut anyhow.
    public mutating func received(_ bytes: ByteBuffer) -> [Action] {
        guard !isOver else { return [] }
        decoder.append(bytes)
        var actions: [Action] = []
        while !isOver {
            let line: [UInt8]
            do throws(WireError) {
                guard let next = try decoder.line() else { break }
                line = next
            } catch {
                actions.append(end(.wire(error)))
                break
            }
            transcript.received(line)
            do throws(SMTPError) {
                guard let (reply, lines) = try reader.take(line) else { continue }
                if let action = take(reply, lines) { actions.append(action) }
            } catch { actions.append(end(error)) }
        }
        return actions
    }

    /// The connection is gone: nothing more can be asked.
    public mutating func abandon() { isOver = true }

    // Requests

    private mutating func signIn(_ user: String, _ password: String) throws(SMTPError) -> Action {
        let plain: [UInt8]
        let login: [[UInt8]]
        do throws(WireError) {
            plain = try SASL.plain(user: user, password: password)
            login = try SASL.login(user: user, password: password)
        } catch { throw .wire(error) }
        if extensions.mechanisms.contains("PLAIN") {
            // The answer is kept: a server that overlooks the initial response asks for it.
            state = .auth([plain])
            let response = Base64.encode(plain)
            // RFC 4954 §4: a command line has at most 512 bytes.
            guard response.count <= 490 else { return send("AUTH PLAIN") }
            return sendSecret("AUTH PLAIN ", response)
        }
        guard extensions.mechanisms.contains("LOGIN") else {
            throw .signInUnavailable(mechanisms: extensions.mechanisms)
        }
        state = .auth(login)
        return send("AUTH LOGIN")
    }

    private mutating func begin(_ envelope: Envelope) throws(SMTPError) -> Action {
        precondition(!envelope.to.isEmpty, "a mail needs a recipient")
        if let limit = extensions.sizeLimit, envelope.size > limit {
            throw .tooLarge(limit: limit)
        }
        guard envelope.isASCII || extensions.has("8BITMIME") else { throw .needs8BitMIME }
        let transaction = try Transaction(envelope, allowsUTF8: extensions.has("SMTPUTF8"))
        guard needsReset else { return sendMail(transaction) }
        state = .reset(transaction)
        return send("RSET")
    }

    /// `"MAIL FROM:" Reverse-path [SP Mail-parameters]`, RFC 5321 §4.1.1.2.
    private mutating func sendMail(_ transaction: Transaction) -> Action {
        needsReset = true
        var parameters = ""
        if extensions.has("SIZE") { parameters += " SIZE=\(transaction.envelope.size)" }
        if !transaction.envelope.isASCII { parameters += " BODY=8BITMIME" }
        if transaction.needsUTF8 { parameters += " SMTPUTF8" }
        state = .mail(transaction)
        return send(
            "MAIL FROM:<", transaction.from.bytes + [UInt8(ascii: ">")] + Array(parameters.utf8))
    }

    private mutating func sendNextRecipient(_ transaction: Transaction) -> Action {
        if let next = transaction.waiting.first {
            state = .recipient(transaction)
            return send("RCPT TO:<", next.bytes + [UInt8(ascii: ">")])
        }
        guard transaction.accepted.isEmpty else {
            state = .data(transaction)
            return send("DATA")
        }
        let replies = transaction.refused.map(\.reply)
        return refuse(replies.first(where: \.isTransient) ?? replies[0])
    }

    private mutating func send(_ command: String, _ argument: [UInt8] = []) -> Action {
        let line = Array(command.utf8) + argument
        transcript.sent(String(decoding: line, as: UTF8.self))
        return .send(line + [0x0D, 0x0A])
    }

    private mutating func sendSecret(_ command: String, _ secret: [UInt8]) -> Action {
        transcript.sent(command + "***")
        return .send(Array(command.utf8) + secret + [0x0D, 0x0A])
    }

    // Answers

    private mutating func take(_ reply: Reply, _ lines: [[UInt8]]) -> Action? {
        // RFC 5321 §3.8: the server may end the conversation at any time with 421.
        if reply.code == 421 {
            if case .greeting = state { return turnedAway(reply) }
            return end(.transient(reply))
        }
        switch state {
        case .greeting:
            guard reply.isPositive else { return turnedAway(reply) }
            state = .ehlo
            return send("EHLO ", name.bytes)
        case .ehlo:
            guard reply.isPositive else {
                if reply.isTransient { return end(.transient(reply)) }
                state = .helo
                return send("HELO ", name.bytes)
            }
            extensions = Extensions(lines)
            return conclude(.ready)
        case .helo:
            return reply.isPositive ? conclude(.ready) : end(SMTPError(reply))
        case .auth(let answers):
            return takeSignIn(reply, answers)
        case .reset(let transaction):
            return reply.isPositive ? sendMail(transaction) : refuse(reply)
        case .mail(let transaction):
            return reply.isPositive ? sendNextRecipient(transaction) : refuseSize(reply)
        case .recipient(let transaction):
            return takeRecipient(reply, transaction)
        case .data(let transaction):
            guard reply.code == 354 else { return refuse(reply) }
            state = .transmitting(transaction)
            return .transmit
        case .transmitting:
            // A refusal before the end is in sight; the rest of the mail would be taken for commands.
            return reply.isPositive
                ? violation(reply) : end(SMTPError(reply, toMailWithin: extensions.sizeLimit))
        case .confirming(let transaction):
            guard reply.isPositive else { return refuseSize(reply) }
            needsReset = false
            return conclude(
                .sent(
                    SendResult(
                        accepted: transaction.accepted, refused: transaction.refused, reply: reply))
            )
        case .noop:
            return reply.isPositive ? conclude(.done) : refuse(reply)
        case .quit:
            isOver = true
            return conclude(.done)
        case .idle:
            return violation(reply)
        }
    }

    private mutating func takeSignIn(_ reply: Reply, _ answers: [[UInt8]]) -> Action {
        if reply.code == 334 {
            guard let answer = answers.first else {
                // Nothing is left to say: RFC 4954 §4 cancels with "*".
                state = .auth([])
                return send("*")
            }
            state = .auth(Array(answers.dropFirst()))
            return sendSecret("", Base64.encode(answer))
        }
        if reply.isPositive { return conclude(.signedIn) }
        return conclude(.failed(reply.isTransient ? .transient(reply) : .signInRefused(reply)))
    }

    private mutating func takeRecipient(_ reply: Reply, _ transaction: Transaction) -> Action {
        var transaction = transaction
        guard let recipient = transaction.waiting.popFirst() else { return violation(reply) }
        if reply.isPositive {
            transaction.accepted.append(recipient.text)
        } else {
            transaction.refused.append(.init(recipient: recipient.text, reply: reply))
        }
        return sendNextRecipient(transaction)
    }

    private mutating func turnedAway(_ reply: Reply) -> Action {
        end(.wire(.turnedAway(text: "\(reply)", isTransient: reply.isTransient)))
    }

    private mutating func refuse(_ reply: Reply) -> Action {
        conclude(.failed(SMTPError(reply)))
    }

    private mutating func refuseSize(_ reply: Reply) -> Action {
        conclude(.failed(SMTPError(reply, toMailWithin: extensions.sizeLimit)))
    }

    private mutating func violation(_ reply: Reply) -> Action {
        end(.protocolViolation(text: "\(reply)"))
    }

    private mutating func conclude(_ action: Action) -> Action {
        if case .failed(.protocolViolation) = action { isOver = true }
        state = .idle
        return action
    }

    private mutating func end(_ error: SMTPError) -> Action {
        isOver = true
        return .failed(error)
    }
}
