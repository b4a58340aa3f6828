/// Words and phrases of one kind, found by their first or last byte instead of one after the other.
struct ReplyTextTable: Sendable {
    private var byFirst: [[[UInt8]]] = Array(repeating: [], count: 256)
    private var byLast: [[[UInt8]]] = Array(repeating: [], count: 256)

    /// One a line, lower case.
    init(_ lines: String) {
        for line in lines.split(separator: "\n") {
            let word = Array(line.utf8)
            guard let first = word.first, let last = word.last else { continue }
            byFirst[Int(first)].append(word)
            byLast[Int(last)].append(word)
        }
    }

    /// Whether one of them occurs, for ASCII letters as a word of its own.
    func occurs(in words: ReplyTextWords) -> Bool {
        let bytes = words.bytes
        for start in bytes.indices {
            let candidates = byFirst[Int(bytes[start])]
            if candidates.isEmpty { continue }
            let isInWord = start > 0 && Self.isLetter(bytes[start - 1])
            for word in candidates {
                let end = start + word.count
                guard end <= bytes.count, !(isInWord && Self.isLetter(word[0])),
                    bytes[start..<end].elementsEqual(word)
                else { continue }
                let goesOn =
                    end < bytes.count && Self.isLetter(bytes[end])
                    && Self.isLetter(word[word.count - 1])
                if !goesOn { return true }
            }
        }
        return false
    }

    func begins(_ words: ReplyTextWords) -> Bool {
        guard let first = words.bytes.first else { return false }
        return byFirst[Int(first)].contains { words.bytes.starts(with: $0) }
    }

    func ends(_ words: ReplyTextWords) -> Bool {
        guard let last = words.bytes.last else { return false }
        return byLast[Int(last)].contains { words.bytes.suffix($0.count).elementsEqual($0) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
    }
}
