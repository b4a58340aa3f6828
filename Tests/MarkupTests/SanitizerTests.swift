import Markup
import Testing

@Suite struct SanitizerTests {
    private func clean(_ html: String, images: Bool = false) -> String {
        let options = SanitizerOptions(allowsRemoteImages: images) { id in
            id == "logo@x" ? "/tickets/1/files/2" : nil
        }
        return Sanitizer.sanitize(html, options: options).html.string
    }

    @Test(
        "what is harmless stays",
        arguments: [
            "<p>Hello <b>you</b> and <i>you</i></p>", "<ul><li>one</li><li>two</li></ul>",
            "<table><tbody><tr><td colspan=\"2\">x</td></tr></tbody></table>",
            "<blockquote>quoted</blockquote>", "<pre> two\n\n lines\n</pre>",
            "<font color=\"red\" size=\"+1\">loud</font>",
            "<p style=\"color: red; font-family: &quot;新細明體&quot;, serif\">x</p>",
            "a &amp; b &lt; c", "<h1>x</h1>",
        ])
    func keeps(_ html: String) { #expect(clean(html) == html) }

    @Test(
        "what does harm is left out",
        arguments: [
            ("<script>alert(1)</script>a", "a"),
            ("<p onclick=alert(1) id=x class=y name=z>a</p>", "<p>a</p>"),
            ("<a href=\"javascript:alert(1)\">a</a>", "<a>a</a>"),
            ("<a href=\"jav&#x09;ascript:alert(1)\">a</a>", "<a>a</a>"),
            ("<a href=\" \u{1}javascript:alert(1)\">a</a>", "<a>a</a>"),
            ("<a href=\"/admin/delete\">a</a>", "<a>a</a>"),
            ("<a href=\"https:admin\">a</a>", "<a>a</a>"),
            ("<a href=\"https:\\\\evil\">a</a>", "<a>a</a>"),
            ("<iframe src=\"https://x\"></iframe>a", "a"), ("<svg><p>x</p></svg>a", "a"),
            ("<svg><style><img src=x onerror=alert(1)></style></svg>a", "a"),
            ("<form action=/x><input name=q><p>a</p></form>", "<div><p>a</p></div>"),
            ("<img src=\"data:image/svg+xml;base64,AAAA\">", "<img>"),
            ("<img src=\"data:text/html;base64,AAAA\">", "<img>"),
            ("<a href=\"data:image/png;base64,AAAA\">a</a>", "<a>a</a>"),
            (
                "<p style=\"background: url(https://t/x.png); color: red\">a</p>",
                "<p style=\"color: red\">a</p>"
            ),
            ("<p style=\"width: expression(alert(1))\">a</p>", "<p>a</p>"),
            (
                "<p style=\"wid/**/th: ex\\pression(1); position: fixed; z-index: 9\">a</p>",
                "<p>a</p>"
            ),
            ("<p style='font-family: \"a;background:url(//x)\"'>a</p>", "<p>a</p>"),
            (
                "<base href=\"https://evil/\"><meta http-equiv=refresh content=0><link rel=x href=y>a",
                "a"
            ),
            (
                "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
                ""
            ),
            (
                "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></p></noscript>a",
                "<p title=\"&lt;/noscript&gt;&lt;img src=x onerror=alert(1)&gt;\"></p>a"
            ),
            ("<template><script>1</script></template>a", "a"),
            ("a<!-- b -->c<![if x]>d<![endif]>", "acd"),
            ("<p title=\"&#13;x\u{0}\">a&#13;b&#1;c</p>", "<p title=\"\nx�\">a\nbc</p>"),
        ])
    func drops(_ html: String, _ expected: String) { #expect(clean(html) == expected) }

    @Test("links open elsewhere and tell nothing")
    func links() {
        #expect(
            clean("<a href=\"HTTPS://example.org/a b?c=1&amp;d=2\" target=_top>x</a>")
                == "<a href=\"HTTPS://example.org/a%20b?c=1&amp;d=2\" rel=\"noopener noreferrer nofollow\" target=\"_blank\" title=\"HTTPS://example.org/a%20b?c=1&amp;d=2\">x</a>"
        )
        #expect(clean("<a href=mailto:ann@example.org>x</a>").contains("mailto:ann@example.org"))
    }

    @Test(
        "a link whose words show another server than it leads to names the true one",
        arguments: [
            ("<a href=https://evil.example/x>https://bank.example/login</a>", "evil.example"),
            ("<a href=https://bank.example@evil.example/>www.bank.example</a>", "evil.example"),
            ("<a href=https://evil.example><b>mybank.com</b></a>", "evil.example"),
            ("<a href=https://evil.bank.example.net/>bank.com</a>", "evil.bank.example.net"),
            ("<a href=https://bank.example/a>www.bank.example</a>", nil),
            ("<a href=https://login.bank.com/a>bank.com</a>", nil),
            ("<a href=https://evil.example/x>Open the invoice</a>", nil),
            ("<a href=https://evil.example/x>invoice.pdf</a>", nil),
            ("<a href=https://evil.example/x>Dear Ann.Please read</a>", nil),
            ("<a href=mailto:ann@example.org>bob.com</a>", nil),
        ])
    func trueTarget(_ html: String, _ host: String?) {
        let once = clean(html)
        if let host {
            #expect(once.contains("data-host=\"\(host)\""), "\(once)")
        } else {
            #expect(!once.contains("data-host"), "\(once)")
        }
        #expect(clean(once) == once)
    }

    @Test("no mail chooses the words that say where its link leads")
    func titles() {
        #expect(
            clean("<a title=\"https://bank.example\" data-host=x href=https://evil.example>x</a>")
                == "<a href=\"https://evil.example\" rel=\"noopener noreferrer nofollow\" target=\"_blank\" title=\"https://evil.example\">x</a>"
        )
    }

