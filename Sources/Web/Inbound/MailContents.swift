internal import Desk
internal import MIME
internal import Markup

/// What is in a mail: its text as it was understood, the tree of its parts with what is odd about each, and its
/// headers.
struct MailContents {
    /// More header fields, parts or oddities are in the raw mail.
    static let mostListed = 200
    /// More text is in the raw mail. In characters.
    static let longestText = 20_000

    var mail: MIME.Message
    var language: Language

    var html: HTML {
        let t = language
        let headers = mail.header.fields.prefix(Self.mostListed)
            .map { "\($0.name): \($0.text)" }.joined(separator: "\n")
        return """
            \(text)
            <section class="card" id="parts"><header><h2>\(t("Parts"))</h2></header><div class="inside">\(oddities)\(tree)</div></section>
            <section class="card" id="headers"><header><h2>\(t("Headers"))</h2></header><div class="inside"><pre class="raw" tabindex="0">\(headers)</pre></div></section>
            """
    }

    private var text: HTML? {
        let t = language
        let read = ReceivedMail(mail)
        guard !(read.text + read.quotedText).isEmpty else { return nil }
        let quoted: HTML? =
            read.quotedText.isEmpty
            ? nil
            : "<details class=\"quote\"><summary>\(t("Quoted text and signature"))</summary><div class=\"text\">\(PlainText.toHTML(read.quotedText.shortened(to: Self.longestText)))</div></details>"
        return """
            <section class="card" id="text"><header><h2>\(t("Text"))</h2></header><div class="inside mail-text"><div class="text">\(PlainText.toHTML(read.text.shortened(to: Self.longestText)))</div>\(quoted)</div></section>
            """
    }

    /// What is odd about the mail as a whole.
    private var oddities: HTML? {
        let whole = mail.defects.filter { $0.part == nil }
        guard !whole.isEmpty else { return nil }
        return "<div class=\"warnings\">\(whole.prefix(Self.mostListed).map(warning))</div>"
    }

    private func warning(_ defect: Defect) -> HTML {
        let t = language
        return
            "<div class=\"warning\">\(Icon.warning)<span>\(t.sentence(defect.kind)) <span class=\"faint\">\(t("at byte \(defect.offset)"))</span></span></div>"
    }

    /// The parts in preorder as nested lists, without recursion: a hostile mail nests as deep as it may.
    private var tree: HTML {
        let t = language
        var depths: [PartID: Int] = [:]
        var pieces: [HTML] = ["<ul class=\"tree\">"]
        var open = 0
        let shown = mail.parts.prefix(Self.mostListed)
        for (index, part) in shown.enumerated() {
            let depth = part.parent.map { (depths[$0] ?? 0) + 1 } ?? 0
            depths[part.id] = depth
            if index > 0 {
                if depth > open {
                    pieces.append("<ul>")
                } else {
                    pieces += Array(repeating: "</li></ul>", count: open - depth)
                    pieces.append("</li>")
                }
            }
            open = depth
            pieces.append("<li>\(row(part))")
        }
        pieces += Array(repeating: "</li></ul>", count: open + 1)
        if mail.parts.count > shown.count {
            pieces.append(
                "<p class=\"muted small\">\(t("\(mail.parts.count - shown.count) more parts are in the raw mail."))</p>"
            )
        }
        return "\(pieces)"
    }

    private func row(_ part: Part) -> HTML {
        let t = language
        let type = "\(part.contentType.type)/\(part.contentType.subtype)"
        let name: HTML? = part.filename.map { " <strong>\($0.shortened(to: 120))</strong>" }
        var facts: [String] = []
        if part.children.isEmpty { facts.append(t.size(Self.size(of: part))) }
        if let charset = part.contentType.parameters["charset"], part.contentType.type == "text" {
            facts.append(charset.shortened(to: 40))
        }
        if !part.transferEncoding.isIdentity { facts.append(part.transferEncoding.rawValue) }
        switch part.disposition {
        case .inline?: facts.append(t("inline"))
        case .attachment?: facts.append(t("attachment"))
        case nil: break
        }
        if let id = part.contentID { facts.append("cid:\(id.shortened(to: 60))") }
        if mail.textBody.contains(part.id) || mail.htmlBody.contains(part.id) {
            facts.append(t("the body"))
        }
        let defects = mail.defects.filter { $0.part == part.id }.prefix(Self.mostListed)
        return """
            <span class="faint">\(part.id.index)</span> <code>\(type.shortened(to: 80))</code>\(name) <span class="muted small">\(facts.joined(separator: " · "))</span>\(defects.map(warning))
            """
    }

    /// Decoded, as near as it can be told without decoding a large file for a page: base64 has four
    /// characters for three bytes, and a line end for each 76.
    private static func size(of part: Part) -> Int {
        let bytes = part.bodyRange.count
        return part.transferEncoding == .base64 ? bytes * 3 / 4 * 76 / 78 : bytes
    }
}
