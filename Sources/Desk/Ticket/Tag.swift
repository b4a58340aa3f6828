/// A word on a ticket. Two that differ in case only are the same.
public enum Tag {
    /// In characters.
    public static let longest = 40
    public static let mostPerTicket = 20

    /// The tag as it is kept: on one line, without the `#` that people put in front. Nil where nothing is left
    /// or it is too long.
    public static func read(_ text: String) -> String? {
        let word = text.split { $0.isWhitespace || $0.isNewline }.joined(separator: " ")
        let bare = String(word.drop { $0 == "#" }).trimmed
        guard !bare.isEmpty, bare.count <= longest, !bare.contains(",") else { return nil }
        return bare
    }
}