    @Test("pictures: attached ones mapped, embedded ones kept, remote ones blocked and counted")
    func images() {
        #expect(clean("<img src=\"cid:logo@x\">") == "<img src=\"/tickets/1/files/2\">")
        #expect(clean("<img src=\"cid:other\">") == "<img>")
        #expect(clean("<img src=\"/tickets/1/files/2\">") == "<img>")
        #expect(
            clean("<img src=\"data:image/png;base64,iVBO Rw0=\">")
                == "<img src=\"data:image/png;base64,iVBORw0=\">")
        let mail = Sanitizer.sanitize(
            "<img src=\"https://t/1.gif\" alt=\"One\"><img src=\"//t/2.gif\"><img src=\"cid:x\">")
        #expect(mail.html.string == "<img alt=\"One\"><img><img>")
        #expect(mail.blockedImages == 2)
        #expect(mail.remoteHosts == ["t"])
        #expect(
            clean("<img src=\"https://t/1.gif\">", images: true) == "<img src=\"https://t/1.gif\">")
    }

    @Test(
        "a misnested tree comes out so that it parses into itself",
        arguments: [
            "<p><button><p>x</p></button></p>",
            "<a href=https://a.b><table><td><a href=https://c.d>x</a></table></a>",
            "<b><p>a</b>b</p>", "<table><b>x<tr><td>y</table>", "<h1><x-y><h2>a</h2></x-y></h1>",
            "<ul><li><x-y><li>a</x-y></ul>", "<table><form><tr><td>x</form></table>",
            "<i><b><u></i>x<p>y</u></b>z", "<dl><dt>a<dd>b<dt>c</dl>",
            "<table><caption><table><td>x",
            "<p><svg><p>x", "<select><p>a</select>b", "<table><colgroup>x<col><td>y",
            "<nobr>a<nobr>b", "<pre>&#10;&#10;a</pre>",
            "<a href=https://x.y><div><a href=https://z.y>b</a></div>",
        ])
    func stable(_ html: String) {
        let once = Sanitizer.sanitize(html)
        #expect(once.simplification == nil)
        #expect(Sanitizer.sanitize(once.html.string).html == once.html)
    }
}
