/// The header of a mail or part: its fields in the order in which they stand.
public struct Header: Sendable, Hashable {
    /// One header field. It keeps no copy but the place in the bytes that it was read from (and thereby those
    /// bytes, as long as it lives); everything else is computed when asked for.
    public struct Field: Sendable {
        private let source: [UInt8]
        private let nameRange: Range<Int>
        private let valueRange: Range<Int>

        /// A field that stands in no mail. The value is what would stand after the colon.
        public init(name: String, rawValue: [UInt8]) {
            source = Array(name.utf8) + rawValue
            nameRange = 0..<(source.count - rawValue.count)
            valueRange = nameRange.upperBound..<source.count
        }

        init(source: [UInt8], name: Range<Int>, value: Range<Int>) {
            self.source = source
            nameRange = name
            valueRange = value
        }

        /// As the sender wrote it, without the colon. Compare without case.
        public var name: String { String(decoding: source[nameRange], as: UTF8.self) }

        /// What stands after the colon, folds and encoded words and all, without the last line end.
        public var rawValue: [UInt8] { Array(source[valueRange]) }

        /// The value on one line: line ends dropped, white space at the ends dropped (RFC 5322 §2.2.3).
        public var unfolded: [UInt8] { Array(line) }

        /// `unfolded`, and a part of the mail where it stands on one line anyway.
        var line: ArraySlice<UInt8> {
            let value = ASCII.trimmed(source[valueRange])
            let isFolded =
                Scan.firstIndex(of: ASCII.lf, in: source, value.indices) < value.endIndex
                || Scan.firstIndex(of: ASCII.cr, in: source, value.indices) < value.endIndex
            guard isFolded else { return value }
            var kept: [UInt8] = []
            kept.reserveCapacity(value.count)
            for byte in value where byte != ASCII.cr && byte != ASCII.lf { kept.append(byte) }
            return kept[...]
        }

        /// The value for people: unfolded, encoded words decoded (RFC 2047), control characters
        /// replaced by spaces. Never contains CR or LF.
        public var text: String {
            Scan.plainText(source, valueRange) ?? EncodedWords.decode(unfolded)
        }

        /// Whether the name is as long as one of those that say what a part is, and begins like them.
        var isContentField: Bool {
            switch nameRange.count {
            case 12, 19, 25: source[nameRange.lowerBound].lowercased == 0x63
            default: false
            }
        }

        /// Whether the name is the given one, case of A–Z aside (RFC 5322 §1.2.2).
        public func isNamed(_ other: String) -> Bool {
            let other = other.utf8
            guard other.count == nameRange.count else { return false }
            var i = nameRange.lowerBound
            for byte in other {
                guard source[i].lowercased == byte.lowercased else { return false }
                i += 1
            }
            return true
        }
    }

    /// In the order in which they stand, repeated ones included; at most `Limits.fields`.
    public var fields: [Field]

    /// A header of given fields.
    public init(fields: [Field] = []) { self.fields = fields }

    /// Reads header lines up to the first empty one: the header of a mail, whose body is not looked at, or a block
    /// that stands alone, as in message/delivery-status. The way to read many mails when only their headers
    /// matter: many times as fast as `Message`.
    public init(_ bytes: [UInt8], limits: Limits = Limits()) {
        var scanner = HeaderScanner(lines: Lines(bytes), limits: limits)
        self =
            scanner.scan(from: 0, limit: bytes.count, isFirst: true, isDelimiter: { _ in false })
            .header
    }

    /// The first field of that name, case aside.
    public func first(_ name: String) -> Field? {
        for index in fields.indices where fields[index].isNamed(name) { return fields[index] }
        return nil
    }

    /// All fields of that name, case aside, in their order.
    public func all(_ name: String) -> [Field] { fields.filter { $0.isNamed(name) } }
}

extension Header.Field: Hashable {
    /// Where the bytes come from does not count.
    public static func == (a: Self, b: Self) -> Bool {
        a.source[a.nameRange] == b.source[b.nameRange]
            && a.source[a.valueRange] == b.source[b.valueRange]
    }

    /// Name and value count, as for `==`.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(source[nameRange])
        hasher.combine(source[valueRange])
    }
}

// What the well-known fields say. Each is read anew when asked for.
extension Header {
    /// Decoded, on one line; nil when there is no such field (RFC 5322 §3.6.5).
    public var subject: String? { first("Subject")?.text }
    /// Who wrote it; usually one (RFC 5322 §3.6.2).
    public var from: [Address] { addresses("From") }
    /// Who sent it for the writers (RFC 5322 §3.6.2).
    public var sender: [Address] { addresses("Sender") }
    /// Where answers go; empty when they go to `from` (RFC 5322 §3.6.2).
    public var replyTo: [Address] { addresses("Reply-To") }
    /// RFC 5322 §3.6.3.
    public var to: [Address] { addresses("To") }
    /// RFC 5322 §3.6.3.
    public var cc: [Address] { addresses("Cc") }
    /// Seldom in received mail (RFC 5322 §3.6.3).
    public var bcc: [Address] { addresses("Bcc") }

    /// The addresses of all fields of that name; at most `Limits.addresses` in all.
    public func addresses(_ name: String) -> [Address] {
        var found: [Address] = []
        let most = Limits().addresses
        for index in fields.indices where fields[index].isNamed(name) && found.count < most {
            let some = AddressList.parse(fields[index].line, limit: most - found.count)
            if found.isEmpty { found = some } else { found += some }
        }
        return found
    }

    /// What `Date` says; nil when it is missing or no date can be made of it.
    public var date: MailDate? {
        for index in fields.indices where fields[index].isNamed("Date") {
            if let date = DateReader.read(fields[index].line) { return date }
        }
        return nil
    }

    /// Without angle brackets. QUIRK: an id with blanks and without brackets, `Mon 08:14 AM`, is one id.
    public var messageID: String? {
        guard let field = first("Message-ID") else { return nil }
        let found = MessageIDs.parse(field.unfolded, limit: 2)
        if found.count > 1, !field.rawValue.contains(ASCII.less), !field.rawValue.contains(ASCII.at)
        {
            return EncodedWords.cleaned(TextDecoder.undeclared(field.unfolded))
        }
        return found.first ?? messageIDs("Message-ID").first
    }
    /// Ids of the mails that it answers, without angle brackets (RFC 5322 §3.6.4).
    public var inReplyTo: [String] { messageIDs("In-Reply-To") }
    /// Ids of the thread, oldest first, without angle brackets; at most `Limits.references` (RFC 5322 §3.6.4).
    public var references: [String] { messageIDs("References") }

    /// The message ids of all fields of that name, without angle brackets, in their order.
    public func messageIDs(_ name: String) -> [String] {
        var found: [String] = []
        let most = Limits().references
        for field in fields where field.isNamed(name) && found.count < most {
            found += MessageIDs.parse(field.unfolded, limit: most - found.count)
        }
        return found
    }
}
