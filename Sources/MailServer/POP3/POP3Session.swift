/// The server's side of one POP3 conversation (RFC 1939, RFC 2449) over an account's INBOX.
struct POP3Session: ServerSession {
    static let language = MailProtocol.pop3

    /// RFC 2449 §4 allows 255 octets; SASL tokens are longer.
    static let longestLine = 16384

    private let office: PostOffice
    private let offersTLS: Bool
    private var isSecured: Bool
    private var input = ByteQueue()
    private var user: String?
    private var account: String?
    private var signIn: SignIn?
    /// The list as it was at sign-in; numbers are positions in it.
    private var maildrop: [Entry] = []
    private var deleted: Set<Int> = []
    private var isOver = false
    private var actions: [ServerAction] = []

    private struct Entry {
        var mail: StoredMail
        var uidl: String
        var isEmpty: Bool

        /// What travels: the mail with CRLF line ends, the last one included, as servers send it.
        var bytes: [UInt8] {
            if isEmpty { return [] }
            let lines =
                mail.bareLineFeeds == 0 ? mail.bytes : POP3Session.withCRLF(mail.bytes)
            return lines + (lacksLineEnd ? [13, 10] : [])
        }

        var size: Int {
            isEmpty ? 0 : mail.bytes.count + mail.bareLineFeeds + (lacksLineEnd ? 2 : 0)
        }

        private var lacksLineEnd: Bool { mail.bytes.last.map { $0 != 10 } ?? false }
    }

    init(office: PostOffice, offersTLS: Bool, isSecured: Bool) {
        self.office = office
        self.offersTLS = offersTLS
        self.isSecured = isSecured
    }

    mutating func greet() -> [ServerAction] {
        reply("+OK Martlet's local mail server is ready.")
        return takeActions()
    }

