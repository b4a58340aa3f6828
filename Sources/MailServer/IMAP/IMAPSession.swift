/// The server's side of one IMAP4rev1 conversation (RFC 3501).
struct IMAPSession: ServerSession {
    static let language = MailProtocol.imap

    /// Long UID sets are legitimate; beyond this a line is an attack or a broken client.
    static let longestCommand = 1 << 20
    /// Literals outside APPEND are names, passwords and search text.
    static let largestNameLiteral = 65536

    let office: PostOffice
    let offersTLS: Bool
    var isSecured: Bool
    var account: String?
    var selected: Selected?
    var isOver = false
    private var input = ByteQueue()
    private var expectation = Expectation.command
    private var command: [UInt8] = []
    private var actions: [ServerAction] = []

    /// The folder in use and the mails in it as the client knows them, in order of their positions.
    struct Selected {
        var name: FolderName
        var uidValidity: UInt32
        var isReadOnly: Bool
        var uids: [UInt32] = []
        var changes = -1
    }

    private enum Expectation {
        case command
        case literal(bytesLeft: Int)
        case signIn(tag: String, SignIn)
        case done(tag: String)
    }

    init(office: PostOffice, offersTLS: Bool, isSecured: Bool) {
        self.office = office
        self.offersTLS = offersTLS
        self.isSecured = isSecured
    }

    var watchedAccount: String? { account }

    var isIdling: Bool {
        if case .done = expectation { true } else { false }
    }

    mutating func greet() -> [ServerAction] {
        send("* OK [CAPABILITY \(capabilities)] Martlet's local mail server is ready.")
        return takeActions()
    }

    mutating func receive(_ bytes: [UInt8]) -> [ServerAction] {
        input.append(bytes)
        while !isOver, step() {}
        return takeActions()
    }

    mutating func accountChanged() -> [ServerAction] {
        if isIdling { announceChanges() }
        return takeActions()
    }

    private mutating func takeActions() -> [ServerAction] {
        defer { actions = [] }
        return actions
    }

    /// Uses up one line or piece of a literal; false when more bytes are needed.
    private mutating func step() -> Bool {
        if case .literal(let left) = expectation {
            let piece = input.take(atMost: left)
            guard !piece.isEmpty else { return false }
            command += piece
            expectation = piece.count == left ? .command : .literal(bytesLeft: left - piece.count)
            return true
        }
        guard let line = input.line() else {
            guard input.count <= Self.longestCommand else { return hangUp("Command line too long") }
            return false
        }
        switch expectation {
        case .signIn(let tag, var signIn):
            expectation = .command
            proceed(signIn.answer(line), signIn, tag: tag)
        case .done(let tag):
            expectation = .command
            finish(
                tag,
                line.map(Self.upper) == Array("DONE".utf8) ? "OK Idle ended" : "BAD Expected DONE")
        case .command, .literal:
            readCommand(line)
        }
        return true
    }

    private mutating func readCommand(_ line: [UInt8]) {
        command += line
        if let (count, waits) = Self.announcedLiteral(line) {
            command += [13, 10]
            let limit =
                Self.isAppend(command) ? office.configuration.largestMail : Self.largestNameLiteral
            guard count <= limit else {
                // A non-synchronising literal is already on its way, so only hanging up is honest.
                send("\(Self.tag(of: command)) NO [TOOBIG] Literal too large")
                if !waits { _ = hangUp("Literal too large") }
                command = []
                return
            }
            if waits { send("+ Ready for literal data") }
            if count > 0 { expectation = .literal(bytesLeft: count) }
            return
        }
        let whole = command
        command = []
        run(whole)
    }

    private mutating func run(_ whole: [UInt8]) {
        var arguments = IMAPArguments(whole)
        var tag = "*"
        do throws(IMAPArguments.Malformed) {
            tag = try arguments.atom()
            try arguments.space()
            var word = try arguments.atom().uppercased()
            if word == "UID" {
                try arguments.space()
                word += " " + (try arguments.atom().uppercased())
            }
            let faults = office.faults
            let strikes = faults.protocols.contains(.imap)
            if strikes, faults.silence == .before(word) { return actions.append(.fallSilent) }
            if let text = faults.throttle, !Self.neverThrottled.contains(word), account != nil {
                finish(tag, "NO \(text)")
            } else {
                try perform(word, tag, &arguments)
            }
            if strikes, faults.silence == .after(word) { actions.append(.fallSilent) }
        } catch {
            send("\(tag) BAD \(error.text)")
        }
    }

