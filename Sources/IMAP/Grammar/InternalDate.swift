/// When a server took a message in. RFC 3501 §9:
/// `date-time = DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone DQUOTE`,
/// for instance ` 7-Jul-1996 02:44:25 -0700`.
enum InternalDate {
    /// Seconds since 1970 in UTC; nil when the text is no date.
    /// Tolerates lower case, a missing leading space or zero, a missing zone (UTC), more spaces.
    static func unixSeconds(_ text: [UInt8]) -> Int64? {
        let fields = text.split(whereSeparator: { [0x20, 0x2D, 0x3A].contains($0) })
        guard fields.count >= 6,
            let day = number(fields[0]), (1...31).contains(day),
            let month = months.firstIndex(of: fields[1].map { $0 | 0x20 }),
            let year = number(fields[2]), (1900...9999).contains(year),
            let hour = number(fields[3]), hour < 24,
            let minute = number(fields[4]), minute < 60,
            let second = number(fields[5]), second <= 60
        else { return nil }
        // The split eats the sign of "-0700" together with its space: what stands before tells.
        let offset = fields.count > 6 ? zone(fields[6], isWest: isWest(text)) : 0
        let days = daysSince1970(year: year, month: month + 1, day: day)
        return ((days * 24 + hour) * 60 + minute - offset) * 60 + second
    }

    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ].map { Array($0.utf8) }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        guard (1...4).contains(digits.count) else { return nil }
        var value: Int64 = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            value = value * 10 + Int64(digit - 0x30)
        }
        return value
    }

    /// Minutes east of Greenwich. A zone that cannot be read is taken for UTC.
    private static func zone(_ field: ArraySlice<UInt8>, isWest: Bool) -> Int64 {
        let digits = field.first == UInt8(ascii: "+") ? field.dropFirst() : field
        guard digits.count == 4, let value = number(digits), value % 100 < 60, value <= 1400 else {
            return 0
        }
        let minutes = value / 100 * 60 + value % 100
        return isWest ? -minutes : minutes
    }

    /// Whether the zone begins with a minus: the third one in a date.
    private static func isWest(_ text: [UInt8]) -> Bool {
        text.count(where: { $0 == 0x2D }) > 2
    }

    /// Days from 1970-01-01 in the proleptic Gregorian calendar, by counting years from March so
    /// that the leap day comes last.
    private static func daysSince1970(year: Int64, month: Int, day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let century = year / 100
        let monthFromMarch = Int64((month + 9) % 12)
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        return 365 * year + year / 4 - century + century / 4 + dayOfYear - 719_468
    }
}
