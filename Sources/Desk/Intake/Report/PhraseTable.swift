/// Phrases to be looked for in one pass over a text, however many they are.
///
/// A phrase that begins with a letter must begin a word. `*` in a phrase stands for anything between.
struct PhraseTable: Sendable {
    private struct Phrase: Sendable {
        /// What the phrase means; the smallest of a text's matches is the answer.
        var value: Int
        var first: [UInt8]
        var rest: [[UInt8]]
    }

    private var phrases: [Phrase] = []
    /// Indices of phrases by the first two bytes.
    private var buckets: [[Int]] = Array(repeating: [], count: 1 << 12)

    /// - Parameter rows: for each meaning, its phrases, one a line, lower case.
    init(_ rows: [(value: Int, lines: String)]) {
        for row in rows {
            for line in row.lines.split(separator: "\n") {
                var pieces = line.split(separator: "*").map { Array($0.utf8) }
                guard let first = pieces.first, !first.isEmpty else { continue }
                pieces.removeFirst()
                buckets[Self.bucket(first[0], first.count > 1 ? first[1] : 0)].append(phrases.count)
                phrases.append(Phrase(value: row.value, first: first, rest: pieces))
            }
        }
    }

    /// Phrases without a meaning of their own.
    init(_ lines: String) { self.init([(value: 0, lines: lines)]) }

    private static func bucket(_ first: UInt8, _ second: UInt8) -> Int {
        Int(first & 0x3f) << 6 | Int(second & 0x3f)
    }

    func isFound(in text: BounceText) -> Bool { value(in: text) != nil }

    /// The smallest value of the phrases that occur.
    func value(in text: BounceText) -> Int? {
        let bytes = text.bytes
        guard bytes.count > 1 else { return nil }
        var best: Int?
        // What does not follow the first occurrence of a phrase's beginning follows no later one.
        var tried: Set<Int> = []
        for start in 0..<(bytes.count - 1) {
            if start > 0, Self.isLetter(bytes[start]), Self.isLetter(bytes[start - 1]) { continue }
            for index in buckets[Self.bucket(bytes[start], bytes[start + 1])] {
                let phrase = phrases[index]
                if let best, phrase.value >= best { continue }
                let end = start + phrase.first.count
                guard end <= bytes.count, bytes[start..<end].elementsEqual(phrase.first) else {
                    continue
                }
                if !phrase.rest.isEmpty {
                    guard tried.insert(index).inserted, text.contains(phrase.rest, from: end) else {
                        continue
                    }
                }
                best = phrase.value
            }
        }
        return best
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
    }
}
