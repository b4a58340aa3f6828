import MIME
import Testing

@Suite("charsets and line ends")
struct TextTests {
    private func text(_ charset: String?, _ body: [UInt8]) -> String? {
        let type = charset.map { "Content-Type: text/plain; charset=\($0)\n" } ?? ""
        return Message(Array("\(type)Subject: x\n\n".utf8) + body).plainText
    }

    @Test(
        "a body is decoded by what its charset really means",
        arguments: [
            ("iso-8859-1", [0x80, 0xE4], "€ä"), ("us-ascii", [0xC3, 0xA4], "ä"),
            ("us-ascii", [0xE4], "ä"),
            ("utf-8", [0x61, 0xFF], "a\u{FFFD}"), ("unknown-8bit", [0xC3, 0xA4], "ä"),
            ("no-such-thing", [0xE4, 0x20], "ä "), ("ks_c_5601-1987", [0xB0, 0xA1], "가"),
            ("gb2312", [0x81, 0x40], "丂"), ("shift_jis", [0x87, 0x40], "①"),
            ("big5", [0xA4, 0xA4], "中"),
            ("koi8-r", [0xC1], "а"), ("windows-1251", [0xE0], "а"),
            ("hz-gb-2312", Array("~{VPND~}".utf8), "中文"),
            ("utf-16le", [0x61, 0x00, 0xE4, 0x00], "aä"),
            ("utf-16", [0x61, 0x00, 0x62, 0x00], "ab"),
            ("utf-7", Array("+AOQ-".utf8), "ä"), ("iso-8859-8-i", [0xE0], "א"),
            ("x-mac-roman", [0x8A], "ä"),
            ("\"utf-8;\"", [0xC3, 0xA4], "ä"), ("//IGNORE", [0xE4], "ä"),
            ("../../etc", [0x61], "a"),
        ] as [(String, [UInt8], String)])
    func charsets(charset: String, body: [UInt8], expected: String) {
        #expect(text(charset, body) == expected)
    }

    @Test("an undeclared charset is guessed from the bytes")
    func undeclared() {
        #expect(text(nil, [0xC3, 0xA4]) == "ä")
        #expect(text(nil, [0x93, 0x61, 0x94]) == "“a”")
        #expect(text(nil, [0x1B, 0x24, 0x42, 0x25, 0x46, 0x1B, 0x28, 0x42]) == "テ")
        #expect(text(nil, [0xEF, 0xBB, 0xBF, 0x61]) == "a")
    }

    @Test("every kind of line end becomes LF and NUL disappears")
    func lineEnds() {
        #expect(text(nil, Array("a\r\nb\nc\rd\r\r\ne\0f".utf8)) == "a\nb\nc\nd\nef")
    }

    @Test("a mail with nothing but bare CR is read, but bare CR adds no header to others")
    func bareCarriageReturn() {
        let old = Message(Array("Subject: a\rTo: b@c\r\rbody\rmore".utf8))
        #expect(old.subject == "a")
        #expect(old.to.map(\.address) == ["b@c"])
        #expect(old.plainText == "body\nmore")
        let smuggled = Message(Array("Subject: a\rBcc: b@c\r\n\r\nbody".utf8))
        #expect(smuggled.bcc.isEmpty)
        #expect(smuggled.subject == "aBcc: b@c")
    }

    @Test("bodies that only pretend to be encoded are shown")
    func pretended() {
        let mail = Message(
            Array(
                "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nHello, it's (plain)!\n"
                    .utf8))
        #expect(mail.plainText == "Hello, it's (plain)!\n")
        let quoted = Message(
            Array("Content-Transfer-Encoding: quoted-printable\n\n100% = all=3D =\r\n=zz".utf8))
        #expect(quoted.plainText == "100% = all= =zz")
    }

    @Test("limits end the work, not the reading")
    func limits() {
        var limits = Limits()
        limits.depth = 3
        limits.parts = 4
        limits.fields = 2
        var mail = ""
        for level in 0..<10 {
            mail +=
                "A: 1\nContent-Type: multipart/mixed; boundary=b\(level)\nC: 3\nD: 4\n\n--b\(level)\n"
        }
        let message = Message(Array((mail + "\ntext").utf8), limits: limits)
        #expect(message.parts.count <= 4)
        #expect(message.defects.contains { $0.kind == .tooDeep })
        #expect(message.defects.contains { $0.kind == .headerTooLarge })
        let wide = Message(
            Array(
                "Content-Type: multipart/mixed; boundary=b\n\n\(String(repeating: "--b\n\nx\n", count: 9))"
                    .utf8),
            limits: limits)
        #expect(wide.parts.count == 4)
        #expect(wide.defects.contains { $0.kind == .tooManyParts })
    }
}
