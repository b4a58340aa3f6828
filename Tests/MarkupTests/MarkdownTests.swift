import Markup
import Testing

@Suite struct MarkdownTests {
    private static let link = " rel=\"noopener noreferrer nofollow\" target=\"_blank\">"

    @Test(
        "blocks",
        arguments: [
            (
                "Hello Ann,\n\nthe printer\nworks.\n",
                "<p>Hello Ann,</p><p>the printer<br>works.</p>"
            ),
            ("# Title #\n## C#", "<h1>Title</h1><h2>C#</h2>"),
            ("#4711 is done", "<p>#4711 is done</p>"),
            (
                "- a\n- b\n  more\n  1. x\n  2. y\n\n- c",
                "<ul><li>a</li><li>b<br>more<ol><li>x</li><li>y</li></ol></li><li>c</li></ul>"
            ),
            ("3. a\n4. b", "<ol start=\"3\"><li>a</li><li>b</li></ol>"),
            ("in the year\n1984. That", "<p>in the year<br>1984. That</p>"),
            (
                "> a\n> > b\nmy answer",
                "<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote><p>my answer</p>"
            ),
            (
                "```swift\nlet a = \"<b>\"\n\n```\nb",
                "<pre><code>let a = &quot;&lt;b&gt;&quot;\n\n</code></pre><p>b</p>"
            ),
            ("```\nopen", "<pre><code>open\n</code></pre>"), ("a\n---\nb", "<p>a</p><hr><p>b</p>"),
            ("- a\n\n  b\n- c", "<ul><li>a<p>b</p></li><li>c</li></ul>"), ("", ""), ("\n\n", ""),
            ("-- \nAnn", "<p>--<br>Ann</p>"),
        ])
    func blocks(_ source: String, _ expected: String) {
        #expect(squeezed(Markdown.toHTML(source).string) == expected)
    }

    @Test(
        "inside a paragraph",
        arguments: [
            (
                "**bold** *it* __bold__ _it_ ~~no~~",
                "<strong>bold</strong> <em>it</em> <strong>bold</strong> <em>it</em> <del>no</del>"
            ),
            (
                "***both*** **a *b* c**",
                "<strong><em>both</em></strong> <strong>a <em>b</em> c</strong>"
            ),
            ("2 * 3 * 4, snake_case_name, **open", "2 * 3 * 4, snake_case_name, **open"),
            ("*a **b* c**", "<em>a **b</em> c**"),
            ("`a*b*` `` ` `` ```", "<code>a*b*</code> <code>`</code> ```"),
            ("\\*no\\* C:\\dir", "*no* C:\\dir"),
            ("<script>alert(1)</script> &amp;", "&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp;"),
            (
                "[x](https://a.example/b_c_(d)) y",
                "<a href=\"https://a.example/b_c_(d)\"\(link)x</a> y"
            ),
            (
                "[x](javascript:alert(1)) [y](/admin) [z]",
                "[x](javascript:alert(1)) [y](/admin) [z]"
            ),
            ("[a *b](https://x.example) c*", "<a href=\"https://x.example\"\(link)a *b</a> c*"),
            (
                "[a [b](https://x.example)](https://y.example)",
                "[a <a href=\"https://x.example\"\(link)b</a>](<a href=\"https://y.example\"\(link)https://y.example</a>)"
            ),
            (
                "see https://a.example/x_y_z?a=1&b=2.",
                "see <a href=\"https://a.example/x_y_z?a=1&amp;b=2\"\(link)https://a.example/x_y_z?a=1&amp;b=2</a>."
            ),
            (
                "[https://a.example](https://b.example)",
                "<a href=\"https://b.example\"\(link)https://a.example</a>"
            ),
            (
                "[x](https://a.example/\"onmouseover=alert(1))",
                "<a href=\"https://a.example/&quot;onmouseover=alert(1)\"\(link)x</a>"
            ),
            ("**Größe** „*schön*“", "<strong>Größe</strong> „<em>schön</em>“"),
        ])
    func inline(_ source: String, _ expected: String) {
        #expect(squeezed(Markdown.toHTML(source).string) == "<p>\(expected)</p>")
    }

    @Test(
        "text made to be slow or deep is neither",
        arguments: [
            "[", "](", "[](", "*a ", "**a_", "`", "`a``", "> ", "- ", "1. ", "http://(", "http://a",
            "~~", "<", "\\", "_ *",
        ])
    func hostile(_ pattern: String) {
        let source = String(repeating: pattern, count: 5_000)
        let html = Markdown.toHTML(source)
        #expect(html.bytes.count < source.utf8.count * 30 + 100)
        let clean = Sanitizer.sanitize(html.string)
        #expect(clean.simplification == nil)
        #expect(clean.html.string == html.string)
    }

    @Test("quotes and lists end at a depth")
    func depth() {
        let html = Markdown.toHTML(String(repeating: "> ", count: 100) + "x").string
        #expect(html.components("<blockquote>") == 8)
    }

    @Test("the text part of a mail has no marks")
    func plainText() {
        let text = Markdown.toPlainText("**Hello**\nsee [this](https://a.example)\n\n- a\n- b")
        #expect(text == "Hello\nsee this <https://a.example>\n\n- a\n- b")
    }

    /// Without the line ends between blocks.
    private func squeezed(_ html: String) -> String {
        var out: [UInt8] = []
        var isCode = false
        for byte in html.utf8 {
            if out.suffix(5).elementsEqual("<pre>".utf8) { isCode = true }
            if out.suffix(6).elementsEqual("</pre>".utf8) { isCode = false }
            if byte != UInt8(ascii: "\n") || isCode { out.append(byte) }
        }
        return String(decoding: out, as: UTF8.self)
    }
}

extension String {
    /// How often a part occurs.
    func components(_ part: String) -> Int {
        var count = 0
        var rest = utf8[...]
        while !rest.isEmpty {
            if rest.starts(with: part.utf8) { count += 1 }
            rest = rest.dropFirst()
        }
        return count
    }
}
