/// Marks of a signature, and the lines that phones add.
enum ReplyTextSignature {
    /// The longest of `reach(of:)`.
    static let maximumReach = 24

    /// How many lines below a mark are a signature, or nil where there is no mark. The surer the
    /// mark, the longer what it may hide: people draw lines between their paragraphs too.
    static func reach(of line: ReplyTextLines.Line) -> Int? {
        // RFC 3676 §4.3
        if line.raw == "-- " { return maximumReach }
        switch line.bare {
        case "--": return 16
        case "—", "––", "- --", "__", "---": return 6
        default: break
        }
        // Mailing lists sign below a long line of underscores.
        let isLong = line.bare.utf8.count >= 20
        return isLong && line.bare.utf8.allSatisfy { $0 == UInt8(ascii: "_") } ? 16 : nil
    }

    /// Words of such a line: more make a sentence, as in "Sent from my desk, which is …".
    private static let maximumWords = 9

    /// Words of one that has other text right above or below it.
    private static let maximumWordsAmongOthers = 6

    /// `Sent from my iPhone`, in many languages.
    static func isDeviceLine(_ line: ReplyTextLines.Line, isLast: Bool) -> Bool {
        guard !line.isBlank, line.bare.utf8.count <= 200 else { return false }
        let text = withoutAddresses(line.bare.drop { "*_[(<".contains($0) })
        guard let words = ReplyTextWords(text) else { return false }
        let count = text.split(separator: " ").count
        guard count <= (isLast ? maximumWords : maximumWordsAmongOthers) else { return false }
        if ReplyTextMarkers.deviceEndings.contains(where: words.contains(word:)) { return true }
        return ReplyTextMarkers.deviceOpenings.contains(where: words.begins(with:))
            && !text.contains(", ")
    }

    /// `Outlook<https://…>`: the address is no word.
    private static func withoutAddresses(_ text: Substring) -> String {
        var out = ""
        var isInside = false
        for character in text {
            if character == "<" { isInside = true }
            if !isInside { out.append(character) }
            if character == ">" { isInside = false }
        }
        return out
    }
}
