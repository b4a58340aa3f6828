/// A file that is no part of its own: one that a winmail.dat holds, or that stands encoded within a text.
public struct EnclosedFile: Sendable, Hashable {
    /// As the sender named it, on one line; may contain slashes, so it is no path.
    public var name: String?
    /// `application/octet-stream` when nothing says it.
    public var contentType = "application/octet-stream"
    /// Without angle brackets.
    public var contentID: String?
    /// The file, decoded.
    public var bytes: [UInt8] = []
}

extension Message {
    /// The files inside of a part: what a winmail.dat holds, and what stands in uuencode or yEnc within a text.
    /// Empty for other parts and unknown ids. Decoded anew each time.
    public func enclosedFiles(of id: PartID) -> [EnclosedFile] {
        guard let part = self[id] else { return [] }
        if let archive = tnef(of: id) { return archive.files }
        guard part.contentType.isPlainText else { return [] }
        return EncodedBlocks.find(in: content(of: id)).map(\.file)
    }

    /// The text of a part without the files that stand encoded within it (see `enclosedFiles(of:)`), for
    /// showing it to people. The same as `text(of:)` where there are none.
    public func textWithoutFiles(of id: PartID) -> String {
        guard let part = self[id], part.contentType.isPlainText else { return text(of: id) }
        let content = content(of: id)
        let blocks = EncodedBlocks.find(in: content)
        guard !blocks.isEmpty else { return text(of: id) }
        var kept: [UInt8] = []
        var position = 0
        for block in blocks {
            kept += content[position..<block.range.lowerBound]
            position = block.range.upperBound
        }
        return BodyText.decode(kept + content[position...], type: part.contentType)
    }
}

// What people are shown of a mail, wherever in it that is.
extension Message {
    /// The plain text for people: `plainText` without the files that stand encoded within it; where the mail has no
    /// text of its own, neither plain nor HTML, the one that its winmail.dat holds.
    public var readableText: String? {
        if let archive = bodyArchive { return archive.plainText }
        guard let first = textBody.first else { return nil }
        var text = textWithoutFiles(of: first)
        for id in textBody.dropFirst() {
            if !text.isEmpty, text.utf8.last != ASCII.lf { text += "\n" }
            text += textWithoutFiles(of: id)
        }
        return text
    }

    /// The HTML for people, hostile or not: `html`, or where the mail has no text of its own the one that its
    /// winmail.dat holds.
    public var readableHTML: String? { bodyArchive.map(\.html) ?? html }

    /// The first winmail.dat of a mail without text.
    private var bodyArchive: TNEFArchive? {
        guard textBody.allSatisfy({ rawContent(of: $0).allSatisfy(\.isWhitespace) }),
            htmlBody.isEmpty
        else { return nil }
        return attachments.lazy.compactMap { self.tnef(of: $0) }.first
    }
}
