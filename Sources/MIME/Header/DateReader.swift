/// Finds day, time and zone among the words of a Date field, in whatever order they come.
enum DateReader {
    /// Dates are short; what is longer is garbage or several dates, of which the first counts.
    static let longest = 200

    static func read(_ value: ArraySlice<UInt8>) -> MailDate? {
        PlainDate.read(value) ?? readAnything(Array(value))
    }

    static func readAnything(_ value: [UInt8]) -> MailDate? {
        let value = readable(value)
        // QUIRK: a date and, glued to it, the field after it, which may be a Received.
        if let whole = read(piece: value[...], mustBeComplete: true) { return whole }
        if let semicolon = value.lastIndex(of: ASCII.semicolon), value.count - semicolon > 10,
            let found = read(piece: value[(semicolon + 1)...])
        {
            // As in Received fields.
            return found
        }
        return read(piece: value[...])
    }

    /// As UTF-8, with Japanese and Chinese dates in the order and form of ISO 8601.
    private static func readable(_ value: [UInt8]) -> [UInt8] {
        guard value.contains(where: { $0 >= 0x80 }) else { return value }
        let text = TextDecoder.undeclared(Array(value.prefix(longest * 2)))
        return text.unicodeScalars.flatMap { scalar -> [UInt8] in
            switch scalar {
            case "年", "月": [ASCII.dash]
            case "日": [ASCII.space]
            default: Array(String(scalar).utf8)
            }
        }
    }

    /// What begins a Received field, which has its date at the end.
    private static let received = ["from", "by", "via", "with", "id", "for"]

    private static func read(piece: ArraySlice<UInt8>, mustBeComplete: Bool = false) -> MailDate? {
        var reading = Reading()
        var isFirst = true
        for word in words(joiningTimes(piece.prefix(longest))) {
            if isFirst, mustBeComplete,
                received.contains(String(decoding: word.map(\.lowercased), as: UTF8.self))
            {
                return nil
            }
            isFirst = false
            reading.take(word)
            if reading.isComplete { return reading.date }
        }
        return mustBeComplete ? nil : reading.date
    }

    /// `09(comment):   55  :  06` is one time (RFC 5322 A.5): comments go to the end, blanks around colons
    /// vanish.
    private static func joiningTimes(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        var comments: [UInt8] = []
        var depth = 0
        for byte in bytes {
            if byte == ASCII.leftParen {
                depth += 1
                if depth == 1 { comments.append(ASCII.space) }
            }
            if depth > 0 {
                comments.append(byte)
            } else if byte == ASCII.colon || byte.isDigit {
                var last = text.count
                while last > 0, text[last - 1].isWhitespace { last -= 1 }
                if last > 0, byte == ASCII.colon || text[last - 1] == ASCII.colon {
                    text.removeSubrange(last...)
                }
                text.append(byte)
            } else {
                text.append(byte)
            }
            if byte == ASCII.rightParen, depth > 0 { depth -= 1 }
        }
        return text + comments
    }

    /// Words without commas; comments are words of their own, marked by the parenthesis.
    private static func words(_ bytes: [UInt8]) -> [[UInt8]] {
        var found: [[UInt8]] = []
        var word: [UInt8] = []
        for byte in bytes {
            if byte.isWhitespace || byte == ASCII.comma || byte == ASCII.leftParen
                || byte == ASCII.quote
                || byte == ASCII.rightParen || byte == ASCII.semicolon
            {
                if !word.isEmpty { found.append(word) }
                word = byte == ASCII.leftParen ? [byte] : []
            } else if word != [ASCII.leftParen] || !byte.isWhitespace {
                word.append(byte)
            }
        }
        if !word.isEmpty { found.append(word) }
        return found
    }

    private struct Reading {
        var year: Int?
        var month: Int?
        var day: Int?
        var time: (hour: Int, minute: Int, second: Int)?
        var offset: Int?
        var commentOffset: Int?
        /// Something was meant as the time and is none, such as `29:24:05`.
        var hasBrokenTime = false
        /// First letters of the words after the time: `Eastern Daylight Time` is EDT.
        var initials: [UInt8] = []
        /// The month stood before the day.
        var monthIsDoubtful = false
        /// Only `Z`, digits or a known name say the zone; a comment does if nothing else has.
        var isComplete: Bool {
            year != nil && month != nil && day != nil && time != nil && offset != nil
        }

