import MIME

/// Drafts as nobody would write them: many scripts, long lines, odd names, line ends where none belong.
enum RandomDraft {
    private static let pieces = [
        "Hello", "Grüße", "漢字かな", "тест", "שלום", "مرحبا", "ไทย", "💩👩‍👩‍👧", "e\u{301}", "a b", "\r\n",
        "\n", "\r", "\t", "\0", "\u{1B}$B", "\u{FEFF}", "\u{2028}", "\"", "\\", "'", "(", ")", "<",
        ">",
        ",", ";", ":", "@", "=?", "?=", "=?utf-8?q?a?=", "--=_", "From ", ".", "> ", ">> ", "-- ",
        "  ",
        "=20", "%41", "*0*=", "''", "begin 644 x", "Bcc: e@example.org", "~{", "+AGE-", "_",
        "\u{7F}",
    ]

    static func make(_ random: inout SeededRandom) -> Draft {
        var draft = Draft(
            from: [address(&random)], to: (0..<random.below(5)).map { _ in address(&random) },
            subject: line(&random), date: MailDate(unixSeconds: 1_057_049_557, offsetMinutes: -90),
            messageID: "\(random.below(1 << 30))@example.org", text: text(&random))
        draft.allowsEightBit = random.bool()
        draft.cc = (0..<random.below(3)).map { _ in address(&random) }
        if random.bool() { draft.html = text(&random) }
        draft.extraHeaders = (0..<random.below(3)).map { ("X-\($0)", line(&random)) }
        draft.attachments = (0..<random.below(4)).map { _ in
            Draft.File(
                name: line(&random),
                contentType: ["text/plain", "image/png", "x", "", "text/x; a=\"b c\""][
                    random.below(5)],
                bytes: (0..<random.below(300)).map { _ in UInt8(truncatingIfNeeded: random.next())
                },
                contentID: random.bool() ? "\(random.below(1 << 30))@x" : nil,
                isInline: random.bool())
        }
        return draft
    }

    private static func address(_ random: inout SeededRandom) -> Address {
        let local = ["ann", "a.b+c", "a b", "\"a b\"", "", "x\r\ny", "jörg"][random.below(7)]
        return Address(
            name: random.bool() ? line(&random) : nil, address: local + "@example.org")
    }

    private static func line(_ random: inout SeededRandom) -> String {
        (0..<random.below(random.bool() ? 4 : 40)).map { _ in
            pieces[random.below(pieces.count)] + (random.bool() ? " " : "")
        }
        .joined()
    }

    private static func text(_ random: inout SeededRandom) -> String {
        (0..<random.below(12)).map { _ in
            random.below(8) == 0
                ? String(repeating: "x", count: random.below(1_500)) : line(&random)
        }
        .joined(separator: "\n")
    }
}
