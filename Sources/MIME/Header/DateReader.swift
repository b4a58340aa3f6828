/// Finds day, time and zone among the words of a Date field, in whatever order they come.
enum DateReader {
    /// Dates are short; what is longer is garbage or several dates, of which the first counts.
    static let longest = 200

    static func read(_ value: [UInt8]) -> MailDate? {
        PlainDate.read(value) ?? readAnything(value)
    }

    static func readAnything(_ value: [UInt8]) -> MailDate? {
        if let semicolon = value.lastIndex(of: ASCII.semicolon), value.count - semicolon > 10,
            let found = read(piece: value[(semicolon + 1)...])
        {
            // As in Received fields.
            return found
        }
        return read(piece: value[...])
    }

    private static func read(piece: ArraySlice<UInt8>) -> MailDate? {
        var reading = Reading()
        for word in words(joiningTimes(piece.prefix(longest))) {
            reading.take(word)
            if reading.isComplete { break }
        }
        return reading.date
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
                if commentOffset == nil { commentOffset = Zone.named(raw.dropFirst()) }
                return
            }
            let word = raw[...]
            if takeTime(word) || takeZone(word) || takeISO(word) { return }
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
            // `1st`, `21Nov`, `Nov21`.
            let digits = word.prefix { $0.isDigit }
            if !digits.isEmpty, digits.count <= 4, digits.count < word.count {
                if let number = ASCII.number(digits) { takeNumber(number, digits: digits.count) }
                let rest = word.dropFirst(digits.count)
                if month == nil, let found = Month.named(rest) { month = found }
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
                if year == nil { year = digits == 3 ? 1900 + number : number }
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

        /// 2003-07-01, 2003-07-01T10:52:37+02:00, 20030701T105237Z
        private mutating func takeISO(_ word: ArraySlice<UInt8>) -> Bool {
            let split = word.firstIndex { $0 == 0x54 || $0 == 0x74 } ?? word.endIndex
            let dayPart = word[..<split]
            let pieces = dayPart.split(whereSeparator: {
                $0 == ASCII.dash || $0 == ASCII.slash || $0 == ASCII.dot
            })
            var numbers = pieces.compactMap { ASCII.number($0) }
            if pieces.count == 1, dayPart.count == 8, let whole = ASCII.number(dayPart) {
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
            if split < word.endIndex { _ = takeTime(word[(split + 1)...]) }
            return true
        }
    }

    enum Month {
        /// By the first letters, in English and the languages whose mailers translate them.
        static func named(_ word: ArraySlice<UInt8>) -> Int? {
            guard word.count >= 3, word.count <= 12 else { return nil }
            let text = String(decoding: word.map(\.lowercased), as: UTF8.self)
            for (prefix, month) in prefixes where text.hasPrefix(prefix) { return month }
            return nil
        }

        private static let prefixes: [(String, Int)] = [
            ("jan", 1), ("feb", 2), ("fév", 2), ("fev", 2), ("mar", 3), ("mär", 3), ("mrz", 3),
            ("maa", 3),
            ("mrt", 3), ("apr", 4), ("avr", 4), ("abr", 4), ("may", 5), ("mai", 5), ("mei", 5),
            ("maj", 5),
            ("mag", 5), ("juin", 6), ("jun", 6), ("giu", 6), ("juil", 7), ("jul", 7), ("lug", 7),
            ("aug", 8),
            ("aoû", 8), ("aou", 8), ("ago", 8), ("sep", 9), ("set", 9), ("oct", 10), ("okt", 10),
            ("out", 10),
            ("ott", 10), ("nov", 11), ("dec", 12), ("dez", 12), ("déc", 12), ("dic", 12),
        ]
    }

    enum Zone {
        /// ("+" / "-") 4DIGIT, also with a colon or fewer digits. Nonsense counts as none.
        static func numeric(_ word: ArraySlice<UInt8>) -> Int? {
            let sign = word.first == ASCII.dash ? -1 : 1
            let rest = word.dropFirst()
            let digits = rest.prefix { $0.isDigit || $0 == ASCII.colon }.filter {
                $0 != ASCII.colon
            }
            guard let number = ASCII.number(digits.prefix(4)) else { return nil }
            let minutes: Int
            switch digits.count {
            case 1, 2: minutes = number * 60
            case 3: minutes = number / 100 * 60 + number % 100
            default: minutes = number / 100 * 60 + number % 100
            }
            return minutes < 24 * 60 ? sign * minutes : nil
        }

        /// RFC 5322 §4.3 and the names that mailers write nevertheless.
        static func named(_ word: some Collection<UInt8>) -> Int? {
            if let first = word.first, first == 0x2B || first == ASCII.dash {
                return numeric(Array(word)[...])
            }
            var letters = word.map(\.lowercased)
            // GMT+0200, UTC-5
            if let sign = letters.firstIndex(where: { $0 == 0x2B || $0 == ASCII.dash }), sign <= 4,
                ["gmt", "utc", "ut"].contains(String(decoding: letters[..<sign], as: UTF8.self))
            {
                return numeric(letters[sign...])
            }
            letters = letters.filter { $0.isLetter }
            return table[String(decoding: letters, as: UTF8.self)]
        }

        private static let table: [String: Int] = [
            "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "est": -300, "edt": -240, "cst": -360,
            "cdt": -300,
            "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "akst": -540, "akdt": -480,
            "hst": -600,
            "ast": -240, "adt": -180, "nst": -210, "ndt": -150, "bst": 60, "west": 60, "cet": 60,
            "met": 60,
            "mez": 60, "mewt": 60, "swt": 60, "cest": 120, "mest": 120, "mesz": 120, "mesd": 120,
            "eet": 120,
            "sast": 120, "eest": 180, "msk": 180, "msd": 240, "ist": 330, "pkt": 300, "ict": 420,
            "wib": 420,
            "sgt": 480, "hkt": 480, "awst": 480, "jst": 540, "kst": 540, "acst": 570, "aest": 600,
            "aedt": 660,
            "nzst": 720, "nzdt": 780, "brt": -180, "art": -180, "clt": -240,
        ]
    }
}
