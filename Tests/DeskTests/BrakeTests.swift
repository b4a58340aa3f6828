import Desk
import Markup
import Testing

@Suite("Brakes")
struct BrakeTests {
    static let start = Instant(seconds: 1_800_000_000)
    let bucket = TokenBucket(capacity: 3, refill: .seconds(60))

    @Test("a bucket gives what it holds, then one each time one comes back")
    func refills() {
        var level = bucket.full(at: Self.start)
        let first = (0..<4).map { _ in bucket.take(from: &level, at: Self.start) }
        #expect(first == [true, true, true, false])
        #expect(!bucket.take(from: &level, at: Self.start + .seconds(59)))
        #expect(bucket.take(from: &level, at: Self.start + .seconds(60)))
        #expect(!bucket.take(from: &level, at: Self.start + .seconds(119)))
        #expect(bucket.take(from: &level, at: Self.start + .seconds(120)))
    }

    @Test("a bucket never holds more than its capacity, however long nobody took")
    func full() {
        var level = TokenBucket.Level(tokens: 0, since: Self.start)
        let muchLater = Self.start + .seconds(100 * 365 * 86_400)
        #expect(bucket.level(level, at: muchLater).tokens == 3)
        _ = bucket.take(from: &level, at: muchLater)
        #expect(level.tokens == 2)
    }

    @Test("a clock that was put back takes nothing and gives nothing")
    func clockBack() {
        var level = bucket.full(at: Self.start)
        _ = bucket.take(from: &level, at: Self.start)
        #expect(bucket.level(level, at: Self.start - .seconds(9999)).tokens == 2)
        #expect(bucket.take(from: &level, at: Self.start - .seconds(9999)))
        #expect(level.tokens == 1)
    }

    @Test("in any stretch of time no more leaves than the capacity and what came back")
    func bounded() {
        var level = bucket.full(at: Self.start)
        var taken = 0
        for second in 0..<3600 where bucket.take(from: &level, at: Self.start + .seconds(second)) {
            taken += 1
        }
        #expect(taken == 3 + 3599 / 60)
    }

    @Test(
        "mails are alike whatever numbers and prefixes they carry",
        arguments: zip(
            [
                ["[Ticket 1] Received", "[Ticket 2] Received", "Re: [Ticket 3] received!"],
                ["Invoice", "Door", "Lamp"], ["A", "A"], ["", "", ""],
                ["A", "B", "A", "B", "A"],
            ], [true, false, false, true, true]))
    func likeness(_ subjects: [String], _ expected: Bool) {
        #expect(Likeness.isRepetition(subjects) == expected)
    }
}

@Suite("Templates")
struct TemplateTests {
    @Test("places are filled in, with blanks or without")
    func fills() {
        let template = Template("{{ticket.number}}: {{ requester.name }} – {x} {{ticket.number}}")
        #expect(template.problems.isEmpty)
        #expect(
            template.line([.ticketNumber: "7", .requesterName: "Ann"]) == "7: Ann – {x} 7")
    }

    @Test("unknown and unclosed tokens are problems")
    func problems() {
        #expect(Template("{{nobody}} {{ticket.number}}").problems == [.unknown("nobody")])
        #expect(Template("a {{ticket.number\n}}").problems == [.unclosed])
        #expect(Template("{{}}").problems == [.unknown("")])
        #expect(Template("{{{ticket.number}}}").problems == [.unknown("{ticket.number")])
    }

    @Test("what is filled in is never Markdown, HTML, a link or a token")
    func escapes() {
        let template = Template("Hello {{requester.name}}!")
        let hostile = [
            "<script>alert(1)</script>", "**bold**", "[x](http://evil.example)",
            "http://evil.example/x", "# head", "1. item", "`code`", "{{ticket.number}}",
            "a\n\n- b", "\\*x\\*", "~~s~~", "> q", "evil@evil.example",
        ]
        for value in hostile {
            let html = template.html([.requesterName: value, .ticketNumber: "7"]).string
            for tag in ["<script", "<strong", "<em", "<a ", "<h1", "<ol", "<ul", "<code", "<del"] {
                #expect(!html.contains(tag), "\(value) → \(html)")
            }
            let text = template.text([.requesterName: value])
            let oneLine = value.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(text == "Hello \(oneLine)!")
        }
    }

    @Test("a value can't add a line to a subject, nor a text of its own length")
    func bounds() {
        let template = Template("{{ticket.subject}}")
        #expect(
            template.line([.ticketSubject: "a\r\nBcc: x@y.example\u{0}z"]) == "a Bcc: x@y.example z"
        )
        let long = String(repeating: "x", count: 5000)
        #expect(template.line([.ticketSubject: long]).count == 200)
    }

    @Test("every token has a sample and a name of its own")
    func samples() {
        for token in Template.Token.allCases {
            #expect(!token.sample.isEmpty)
            #expect(Template("{{\(token.rawValue)}}").line([token: "v"]) == "v")
        }
    }
}