    private static let neverThrottled: Set<String> = [
        "CAPABILITY", "NOOP", "LOGOUT", "ID", "LOGIN", "AUTHENTICATE", "STARTTLS",
    ]

    // What the commands use

    mutating func send(_ line: String) { send(Array(line.utf8) + [13, 10]) }

    mutating func send(_ bytes: [UInt8]) { actions.append(.send(bytes)) }

    /// Announces what changed in the folder, then ends the command.
    mutating func finish(_ tag: String, _ text: String, expunges: Bool = true) {
        announceChanges(expunges: expunges)
        if !isOver { send("\(tag) \(text)") }
    }

    mutating func hangUp(_ text: String) -> Bool {
        send("* BYE \(text)")
        close()
        return false
    }

    mutating func close() {
        isOver = true
        actions.append(.close)
    }

    /// Bytes that came along with STARTTLS are dropped, not obeyed (RFC 3501 §6.2.1).
    mutating func startTLS() {
        actions.append(.startTLS)
        isSecured = true
        input.clear()
    }

    mutating func idle(tag: String) {
        send("+ idling")
        expectation = .done(tag: tag)
        announceChanges()
    }

    mutating func proceed(_ step: SignIn.Step, _ signIn: SignIn, tag: String) {
        switch step {
        case .challenge(let text):
            send("+ \(text)")
            expectation = .signIn(tag: tag, signIn)
        case .done(let account):
            self.account = account
            send("\(tag) OK [CAPABILITY \(capabilities)] Signed in")
        case .refused(let text):
            send("\(tag) NO \(text)")
        }
    }

    /// EXPUNGE is kept back where positions must not move (RFC 3501 §7.4.1).
    mutating func announceChanges(expunges: Bool = true) {
        guard var view = selected, let account else { return }
        guard let folder = office.folder(view.name, of: account),
            folder.uidValidity == view.uidValidity
        else {
            _ = hangUp("The folder was removed or renumbered")
            return
        }
        guard folder.changes != view.changes else { return }
        let present = Set(folder.mails.map(\.uid))
        if expunges {
            for index in view.uids.indices.reversed() where !present.contains(view.uids[index]) {
                view.uids.remove(at: index)
                send("* \(index + 1) EXPUNGE")
            }
            view.changes = folder.changes
        }
        let last = view.uids.last ?? 0
        let new = folder.mails.map(\.uid).filter { $0 > last }
        if !new.isEmpty {
            view.uids += new
            send("* \(view.uids.count) EXISTS")
            send("* 0 RECENT")
        }
        selected = view
    }

    var capabilities: String {
        var words = ["IMAP4rev1", "LITERAL+", "SASL-IR", "ID", "IDLE", "NAMESPACE", "CHILDREN"]
        words += ["SPECIAL-USE", "UIDPLUS", "MOVE", "UNSELECT"]
        if offersTLS, !isSecured { words.append("STARTTLS") }
        if office.configuration.signInNeedsTLS, !isSecured {
            words.append("LOGINDISABLED")
        } else {
            words += SignIn.mechanisms(of: office).map { "AUTH=\($0.rawValue)" }
        }
        let hidden = office.faults.hiddenCapabilities
        return words.filter { !hidden.contains($0) }.joined(separator: " ")
    }

    func offers(_ capability: String) -> Bool {
        !office.faults.hiddenCapabilities.contains(capability)
    }

    // Framing

    private static func upper(_ byte: UInt8) -> UInt8 {
        (0x61...0x7A).contains(byte) ? byte - 32 : byte
    }

    private static func tag(of command: [UInt8]) -> String {
        String(decoding: command.prefix { $0 != 0x20 }, as: UTF8.self)
    }

    private static func isAppend(_ command: [UInt8]) -> Bool {
        let word = command.drop { $0 != 0x20 }.dropFirst().prefix(7).map(upper)
        return word == Array("APPEND ".utf8)
    }

    /// `… {310}` or `… {310+}` at the end of a line: how many bytes follow, and whether they wait.
    private static func announcedLiteral(_ line: [UInt8]) -> (count: Int, waits: Bool)? {
        guard line.last == UInt8(ascii: "}"), let open = line.lastIndex(of: UInt8(ascii: "{"))
        else {
            return nil
        }
        var digits = line[(open + 1)..<(line.count - 1)]
        let waits = digits.last != UInt8(ascii: "+")
        if !waits { digits = digits.dropLast() }
        guard (1...10).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
            let count = Int(String(decoding: digits, as: UTF8.self))
        else { return nil }
        return (count, waits)
    }
}
