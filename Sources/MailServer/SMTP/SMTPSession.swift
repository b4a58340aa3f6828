/// The server's side of one SMTP conversation (RFC 5321): takes mail for anybody and keeps it.
struct SMTPSession: ServerSession {
    static let language = MailProtocol.smtp

    /// RFC 5321 §4.5.3.1.6 allows 1000 octets of text; SASL tokens are longer.
    static let longestLine = 16384
    /// RFC 5321 §4.5.3.1.8 asks for at least this many.
    static let mostRecipients = 1000

    private let office: PostOffice
    private let offersTLS: Bool
    private var isSecured: Bool
    private var input = ByteQueue()
    private var hasGreeted = false
    private var account: String?
    private var signIn: SignIn?
    private var sender: String?
    private var recipients: [String] = []
    /// The content read so far; nil outside DATA.
    private var content: [UInt8]?
    private var contentIsTooLarge = false
    private var isOver = false
    private var actions: [ServerAction] = []

    init(office: PostOffice, offersTLS: Bool, isSecured: Bool) {
        self.office = office
        self.offersTLS = offersTLS
        self.isSecured = isSecured
    }

    mutating func greet() -> [ServerAction] {
        if let refusal = office.faults.smtpRefusals[.greeting] {
            reply(refusal)
            close()
        } else {
            reply(220, "localhost ESMTP Martlet's local mail server")
        }
        return takeActions()
    }

    mutating func receive(_ bytes: [UInt8]) -> [ServerAction] {
        input.append(bytes)
        while !isOver, let line = input.line() {
            if content != nil {
                take(line)
            } else if var exchange = signIn {
                signIn = nil
                proceed(exchange.answer(line), exchange)
            } else {
                run(String(decoding: line, as: UTF8.self))
            }
        }
        let limit = content == nil ? Self.longestLine : office.configuration.largestMail
        if input.count > limit, !isOver {
            reply(500, "5.5.2 Line too long")
            close()
        }
        return takeActions()
    }

    private mutating func takeActions() -> [ServerAction] {
        defer { actions = [] }
        return actions
    }

    private mutating func run(_ line: String) {
        let words = line.split(separator: " ", maxSplits: 1).map(String.init)
        let word = words.first?.uppercased() ?? ""
        let rest = words.count > 1 ? words[1] : ""
        let faults = office.faults
        let strikes = faults.protocols.contains(.smtp)
        if strikes, faults.silence == .before(word) { return actions.append(.fallSilent) }
        perform(word, rest, faults)
        if strikes, faults.silence == .after(word) { actions.append(.fallSilent) }
    }

    private mutating func perform(_ word: String, _ rest: String, _ faults: Faults) {
        switch word {
        case "EHLO" where rest.isEmpty, "HELO" where rest.isEmpty:
            reply(501, "5.5.4 Who are you?")
        case "EHLO":
            reset()
            hasGreeted = true
            extensions()
        case "HELO":
            reset()
            hasGreeted = true
            reply(250, "localhost")
        case "NOOP": reply(250, "2.0.0 OK")
        case "VRFY": reply(252, "2.1.5 Try to send it")
        case "RSET":
            reset()
            reply(250, "2.0.0 OK")
        case "QUIT":
            reply(221, "2.0.0 Bye")
            close()
        case "STARTTLS" where offersTLS && !isSecured:
            reply(220, "2.0.0 Begin TLS negotiation")
            actions.append(.startTLS)
            isSecured = true
            hasGreeted = false
            // Bytes sent along with STARTTLS are dropped, not obeyed (RFC 3207 §4.2).
            input.clear()
        case "AUTH" where hasGreeted: authenticate(rest)
        case "MAIL" where hasGreeted: mail(rest, faults)
        case "RCPT" where sender != nil: recipient(rest, faults)
        case "DATA" where !recipients.isEmpty:
            if let refusal = faults.smtpRefusals[.data] { return reply(refusal) }
            content = []
            contentIsTooLarge = false
            reply(354, "End with a dot on a line of its own")
        case "AUTH", "MAIL", "RCPT", "DATA": reply(503, "5.5.1 Not now")
        default: reply(500, "5.5.2 Unknown command")
        }
    }

    private mutating func extensions() {
        var lines = [
            "localhost", "SIZE \(office.configuration.largestMail)", "8BITMIME", "PIPELINING",
        ]
        lines += ["SMTPUTF8", "ENHANCEDSTATUSCODES"]
        if offersTLS, !isSecured { lines.append("STARTTLS") }
        if !(office.configuration.signInNeedsTLS && !isSecured) {
            let mechanisms = SignIn.mechanisms(of: office).map(\.rawValue)
            lines.append("AUTH \(mechanisms.joined(separator: " "))")
        }
        let hidden = office.faults.hiddenCapabilities
        lines.removeAll { hidden.contains(String($0.prefix { $0 != " " })) }
        for (index, line) in lines.enumerated() {
            send("250\(index == lines.count - 1 ? " " : "-")\(line)")
        }
    }

