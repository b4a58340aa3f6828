import Markup
import Testing

@Suite struct PlainTextTests {
    @Test(
        "HTML reads as a person would have typed it",
        arguments: [
            ("<p>Hello\n  <b>Ann</b>,</p><p>it&nbsp;works.</p>", "Hello Ann,\n\nit works."),
            ("a<br>b<br><br><br>c", "a\nb\n\nc"),
            ("<div>a<br></div><div><br></div><div>b</div>", "a\n\nb"),
            ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>x", "- a\n- b\n  - c\n\nx"),
            ("<ol start=9><li>a<p>b</p></li><li></li></ol>", "9. a\n  b\n10."),
            (
                "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>",
                "A B\n1 2"
            ),
            (
                "<p>so:</p><blockquote>a<br>b<p>c</p><blockquote>d</blockquote></blockquote>no",
                "so:\n\n> a\n> b\n>\n> c\n>\n> > d\n\nno"
            ),
            ("<pre>a\n  b\n\nc</pre>d", "a\n  b\n\nc\n\nd"),
            ("<a href=\"https://a.example/x\">here</a>", "here <https://a.example/x>"),
            ("<a href=\"https://a.example/\">a.example</a>", "a.example"),
            ("<a href=\"mailto:ann@a.example\">ann@a.example</a>", "ann@a.example"),
            ("<a href=\"javascript:x\">y</a><a href=\"https://a.example\"><img src=x></a>", "y"),
            ("<img src=x alt=\"A map\"><img src=x alt=\"image001.png\">", "[A map]"),
            ("a<script>b</script><style>c</style><title>d</title><!-- e -->f", "a f"),
            ("<o:p>&nbsp;</o:p><h1>T</h1>x<hr>y", "T\n\nx\n\n---\n\ny"), ("", ""), ("  ", ""),
        ])
    func reads(_ html: String, _ expected: String) {
        #expect(PlainText.from(html: html) == expected)
    }

    @Test(
        "text becomes HTML with its lines and links",
        arguments: [
            ("a & <b>\n\n  c\td", "a &amp; &lt;b&gt;<br><br>\u{a0}\u{a0}c\td"),
            ("a\r\nb", "a<br>b"),
            (
                "javascript:alert(1) xhttp://a.example http:// https:///x",
                "javascript:alert(1) xhttp://a.example http:// https:///x"
            ),
        ])
    func writes(_ text: String, _ expected: String) {
        #expect(PlainText.toHTML(text).string == expected)
    }

    @Test(
        "an address ends before the punctuation around it",
        arguments: [
            ("(see https://a.example/b).", "https://a.example/b"),
            ("<https://a.example>", "https://a.example"),
            ("https://a.example/w_(x), y", "https://a.example/w_(x)"),
            ("»https://a.example«!", "https://a.example"),
            ("HTTP://a.example?x=1&y=2!", "HTTP://a.example?x=1&amp;y=2"),
            ("mailto:ann@a.example.", "mailto:ann@a.example"),
            ("„https://ä.example/ö“", "https://ä.example/ö"),
        ])
    func links(_ text: String, _ address: String) {
        #expect(PlainText.toHTML(text).string.contains("<a href=\"\(address)\" rel="))
        #expect(PlainText.toHTML(text).string.contains("\">\(address)</a>"))
    }

    @Test("long lines of half an address take no longer than others")
    func hostileAddresses() {
        for pattern in ["http://", "http://(", "http://a", "mailto:", "http://a)", "hhhh"] {
            let text = String(repeating: pattern, count: 20_000)
            #expect(PlainText.toHTML(text).bytes.count >= text.utf8.count)
        }
    }

    @Test("quotes and lists deeper than any mail take no more room than their words")
    func depth() {
        let html =
            String(repeating: "<blockquote><ul><li>", count: 2_000)
            + String(repeating: "a<br>", count: 1_000)
        #expect(PlainText.from(html: html).utf8.count < 100_000)
    }
}
