import CAllocations
import MIME
import Testing

/// What makes parsers slow or hungry. Ten times as much of it may need ten times as many bytes and allocations,
/// not more; beyond its limit it may need nothing more at all. `make bench` does the same with 1, 10 and 100 MB.
@Suite("ten times the worst mail costs ten times as much, at most")
struct WorstShapeTests {
    struct Shape: CustomTestStringConvertible {
        var testDescription: String
        /// Before the repeated text, and the repeated text.
        var start: String
        var unit: String

        init(_ name: String, _ start: String, _ unit: String) {
            (testDescription, self.start, self.unit) = (name, start, unit)
        }

        func mail(bytes: Int) -> [UInt8] {
            let units = repeatElement(unit, count: bytes / unit.utf8.count)
            return Array((start + units.joined() + "\n").utf8)
        }
    }

    static let shapes = [
        Shape("multiparts in multiparts", "", "Content-Type: multipart/mixed; boundary=b\n\n--b\n"),
        Shape(
            "multiparts with boundaries of their own begun alike", "",
            "Content-Type: multipart/mixed; boundary=bbbbbbbbbbbbbbbb\n\n--bbbbbbbbbbbbbbbbb\n"),
        Shape("messages in messages", "", "Content-Type: message/rfc822\n\n"),
        Shape("header fields", "", "X: y\n"),
        Shape("fields with an address", "", "To: a@b.example\n"),
        Shape("fields that say the type", "", "Content-Type: text/plain; charset=x\n"),
        Shape("encoded words", "Subject:", " =?utf-8?q?=C3=A4?="),
        Shape("encoded words of many charsets", "Subject:", " =?utf-8?q?a?= =?koi8-r?b?4Q?="),
        Shape("encoded words never closed", "Subject:", "=?x?q?"),
        Shape("encoded words never closed in addresses", "To:", " =?x?b?"),
        Shape("equals signs", "To: a", "="),
        Shape("quotes never closed", "To:", " \"a"),
        Shape("backslashes in a quote", "To: \"", "\\"),
        Shape("comments never closed", "To: a", "("),
        Shape("comments in addresses", "To: a@b.example", "(c)"),
        Shape("comments and quotes by turns", "To: a", "(\""),
        Shape("brackets never closed", "To: a", "<"),
        Shape("brackets closed too often", "To: a", "<b>>"),
        Shape("groups in groups", "To:", " g:"),
        Shape("commas", "To: a", ","),
        Shape("addresses", "To: a@b.example", ", Ann Lee <ann@example.org>"),
        Shape("message ids", "References:", " <a@b.example>"),
        Shape("message ids never closed", "References:", " <a"),
        Shape("comments in message ids", "References:", " (a"),
        Shape("dates in a date", "Date: Mon, ", "1 Jul 2003 10:52:37 +0200; "),
        Shape("folds", "Subject: a", "\n b"),
        Shape("parameters of one name", "Content-Type: a/b", "; p=q"),
        Shape("parameters without values", "Content-Type: a/b", "; p"),
        Shape("pieces of a parameter", "Content-Type: a/b", "; p*1=q"),
        Shape("quotes in parameters", "Content-Type: a/b; p=", "\"a\""),
        Shape("comments in parameters", "Content-Type: a/b; p=", " (c"),
        Shape("header lines without a colon", "A: b\n", "xyz\nB: c\n"),
        Shape("header lines of blanks", "A: b\n", " \n"),
        Shape("mbox lines", "", "From a\n"),
        Shape("tiny parts", "Content-Type: multipart/mixed; boundary=b\n\n", "--b\n\n"),
        Shape(
            "parts that are no parts", "Content-Type: multipart/mixed; boundary=b\n\n--b\n",
            "--bb\n"),
        Shape("lines of dashes", "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n", "--\n"),
        Shape("one long line", "A: b\n\n", "x"),
        Shape("flowed text", "Content-Type: text/plain; format=flowed\n\n", "> a \n"),
        Shape("base64 with gaps", "Content-Transfer-Encoding: base64\n\n", "QUJ D\n=-_"),
        Shape(
            "quoted-printable with blanks", "Content-Transfer-Encoding: quoted-printable\n\n",
            "= \t"
        ),
        Shape("files in text", "A: b\n\n", "begin 644 a\n"),
        Shape(
            "text that is not of its charset", "Content-Type: text/plain; charset=gb18030\n\n",
            "\u{FC}\u{1}"),
    ]

    /// Everything that can be asked of a mail.
    private func read(_ mail: [UInt8]) {
        let message = Message(mail)
        for part in message.parts {
            for field in part.header.fields { _ = field.text }
            _ = part.header.from + part.header.to
            _ = (part.header.date, part.header.references, part.contentID, part.filename)
            if part.children.isEmpty { _ = message.text(of: part.id) }
            _ = message.content(of: part.id)
        }
        _ = (message.plainText, message.html, message.deliveryReport, message.partial)
        _ = (message.dispositionReport, message.feedbackReport)
    }

    private struct Cost {
        var allocations: Int
        /// Asked for, those given back included.
        var bytes: Int

        /// Nothing in here may wait: the counts are those of a thread.
        init(of work: () -> Void) {
            let before = (counted_allocations(), counted_bytes())
            work()
            allocations = counted_allocations() - before.0
            bytes = counted_bytes() - before.1
        }
    }

    @Test("of these shapes", arguments: shapes)
    func shape(_ shape: Shape) {
        let bytes = 30_000
        let (small, large) = (shape.mail(bytes: bytes), shape.mail(bytes: 10 * bytes))
        // What is made once for all mails, tables for instance, is made here.
        read(small)
        let one = Cost { read(small) }
        let ten = Cost { read(large) }
        #expect(one.allocations > 0)
        #expect(ten.allocations <= 11 * one.allocations + 100, "\(one), \(ten)")
        // Arrays grow by doubling: what they ask for is a fair share of it or twice as much.
        #expect(ten.bytes <= 20 * one.bytes + 20 * bytes, "\(one), \(ten)")
    }

    @Test("a counter that counts nothing would prove nothing")
    func counter() {
        var kept: [[Int]] = []
        kept.reserveCapacity(100)
        let cost = Cost { for number in 0..<100 { kept.append([number, number]) } }
        #expect(cost.allocations >= 100)
        #expect(cost.bytes >= 1_600)
    }
}
