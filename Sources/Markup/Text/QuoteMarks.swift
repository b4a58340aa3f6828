/// How mail programs mark, in HTML, what their user did not write. Names are compared with `class` and `id`;
/// `name=quote` with `name`.
public struct QuoteMarks: Sendable {
    /// Elements that are a quote, or a signature, from their start to their end.
    public var quotes: Set<String>

    /// Elements around a quote and the line that introduces it. Where a `<blockquote>` stands right inside, what
    /// is behind it was written between the quotes, and is none; where none does, all is a quote.
    public var containers: Set<String>

    /// Elements below which nothing is the user's: the header of the answered mail.
    public var dividers: Set<String>

    public init(
        quotes: Set<String> = [], containers: Set<String> = [], dividers: Set<String> = []
    ) {
        self.quotes = quotes
        self.containers = containers
        self.dividers = dividers
    }

    var isEmpty: Bool { quotes.isEmpty && containers.isEmpty && dividers.isEmpty }

    enum Meaning { case none, quote, container, divider }

    func meaning(of element: HTMLPieces.Element) -> Meaning {
        if element.name == "blockquote" { return .quote }
        if isEmpty { return .none }
        for attribute in element.attributes {
            switch attribute.name {
            case "class":
                for name in attribute.value.split(separator: " ") {
                    if let known = meaning(of: String(name)) { return known }
                }
            case "name":
                if let known = meaning(of: "name=" + attribute.value) { return known }
            case "id", "data-marker":
                if let known = meaning(of: attribute.value) { return known }
            case "style" where !dividers.isEmpty && Self.isWordDivider(attribute.value):
                return .divider
            default: break
            }
        }
        return .none
    }

    private func meaning(of name: String) -> Meaning? {
        // Outlook on the web puts x_ before every name of a mail that it shows, once for each time.
        var bare = name[...]
        while bare.hasPrefix("x_") { bare = bare.dropFirst(2) }
        let plain = String(bare)
        if dividers.contains(plain) { return .divider }
        if containers.contains(plain) { return .container }
        return quotes.contains(plain) ? .quote : nil
    }

    /// Word, which writes for Outlook, draws a line above the header of the answered mail:
    /// `border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm`.
    private static func isWordDivider(_ style: String) -> Bool {
        guard style.utf8.count < 300 else { return false }
        let bare = style.lowercased().filter { !$0.isWhitespace }
        return bare.contains("border:none;border-top:solid")
            && bare.contains("padding:3.0pt0")
            && (bare.contains("#e1e1e1") || bare.contains("#b5c4df"))
    }
}
