import Glibc
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

    @Test(
        "text in an old charset that nobody declares is still read",
        arguments: [
            ("big5", "感謝您的來信，我們已經收到您的問題。"), ("gbk", "感谢您的来信，我们已经收到您的问题。"),
            ("euc-kr", "안녕하세요. 문의하신 내용을 확인하였습니다."), ("euc-jp", "お問い合わせありがとうございます。"),
            ("shift_jis", "お問い合わせありがとうございます。"),
            ("koi8-r", "Здравствуйте, у меня не работает почта."),
            ("windows-1251", "Здравствуйте, у меня не работает почта."),
            ("iso-8859-1", "Déjà été à la plage"),
            ("windows-1252", "“Hello” – it’s me…"), ("iso-2022-jp", "お問い合わせ"),
            ("iso-2022-kr", "문의"),
        ])
    func guessed(charset: String, expected: String) throws {
        let bytes = try #require(encoded(expected, charset))
        #expect(text(nil, bytes) == expected)
    }

    /// What the C library makes of a text in another charset.
    private func encoded(_ text: String, _ charset: String) -> [UInt8]? {
        guard let converter = iconv_open(charset, "UTF-8"), converter != iconv_t(bitPattern: -1)
        else {
            return nil
        }
        defer { iconv_close(converter) }
        var input = text.utf8.map { CChar(bitPattern: $0) }
        var output = [CChar](repeating: 0, count: input.count * 4 + 64)
        let written = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                var from = source.baseAddress
                var to = target.baseAddress
                var left = source.count
                var room = target.count
                _ = iconv(converter, &from, &left, &to, &room)
                _ = iconv(converter, nil, nil, &to, &room)
                return target.count - room
            }
        }
        return output[..<written].map { UInt8(bitPattern: $0) }
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

    @Test(
        "base64 is read with gaps, rubbish, missing padding and of both alphabets",
        arguments: [
            ("R3LD\n\n vMOf\nZQ", "Grüße"), ("R3*LD!vM#OfZQ==", "Grüße"),
            ("R3LDvMOfZQ==\nR3LDvMOfZQ==", "GrüßeGrüße"), ("R3LDvMOfZQ", "Grüße"),
            ("R3LDvMOfZQ===\n--\nscanned by nobody", "Grüße"), ("4oKsPz4_", "€?>?"),
            ("Pz4/Pz4/\n--wrong--\n", "?>??>?"), ("Pz4_", "?>?"),
        ])
    func base64(body: String, expected: String) {
        let mail = Message(
            Array(
                "Content-Type: application/x-test\nContent-Transfer-Encoding: base64\n\n\(body)\n"
                    .utf8))
        #expect(mail.text(of: mail.parts[0].id).hasPrefix(expected))
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
