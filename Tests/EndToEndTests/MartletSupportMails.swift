/// A mail for the tests, and what has to become of it.
struct SupportMail: Sendable {
    enum Kind: String, Sendable, CaseIterable {
        case plain, alternative, attachment, reply, automatic, bounce, odd, twin, large
    }

    let number: Int
    let kind: Kind
    /// Without angle brackets; nil where the mail has none.
    let messageID: String?
    let bytes: [UInt8]
    /// What its ledger row may say: one word, where the rules leave no choice.
    let outcomes: Set<String>
    /// The number of the mail that it answers or repeats.
    let earlier: Int?

    /// Whether its copy on the server has to end in the failure folder.
    var isForReview: Bool { kind == .large }
}

/// Small and varied support mails, the same ones for the same seed.
///
/// Everything with CRLF: Dovecot hands out exactly what was delivered then.
struct SupportMails {
    /// Mails above it are left on the server. The command line takes megabytes.
    static let largestMail = 1 << 20

    private var random: SplitMix
    private var made: [SupportMail] = []
    /// What can be answered, with its sender.
    private var openings: [(mail: SupportMail, sender: String, subject: String)] = []

    /// - Returns: mails of which each answers or repeats only earlier ones.
    static func make(_ count: Int, seed: UInt64, place: String = "inbox") -> [SupportMail] {
        var maker = SupportMails(random: SplitMix(state: seed))
        for number in 0..<count { maker.addOne(number, place: place) }
        return maker.made
    }

    private mutating func addOne(_ number: Int, place: String) {
        // The shares: of a hundred mails 45 are plain, 20 have HTML, 10 a file, 10 answer others …
        let draw = random.below(100)
        let kind: SupportMail.Kind =
            switch draw {
            case ..<45: .plain
            case ..<65: .alternative
            case ..<75: .attachment
            case ..<85: openings.isEmpty ? .plain : .reply
            case ..<89: .automatic
            case ..<92: .bounce
            case ..<97: .odd
            case ..<99: openings.isEmpty ? .plain : .twin
            default: .large
            }
        made.append(mail(number, kind, place: place))
    }

