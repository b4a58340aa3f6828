import Markup
import Testing

@Suite struct HTMLTests {
    @Test("text put in is escaped, the source and other HTML are not")
    func interpolation() {
        let inner: HTML = "<b>\("a&b")</b>"
        let html: HTML = "<p title=\"\("\"'<>")\">\(inner)\(7)</p>"
        #expect(html.string == "<p title=\"&quot;&#39;&lt;&gt;\"><b>a&amp;b</b>7</p>")
    }

    @Test("a quote with a combining mark behind it is still escaped")
    func combiningMark() {
        let html: HTML = "\("\"\u{301} onmouseover=alert(1) <\u{338}")"
        #expect(!html.bytes.contains(UInt8(ascii: "\"")))
        #expect(!html.bytes.contains(UInt8(ascii: "<")))
    }

    @Test("what is not there leaves nothing, lists are joined")
    func optionalsAndLists() {
        let nothing: HTML? = nil
        let words: String? = nil
        let items: [HTML] = ["<li>a</li>", "<li>b</li>"]
        let html: HTML = "<ul>\(nothing)\(words)\(items)\(" x", if: false)</ul>"
        #expect(html.string == "<ul><li>a</li><li>b</li></ul>")
        #expect(items.joined(separator: ", ").string == "<li>a</li>, <li>b</li>")
    }
}
