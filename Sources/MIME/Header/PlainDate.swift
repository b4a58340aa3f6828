/// The one form of a date that nearly all mails have: `Tue, 1 Jul 2003 10:52:37 +0200 (CEST)`.
///
/// A short cut, no rule of its own: it reads what `DateReader` reads (a test compares them).
enum PlainDate {
    /// [ day-name "," ] day month year hour ":" minute ":" second zone (RFC 5322 §3.3); nil for all else.
    static func read(_ value: ArraySlice<UInt8>) -> MailDate? {
        let end = value.endIndex
        var i = value.startIndex
        func skip() { while i < end, value[i] == ASCII.space { i += 1 } }
        /// A number of as many digits.
        func number(_ digits: ClosedRange<Int>) -> Int? {
            let start = i
            var number = 0
            while i < end, i - start <= digits.upperBound, value[i].isDigit {
                number = number * 10 + Int(value[i] - 0x30)
                i += 1
            }
            return digits.contains(i - start) ? number : nil
        }
        func take(_ byte: UInt8) -> Bool {
            guard i < end, value[i] == byte else { return false }
            i += 1
            return true
        }
        guard value.count < DateReader.longest else { return nil }
        skip()
        if end - i > 4, value[i].isLetter {
            guard days.contains(key(value, i)), value[i + 3] == ASCII.comma else { return nil }
            i += 4
            skip()
        }
        guard let day = number(1...2), (1...31).contains(day), take(ASCII.space) else { return nil }
        skip()
        guard end - i > 4, let month = months.firstIndex(of: key(value, i)) else {
            return nil
        }
        i += 3
        guard take(ASCII.space) else { return nil }
        skip()
        guard let year = number(4...4), year > 999, take(ASCII.space) else { return nil }
        skip()
        guard let hour = number(2...2), hour < 24, take(ASCII.colon), let minute = number(2...2),
            minute < 60, take(ASCII.colon), let second = number(2...2), second < 60,
            take(ASCII.space)
        else { return nil }
        skip()
        guard let sign = i < end ? value[i] : nil, sign == 0x2B || sign == ASCII.dash else {
            return nil
        }
        i += 1
        guard let zone = number(4...4), zone < 2400 else { return nil }
        skip()
        // A comment, which says nothing that the digits don't.
        if take(ASCII.leftParen) {
            while i < end, value[i].isLetter || value[i] == ASCII.space { i += 1 }
            guard take(ASCII.rightParen) else { return nil }
            skip()
        }
        guard i == end else { return nil }
        let minutes = (zone / 100 * 60 + zone % 100) * (sign == ASCII.dash ? -1 : 1)
        let date = MailDate.daysFromCivil(year: year, month: month + 1, day: day) * 86_400
        let local = date + hour * 3600 + minute * 60 + second
        return MailDate(unixSeconds: Int64(local - minutes * 60), offsetMinutes: minutes)
    }

    /// Three letters in lower case as one number.
    private static func key(_ bytes: ArraySlice<UInt8>, _ i: Int) -> Int {
        Int(bytes[i].lowercased) << 16 | Int(bytes[i + 1].lowercased) << 8
            | Int(bytes[i + 2].lowercased)
    }

    private static func keys(_ words: String) -> [Int] {
        words.split(separator: " ").map { key(Array($0.utf8)[...], 0) }
    }

    private static let days = keys("mon tue wed thu fri sat sun")
    private static let months = keys("jan feb mar apr may jun jul aug sep oct nov dec")
}