        var date: MailDate? {
            guard let month, let day, let year, (1...9999).contains(year) else { return nil }
            guard (1...31).contains(day) else { return nil }
            // Midnight would be a guess: when the mail arrived is known better.
            if hasBrokenTime, time == nil { return nil }
            let days = MailDate.daysFromCivil(year: year, month: month, day: day)
            let clock = time ?? (0, 0, 0)
            let zone = offset ?? commentOffset ?? 0
            let local = days * 86_400 + clock.hour * 3600 + clock.minute * 60 + clock.second
            return MailDate(unixSeconds: Int64(local - zone * 60), offsetMinutes: zone)
        }

        mutating func take(_ raw: [UInt8]) {
            if raw.first == ASCII.leftParen {
                initials = Array(raw.dropFirst().prefix(1))
                if commentOffset == nil { commentOffset = Zone.named(raw.dropFirst()) }
                return
            }
            let word = raw[...]
            if takeTime(word) || takeZone(word) || takeISO(word) || takeSpelledZone(word) { return }
            if word.contains(ASCII.colon), word.first?.isDigit == true { hasBrokenTime = true }
            if word.contains(ASCII.dash) || word.contains(ASCII.slash) || word.contains(ASCII.dot) {
                for piece in word.split(whereSeparator: {
                    $0 == ASCII.dash || $0 == ASCII.slash || $0 == ASCII.dot
                }) {
                    takeSimple(piece)
                }
            } else {
                takeSimple(word)
            }
        }

        private mutating func takeSimple(_ word: ArraySlice<UInt8>) {
            if let number = ASCII.number(word) { return takeNumber(number, digits: word.count) }
            // QUIRK: `mar., 1 juil. 2003`: a word before the day may be a weekday that looks like a month.
            if month == nil || monthIsDoubtful, let found = Month.named(word) {
                month = found
                monthIsDoubtful = day == nil
                return
            }
            // `1st`, `21Nov`, `1Jul2003`.
            let digits = word.prefix { $0.isDigit }
            if !digits.isEmpty, digits.count <= 4, digits.count < word.count {
                if let number = ASCII.number(digits) { takeNumber(number, digits: digits.count) }
                let rest = word.dropFirst(digits.count)
                if month == nil, let found = Month.named(rest.prefix { !$0.isDigit }) {
                    month = found
                    let end = rest.drop { !$0.isDigit }
                    if let number = ASCII.number(end) { takeNumber(number, digits: end.count) }
                }
                return
            }
            switch String(decoding: word.map(\.lowercased), as: UTF8.self) {
            case "pm": if let found = time, found.hour < 12 { time?.hour += 12 }
            case "am": if let found = time, found.hour == 12 { time?.hour = 0 }
            default: break
            }
        }

        private mutating func takeNumber(_ number: Int, digits: Int) {
            if digits >= 3 {
                // Two-digit years and what they became after 1999 (RFC 5322 §4.3).
                if year == nil {
                    year = digits == 3 ? 1900 + number : number
                } else if digits == 4, time != nil, offset == nil, month != nil, day != nil {
                    // QUIRK: a zone without its sign, which lies east.
                    offset = Zone.minutes(number)
                }
            } else if day == nil, number >= 1, number <= 31 {
                day = number
            } else if year == nil {
                year = number < 50 ? 2000 + number : 1900 + number
            }
        }