    private mutating func mail(
        _ number: Int, _ kind: SupportMail.Kind, place: String
    ) -> SupportMail {
        let id = "\(place).\(number).\(random.hex(10))@mail.customer.example"
        let sender = "client\(random.below(211))@customer\(random.below(17)).example"
        let subject = random.pick(Self.subjects) + " \(number)"
        let text = paragraph() + "\r\n" + paragraph()
        var header = Header()
        header.add("Return-Path", "<\(sender)>")
        header.add("From", "\(random.pick(Self.names)) <\(sender)>")
        header.add("To", "Support <desk@example.com>")
        header.add("Subject", subject)
        header.add("Date", "Mon, 23 Nov 2026 0\(number % 10):\(10 + number % 50):00 +0100")
        header.add("Message-ID", "<\(id)>")
        header.add("MIME-Version", "1.0")

        func finished(
            _ bytes: [UInt8], _ outcomes: Set<String> = ["ticket"], earlier: Int? = nil,
            messageID: String? = id
        ) -> SupportMail {
            SupportMail(
                number: number, kind: kind, messageID: messageID, bytes: bytes,
                outcomes: outcomes, earlier: earlier)
        }
        func isOpening(_ mail: SupportMail) -> SupportMail {
            openings.append((mail, sender, subject))
            return mail
        }

        switch kind {
        case .plain:
            header.add("Content-Type", "text/plain; charset=utf-8")
            header.add("Content-Transfer-Encoding", "8bit")
            return isOpening(finished(header.bytes + text.utf8))
        case .alternative:
            return isOpening(
                finished(
                    header.bytes(
                        multipart: "alternative", number,
                        [
                            "Content-Type: text/plain; charset=utf-8\r\n\r\n\(text)",
                            "Content-Type: text/html; charset=utf-8\r\n\r\n<p>\(text)</p><p><b>\(number)</b></p>\r\n",
                        ])))
        case .attachment:
            let file = (0..<20 + random.below(200)).map { _ in random.hex(72) }
                .joined(separator: "\r\n")
            return isOpening(
                finished(
                    header.bytes(
                        multipart: "mixed", number,
                        [
                            "Content-Type: text/plain; charset=utf-8\r\n\r\n\(text)",
                            "Content-Type: text/csv; name=\"liste-\(number).csv\"\r\n"
                                + "Content-Disposition: attachment; filename=\"liste-\(number).csv\"\r\n\r\n\(file)\r\n",
                        ])))
        case .reply:
            let opening = openings[random.below(openings.count)]
            var header = header
            header.replace("From", "\(random.pick(Self.names)) <\(opening.sender)>")
            header.replace("Subject", random.pick(["Re: ", "AW: ", ""]) + opening.subject)
            header.add("In-Reply-To", "<\(opening.mail.messageID ?? "")>")
            header.add("References", "<\(opening.mail.messageID ?? "")>")
            let quoted = text.split(separator: "\r\n").map { "> " + $0 }.joined(separator: "\r\n")
            return finished(
                header.bytes + (text + quoted + "\r\n").utf8, ["reply"],
                earlier: opening.mail.number)
        case .automatic:
            header.replace("Subject", "Automatische Antwort: \(subject)")
            header.add("Auto-Submitted", "auto-replied")
            return finished(header.bytes + text.utf8, ["ignored"])
        case .bounce:
            header.replace("From", "Mail Delivery System <MAILER-DAEMON@customer1.example>")
            header.replace("Return-Path", "<>")
            header.replace("Subject", "Undelivered Mail Returned to Sender")
            header.add("Auto-Submitted", "auto-replied")
            return finished(
                header.bytes(
                    multipart: "report; report-type=delivery-status", number,
                    [
                        "Content-Type: text/plain\r\n\r\nYour mail could not be delivered. (\(number))\r\n",
                        "Content-Type: message/delivery-status\r\n\r\n"
                            + "Reporting-MTA: dns; mx.customer1.example\r\n\r\n"
                            + "Final-Recipient: rfc822; nobody\(number)@customer1.example\r\n"
                            + "Action: failed\r\nStatus: 5.1.1\r\n",
                        "Content-Type: text/rfc822-headers\r\n\r\nSubject: an old mail\r\n"
                            + "Message-ID: <\(random.hex(12))@elsewhere.example>\r\n",
                    ]), ["bounce"])
        case .odd:
            return odd(number, header, text, id)
        case .twin:
            let original = openings[random.below(openings.count)].mail
            return finished(
                original.bytes, ["duplicate"], earlier: original.number,
                messageID: original.messageID)
        case .large:
            let line = random.hex(76) + "\r\n"
            let body = String(repeating: line, count: Self.largestMail / line.utf8.count + 1_000)
            return finished(header.bytes + body.utf8, ["ticket"])
        }
    }

