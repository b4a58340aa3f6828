/// Numbers that look like chance and are the same in every run (SplitMix64).
struct Chance: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<max(1, limit), using: &self) }

    mutating func pick(_ words: [String]) -> String { words[below(words.count)] }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }

    /// Letters of Latin 1 only, so that the text fits into an 8-bit charset.
    static let words = [
        "printer", "invoice", "the", "the", "and", "please", "not", "since", "yesterday", "Büro",
        "Straße", "möglich", "Größe", "naïve", "café", "déjà", "señor", "reçu", "order", "address",
        "screen", "we", "have", "tried", "everything", "password", "again", "Übergabe", "is", "a",
    ]
    static let farWords = ["здравствуйте", "ευχαριστώ", "印刷机", "プリンター", "żółty", "“quoted”"]

    /// Lines of about 70 letters.
    mutating func text(bytes: Int, isFar: Bool = false) -> String {
        var text = ""
        var line = 0
        while text.utf8.count < bytes {
            let word = isFar && below(12) == 0 ? pick(Self.farWords) : pick(Self.words)
            text += word
            line += word.count + 1
            if line > 64 {
                text += below(8) == 0 ? ".\r\n\r\n" : "\r\n"
                line = 0
            } else {
                text += " "
            }
        }
        return text + "\r\n"
    }

    /// What newsletters look like: tables in tables, styles at every element, links and pictures.
    mutating func newsletter(bytes: Int) -> String {
        var html = "<html><head><style>td { color: red }</style></head><body>\r\n"
        while html.utf8.count < bytes - 40 {
            html += """
                <table width="100%" cellpadding="0" style="border-collapse: collapse; color: #333">\
                <tr><td align="left" style="padding: 12px; font-family: Arial, sans-serif">\
                <h2 style="font-size: 18px">\(pick(Self.words)) &amp; \(pick(Self.words))</h2>\r
                <p style="margin: 0; line-height: 1.4">\(text(bytes: 300))</p>\r
                <a href="https://news.example/\(below(10_000))?a=1&amp;b=2"><b>\(pick(Self.words))</b></a>\r
                <img src="https://pictures.example/\(below(10_000)).png" width="120" alt="">\
                <ul><li>\(pick(Self.words))</li><li><i>\(pick(Self.words))</i> &euro; \(below(900))</li></ul>\
                </td></tr></table>\r

                """
        }
        return html + "</body></html>\r\n"
    }
}
