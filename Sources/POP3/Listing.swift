/// A line of the answer to UIDL.
public struct Listed: Sendable, Hashable {
    /// Counts from 1 and is good for this session only.
    public let number: Int
    /// Stays the message's own as long as the server keeps it: RFC 1939 §7.
    public let uidl: String

    public init(number: Int, uidl: String) {
        self.number = number
        self.uidl = uidl
    }
}

/// The answer to UIDL or LIST as far as it has come.
enum Listing: Sendable {
    case uidls([Listed])
    case sizes([Int: Int])

    var count: Int {
        switch self {
        case .uidls(let listed): listed.count
        case .sizes(let sizes): sizes.count
        }
    }

    /// Takes a line; false when it is none of a listing.
    mutating func take(_ line: [UInt8]) -> Bool {
        let words = line.split(separator: UInt8(ascii: " "), maxSplits: 1)
        guard words.count == 2, let number = Self.number(words[0]), number > 0 else { return false }
        switch self {
        case .uidls(var listed):
            guard let uidl = Self.uidl(words[1]) else { return false }
            self = .uidls([])
            listed.append(Listed(number: number, uidl: uidl))
            self = .uidls(listed)
        case .sizes(var sizes):
            guard let size = Self.number(words[1].prefix { $0 != UInt8(ascii: " ") }) else {
                return false
            }
            self = .sizes([:])
            sizes[number] = size
            self = .sizes(sizes)
        }
        return true
    }

    /// `unique-id = 1*70(%x21-7E)`.
    ///
    /// QUIRK: longer than 70 characters, and with blanks at the end (exchange/long-uidl). None at all
    /// cannot be accepted: such a message could never be told from a new one.
    private static func uidl(_ word: ArraySlice<UInt8>) -> String? {
        var word = word
        while word.last == UInt8(ascii: " ") { word.removeLast() }
        return word.isEmpty ? nil : String(decoding: word, as: UTF8.self)
    }

    private static func number(_ word: ArraySlice<UInt8>) -> Int? {
        guard word.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        return Int(String(decoding: word, as: UTF8.self))
    }
}