    // auth-command = "AUTH" SP sasl-mech [SP initial-response] (RFC 4954 §4)
    private mutating func authenticate(_ rest: String) {
        let words = rest.split(separator: " ").map(String.init)
        if office.configuration.signInNeedsTLS, !isSecured {
            return reply(538, "5.7.11 Sign-in needs TLS")
        }
        guard account == nil else { return reply(503, "5.5.1 Already signed in") }
        guard let name = words.first, let mechanism = SignIn.Mechanism(rawValue: name.uppercased()),
            SignIn.mechanisms(of: office).contains(mechanism)
        else { return reply(504, "5.5.4 Unsupported mechanism") }
        var exchange = SignIn(mechanism, office: office)
        let step = exchange.begin(initial: words.count > 1 ? Array(words[1].utf8) : nil)
        proceed(step, exchange)
    }

    private mutating func proceed(_ step: SignIn.Step, _ exchange: SignIn) {
        switch step {
        case .challenge(let text):
            send("334 \(text)")
            signIn = exchange
        case .done(let account):
            self.account = account
            reply(235, "2.7.0 Signed in")
        case .refused(let text): reply(535, "5.7.8 \(text)")
        }
    }

    // "MAIL FROM:" Reverse-path [SP Mail-parameters]
    private mutating func mail(_ rest: String, _ faults: Faults) {
        if let text = faults.throttle { return reply(450, "4.7.0 \(text)") }
        if let refusal = faults.smtpRefusals[.mail] { return reply(refusal) }
        if office.configuration.smtpNeedsSignIn, account == nil {
            return reply(530, "5.7.0 Sign in first")
        }
        guard sender == nil else { return reply(503, "5.5.1 One sender is enough") }
        guard let (address, parameters) = Self.path(rest, after: "FROM:") else {
            return reply(501, "5.5.4 MAIL FROM:<address>")
        }
        for parameter in parameters {
            let parts = parameter.uppercased().split(separator: "=", maxSplits: 1)
            let value = parts.count > 1 ? String(parts[1]) : ""
            switch parts.first {
            case "SIZE":
                guard let size = Int(value) else { return reply(501, "5.5.4 SIZE is a number") }
                if size > office.configuration.largestMail { return reply(552, "5.3.4 Too large") }
            case "BODY" where ["7BIT", "8BITMIME"].contains(value): break
            case "AUTH", "SMTPUTF8": break
            default: return reply(555, "5.5.4 Unknown parameter")
            }
        }
        sender = address
        reply(250, "2.1.0 OK")
    }

    // "RCPT TO:" Forward-path [SP Rcpt-parameters]
    private mutating func recipient(_ rest: String, _ faults: Faults) {
        guard let (address, parameters) = Self.path(rest, after: "TO:"), !address.isEmpty,
            parameters.isEmpty
        else { return reply(501, "5.5.4 RCPT TO:<address>") }
        if let refusal = faults.recipientRefusals[address.lowercased()] { return reply(refusal) }
        if let refusal = faults.smtpRefusals[.recipient] { return reply(refusal) }
        guard recipients.count < Self.mostRecipients else { return reply(452, "4.5.3 Too many") }
        recipients.append(address)
        reply(250, "2.1.5 OK")
    }

    /// One line of content; a leading dot is stuffing, a lone one is the end (RFC 5321 §4.5.2).
    private mutating func take(_ line: [UInt8]) {
        if line == [UInt8(ascii: ".")] { return finish() }
        content? += line.first == UInt8(ascii: ".") ? line.dropFirst() : line[...]
        content? += [13, 10]
        if (content?.count ?? 0) > office.configuration.largestMail {
            content = []
            contentIsTooLarge = true
        }
    }

    private mutating func finish() {
        defer { reset() }
        guard let content, let sender else { return }
        if contentIsTooLarge { return reply(552, "5.3.4 Too large") }
        if let refusal = office.faults.smtpRefusals[.content] { return reply(refusal) }
        office.submit(
            SubmittedMail(from: sender, to: recipients, bytes: content, account: account))
        reply(250, "2.0.0 Kept")
    }

    private mutating func reset() {
        sender = nil
        recipients = []
        content = nil
        contentIsTooLarge = false
    }

    /// `FROM:<a@b> SIZE=5` → the address and the parameters. A space after the colon is tolerated.
    private static func path(_ text: String, after word: String) -> (String, [String])? {
        guard text.uppercased().hasPrefix(word) else { return nil }
        let rest = text.dropFirst(word.count).drop { $0 == " " }
        guard rest.first == "<", let end = rest.firstIndex(of: ">") else { return nil }
        let parameters = rest[rest.index(after: end)...].split(separator: " ").map(String.init)
        return (String(rest[rest.index(after: rest.startIndex)..<end]), parameters)
    }

    private mutating func reply(_ code: Int, _ text: String) { send("\(code) \(text)") }

    private mutating func reply(_ reply: SMTPReply) { send("\(reply.code) \(reply.text)") }

    private mutating func send(_ line: String) {
        actions.append(.send(Array(line.utf8) + [13, 10]))
    }

    private mutating func close() {
        isOver = true
        actions.append(.close)
    }
}
