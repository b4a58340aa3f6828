import MIME
import Testing

@Suite("what a mail says besides its text")
struct TypedValueTests {
    private func message(_ head: String, _ body: String) -> Message {
        Message(Array("From: ann@example.org\n\(head)\n\n\(body)\n".utf8))
    }

    private func piece(_ number: Int, of total: Int?, id: String = "x@y", _ body: String)
        -> Message
    {
        let end = total.map { "; total=\($0)" } ?? ""
        return message(
            "Subject: outer\nContent-Type: message/partial; id=\"\(id)\"; number=\(number)\(end)",
            body)
    }

    @Test("the pieces of a mail are put together in any order")
    func reassembly() throws {
        let pieces = [
            Message(try MailTests.file("partial-two.eml")),
            message("Subject: no piece", "x"),
            Message(try MailTests.file("partial-one.eml")),
        ]
        let whole = Message(try #require(PartialMessage.reassemble(pieces)))
        #expect(whole.subject == "big picture")
        #expect(whole.messageID == "whole@example.org")
        #expect(whole.from.map(\.address) == ["ann@example.org"])
        #expect(whole.date?.iso8601 == "2003-07-01T10:52:37+02:00")
        #expect(whole.header.first("X-Note")?.text == "kept")
        #expect(whole.header.first("X-Inner") == nil)
        #expect(whole.parts[0].filename == "big.png")
        #expect(
            whole.content(of: whole.parts[0].id)
                == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D])
    }

    @Test("pieces that miss one, or of two mails, make no mail")
    func noReassembly() {
        #expect(PartialMessage.reassemble([]) == nil)
        #expect(PartialMessage.reassemble([piece(1, of: 2, "a")]) == nil)
        #expect(PartialMessage.reassemble([piece(1, of: nil, "a"), piece(2, of: nil, "b")]) == nil)
        #expect(
            PartialMessage.reassemble([piece(1, of: 2, "a"), piece(2, of: 2, id: "z", "b")]) == nil)
        #expect(PartialMessage.reassemble([piece(1, of: 999_999_999, "a")]) == nil)
        let twice = [
            piece(1, of: nil, "\na\n"), piece(2, of: 2, "b"), piece(2, of: 2, "not this"),
        ]
        #expect(PartialMessage.reassemble(twice).map { Message($0).plainText } == "a\n\nb\n")
    }

    @Test(
        "what encrypts or signs a mail is recognised",
        arguments: [
            ("application/pkcs7-mime; smime-type=enveloped-data", Protection.encrypted(.smime)),
            ("application/x-pkcs7-mime; smime-type=signed-data", .signedOpaque(.smime)),
            ("application/pkcs7-mime; smime-type=certs-only", nil),
            ("application/pkcs7-mime; name=smime.p7m", .encrypted(.smime)),
            ("application/octet-stream; name=SMIME.P7M", .encrypted(.smime)),
            ("application/octet-stream; name=other.p7m", nil),
            ("multipart/signed; protocol=\"application/pgp-signature\"", .signed(.pgpMIME)),
            ("multipart/signed; protocol=\"application/x-pkcs7-signature\"", .signed(.smime)),
            ("multipart/signed; protocol=\"Example/Own\"", .signed(.other("example/own"))),
            ("multipart/encrypted; protocol=\"application/pgp-encrypted\"", .encrypted(.pgpMIME)),
            ("text/plain", nil),
        ] as [(String, Protection?)])
    func protection(type: String, expected: Protection?) {
        #expect(
            message("Content-Type: \(type); boundary=b", "--b\n\nx\n--b--").protection == expected)
    }

    @Test("PGP in a text is recognised where it begins a line and ends")
    func inlinePGP() {
        let armor = "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----"
        #expect(message("Subject: a", armor).protection == .encrypted(.pgpInline))
        #expect(message("Subject: a", "> " + armor).protection == nil)
        #expect(message("Subject: a", "-----BEGIN PGP MESSAGE-----\nand?").protection == nil)
    }

    @Test("a text is shown without the files that stand in it")
    func textWithoutFiles() throws {
        let mail = Message(try MailTests.file("uuencode-in-text.eml"))
        let text = mail.textWithoutFiles(of: mail.parts[0].id)
        #expect(text.contains("begin 644 times"))
        #expect(text.contains("Here is the file:\n\nand another:\nBye, Ann"))
        let files = mail.enclosedFiles(of: mail.parts[0].id)
        #expect(
            files.map { String(decoding: $0.bytes, as: UTF8.self) }.first
                == "The quick brown fox jumps over the lazy dog, and so on and on.\n")
        #expect(files.last?.bytes == [0, 1, 2, 3])
        let plain = message("Subject: a", "just text")
        #expect(plain.textWithoutFiles(of: plain.parts[0].id) == "just text\n")
    }

    @Test("yEnc is decoded byte by byte")
    func yEnc() throws {
        let mail = Message(try MailTests.file("yenc-in-text.eml"))
        let file = try #require(mail.enclosedFiles(of: mail.parts[0].id).first)
        #expect(
            file.bytes == [0xD6, 0xE0, 0xE3, 0x13, 0, 1, 2, 61, 65, 66, 214, 255, 46, 62])
    }

    @Test(
        "what only begins like an encoded file is text",
        arguments: [
            "begin 644 a\nno\nend", "begin 644 a\nend", "begin-base64 644 a\n*\n====",
            "=ybegin name=a\nx",
            "begin 644", "=ybegin",
        ])
    func noFiles(text: String) {
        let mail = message("Subject: a", text)
        #expect(mail.enclosedFiles(of: mail.parts[0].id).isEmpty)
        #expect(mail.textWithoutFiles(of: mail.parts[0].id) == text + "\n")
    }

    @Test(
        "a calendar that is none, or has no event, is passed over",
        arguments: [
            "", "BEGIN:VCALENDAR\nEND:VCALENDAR", "BEGIN:VEVENT\nUID:1\nEND:VEVENT",
            "UID:1\n:\n;=\n\"",
        ])
    func noCalendar(text: String) {
        #expect(CalendarMessage(text) == nil)
    }

    @Test(
        "times of a calendar are what they say",
        arguments: [
            ("DTSTART:20260229T235960Z", "2026-02-29T23:59:59Z"),
            ("DTSTART;VALUE=DATE:20261231", "2026-12-31"),
            ("DTSTART:20261231T000000", "2026-12-31T00:00:00"), ("DTSTART:tomorrow", nil),
            ("DTSTART:20261331", nil), ("DTSTART:20261231T990000", nil),
        ] as [(String, String?)])
    func calendarTimes(line: String, expected: String?) {
        let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\n\(line)\nEND:VEVENT\nEND:VCALENDAR"
        #expect(CalendarMessage(text)?.events.first?.start?.iso8601 == expected)
    }

    @Test(
        "a day and a duration give the end",
        arguments: [
            ("P1D", "2027-01-01"), ("P1W", "2027-01-07"), ("PT1H", "2026-12-31"), ("-PT1H", nil),
            ("P", "2026-12-31"),
            ("PX", nil),
        ] as [(String, String?)])
    func durations(text: String, expected: String?) {
        let text =
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261231\nDURATION:\(text)\n"
            + "END:VEVENT\nEND:VCALENDAR"
        #expect(CalendarMessage(text)?.events.first?.end?.iso8601 == expected)
    }
}
