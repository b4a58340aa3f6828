/// Sorts the leaves of a mail into its body and its attachments (after RFC 8621 §4.1.4).
struct BodyViews {
    private(set) var text: [PartID] = []
    private(set) var html: [PartID] = []
    private(set) var rich: [PartID] = []
    private(set) var attachments: [PartID] = []
    private let parts: [Part]

    init(_ parts: [Part]) {
        self.parts = parts
        var stack = [parts.startIndex]
        while let index = stack.popLast() {
            let part = parts[index]
            if part.isMultipart, !part.children.isEmpty {
                stack += part.children.reversed().map(\.index)
            } else if isBody(part) {
                if part.contentType.isHTML { html.append(part.id) } else { text.append(part.id) }
            } else {
                attachments.append(part.id)
            }
        }
        rich = (html + text.filter { !hasHTMLAlternative($0) }).sorted()
    }

    /// Text without a name and not marked as attachment. QUIRK: a mail that consists of nothing but one
    /// named text shows it.
    private func isBody(_ part: Part) -> Bool {
        if part.isMultipart { return part.disposition != .attachment }
        guard part.contentType.type == "text", part.disposition != .attachment else { return false }
        guard Self.shown.contains(part.contentType.subtype) || part.parent == nil else {
            return false
        }
        return part.filename == nil
    }

    /// Subtypes of text that people read; others (calendar, vcard, rfc822-headers) are for programs.
    private static let shown: Set<String> = ["plain", "html", "markdown", ""]

    private func hasHTMLAlternative(_ id: PartID) -> Bool {
        var index = id.index
        while let parent = parts[index].parent, !parts[parent.index].isMessage {
            if parts[parent.index].contentType.subtype == "alternative" {
                // Parts are in preorder: what is inside of the alternative follows it without a gap.
                return html.contains { $0.index > parent.index && isInside($0, of: parent) }
            }
            index = parent.index
        }
        return false
    }

    private func isInside(_ id: PartID, of ancestor: PartID) -> Bool {
        var parent = parts[id.index].parent
        while let found = parent {
            if found == ancestor { return true }
            parent = parts[found.index].parent
        }
        return false
    }
}
