import Testing

@testable import SMTP

@Suite("a mail on the wire")
struct DotStufferTests {
    @Test(
        "has CRLF at every line end and doubled dots at line starts, however it is cut",
        arguments: [
            ("", ""), ("a", "a\r\n"), ("a\n", "a\r\n"), ("a\r\n", "a\r\n"), ("a\r", "a\r\n"),
            (".", "..\r\n"), ("a\n.\nb", "a\r\n..\r\nb\r\n"), ("a\r.\rb", "a\r\n..\r\nb\r\n"),
            ("\r\r\n\n", "\r\n\r\n\r\n"), ("a.b\n..\n", "a.b\r\n...\r\n"), ("\n", "\r\n"),
        ])
    func shape(_ mail: String, _ wire: String) {
        for size in 1...8 {
            var stuffer = DotStuffer(Array(mail.utf8))
            var written: [UInt8] = []
            while let piece = stuffer.next(size: size) { written += piece }
            #expect(String(decoding: written, as: UTF8.self) == wire, "in pieces of \(size)")
        }
        let stuffing = wire.split(separator: "\r\n").count { $0.hasPrefix(".") }
        #expect(DotStuffer.measure(Array(mail.utf8)).size == wire.utf8.count - stuffing)
    }

    @Test("never holds the end of DATA, whatever the mail is")
    func smuggling() {
        let alphabet: [UInt8] = [0x0D, 0x0A, 0x2E, 0x41]
        for number in 0..<(1 << 14) {
            let mail = (0..<7).map { alphabet[number >> (2 * $0) & 3] }
            var stuffer = DotStuffer(mail)
            var written: [UInt8] = [0x0D, 0x0A]
            while let piece = stuffer.next(size: 3) { written += piece }
            let text = String(decoding: written, as: UTF8.self).unicodeScalars
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(!lines.contains { $0.elementsEqual(".\r".unicodeScalars) })
            #expect(lines.dropLast().allSatisfy { $0.last == "\r" })
            #expect(text.count { $0 == "\r" } == text.count { $0 == "\n" })
            if Task.isCancelled { return }
        }
    }
}
