/// One line of an iCalendar file, unfolded: `DTSTART;VALUE=DATE:20261225` (RFC 5545 §3.1).
struct CalendarLine: Hashable, Sendable {
    /// In the file, from 1.
    var number: Int
    /// Upper-cased.
    var name: String
    /// Names upper-cased, values without quotes.
    var parameters: [String: String]
    var value: String

    /// Longer lines are cut; a holiday's longest has a few hundred bytes.
    private static let longest = 16 * 1024
    /// More parameters on one line are not read.
    private static let mostParameters = 50

    /// Unfolds and reads all lines; what is no line is reported by its number.
    ///
    /// Folding is undone on bytes, since some programs fold within a character. Lines end with CR LF, LF
    /// or CR.
    static func read(_ bytes: [UInt8]) -> (lines: [CalendarLine], broken: [Int]) {
        var lines: [CalendarLine] = []
        var broken: [Int] = []
        var current: [UInt8] = []
        var currentNumber = 1
        func finish() {
            guard !current.isEmpty else { return }
            if let line = CalendarLine(current, number: currentNumber) {
                lines.append(line)
            } else if !current.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) {
                broken.append(currentNumber)
            }
        }
        var rest = bytes[...]
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
        var number = 0
        while !rest.isEmpty {
            number += 1
            let end = rest.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? rest.endIndex
            let line = rest[rest.startIndex..<end]
            var next = end
            if next < rest.endIndex { next += 1 }
            if end < rest.endIndex, rest[end] == 0x0D, next < rest.endIndex, rest[next] == 0x0A {
                next += 1
            }
            rest = rest[next...]
            if let first = line.first, first == 0x20 || first == 0x09, !current.isEmpty {
                current += line.dropFirst().prefix(max(0, longest - current.count))
            } else {
                finish()
                current = Array(line.prefix(longest))
                currentNumber = number
            }
        }
        finish()
        return (lines, broken)
    }

    /// `contentline = name *(";" param ) ":" value`
    private init?(_ bytes: [UInt8], number: Int) {
        func isNameByte(_ byte: UInt8) -> Bool {
            (0x41...0x5A).contains(byte & 0xDF) || (0x30...0x39).contains(byte) || byte == 0x2D
        }
        func text(_ slice: ArraySlice<UInt8>) -> String { String(decoding: slice, as: UTF8.self) }
        var rest = bytes[...]
        let name = rest.prefix(while: isNameByte)
        guard !name.isEmpty else { return nil }
        rest = rest.dropFirst(name.count)
        var parameters: [String: String] = [:]
        while rest.first == UInt8(ascii: ";") {
            rest = rest.dropFirst()
            let key = rest.prefix(while: isNameByte)
            rest = rest.dropFirst(key.count)
            guard rest.first == UInt8(ascii: "=") else { return nil }
            rest = rest.dropFirst()
            var value: [UInt8] = []
            var isQuoted = false
            while let byte = rest.first {
                if byte == UInt8(ascii: "\"") {
                    isQuoted.toggle()
                } else if !isQuoted, byte == UInt8(ascii: ";") || byte == UInt8(ascii: ":") {
                    break
                } else {
                    value.append(byte)
                }
                rest = rest.dropFirst()
            }
            if parameters.count < Self.mostParameters {
                parameters[text(key).uppercased()] = text(value[...])
            }
        }
        guard rest.first == UInt8(ascii: ":") else { return nil }
        self.number = number
        self.name = text(name).uppercased()
        self.parameters = parameters
        value = text(rest.dropFirst())
    }

    /// A text value without its escapes (RFC 5545 §3.3.11); line ends become blanks.
    var unescaped: String {
        var out = ""
        var isEscaped = false
        for character in value {
            if isEscaped {
                out.append(character == "n" || character == "N" ? " " : character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                out.append(character)
            }
        }
        return out
    }
}

/// A date or a time of an iCalendar file (RFC 5545 §3.3.4, §3.3.5).
enum CalendarTime: Hashable, Sendable {
    case date(CalendarDay)
    /// On the clocks of a zone; nil is wherever one happens to be.
    case local(LocalTime, zone: String?)
    case utc(LocalTime)

    /// `20261225`, `20261225T140000`, `20261225T130000Z`; nil where it is none of them.
    init?(_ text: Substring, zone: String?) {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int? {
            guard range.upperBound <= bytes.count,
                bytes[range].allSatisfy({ (0x30...0x39).contains($0) })
            else { return nil }
            return bytes[range].reduce(0) { $0 * 10 + Int($1) - 0x30 }
        }
        guard let year = number(0..<4), let month = number(4..<6), let date = number(6..<8),
            let day = CalendarDay(year: year, month: month, day: date)
        else { return nil }
        if bytes.count == 8 {
            self = .date(day)
            return
        }
        guard bytes.count == 15 || bytes.count == 16, bytes[8] == UInt8(ascii: "T"),
            let hour = number(9..<11), let minute = number(11..<13), let second = number(13..<15),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        // A leap second counts as the second before it.
        let local = LocalTime(day, second: hour * 3600 + minute * 60 + min(second, 59))
        if bytes.count == 16 {
            guard bytes[15] == UInt8(ascii: "Z") else { return nil }
            self = .utc(local)
        } else {
            self = .local(local, zone: zone)
        }
    }

    /// What the file's own clock shows; midnight for a date.
    var clock: LocalTime {
        switch self {
        case .date(let day): LocalTime(day)
        case .local(let local, _), .utc(let local): local
        }
    }

    var isDate: Bool {
        if case .date = self { return true }
        return false
    }
}
