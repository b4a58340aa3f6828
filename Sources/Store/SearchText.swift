internal import Database

/// How text is folded to be searched, and a search written as conditions on folded columns.
///
/// Folding happens here and not by SQL's `lower()`: SQLite's folds ASCII letters only, and PostgreSQL's
/// depends on the locale the cluster was made with, so that *Büro* would find `BÜRO` on some servers.
enum SearchText {
    /// Words of one search that are looked at; each is a condition of its own, and nobody types more.
    static let mostWords = 8
    /// Characters of one word that are looked at: SQLite refuses patterns above 50,000 bytes, and a pasted
    /// page is not a word.
    static let longestWord = 200
    /// Characters of one text that are searchable: a whole long mail, but not a pasted log file.
    static let longest = 32_768

    static func folded(_ parts: String...) -> String {
        String(parts.joined(separator: "\n").prefix(longest)).lowercased()
    }

    /// The words of a search, folded as the columns are.
    static func words(_ search: String) -> [String] {
        search.lowercased().split(whereSeparator: \.isWhitespace).prefix(mostWords)
            .map { String($0.prefix(longestWord)) }
    }

    /// A `LIKE` pattern that holds where the word stands anywhere in the text; to be used with
    /// `ESCAPE '\'`.
    static func pattern(_ word: String) -> String {
        var pattern = "%"
        for character in word {
            if character == "%" || character == "_" || character == "\\" { pattern.append("\\") }
            pattern.append(character)
        }
        return pattern + "%"
    }
}

/// A text from outside as an index can hold it.
///
/// PostgreSQL refuses index entries above some 2,700 bytes, so a hostile Message-ID or address of that
/// length would make its mail impossible to store. A longer text keeps its beginning and is told apart by
/// its digest.
enum IndexKey {
    /// Bytes. Message-IDs and addresses that exist are shorter: an address has at most 254 (RFC 5321
    /// §4.5.3.1.3), a header line 998 (RFC 5322 §2.1.1), and real Message-IDs hardly 200.
    static let longest = 500

    static func of(_ text: String) -> String {
        let text = text.withoutNUL
        guard text.utf8.count > longest else { return text }
        // Room for the digest: cut by bytes, at a character's edge.
        var beginning = ""
        var length = 0
        for character in text {
            length += character.utf8.count
            if length > 300 { break }
            beginning.append(character)
        }
        return beginning + "…" + Digest.sha256Hex(Array(text.utf8))
    }

    /// The form that addresses and names are compared by.
    static func folded(_ text: String) -> String {
        of(text.lowercased())
    }
}
