/// The pieces of an address list, before anyone knows what they mean.
enum AddressToken: Equatable {
    case word([UInt8])
    /// Content of a quoted string, without quotes and backslashes.
    case quoted([UInt8])
    case comment([UInt8])
    /// What stands between angle brackets.
    case angle([UInt8])
    case comma, semicolon, colon
    case blank

    /// Splits a list. Quotes, comments and brackets that are never closed are characters like others;
    /// where the search for their end failed once it is not tried again, so that the time stays linear.
    static func split(_ bytes: [UInt8], most: Int = .max) -> [AddressToken] {
        var tokens: [AddressToken] = []
        var i = 0
        var lastQuote = bytes.lastIndex(of: ASCII.quote) ?? -1
        let lastGreater = bytes.lastIndex(of: ASCII.greater) ?? -1
        var quotesMayClose = true
        let lastParen = bytes.lastIndex(of: ASCII.rightParen) ?? -1
        var word: [UInt8] = []
        func flush() {
            if !word.isEmpty { tokens.append(.word(word)) }
            word = []
        }
        while i < bytes.count, tokens.count < most {
            let byte = bytes[i]
            switch byte {
            case _ where byte.isWhitespace:
                flush()
                if tokens.last != .blank { tokens.append(.blank) }
                i += 1
            case ASCII.quote where i < lastQuote:
                if let (content, end) = quoted(bytes, from: i + 1) {
                    flush()
                    tokens.append(.quoted(content))
                    i = end
                } else {
                    lastQuote = -1
                    i += 1
                }
            case ASCII.quote:
                i += 1
            case ASCII.leftParen where i < lastParen:
                if let (content, end) = comment(bytes, from: i + 1) {
                    flush()
                    tokens.append(.comment(content))
                    i = end
                } else {
                    word.append(byte)
                    i += 1
                }
            case ASCII.less where i < lastGreater:
                flush()
                let (content, end) = angle(bytes, from: i + 1, quotesMayClose: &quotesMayClose)
                tokens.append(.angle(content))
                i = end
            case ASCII.less:
                // QUIRK: `Ann <ann@example.org` without the closing bracket: up to the next comma.
                flush()
                var end = i + 1
                while end < bytes.count, bytes[end] != ASCII.comma, bytes[end] != ASCII.semicolon {
                    end += 1
                }
                tokens.append(.angle(Array(bytes[(i + 1)..<end])))
                i = end
            case ASCII.comma:
                flush()
                tokens.append(.comma)
                i += 1
            case ASCII.semicolon:
                flush()
                tokens.append(.semicolon)
                i += 1
            case ASCII.colon:
                flush()
                tokens.append(.colon)
                i += 1
            case ASCII.leftBracket where word.last == ASCII.at:
                // domain-literal
                while i < bytes.count, bytes[i] != ASCII.rightBracket, bytes[i] != ASCII.comma,
                    bytes[i] != ASCII.greater
                {
                    if !bytes[i].isWhitespace { word.append(bytes[i]) }
                    i += 1
                }
            case ASCII.equals:
                if let encoded = EncodedWords.word(in: bytes[...], at: i) {
                    // Commas and brackets inside of an encoded word separate nothing.
                    word += bytes[i..<encoded.end]
                    i = encoded.end
                } else {
                    word.append(byte)
                    i += 1
                }
            default:
                word.append(byte)
                i += 1
            }
        }
        flush()
        return tokens
    }

    private static func quoted(_ bytes: [UInt8], from start: Int) -> ([UInt8], Int)? {
        var content: [UInt8] = []
        var i = start
        while i < bytes.count {
            if bytes[i] == ASCII.backslash, i + 1 < bytes.count {
                content.append(bytes[i + 1])
                i += 2
            } else if bytes[i] == ASCII.quote {
                return (content, i + 1)
            } else {
                content.append(bytes[i])
                i += 1
            }
        }
        return nil
    }

    /// Longer comments are read as words, so that unclosed ones cost little.
    private static let longestComment = 512

    private static func comment(_ bytes: [UInt8], from start: Int) -> ([UInt8], Int)? {
        var content: [UInt8] = []
        var depth = 1
        var i = start
        while i < bytes.count, i - start < longestComment {
            var byte = bytes[i]
            if byte == ASCII.backslash, i + 1 < bytes.count {
                i += 1
                byte = bytes[i]
            } else if byte == ASCII.leftParen {
                depth += 1
            } else if byte == ASCII.rightParen {
                depth -= 1
                if depth == 0 { return (content, i + 1) }
            }
            content.append(byte)
            i += 1
        }
        return nil
    }

    /// Up to the closing bracket that is not in quotes. QUIRK: `<<ann@example.org>>`.
    private static func angle(_ bytes: [UInt8], from start: Int, quotesMayClose: inout Bool)
        -> ([UInt8], Int)
    {
        var content: [UInt8] = []
        var isQuoted = !quotesMayClose
        var i = start
        while i < bytes.count, quotesMayClose {
            let byte = bytes[i]
            if byte == ASCII.backslash, i + 1 < bytes.count, isQuoted {
                content += [byte, bytes[i + 1]]
                i += 2
                continue
            }
            if byte == ASCII.quote { isQuoted.toggle() }
            if byte == ASCII.greater, !isQuoted { break }
            if byte != ASCII.less || isQuoted { content.append(byte) }
            i += 1
        }
        if isQuoted {
            // The quote was never closed: the first bracket ends it.
            quotesMayClose = false
            content = []
            i = start
            while i < bytes.count, bytes[i] != ASCII.greater {
                if bytes[i] != ASCII.quote { content.append(bytes[i]) }
                i += 1
            }
        }
        while i < bytes.count, bytes[i] == ASCII.greater { i += 1 }
        return (content, i)
    }
}
