import Foundation
import Markup
import Testing

/// Hostile HTML from `Hostile/payloads.txt`, which the browser test reads too.
struct HostilePayload: Sendable, CustomStringConvertible {
    var family: String
    var line: Int
    var html: String

    var description: String { "line \(line), \(family)" }

    static let all: [HostilePayload] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Hostile/payloads.txt")
        do {
            return read(try String(contentsOf: file, encoding: .utf8))
        } catch {
            Issue.record("\(file.path()): \(error)")
            return []
        }
    }()

    static func read(_ text: String) -> [HostilePayload] {
        var payloads: [HostilePayload] = []
        var family = ""
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            if line.hasPrefix("@ ") {
                family = String(line.dropFirst(2))
            } else if !line.isEmpty, !line.hasPrefix("# ") {
                payloads.append(
                    HostilePayload(family: family, line: number + 1, html: unescaped(line)))
            }
        }
        return payloads
    }

    private static func unescaped(_ line: Substring) -> String {
        var out = ""
        var rest = line.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "\\", let kind = rest.popFirst() else {
                out.unicodeScalars.append(scalar)
                continue
            }
            switch kind {
            case "n": out += "\n"
            case "r": out += "\r"
            case "t": out += "\t"
            case "0": out += "\0"
            case "x":
                out.unicodeScalars.append(self.scalar(rest.prefix(2)))
                rest = rest.dropFirst(2)
            case "u":
                let digits = rest.dropFirst().prefix { $0 != "}" }
                out.unicodeScalars.append(self.scalar(digits))
                rest = rest[digits.endIndex...].dropFirst()
            default: out.unicodeScalars.append(kind)
            }
        }
        return out
    }

    private static func scalar(_ digits: Substring.UnicodeScalarView) -> Unicode.Scalar {
        UInt32(String(digits), radix: 16).flatMap(Unicode.Scalar.init) ?? "\u{fffd}"
    }
}

@Suite("Hostile HTML")
struct HostileTests {
    @Test("comes in at least three hundred forms of at least a dozen families")
    func enough() {
        #expect(HostilePayload.all.count >= 300)
        #expect(Set(HostilePayload.all.map(\.family)).count >= 12)
        #expect(Set(HostilePayload.all.map(\.html)).count == HostilePayload.all.count)
    }

    @Test("comes out harmless, and as it is when sanitised again", arguments: HostilePayload.all)
    func harmless(_ payload: HostilePayload) {
        for context in [
            "%", "<p>%</p>", "<table><tr><td>%</table>", "<a href=\"https://ok.example\">%</a>",
        ] {
            let once = Sanitizer.sanitize(context.replacing("%", with: payload.html))
            let html = once.html.string
            #expect(MarkupInspector.faults(in: html) == [], "\(html)")
            let again = Sanitizer.sanitize(html)
            #expect(again.html.string == html)
        }
    }

    @Test("never becomes harmful by being shown as text", arguments: HostilePayload.all)
    func text(_ payload: HostilePayload) {
        let html = PlainText.toHTML(PlainText.from(html: payload.html)).string
        #expect(MarkupInspector.faults(in: html) == [], "\(html)")
    }

    @Test("the inspector itself sees what is wrong")
    func inspector() {
        for html in [
            "<script>1</script>", "<p onclick=\"1\">", "<p title=x>",
            "<a href=\"javascript:1\">x</a>",
            "<img src=\"https://hit.example/a\">", "<p style=\"background: url(x)\">", "a < b",
            "<!-- -->", "<p title=\"a\" title=\"<\">", "<IMG>", "<p>\0</p>",
            "<p style=\"position: fixed\">",
        ] {
            #expect(MarkupInspector.faults(in: html) != [], "\(html)")
        }
        #expect(MarkupInspector.faults(in: "<p title=\"&lt;\">a &amp; b<br></p>") == [])
    }
}

/// Reads sanitised HTML byte by byte, by rules of its own that are stricter than a browser's: what it
/// passes is read in one way only.
enum MarkupInspector {
    private static let elements = Set(
        """
        a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd \
        del dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li mark nav ol \
        p pre q s samp section small span strike strong sub sup table tbody td tfoot th thead time tr tt u ul var wbr
        """.split(separator: " ").map(String.init))

    private static let attributes = Set(
        """
        href rel target title data-host src alt style dir lang align valign width height border hspace vspace \
        colspan rowspan bgcolor nowrap scope cellpadding cellspacing span color face size start type reversed value \
        noshade datetime
        """.split(separator: " ").map(String.init))

    static func faults(in html: String) -> [String] {
        var faults: [String] = []
        var rest = Array(html.utf8)[...]
        if rest.contains(where: { $0 < 0x20 && $0 != 0x09 && $0 != 0x0a || $0 == 0x7f }) {
            faults.append("a control character")
        }
        while let open = rest.firstIndex(of: UInt8(ascii: "<")) {
            if rest[..<open].contains(UInt8(ascii: ">")) { faults.append("a bare >") }
            guard let close = rest[open...].firstIndex(of: UInt8(ascii: ">")) else {
                faults.append("an open tag")
                break
            }
            faults += tagFaults(String(decoding: rest[(open + 1)..<close], as: UTF8.self))
            rest = rest[(close + 1)...]
        }
        return faults
    }

    /// By bytes: a quotation mark with an accent on it is one Character, and no quotation mark.
    private static func tagFaults(_ tag: String) -> [String] {
        var tag = Substring(tag).utf8
        if tag.first == UInt8(ascii: "/") {
            return elements.contains(String(Substring(tag.dropFirst()))) ? [] : ["an end tag"]
        }
        let name = tag.prefix { $0 != 0x20 }
        guard elements.contains(String(Substring(name))) else {
            return ["the element \(Substring(name))"]
        }
        tag = tag[name.endIndex...]
        var seen: Set<String> = []
        var faults: [String] = []
        while !tag.isEmpty {
            let key = String(Substring(tag.dropFirst().prefix { $0 != UInt8(ascii: "=") }))
            guard tag.first == 0x20, tag.dropFirst(1 + key.utf8.count).starts(with: "=\"".utf8)
            else {
                return faults + ["an attribute without value"]
            }
            tag = tag.dropFirst(key.utf8.count + 3)
            let value = tag.prefix { $0 != UInt8(ascii: "\"") }
            tag = tag[value.endIndex...].dropFirst()
            if !attributes.contains(key) || !seen.insert(key).inserted {
                faults.append("the attribute \(key)")
            }
            faults += valueFaults(key, String(Substring(value)))
        }
        return faults
    }

    private static func valueFaults(_ key: String, _ value: String) -> [String] {
        if value.utf8.contains(UInt8(ascii: "<")) || value.utf8.contains(UInt8(ascii: "'")) {
            return ["bare marks in \(key)"]
        }
        let lower = value.lowercased()
        switch key {
        case "href":
            let isGood = ["http://", "https://", "mailto:", "tel:"].contains { lower.hasPrefix($0) }
            return isGood ? [] : ["href \(value)"]
        case "src":
            return lower.hasPrefix("data:image/") && !lower.contains("svg") ? [] : ["src \(value)"]
        case "style":
            let bad = [
                "url", "expression", "binding", "behavior", "@", "\\", "/*", "position", "image(",
                "image-set",
                "var(", "attr(", "src(", "animation", "transition", "transform", "z-index",
                "opacity", "content:",
            ]
            return bad.filter { lower.contains($0) }.map { "style with \($0)" }
        default: return []
        }
    }
}
