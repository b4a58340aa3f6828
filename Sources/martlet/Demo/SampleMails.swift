/// Mail as a help desk gets it: about three dozen letters in a dozen languages, some of them odd.
///
/// The same index, time and domain always make the same bytes. Beyond the last letter they come
/// again from the first, each round with message ids of its own.
enum SampleMails {
    /// In the order of their arrival; answers come after what they answer.
    private static let letters: [SampleLetter] =
        SampleLetter.beginning + SampleLetter.languages + SampleLetter.odd + SampleLetter.machines

    /// How many different letters there are.
    static var count: Int { letters.count }

    /// One mail as its bytes, with CRLF line ends, dated at that time.
    static func mail(_ index: Int, at unixSeconds: Int64, domain: String) -> [UInt8] {
        let letter = letters[index % letters.count]
        let paper = SamplePaper(at: unixSeconds, domain: domain, round: index / letters.count)
        return letter.write(paper, letter)
    }

    /// The mailbox that a mail is for.
    static func box(_ index: Int) -> SampleWorld.Box { letters[index % letters.count].box }
}

/// One letter: who writes what to which mailbox.
struct SampleLetter: Sendable {
    /// Names the letter for those that answer it.
    let key: String
    let box: SampleWorld.Box
    let from: SampleSender
    let subject: String
    /// The letter that this one answers.
    var answers: (key: String, from: SampleSender)?
    /// Minutes east of Greenwich.
    var zone = 60
    /// Further header fields, without line ends.
    var extra: [String] = []
    let write: @Sendable (SamplePaper, SampleLetter) -> [UInt8]

    /// A letter with an ordinary header.
    init(
        _ key: String, to box: SampleWorld.Box, from: SampleSender, _ subject: String,
        answers: (key: String, from: SampleSender)? = nil, zone: Int = 60, extra: [String] = [],
        _ body: SamplePart
    ) {
        self.init(key, to: box, from: from, subject, answers: answers, zone: zone, extra: extra) {
            $0.head($1) + body.bytes(boundary: $0.seed(key))
        }
    }

    /// A letter that writes all of its bytes itself.
    init(
        _ key: String, to box: SampleWorld.Box, from: SampleSender, _ subject: String,
        answers: (key: String, from: SampleSender)? = nil, zone: Int = 60, extra: [String] = [],
        write: @escaping @Sendable (SamplePaper, SampleLetter) -> [UInt8]
    ) {
        self.key = key
        self.box = box
        self.from = from
        self.subject = subject
        self.answers = answers
        self.zone = zone
        self.extra = extra
        self.write = write
    }
}

/// What a letter is written on: the time, the company's domain and the round.
struct SamplePaper: Sendable {
    let at: Int64
    let domain: String
    let round: Int

    /// The message id of a letter, with its angle brackets.
    func id(_ key: String, _ from: SampleSender) -> String {
        "<\(seed(key))@\(from.host)>"
    }

    func seed(_ key: String) -> String {
        "\(SampleEncoding.digest("\(key)/\(round)/\(domain)")).\(round + 1)"
    }

    func date(_ letter: SampleLetter) -> String { SampleEncoding.date(at, zone: letter.zone) }

    /// The usual header fields, up to those that belong to the body.
    func head(_ letter: SampleLetter, to: String? = nil) -> [UInt8] {
        let ownAddress = "\(letter.box.rawValue)@\(domain)"
        var lines = [
            "Received: from mx.\(letter.from.host) (mx.\(letter.from.host) [192.0.2.25])\r\n\tby "
                + "mail.\(domain) with ESMTPS; \(SampleEncoding.date(at + 2, zone: 0))",
            "Date: \(date(letter))", "From: \(SampleEncoding.address(letter.from))",
            "To: \(to ?? ownAddress)", "Subject: \(SampleEncoding.words(letter.subject))",
            "Message-ID: \(id(letter.key, letter.from))",
        ]
        if let (key, from) = letter.answers {
            lines += ["In-Reply-To: \(id(key, from))", "References: \(id(key, from))"]
        }
        lines += letter.extra + ["MIME-Version: 1.0"]
        return Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
    }
}
