import MIME
import Testing

@Suite("outgoing mail")
struct DraftTests {
    private func draft(text: String = "Hello\n") -> Draft {
        Draft(
            from: [Address(name: "Help Desk", address: "desk@example.org")],
            to: [Address(name: "Ann Lee", address: "ann@example.org")], subject: "Re: printer",
            date: MailDate(unixSeconds: 1_057_049_557, offsetMinutes: 120),
            messageID: "1@example.org",
            text: text)
    }

    private func built(_ draft: Draft) -> String {
        String(decoding: draft.build(boundary: "B0"), as: UTF8.self)
    }

    @Test("a plain reply is written as anybody would write it")
    func plain() {
        var draft = draft()
        draft.inReplyTo = ["0@example.org"]
        draft.references = ["00@example.org", "0@example.org"]
        draft.extraHeaders = [("Auto-Submitted", "auto-replied")]
        let expected = """
            From: Help Desk <desk@example.org>
            To: Ann Lee <ann@example.org>
            Subject: Re: printer
            Date: Tue, 1 Jul 2003 10:52:37 +0200
            Message-ID: <1@example.org>
            In-Reply-To: <0@example.org>
            References: <00@example.org> <0@example.org>
            Auto-Submitted: auto-replied
            MIME-Version: 1.0
            Content-Type: text/plain; charset="us-ascii"
            Content-Transfer-Encoding: 7bit

            Hello

            """
        #expect(
            built(draft)
                == expected.split(separator: "\n", omittingEmptySubsequences: false)
                .joined(separator: "\r\n"))
    }

    @Test("text, HTML, inline images and files are nested as readers expect")
    func nested() {
        var draft = draft(text: "Grüße")
        draft.html = "<p>Grüße <img src=\"cid:logo@x\"></p>"
        draft.attachments = [
            .init(
                name: "logo.png", contentType: "image/png", bytes: [1, 2, 3], contentID: "logo@x",
                isInline: true),
            .init(name: "Rechnung €.pdf", contentType: "application/pdf", bytes: [0, 255, 10, 13]),
            .init(
                name: "old.eml", contentType: "message/rfc822",
                bytes: Array("Subject: old\n\nbody".utf8)),
        ]
        let message = Message(draft.build(boundary: "B0"))
        #expect(
            message.parts.map(\.contentType.name) == [
                "multipart/mixed", "multipart/alternative", "text/plain", "multipart/related",
                "text/html",
                "image/png", "application/pdf", "message/rfc822", "text/plain",
            ])
        #expect(message.defects.isEmpty)
        #expect(message.plainText == "Grüße\n")
        #expect(message.html == "<p>Grüße <img src=\"cid:logo@x\"></p>\n")
        #expect(message.parts[5].contentID == "logo@x")
        #expect(message.parts[6].filename == "Rechnung €.pdf")
        #expect(message.content(of: PartID(index: 6)) == [0, 255, 10, 13])
        #expect(message.parts[8].header.subject == "old")
    }

    @Test("nothing that is put into a header can add a line to it")
    func injection() {
        let evil = "x\r\nBcc: evil@example.org\r\n\r\nbody"
        var draft = draft()
        draft.subject = evil
        draft.from = [Address(name: evil, address: "a@b\r\nBcc: c@d")]
        draft.to = [Address(name: evil + "é", address: "\"x\r\nBcc: y\"@example.org")]
        draft.messageID = evil
        draft.references = [evil]
        draft.extraHeaders = [
            ("X-A", evil), ("X-B\r\nBcc", "x"), ("Bcc", "x@y"), ("X:Bcc", "x"), ("Subject", "z"),
        ]
        draft.attachments = [
            .init(name: evil, contentType: "text/plain; x=\"\(evil)\"", bytes: [], contentID: evil),
            .init(name: "a\"; y=\"", contentType: evil, bytes: []),
        ]
        let message = Message(draft.build(boundary: evil))
        #expect(message.header.all("Bcc").isEmpty)
        #expect(message.header.all("Subject").count == 1)
        #expect(message.parts.count == 4)
        for part in message.parts { #expect(part.header.all("Bcc").isEmpty) }
        #expect(message.defects.isEmpty)
    }

    @Test("a text that looks like a boundary or an mbox line is encoded")
    func fragile() {
        for text in [
            "--=_B0_1\n", "--=_B0_1--\n", "From here on\n", "a\nFrom b\n",
            String(repeating: "x", count: 2000) + "\n",
        ] {
            var draft = draft(text: text)
            draft.attachments = [.init(name: "a", contentType: "text/plain", bytes: [1])]
            let message = Message(draft.build(boundary: "B0"))
            #expect(message.plainText == text)
            #expect(message.parts.count == 3)
        }
    }

    @Test("long lines of plain text flow, quotes and blanks included")
    func flowed() {
        let long = (1...30).map { "word\($0)" }.joined(separator: " ")
        let text = "\(long)\n> \(long)\n>> deeper\n  indented\n From here\n-- \nAnn\n"
        let mail = built(draft(text: text))
        #expect(mail.contains("format=\"flowed\""))
        #expect(mail.contains("\r\n> word"))
        #expect(mail.contains("\r\n   indented\r\n"))
        #expect(mail.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 78 })
        #expect(Message(Array(mail.utf8)).plainText == text)
        // Blanks at the end of a line mean nothing in that format, so it is not used.
        let fixed = built(draft(text: "trailing \n\(long)\n"))
        #expect(!fixed.contains("flowed"))
        #expect(Message(Array(fixed.utf8)).plainText == "trailing \n\(long)\n")
    }

    @Test("a name beyond ASCII is written for new readers and for old ones")
    func names() {
        var draft = draft()
        draft.attachments = [
            .init(name: "Übersicht.pdf", contentType: "application/pdf", bytes: [1])
        ]
        let mail = built(draft)
        #expect(mail.contains("name=\"=?UTF-8?Q?=C3=9Cbersicht=2Epdf?=\""))
        #expect(mail.contains("filename*=UTF-8''%C3%9Cbersicht.pdf"))
        #expect(Message(Array(mail.utf8)).parts[2].filename == "Übersicht.pdf")
    }

    @Test("SMTPUTF8 is asked for by addresses only")
    func international() {
        var draft = draft(text: "Grüße\n")
        draft.subject = "Grüße"
        draft.to = [Address(name: "Jörg", address: "joerg@example.org")]
        draft.references = ["ä@example.org", "a@example.org"]
        #expect(!draft.needsSMTPUTF8)
        #expect(draft.build(boundary: "B0").allSatisfy { $0 < 0x80 })
        #expect(Message(draft.build(boundary: "B0")).references == ["a@example.org"])
        draft.to = [Address(address: "jörg@example.org")]
        #expect(draft.needsSMTPUTF8)
        #expect(Message(draft.build(boundary: "B0")).to == draft.to)
    }

    @Test("an address that no header can hold is left out and said, never changed")
    func unwritable() {
        var draft = draft()
        let bad = ["a b@example.org", "a@b,c@d", "a\r\nBcc: c@example.org", "", "\"a@example.org"]
        draft.to = bad.map { Address(address: $0) } + [Address(address: "\"a b\"@example.org")]
        #expect(draft.unwritableAddresses.map(\.address) == bad)
        #expect(Message(draft.build(boundary: "B0")).to.map(\.address) == ["\"a b\"@example.org"])
    }

    @Test("a mailing list and an automatic mail say what they are")
    func lists() {
        var draft = draft()
        draft.autoSubmitted = .generated
        var list = Draft.MailingList(id: "news.example.org", name: "News, monthly")
        list.unsubscribe = ["https://example.org/u?a=1", "bad url", "mailto:u@example.org"]
        list.isOneClick = true
        draft.mailingList = list
        let header = Message(draft.build(boundary: "B0")).header
        #expect(header.first("Auto-Submitted")?.text == "auto-generated")
        #expect(header.first("List-ID")?.text == "\"News, monthly\" <news.example.org>")
        #expect(
            header.first("List-Unsubscribe")?.text
                == "<https://example.org/u?a=1>, <mailto:u@example.org>")
        #expect(header.first("List-Unsubscribe-Post")?.text == "List-Unsubscribe=One-Click")
    }

    @Test("random drafts are well formed and read back the same", arguments: 0..<20)
    func random(block: Int) {
        for seed in (block * 15)..<(block * 15 + 15) {
            var random = SeededRandom(seed: UInt64(seed) &+ 90_000)
            if let complaint = DraftCheck.complaint(
                about: RandomDraft.make(&random), boundary: "seed\(seed)")
            {
                Issue.record("seed \(seed): \(complaint)")
            }
        }
    }

    @Test("what is built is read back the same, whatever it is", arguments: 0..<60)
    func roundTrip(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        var draft = draft(text: random.text(lines: 12) + "\n")
        draft.subject = random.words(1...40)
        draft.from = [Address(name: random.words(1...6), address: "desk@example.org")]
        draft.to = (0..<random.below(30)).map {
            Address(
                name: random.bool() ? random.words(1...5) : nil, address: "user\($0)@example.org")
        }
        draft.references = (0..<random.below(40)).map {
            "\($0).\(random.below(1 << 30))@example.org"
        }
        draft.allowsEightBit = random.bool()
        if random.bool() { draft.html = "<p>\(random.text(lines: 5))</p>\n" }
        draft.attachments = (0..<random.below(4)).map { _ in
            .init(
                name: random.words(1...8) + ".bin", contentType: "application/x-test",
                bytes: (0..<random.below(500)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            )
        }
        let bytes = draft.build(boundary: "seed\(seed)")
        let message = Message(bytes)
        #expect(message.defects.isEmpty)
        #expect(message.subject == draft.subject)
        #expect(message.from.map(\.name) == draft.from.map(\.name))
        #expect(message.to == draft.to)
        #expect(message.references == draft.references)
        #expect(message.date == draft.date)
        #expect(message.messageID == draft.messageID)
        #expect(message.plainText == draft.text)
        #expect(message.html == draft.html)
        #expect(message.attachments.map { message[$0]?.filename } == draft.attachments.map(\.name))
        #expect(
            message.attachments.map { message.content(of: $0) } == draft.attachments.map(\.bytes))
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { $0.count <= 999 })
        #expect(lines.dropLast().allSatisfy { $0.last == 0x0D })
        let header = bytes[..<message.parts[0].headerRange.upperBound]
        #expect(
            header.split(separator: 0x0A).allSatisfy {
                $0.count <= 79 && $0.allSatisfy { $0 < 0x80 }
            })
    }
}
