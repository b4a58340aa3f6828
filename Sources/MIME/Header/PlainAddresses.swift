/// Address lists in the three forms that nearly all mails have: `ann@example.org`,
/// `Ann Lee <ann@example.org>` and `"Lee, Ann" <ann@example.org>`, of ASCII, with encoded words as names.
///
/// A short cut, no rule of its own: whatever else stands in the list is left to `AddressList`, and what is read
/// here is what it reads (a test compares them).
struct PlainAddresses {
    private let bytes: ArraySlice<UInt8>
    private var position: Int
    private var found: [Address] = []

    /// Nil for everything that is not plain. At most `limit` addresses.
    static func read(_ bytes: ArraySlice<UInt8>, limit: Int) -> [Address]? {
        // The other parser counts tokens, of which every byte could be one.
        guard bytes.count <= max(1_000, limit) else { return nil }
        var reader = PlainAddresses(bytes)
        while reader.found.count < limit {
            guard let goesOn = reader.readEntry() else { return nil }
            if !goesOn { break }
        }
        return reader.found
    }

    private init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    private var next: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

    private mutating func skipBlanks() {
        while position < bytes.endIndex, bytes[position].isBlank { position += 1 }
    }

    /// One address, or nothing, and the comma after it; false at the end, nil where it is not plain.
    private mutating func readEntry() -> Bool? {
        skipBlanks()
        let start = position
        var name: String?
        if next == ASCII.quote {
            position += 1
            guard let end = quotedEnd(), let text = Self.text(bytes[position..<end]) else {
                return nil
            }
            name = text
            position = end + 1
            skipBlanks()
            guard next == ASCII.less else { return nil }
        } else if next != ASCII.less {
            switch word() {
            case .nothing: return endOfEntry()
            case .address:
                found.append(Address(name: nil, address: Self.string(bytes[start..<position])))
                return endOfEntry()
            case .name:
                guard readPhrase(from: start, into: &name) else { return nil }
            case nil: return nil
            }
        }
        position += 1
        let address = position
        guard word() == .address, next == ASCII.greater else { return nil }
        found.append(Address(name: name, address: Self.string(bytes[address..<position])))
        position += 1
        return endOfEntry()
    }

    private mutating func endOfEntry() -> Bool? {
        skipBlanks()
        guard let comma = next else { return false }
        position += 1
        return comma == ASCII.comma ? true : nil
    }

    private enum Word { case nothing, name, address }

    /// atom or dot-atom "@" dot-atom (RFC 5322 §3.2.3), read generously; nil where that is not all.
    private mutating func word() -> Word? {
        let start = position
        var at: Int?
        while position < bytes.endIndex {
            let byte = bytes[position]
            guard Self.isPlain[Int(byte)] else { break }
            if byte == ASCII.at {
                guard at == nil, position > start else { return nil }
                at = position
            } else if byte == ASCII.equals, position + 1 < bytes.endIndex,
                bytes[position + 1] == ASCII.question
            {
                guard at == nil, let word = EncodedWords.word(in: bytes, at: position) else {
                    return nil
                }
                position = word.end
                continue
            }
            position += 1
        }
        guard let at else { return position > start ? .name : .nothing }
        // Encoded words are for names only.
        let isPlain = !bytes[start..<at].contains(ASCII.question)
        return at + 1 < position && isPlain ? .address : nil
    }

    /// The words up to the bracket, the first of which was just read, divided by single spaces.
    private mutating func readPhrase(from start: Int, into name: inout String?) -> Bool {
        var end = position
        while next == ASCII.space {
            position += 1
            if next == ASCII.less { break }
            guard word() == .name else { return false }
            end = position
        }
        guard next == ASCII.less else { return false }
        let phrase = bytes[start..<end]
        if phrase.contains(ASCII.question) {
            name = AddressList.nameText(Array(phrase))
            return true
        }
        name = Self.text(phrase)
        return name != nil
    }

    /// The closing quote; nil where there is none, or anything before it that is not plain.
    private func quotedEnd() -> Int? {
        var i = position
        while i < bytes.endIndex, bytes[i] != ASCII.quote {
            guard bytes[i] >= ASCII.space, bytes[i] < 0x7F, bytes[i] != ASCII.backslash,
                bytes[i] != ASCII.question
            else { return nil }
            i += 1
        }
        return i < bytes.endIndex ? i : nil
    }

    /// Nil where `AddressList` might take quotes or spaces from it.
    private static func text(_ bytes: ArraySlice<UInt8>) -> String? {
        guard let first = bytes.first, let last = bytes.last, first > ASCII.space,
            last > ASCII.space, first != 0x27
        else { return nil }
        return string(bytes)
    }

    private static func string(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    /// atext (RFC 5322 §3.2.3), dots and the at sign.
    private static let isPlain: [Bool] = {
        var table = (UInt8.min...UInt8.max).map { $0.isLetter || $0.isDigit }
        for byte in "!#$%&'*+-/=?^_`{|}~.@".utf8 { table[Int(byte)] = true }
        return table
    }()
}
