/// Whether a domain imitates another one: letters that look the same (Unicode TR 39 calls them
/// confusables), or one letter more, less, changed or swapped.
enum LookAlike {
    /// More domains than these are compared by their looks only, not letter by letter.
    private static let mostCompared = 2_000

    /// Words shorter than this differ in one letter by chance.
    private static let shortestTypo = 6

    /// The known domain that `domain` imitates. Both lower case, and `domain` none of the known ones.
    static func match(_ domain: String, among known: Set<String>) -> String? {
        let looks = skeleton(domain)
        let plain = Array(looks.utf8)
        var nearest: String?
        for (number, other) in known.sorted().enumerated() {
            let otherLooks = skeleton(other)
            if otherLooks == looks { return other }
            if nearest == nil, number < mostCompared, other.utf8.count >= shortestTypo,
                isOneStep(plain, Array(otherLooks.utf8))
            {
                nearest = other
            }
        }
        return nearest
    }

    /// Whether a label has letters of Latin and of another script that looks like it.
    static func mixesScripts(_ domain: String) -> Bool {
        domain.prefix(300).split(separator: ".").contains { label in
            var hasLatin = false
            var hasOther = false
            for scalar in Punycode.decoded(label).unicodeScalars {
                switch scalar.value {
                case 0x61...0x7a, 0x41...0x5a, 0xc0...0x24f: hasLatin = true
                case 0x370...0x3ff, 0x400...0x52f, 0x530...0x58f, 0x13a0...0x13ff: hasOther = true
                default: break
                }
            }
            return hasLatin && hasOther
        }
    }

    /// The domain as it looks to a hurried eye.
    static func skeleton(_ domain: String) -> String {
        let decoded = domain.split(separator: ".", omittingEmptySubsequences: false)
            .map { Punycode.decoded($0) }.joined(separator: ".")
        var out = ""
        for scalar in decoded.lowercased().unicodeScalars {
            if let twin = twins[scalar] {
                out.unicodeScalars.append(twin)
            } else if let base = LatinBase.letters[scalar] {
                out.unicodeScalars.append(base)
            } else {
                out.unicodeScalars.append(scalar)
            }
        }
        return pairs(in: out)
    }

    /// "rn" looks like "m", "vv" like "w", and so on.
    private static func pairs(in text: String) -> String {
        var out: [UInt8] = []
        for byte in text.utf8 {
            if byte == UInt8(ascii: "n"), out.last == UInt8(ascii: "r") {
                out[out.count - 1] = UInt8(ascii: "m")
            } else if byte == UInt8(ascii: "v"), out.last == UInt8(ascii: "v") {
                out[out.count - 1] = UInt8(ascii: "w")
            } else {
                out.append(byte)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static let twins: [Unicode.Scalar: Unicode.Scalar] = {
        var table: [Unicode.Scalar: Unicode.Scalar] = ["0": "o", "1": "l", "|": "l", "5": "s"]
        let rows: [(latin: Unicode.Scalar, others: String)] = [
            ("a", "аαɑ"), ("b", "ьβ"), ("c", "сϲ"), ("d", "ԁ"), ("e", "еҽε"), ("g", "ɡց"),
            ("h", "һհ"), ("l", "іıιӏiΙ"), ("j", "јϳ"), ("k", "кκ"), ("m", "м"), ("n", "ոпη"),
            ("o", "оοօσ"), ("p", "рρ"), ("q", "ԛ"), ("s", "ѕ"), ("t", "тτ"), ("u", "υսц"),
            ("v", "νѵ"), ("w", "ԝω"), ("x", "хχ"), ("y", "уγ"), ("z", "ᴢ"),
        ]
        for row in rows {
            for other in row.others.unicodeScalars { table[other] = row.latin }
        }
        return table
    }()

    /// One letter put in, left out, changed, or two neighbours swapped.
    static func isOneStep(_ first: [UInt8], _ second: [UInt8]) -> Bool {
        let (short, long) = first.count <= second.count ? (first, second) : (second, first)
        guard long.count - short.count <= 1 else { return false }
        let start = zip(short, long).prefix { $0 == $1 }.count
        let (a, b) = (short[start...], long[start...])
        if a.count < b.count { return a.elementsEqual(b.dropFirst()) }
        guard !a.isEmpty else { return false }
        if a.dropFirst().elementsEqual(b.dropFirst()) { return true }
        return a.count >= 2 && a[start] == b[start + 1] && a[start + 1] == b[start]
            && a.dropFirst(2).elementsEqual(b.dropFirst(2))
    }
}

/// The plain letters under the accents of European alphabets.
private enum LatinBase {
    static let letters: [Unicode.Scalar: Unicode.Scalar] = {
        var table: [Unicode.Scalar: Unicode.Scalar] = [:]
        let rows: [(Unicode.Scalar, String)] = [
            ("a", "àáâãäåāăą"), ("c", "çćĉċč"), ("d", "ďđ"), ("e", "èéêëēĕėęě"), ("g", "ĝğġģ"),
            ("h", "ĥħ"), ("l", "ìíîïĩīĭįĺļľł"), ("k", "ķ"), ("n", "ñńņň"), ("o", "òóôõöøōŏő"),
            ("r", "ŕŗř"), ("s", "śŝşšș"), ("t", "ţťț"), ("u", "ùúûüũūŭůűų"), ("w", "ŵ"),
            ("y", "ýÿŷ"), ("z", "źżž"),
        ]
        for (base, accented) in rows {
            for letter in accented.unicodeScalars { table[letter] = base }
        }
        return table
    }()
}