    /// Mails as broken programs write them. Whatever becomes of them, they must not vanish.
    private mutating func odd(
        _ number: Int, _ header: Header, _ text: String, _ id: String
    ) -> SupportMail {
        func finished(_ bytes: [UInt8], hasID: Bool = true) -> SupportMail {
            SupportMail(
                number: number, kind: .odd, messageID: hasID ? id : nil, bytes: bytes,
                outcomes: ["ticket", "ignored"], earlier: nil)
        }
        var header = header
        switch random.below(9) {
        case 0:
            header.remove("Message-ID")
            return finished(header.bytes + text.utf8, hasID: false)
        case 1:
            header.remove("Subject")
            header.remove("Date")
            return finished(header.bytes)
        case 2:
            header.add("Content-Type", "text/plain; charset=no-such-charset")
            return finished(header.bytes + [0xFF, 0xFE, 0x80, 0xC3] + text.utf8)
        case 3:
            header.add("Content-Type", "multipart/mixed; boundary=\"never closed\"")
            return finished(
                header.bytes + "--never closed\r\nContent-Type: text/html\r\n\r\n<p>\(text)".utf8
                    + "\r\n".utf8)
        case 4:
            header.add("Subject", "a second subject \(number)")
            header.add("X-Long", String(repeating: "long ", count: 3_000))
            return finished(header.bytes + text.utf8)
        case 5:
            header.add("Content-Type", "text/plain")
            header.add("Content-Transfer-Encoding", "base64")
            return finished(header.bytes + "!!! this is not base64 \(number)\r\n=\r\n".utf8)
        case 6:
            header.replace("Subject", "=?utf-8?B?w7xuZ8O8?= =?broken?Q?=ZZ \(number)")
            header.replace("Date", "yesterday, about noon")
            return finished(header.bytes + text.utf8)
        case 7:
            header.add("Content-Type", "message/rfc822")
            return finished(header.bytes + header.bytes + text.utf8)
        default:
            header.add("List-Id", "<team.customer.example>")
            header.add("Precedence", "list")
            return finished(header.bytes + text.utf8)
        }
    }

    private mutating func paragraph() -> String {
        (0..<1 + random.below(5)).map { _ in random.pick(Self.sentences) }
            .joined(separator: "\r\n") + "\r\n"
    }

    private init(random: SplitMix) { self.random = random }

    private static let names = [
        "Anna Brandt", "\"Weiß, Jörg\"", "=?utf-8?Q?Zo=C3=AB_Martin?=", "Priya Nair",
        "=?iso-8859-1?Q?Bj=F6rn_Dahl?=", "Tom O'Neil", "=?utf-8?B?5bGx55Sw?=",
    ]
    private static let subjects = [
        "The scale shows wrong weights", "=?utf-8?Q?R=C3=BCckgabe_der_Leuchte?=", "Login fails",
        "Question about my order", "=?utf-8?B?0JLQvtC/0YDQvtGB?=", "Ladekabel fehlt",
    ]
    private static let sentences = [
        "Since this morning nothing works any more.", "Das Gerät bleibt nach dem Start dunkel.",
        "Could you have a look, please?", "Ich habe es schon zweimal neu gestartet.",
        "The invoice is attached.", "Où puis-je trouver le manuel ?", "Спасибо за помощь!",
        "From here on it is always the same.", ".", "Viele Grüße aus dem Büro",
    ]

    /// Header fields in their order.
    private struct Header {
        private var fields: [(name: String, value: String)] = []

        mutating func add(_ name: String, _ value: String) { fields.append((name, value)) }
        mutating func remove(_ name: String) { fields.removeAll { $0.name == name } }
        mutating func replace(_ name: String, _ value: String) {
            for index in fields.indices where fields[index].name == name {
                fields[index].value = value
            }
        }

        /// With the empty line that ends them.
        var bytes: [UInt8] {
            Array((fields.map { "\($0.name): \($0.value)\r\n" }.joined() + "\r\n").utf8)
        }

        func bytes(multipart type: String, _ number: Int, _ parts: [String]) -> [UInt8] {
            var header = self
            header.add("Content-Type", "multipart/\(type); boundary=\"part-\(number)\"")
            let body = parts.map { "--part-\(number)\r\n\($0)\r\n" }.joined()
            return header.bytes + (body + "--part-\(number)--\r\n").utf8
        }
    }
}

/// Random numbers that are the same for the same seed, on every machine.
struct SplitMix: RandomNumberGenerator, Sendable {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    mutating func pick(_ choices: [String]) -> String { choices[below(choices.count)] }

    mutating func hex(_ count: Int) -> String {
        var text = ""
        while text.count < count { text += String(next(), radix: 16) }
        return String(text.prefix(count))
    }
}
