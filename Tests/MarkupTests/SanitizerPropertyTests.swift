import Markup
import Testing

/// Mail made of random tags in random order.
@Suite struct SanitizerPropertyTests {
    @Test(
        "random tag soup comes out safe and stays as it is when sanitised again", arguments: 1...20)
    func soup(_ seed: UInt64) {
        var random = SplitMix(state: seed)
        for _ in 0..<40 {
            let html = Self.soup(&random)
            let once = Sanitizer.sanitize(html)
            #expect(once.simplification == nil, "seed \(seed): \(html)")
            let twice = Sanitizer.sanitize(once.html.string)
            #expect(twice.html == once.html, "seed \(seed): \(html)")
            let lower = once.html.string.lowercased()
            for word in [
                "<script", "<svg", "<math", "<style", "<iframe", "<form", " onclick=", "url(",
            ] {
                #expect(!lower.contains(word), "seed \(seed): \(html)")
            }
            for word in ["href=\"javascript", "src=\"javascript"] {
                #expect(!lower.contains(word), "seed \(seed): \(html)")
            }
        }
    }

    @Test("random bytes never stop the text reader", arguments: 1...10)
    func text(_ seed: UInt64) {
        var random = SplitMix(state: seed)
        for _ in 0..<40 {
            let text = PlainText.from(html: Self.soup(&random))
            #expect(!text.utf8.contains(0))
            #expect(text.utf8.last?.isBlank != true)
        }
    }

    private static let names = """
        a b big blockquote button caption center code col colgroup dd div dl dt em fieldset font \
        form h1 h2 i iframe image img input isindex li listing marquee math mi mtext \
        annotation-xml menu nobr noembed noscript object ol option p plaintext pre rp rt ruby \
        select span strike strong style svg foreignobject desc title table tbody td template \
        textarea tfoot th thead tr tt u ul x-y xmp body html head frameset applet script details
        """.split(separator: " ").map(String.init)

    private static let attributes = [
        "", "", "", " href=\"https://a.example\"", " title=\"</p><img src=x onerror=alert(1)>\"",
        " style=\"color:red;background:url(javascript:x)\"", " onclick=x", " src=javascript:x",
        " href=javascript:x", " type=hidden", " encoding=text/html", " class=x/",
    ]

    private static let words = [
        "x", "y ", "\n", "<!--", "-->", "<![CDATA[", "]]>", "&#13;", "&lt;", "<", "\0", "<?x>",
        "\"", "'", "&#0;", "\u{301}",
    ]

    private static func soup(_ random: inout SplitMix) -> String {
        (0..<Int.random(in: 3...50, using: &random)).map { _ in
            let name = names.randomElement(using: &random) ?? "p"
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<5: return "<\(name)\(attributes.randomElement(using: &random) ?? "")>"
            case 5..<8: return "</\(name)>"
            default: return words.randomElement(using: &random) ?? "x"
            }
        }.joined()
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == 0x20 || self == 0x0a }
}

/// Vigna's SplitMix64: the same numbers for the same seed on every machine.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
