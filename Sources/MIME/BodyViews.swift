/// Sorts the leaves of a mail into its body and its attachments (after RFC 8621 §4.1.4).
struct BodyViews {
    private(set) var text: [PartID] = []
    private(set) var html: [PartID] = []
    private(set) var rich: [PartID] = []
    private(set) var attachments: [PartID] = []
    private let parts: [Part]

    init(_ parts: [Part]) {
        self.parts = parts
        // Parts are in preorder: what is inside of one follows it without a gap.
        var index = parts.startIndex
        while index < parts.endIndex {
            let isDivided = parts[index].isMultipart && !parts[index].children.isEmpty
            if isDivided {
                index += 1
                continue
            }
            let id = parts[index].id
            if isBody(parts[index]) {
                if parts[index].contentType.isHTML { html.append(id) } else { text.append(id) }
            } else {
                attachments.append(id)
            }
            // What is inside of a message is its own affair.
            index += 1
            while index < parts.endIndex, let parent = parts[index].parent, parent >= id {
                index += 1
            }
        }
        rich = html
        for id in text where html.isEmpty || !hasHTMLAlternative(id) { rich.append(id) }
        if !html.isEmpty, rich.count > html.count { rich.sort() }
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
                // Both are in preorder: if any HTML is inside of the alternative, the first after it is.
                let next = html.partition(above: parent)
                return next < html.count && isInside(html[next], of: parent)
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

extension [PartID] {
    /// The first index of a sorted list with an id above another.
    fileprivate func partition(above id: PartID) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle] > id { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