    mutating func receive(_ bytes: [UInt8]) -> [ServerAction] {
        input.append(bytes)
        while !isOver, let line = input.line() {
            if var exchange = signIn {
                signIn = nil
                proceed(exchange.answer(line), exchange)
            } else {
                run(String(decoding: line, as: UTF8.self))
            }
        }
        if input.count > Self.longestLine, !isOver {
            reply("-ERR Line too long")
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
        let strikes = faults.protocols.contains(.pop3)
        if strikes, faults.silence == .before(word) { return actions.append(.fallSilent) }
        if let text = faults.throttle, account != nil, word != "QUIT", word != "NOOP" {
            reply("-ERR \(text)")
        } else if account == nil {
            authorize(word, rest)
        } else {
            transact(word, rest)
        }
        if strikes, faults.silence == .after(word) { actions.append(.fallSilent) }
    }

    // AUTHORIZATION state

    private mutating func authorize(_ word: String, _ rest: String) {
        let isTooOpen = office.configuration.signInNeedsTLS && !isSecured
        switch word {
        case "CAPA": capabilities()
        case "STLS" where offersTLS && !isSecured:
            reply("+OK Begin TLS negotiation")
            actions.append(.startTLS)
            isSecured = true
            // Bytes sent along with STLS are dropped, not obeyed (RFC 2595 §4).
            input.clear()
        case "USER" where isTooOpen, "PASS" where isTooOpen, "AUTH" where isTooOpen:
            reply("-ERR Sign-in needs TLS")
        case "USER" where !rest.isEmpty:
            user = rest
            reply("+OK")
        case "PASS":
            // The password is the rest of the line, spaces included (RFC 1939 §7).
            guard let user else { return reply("-ERR USER first") }
            self.user = nil
            if let text = SignIn.refusal(office) { return reply("-ERR \(text)") }
            guard let key = office.account(user: user, password: rest) else {
                return reply("-ERR [AUTH] Invalid credentials")
            }
            open(key)
        case "AUTH": authenticate(rest)
        case "QUIT":
            reply("+OK")
            close()
        default: reply("-ERR Unknown, or sign in first")
        }
    }

    // auth-command = "AUTH" SP mechanism [SP initial-response] (RFC 5034 §4)
    private mutating func authenticate(_ rest: String) {
        let words = rest.split(separator: " ").map(String.init)
        guard let name = words.first, let mechanism = SignIn.Mechanism(rawValue: name.uppercased()),
            SignIn.mechanisms(of: office).contains(mechanism)
        else { return reply("-ERR Unsupported mechanism") }
        var exchange = SignIn(mechanism, office: office)
        let step = exchange.begin(initial: words.count > 1 ? Array(words[1].utf8) : nil)
        proceed(step, exchange)
    }

    private mutating func proceed(_ step: SignIn.Step, _ exchange: SignIn) {
        switch step {
        case .challenge(let text):
            reply("+ \(text)")
            signIn = exchange
        case .done(let account): open(account)
        case .refused(let text): reply("-ERR [AUTH] \(text)")
        }
    }

    private mutating func open(_ key: String) {
        account = key
        guard let view = office.view(of: key), let inbox = view.folders[.inbox] else {
            return reply("-ERR [SYS/PERM] No INBOX")
        }
        let mails = view.listsNewestFirst ? inbox.mails.reversed() : inbox.mails
        let empty = office.faults.emptyBodies
        maildrop = mails.map { mail in
            Entry(
                mail: mail, uidl: "g\(view.uidlGeneration).\(mail.serial)",
                isEmpty: empty.contains(mail.uid))
        }
        reply("+OK \(maildrop.count) messages")
    }

    // TRANSACTION state

    private mutating func transact(_ word: String, _ rest: String) {
        switch word {
        case "CAPA": capabilities()
        case "NOOP": reply("+OK")
        case "STAT":
            let left = maildrop.indices.filter { !deleted.contains($0) }
            reply("+OK \(left.count) \(left.reduce(0) { $0 + maildrop[$1].size })")
        case "LIST": list(rest) { "\($0.size)" }
        case "UIDL": list(rest) { $0.uidl }
        case "RETR": retrieve(rest)
        case "TOP":
            let words = rest.split(separator: " ")
            guard words.count == 2, let lines = Int(words[1]), lines >= 0 else {
                return reply("-ERR TOP needs a number and a count of lines")
            }
            top(String(words[0]), lines: lines)
        case "DELE":
            guard let index = index(rest) else { return }
            deleted.insert(index)
            reply("+OK Will be deleted at QUIT")
        case "RSET":
            deleted = []
            reply("+OK")
        case "QUIT": quit()
        default: reply("-ERR Unknown command")
        }
    }

    private mutating func capabilities() {
        var words = ["TOP", "UIDL", "USER", "RESP-CODES", "AUTH-RESP-CODE", "PIPELINING"]
        words.append(
            "SASL " + SignIn.mechanisms(of: office).map(\.rawValue).joined(separator: " "))
        if offersTLS, !isSecured { words.append("STLS") }
        let hidden = office.faults.hiddenCapabilities
        reply("+OK")
        for word in words where !hidden.contains(word) { reply(word) }
        reply(".")
    }

    private mutating func list(_ rest: String, _ fact: (Entry) -> String) {
        if !rest.isEmpty {
            guard let index = index(rest) else { return }
            return reply("+OK \(index + 1) \(fact(maildrop[index]))")
        }
        var text = "+OK\r\n"
        for (index, entry) in maildrop.enumerated() where !deleted.contains(index) {
            text += "\(index + 1) \(fact(entry))\r\n"
        }
        actions.append(.send(Array("\(text).\r\n".utf8)))
    }

    private mutating func retrieve(_ rest: String) {
        guard let index = index(rest) else { return }
        let entry = maildrop[index]
        guard !office.faults.refusedBodies.contains(entry.mail.uid) else {
            return reply("-ERR [SYS/TEMP] The message cannot be read")
        }
        reply("+OK \(entry.size) octets")
        actions.append(.send(Self.stuffed(entry.bytes[...])))
    }

    private mutating func top(_ number: String, lines: Int) {
        guard let index = index(number) else { return }
        let bytes = maildrop[index].bytes
        var end = MailHeader(bytes).end
        for _ in 0..<lines {
            guard let feed = bytes[end...].firstIndex(of: UInt8(ascii: "\n")) else {
                end = bytes.count
                break
            }
            end = feed + 1
        }
        reply("+OK")
        actions.append(.send(Self.stuffed(bytes[..<end])))
    }

    /// Only here are the marked mails deleted (RFC 1939 §6); those already gone don't matter.
    private mutating func quit() {
        if let account, !deleted.isEmpty {
            let serials = Set(deleted.map { maildrop[$0].mail.serial })
            _ = office.change(.inbox, of: account) { folder, _ in
                folder.remove(Set(folder.mails.filter { serials.contains($0.serial) }.map(\.uid)))
            }
        }
        reply("+OK")
        close()
    }

    private mutating func index(_ text: String) -> Int? {
        guard let number = Int(text), maildrop.indices.contains(number - 1),
            !deleted.contains(number - 1)
        else {
            reply("-ERR No such message")
            return nil
        }
        return number - 1
    }

    private mutating func reply(_ line: String) {
        actions.append(.send(Array(line.utf8) + [13, 10]))
    }

    private mutating func close() {
        isOver = true
        actions.append(.close)
    }

    /// POP3 carries lines, so a bare LF becomes CRLF.
    private static func withCRLF(_ mail: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(mail.count + 2)
        var previous: UInt8 = 0
        for byte in mail {
            if byte == 10, previous != 13 { out.append(13) }
            out.append(byte)
            previous = byte
        }
        return out
    }

    /// A dot before every line that begins with one, and the final dot (RFC 1939 §3).
    private static func stuffed(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + 64)
        var isLineStart = true
        for byte in bytes {
            if isLineStart, byte == UInt8(ascii: ".") { out.append(byte) }
            out.append(byte)
            isLineStart = byte == 10
        }
        return out + [UInt8(ascii: "."), 13, 10]
    }
}