        /// hour ":" minute [":" second]
        private mutating func takeTime(_ word: ArraySlice<UInt8>) -> Bool {
            guard time == nil else { return false }
            var clock = word
            var zone: ArraySlice<UInt8>?
            if let cut = clock.firstIndex(where: {
                !$0.isDigit && $0 != ASCII.colon && $0 != ASCII.dot
            }) {
                zone = clock[cut...]
                clock = clock[..<cut]
            }
            let separator = clock.contains(ASCII.colon) ? ASCII.colon : ASCII.dot
            let pieces = clock.split(separator: separator, omittingEmptySubsequences: false)
            guard (2...4).contains(pieces.count), pieces[0].count <= 2,
                pieces[1].count == 2 || pieces[1].count == 1,
                separator == ASCII.colon
                    || pieces.count == 3 && month != nil && pieces[2].count == 2,
                let hour = ASCII.number(pieces[0]), let minute = ASCII.number(pieces[1]),
                hour < 25, minute < 60
            else { return false }
            var second = 0
            if pieces.count > 2 {
                second = ASCII.number(pieces[2].prefix { $0.isDigit }) ?? 0
            }
            time = (hour, minute, min(second, 60))
            if let zone, !takeZone(zone) { takeSimple(zone) }
            return true
        }

        private mutating func takeZone(_ word: ArraySlice<UInt8>) -> Bool {
            guard let first = word.first else { return false }
            if first == 0x2B || first == ASCII.dash {
                guard time != nil, let minutes = Zone.numeric(word) else { return false }
                if offset == nil { offset = minutes }
                return true
            }
            guard time != nil, offset == nil, let minutes = Zone.named(word) else { return false }
            offset = minutes
            return true
        }

        /// Three words or more, the last of which is `Time`.
        private mutating func takeSpelledZone(_ word: ArraySlice<UInt8>) -> Bool {
            guard time != nil, offset == nil, word.allSatisfy({ $0.isLetter && $0 < 0x80 }),
                let first = word.first
            else { return false }
            initials.append(first)
            guard ASCII.equal(String(decoding: word, as: UTF8.self), "time"), initials.count > 2,
                let minutes = Zone.named(initials)
            else { return false }
            offset = minutes
            return true
        }

        /// 2003-07-01, 2003-07-01T10:52:37+02:00, 20030701T105237Z, 20030701105237
        private mutating func takeISO(_ word: ArraySlice<UInt8>) -> Bool {
            let split = word.firstIndex { $0 == 0x54 || $0 == 0x74 } ?? word.endIndex
            let dayPart = word[..<split]
            let pieces = dayPart.split(whereSeparator: {
                $0 == ASCII.dash || $0 == ASCII.slash || $0 == ASCII.dot
            })
            var numbers = pieces.compactMap { ASCII.number($0) }
            if pieces.count == 1, dayPart.count == 8 || dayPart.count == 14,
                dayPart.allSatisfy(\.isDigit), let whole = ASCII.number(dayPart.prefix(8))
            {
                numbers = [whole / 10_000, whole / 100 % 100, whole % 100]
            } else if pieces.count == 3, numbers.count == 3, pieces[2].count == 4,
                pieces[0].count <= 2
            {
                // 25/11/2022 or 11/25/2022: what can't be a month is the day; in doubt day first.
                numbers =
                    numbers[1] > 12
                    ? [numbers[2], numbers[0], numbers[1]] : [numbers[2], numbers[1], numbers[0]]
            } else if pieces.first?.count != 4 || pieces.count != 3 {
                return false
            }
            guard numbers.count == 3, (1...12).contains(numbers[1]), (1...31).contains(numbers[2]),
                year == nil
            else { return false }
            (year, month, day) = (numbers[0], numbers[1], numbers[2])
            if pieces.count == 1, dayPart.count == 14 { takeCompactTime(dayPart.suffix(6)) }
            if split < word.endIndex, !takeTime(word[(split + 1)...]) {
                takeCompactTime(word[(split + 1)...])
            }
            return true
        }

        /// 105237, 105237Z, 105237+0200
        private mutating func takeCompactTime(_ word: ArraySlice<UInt8>) {
            let digits = word.prefix { $0.isDigit }
            guard time == nil, digits.count == 6, let clock = ASCII.number(digits),
                clock < 24_00_00, clock / 100 % 100 < 60
            else { return }
            time = (clock / 10_000, clock / 100 % 100, min(clock % 100, 60))
            _ = takeZone(word.dropFirst(6))
        }
    }
}
