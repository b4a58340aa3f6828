import Desk
import Testing

@Suite("The calendar")
struct CalendarTests {
    @Test(
        "days know their weekday and ISO week",
        arguments: [
            ("1970-01-01", Weekday.thursday, 1970, 1), ("2000-02-29", .tuesday, 2000, 9),
            ("2005-01-01", .saturday, 2004, 53), ("2007-12-31", .monday, 2008, 1),
            ("2008-12-28", .sunday, 2008, 52), ("2010-01-03", .sunday, 2009, 53),
            ("2026-11-23", .monday, 2026, 48), ("0001-01-01", .monday, 1, 1),
            ("9999-12-31", .friday, 9999, 52),
        ])
    func weeks(_ text: String, _ weekday: Weekday, _ year: Int, _ week: Int) throws {
        let day = try #require(CalendarDay(text))
        #expect(day.iso8601 == text)
        #expect(day.weekday == weekday)
        #expect(day.isoWeek == (year, week))
    }

    @Test(
        "what is no day is refused",
        arguments: [
            "", "2026-2-3", "2026-02-30", "2025-02-29", "1900-02-29", "2026-13-01", "2026-00-10",
            "2026-01-00", "0000-01-01", "26-01-01", "2026-01-01 ", "+026-01-01", "2026/01/01",
        ])
    func noDays(_ text: String) {
        #expect(CalendarDay(text) == nil)
    }

    @Test("every day of 800 years follows the one before it")
    func everyDay() throws {
        var day = try #require(CalendarDay("1600-01-01"))
        let end = try #require(CalendarDay("2400-01-01"))
        var (year, month, date) = (1600, 1, 1)
        var weekday = Weekday.saturday
        while day < end {
            let same = day.parts == (year, month, date) && day.weekday == weekday
            if !same { Issue.record("\(day.iso8601)") }
            date += 1
            if date > CalendarDay.days(inMonth: month, of: year) { (month, date) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
            weekday = Weekday(rawValue: weekday.rawValue % 7 + 1) ?? .monday
            day = day.adding(days: 1)
        }
        #expect(day.parts == (2400, 1, 1))
    }

    @Test(
        "months later is the same day of the month, or its last",
        arguments: [
            ("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"),
            ("2026-01-31", 2, "2026-03-31"), ("2026-01-31", 13, "2027-02-28"),
            ("2026-11-30", 3, "2027-02-28"), ("2026-03-31", -1, "2026-02-28"),
            ("2026-01-15", -1, "2025-12-15"), ("2024-02-29", 12, "2025-02-28"),
            ("2024-02-29", 48, "2028-02-29"),
        ])
    func months(_ from: String, _ months: Int, _ to: String) throws {
        #expect(try #require(CalendarDay(from)).adding(months: months).iso8601 == to)
    }

    @Test("days beyond all use are pulled back instead of overflowing")
    func extremes() {
        #expect(CalendarDay(days: .max).days == CalendarDay.farthest)
        #expect(CalendarDay(days: .min).adding(days: .min).days == -CalendarDay.farthest)
        _ = CalendarDay(days: .max).adding(months: .max).iso8601
        _ = CalendarDay(days: .min).adding(months: .min).iso8601
        _ = LocalTime(seconds: .max).text
        _ = LocalTime(CalendarDay(days: .min), second: .min).day.isoWeek
    }
}
