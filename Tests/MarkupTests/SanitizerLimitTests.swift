import Foundation
import Testing

@testable import Markup

@Suite struct SanitizerLimitTests {
    private func sanitize(_ html: String, _ limits: ParseLimits) -> SanitizedMail {
        Sanitizer.sanitize(html, options: SanitizerOptions(), limits: limits)
    }

    @Test("HTML that is too long or has too many tags is shown as its words")
    func tooLarge() {
        var limits = ParseLimits()
        limits.bytes = 60
        limits.tags = 3
        for html in [
            "<p>Hello</p><script>alert('x')</script>" + String(repeating: "a", count: 60),
            "<p>Hello</p><script>x</script><p>a &lt;b&gt;</p>",
        ] {
            let mail = sanitize(html, limits)
            #expect(mail.simplification == .tooLarge)
            #expect(mail.html.string.hasPrefix("Hello<br>"))
            #expect(!mail.html.string.contains("alert") && !mail.html.string.contains("<b>"))
        }
        #expect(sanitize("<p>Hello</p>", limits).keptLayout)
    }

    @Test("formatting elements that multiply end at the memory limit, not before the machine's")
    func memory() {
        var limits = ParseLimits()
        limits.memory = 8 << 20
        let open = (0..<500).map { "<b id=\($0)>" }.joined()
        let mail = sanitize("Hello<p>" + open + String(repeating: "<p>x", count: 5_000), limits)
        #expect(mail.simplification == .tooCostly)
        #expect(mail.html.string.hasPrefix("Hello<br><br>x<br>x"))
    }

    @Test("one tag with endless attributes ends at the time limit")
    func time() {
        var limits = ParseLimits()
        limits.processorTime = .milliseconds(20)
        let attributes = (0..<30_000).map { "a\($0)" }.joined(separator: " ")
        let mail = sanitize("Hello<p \(attributes)>you", limits)
        #expect(mail.simplification == .tooCostly)
        #expect(mail.html.string == "Hello<br>you")
    }

    @Test("nesting as deep as the tag limit allows works on a small stack")
    func depth() async {
        let html = String(repeating: "<div>", count: 8_000) + "x" + "<frameset><frame></frameset>"
        let result: SanitizedMail = await withCheckedContinuation { continuation in
            let thread = Thread { continuation.resume(returning: Sanitizer.sanitize(html)) }
            thread.stackSize = 256 << 10
            thread.start()
        }
        #expect(result.keptLayout)
        #expect(result.html.string.components("<div>") == HTMLWriter.maximumDepth)
        #expect(result.html.string.contains("x</div>"))
    }

    @Test(
        "tags cut at any place are harmless",
        arguments: [
            "<p title='a\"b'>", "<!-- x -->", "<a href=\"javascript:1\">x</a>", "<svg><style>&lt;",
        ])
    func cuts(_ html: String) {
        for count in 0...html.utf8.count {
            let part = String(decoding: Array(html.utf8.prefix(count)), as: UTF8.self)
            let once = Sanitizer.sanitize(part + "<img src=x onerror=y>")
            #expect(
                !once.html.string.contains("onerror=y>") || !once.html.string.contains("<img src"))
            #expect(Sanitizer.sanitize(once.html.string).html == once.html)
        }
    }
}
