import Testing

@testable import MIME

/// Short cuts for what nearly all mails have must not have rules of their own.
@Suite("short cuts read what the whole parsers read")
struct ShortCutTests {
    private func made(
        of pieces: [String], _ random: inout SeededRandom, upTo most: Int = 8
    ) -> [UInt8] {
        Array(
            (0..<random.below(most)).map { _ in pieces[random.below(pieces.count)] }.joined().utf8)
    }

    @Test("addresses", arguments: 0..<20)
    func addresses(seed: Int) {
        let entries = [
            "ann@example.org", "<ann@example.org>", "Ann Lee <ann@example.org>", "  ", ",", ", ",
            "\"Lee, Ann\" <ann+x@example.org>", "Ann <", "a=b@example.org", "'Ann' <a@b.example>",
            "=?utf-8?q?=C3=84nn,_L?= Lee <ann@example.org>", "=?utf-8?b?w4Ru?= =?utf-8?b?bg==?= ",
            "<ben@example.org>", "group: ", ";", "(comment)", "@", ".", "O'Neil J. <o@example.org>",
            "ann @ example.org", "\"\"<a@b.example>", "\" \" <a@b.example>", ">", "\\", "=?", "\t",
            "mailto:ann@example.org", "ann@[192.0.2.1]", "é <e@example.org>",
            "\"=?x\" <q@b.example>",
            "\"'Ann'\" <a@b.example>", "=?utf-8?q?=22Ann=22?= <a@b.example>", "a@b@c", "A  B <c@d>",
        ]
        var random = SeededRandom(seed: UInt64(seed))
        var plain = 0
        for _ in 0..<300 {
            let value = made(of: entries, &random, upTo: 5)
            for limit in [1, 2, 20_000] {
                guard let short = PlainAddresses.read(value[...], limit: limit) else { continue }
                plain += 1
                #expect(
                    short == AddressList.parseAnything(value, limit: limit),
                    "\(String(decoding: value, as: UTF8.self))")
            }
        }
        #expect(plain > 50)
    }

    @Test("dates", arguments: 0..<20)
    func dates(seed: Int) {
        let pieces = [
            ["Tue, ", "Sat,", "", " ", "tue, ", "Die, ", "Tue "],
            ["1 ", "01 ", "31  ", "32 ", "0 ", "", "1-"],
            ["Jul ", "jul  ", "DEC ", "July ", "Jul-", ""],
            ["2003 ", "1999 ", "03 ", "0099 ", "12003 "],
            ["10:52:37 ", "23:59:59 ", "24:00:00 ", "1:02:03 ", "10:52 ", "10:52:60 "],
            ["+0200", "-1130", "GMT", "+2460", "+02:00", "-0000", "+0270", ""],
            ["", "", " ", " (CEST)", " (Central; time)", "(x", " x"],
        ]
        var random = SeededRandom(seed: UInt64(seed))
        var plain = 0
        for _ in 0..<300 {
            let usual = random.bool()
            let text = pieces.map { $0[random.below(usual ? 2 : $0.count)] }.joined()
            guard let short = PlainDate.read(Array(text.utf8)[...]) else { continue }
            plain += 1
            #expect(short == DateReader.readAnything(Array(text.utf8)), "\(text)")
        }
        #expect(plain > 50)
    }

    @Test("parameters and types", arguments: 0..<20)
    func parameters(seed: Int) {
        let pieces = [
            "; charset=utf-8", ";charset=\"UTF-8\"", "; boundary=\"=_a b\"", ";boundary=----=_x",
            "; name=a.txt", "; name=\"a (1), b.txt\" ", ";", " ", "; name*=utf-8''a", "; x=", "\t",
            "; x=\"\"", "; x=a b", "; x=a b=c", "; x=\"a\\b\"", "; x=(a)b", "; name==?utf-8?q?a?=",
            "; name=\"a\"b", "; name=\"a", "; é=1", "; a-b=é", "=", "x", ", y=2", "; NAME=second",
            "; boundary=b=?", "; x= y", "; x =y", "\u{1}",
        ]
        var random = SeededRandom(seed: UInt64(seed))
        for _ in 0..<300 {
            let value = made(of: pieces, &random)
            let text = String(decoding: value, as: UTF8.self)
            let short = Parameters(parsing: value[...])
            let whole = Parameters(parsingAnything: value[...])
            #expect(short == whole, "\(text)")
            let type = (Array("Text/HTML".utf8) + value)[...]
            #expect(ContentType.parse(type) == ContentType.parseAnything(type), "\(text)")
            let disposition = (Array("Inline".utf8) + value)[...]
            #expect(
                ContentDisposition.parse(disposition)
                    == ContentDisposition.parseAnything(disposition), "\(text)")
        }
    }

    @Test("charsets of single bytes")
    func charsets() throws {
        for name in SingleByte.names {
            let upper = try #require(SingleByte.upper(of: name), "\(name)")
            guard let converter = Iconv(from: name) else {
                Issue.record("the C library has no \(name)")
                continue
            }
            let all = Array(UInt8.min...UInt8.max)
            #expect(Scan.singleByteText(all[...], upper: upper) == converter.decode(all), "\(name)")
            #expect(
                Scan.singleByteText(all.reversed()[...], upper: upper)
                    == converter.decode(all.reversed()), "\(name)")
        }
    }
}
