import Desk
import Testing

@Suite("Cron expressions")
struct CronTests {
    static let zones: [String: @Sendable () throws -> TimeZoneRules] = [
        "UTC": { .utc }, "Berlin": SampleZones.berlin, "New York": SampleZones.newYork,
        "Lord Howe": SampleZones.lordHowe, "Kathmandu": SampleZones.kathmandu,
        "Apia": SampleZones.apia,
    ]

    /// Expression, zone, a moment, and the runs that follow, all in UTC.
    static let table: [(String, String, String, [String])] = [
        ("*/15 * * * *", "UTC", "2026-01-01T00:00", ["2026-01-01T00:15", "2026-01-01T00:30"]),
        ("@hourly", "UTC", "2026-01-01T00:59", ["2026-01-01T01:00", "2026-01-01T02:00"]),
        ("@daily", "UTC", "2026-12-31T00:00", ["2027-01-01T00:00", "2027-01-02T00:00"]),
        ("@weekly", "UTC", "2026-11-23T08:00", ["2026-11-29T00:00", "2026-12-06T00:00"]),
        ("@monthly", "UTC", "2026-11-23T08:00", ["2026-12-01T00:00", "2027-01-01T00:00"]),
        ("@yearly", "UTC", "2026-11-23T08:00", ["2027-01-01T00:00", "2028-01-01T00:00"]),
        ("30 8 * * Mon-Fri", "UTC", "2026-11-27T08:30", ["2026-11-30T08:30", "2026-12-01T08:30"]),
        ("0 0 29 2 *", "UTC", "2026-01-01T00:00", ["2028-02-29T00:00", "2032-02-29T00:00"]),
        ("0 0 29 2 *", "UTC", "2096-03-01T00:00", ["2104-02-29T00:00"]),
        ("0 0 31 * *", "UTC", "2026-01-31T00:00", ["2026-03-31T00:00", "2026-05-31T00:00"]),
        ("0 0 L * *", "UTC", "2028-01-31T00:00", ["2028-02-29T00:00", "2028-03-31T00:00"]),
        ("0 0 L-2 2 *", "UTC", "2026-01-01T00:00", ["2026-02-26T00:00", "2027-02-26T00:00"]),
        ("0 9 * * 5#2", "UTC", "2026-11-01T00:00", ["2026-11-13T09:00", "2026-12-11T09:00"]),
        ("0 9 * * Fri#5", "UTC", "2026-11-01T00:00", ["2027-01-29T09:00", "2027-04-30T09:00"]),
        ("0 9 * * 5L", "UTC", "2026-11-01T00:00", ["2026-11-27T09:00", "2026-12-25T09:00"]),
        ("0 9 * * MonL", "UTC", "2026-11-01T00:00", ["2026-11-30T09:00", "2026-12-28T09:00"]),
        // Both days restricted: either will do. One with a star: both must hold.
        ("0 0 13 * Fri", "UTC", "2026-11-12T00:00", ["2026-11-13T00:00", "2026-11-20T00:00"]),
        ("0 0 1-7 * Mon", "UTC", "2026-11-08T00:00", ["2026-11-09T00:00", "2026-11-16T00:00"]),
        ("0 0 */2 * Mon", "UTC", "2026-11-01T00:00", ["2026-11-09T00:00", "2026-11-23T00:00"]),
        ("0 0 13 * *", "UTC", "2026-11-12T00:00", ["2026-11-13T00:00", "2026-12-13T00:00"]),
        ("0 0 ? * 7", "UTC", "2026-11-23T00:00", ["2026-11-29T00:00"]),
        ("0 0 * * Sat-Sun", "UTC", "2026-11-23T00:00", ["2026-11-28T00:00", "2026-11-29T00:00"]),
        ("0 0 * * 5-7", "UTC", "2026-11-23T00:00", ["2026-11-27T00:00", "2026-11-28T00:00"]),
        ("10-20/5 1,3 * * *", "UTC", "2026-01-01T01:15", ["2026-01-01T01:20", "2026-01-01T03:10"]),
        // The hour that does not exist runs at the jump, and only once.
        ("30 2 * * *", "Berlin", "2026-03-28T12:00", ["2026-03-29T01:00", "2026-03-30T00:30"]),
        ("0,30 2 * * *", "Berlin", "2026-03-28T12:00", ["2026-03-29T01:00", "2026-03-30T00:00"]),
        ("0 3 * * *", "Berlin", "2026-03-28T12:00", ["2026-03-29T01:00", "2026-03-30T01:00"]),
        ("30 2,3 * * *", "Berlin", "2026-03-28T12:00", ["2026-03-29T01:00", "2026-03-29T01:30"]),
        // The hour that exists twice runs once, the first time.
        ("30 2 * * *", "Berlin", "2026-10-24T12:00", ["2026-10-25T00:30", "2026-10-26T01:30"]),
        ("30 2 * * *", "Berlin", "2026-10-25T00:45", ["2026-10-26T01:30"]),
        ("30 2 * * *", "Berlin", "2026-10-25T01:15", ["2026-10-26T01:30"]),
        ("0 1-4 * * *", "Berlin", "2026-10-24T23:30", ["2026-10-25T00:00", "2026-10-25T02:00"]),
        // A rhythm for every hour goes on.
        ("*/30 * * * *", "Berlin", "2026-10-25T00:15", ["2026-10-25T00:30", "2026-10-25T01:00"]),
        (
            "30 * * * *", "Berlin", "2026-10-24T23:00",
            ["2026-10-24T23:30", "2026-10-25T00:30", "2026-10-25T01:30"]
        ),
        ("*/30 * * * *", "Berlin", "2026-03-29T00:30", ["2026-03-29T01:00", "2026-03-29T01:30"]),
        ("0 2 * * *", "New York", "2026-03-07T12:00", ["2026-03-08T07:00", "2026-03-09T06:00"]),
        ("30 1 * * *", "New York", "2026-10-31T12:00", ["2026-11-01T05:30", "2026-11-02T06:30"]),
        ("15 2 * * *", "Lord Howe", "2026-10-03T00:00", ["2026-10-03T15:30", "2026-10-04T15:15"]),
        ("45 1 * * *", "Lord Howe", "2026-04-04T00:00", ["2026-04-04T14:45", "2026-04-05T15:15"]),
        ("0 6 * * *", "Kathmandu", "2026-01-01T00:00", ["2026-01-01T00:15", "2026-01-02T00:15"]),
        // 30 December 2011 did not exist in Samoa.
        (
            "0 12 * * *", "Apia", "2011-12-29T12:00",
            ["2011-12-29T22:00", "2011-12-30T10:00", "2011-12-30T22:00"]
        ),
        ("0 12 30 12 *", "Apia", "2011-01-01T00:00", ["2011-12-30T10:00", "2012-12-29T23:00"]),
    ]

    @Test("runs follow each other", arguments: table)
    func next(_ text: String, _ zone: String, _ from: String, _ runs: [String]) throws {
        let schedule = try CronSchedule(text)
        let make = try #require(Self.zones[zone])
        let rules = try make()
        var at = Instant(utc: from)
        var found: [Instant] = []
        for _ in runs {
            at = try #require(schedule.next(after: at, in: rules))
            found.append(at)
        }
        #expect(found.map(\.iso8601) == runs.map { $0 + ":00Z" })
        // And backwards the same.
        for (run, before) in zip(found, found.dropFirst()) {
            #expect(schedule.previous(before: before, in: rules) == run)
        }
        let end = try #require(found.last)
        #expect(schedule.runs(after: Instant(utc: from), through: end, in: rules) == runs.count)
        #expect(
            schedule.runs(after: Instant(utc: from), through: end, in: rules, limit: 1) == 1)
    }

    @Test(
        "what is wrong is said with what to do",
        arguments: [
            (
                "",
                "A cron expression has five fields (minute, hour, day of month, month, day of week), this one has 0. Use for instance 30 8 * * 1-5."
            ),
            (
                "0 0 * * * *",
                "A cron expression has five fields, this one has six. Leave the seconds or the year away."
            ),
            ("60 * * * *", "In the field minute, “60” is out of bounds. Use 0 to 59."),
            ("* 24 * * *", "In the field hour, “24” is out of bounds. Use 0 to 23."),
            ("* * 0 * *", "In the field day of month, “0” is out of bounds. Use 1 to 31."),
            ("* * * * 8", "In the field day of week, “8” is out of bounds. Use 0 to 7."),
            (
                "5/15 * * * *",
                "In the field minute, the step in “5/15” needs a range before it. Write for instance “5-59/15”."
            ),
            ("*/0 * * * *", "In the field minute, the step in “*/0” must be from 1 to 59."),
            ("*/90 * * * *", "In the field minute, the step in “*/90” must be from 1 to 59."),
            (
                "0 22-4 * * *",
                "In the field hour, the range “22-4” runs backwards. Write two ranges: “22-23,0-4”."
            ),
            (
                "0 0 30 2 *",
                "No year has such a day, so it would never run. Change the day of month or the month."
            ),
            (
                "0 0 31 4,6,9,11 *",
                "No year has such a day, so it would never run. Change the day of month or the month."
            ),
            (
                "@reboot",
                "“@reboot” is not known. Use @hourly, @daily, @weekly, @monthly or @yearly."
            ),
            (
                "0 0 15W * *",
                "“15W”, the weekday nearest to a day, can't be used. Write the days out, for instance 1-3 as day of month."
            ),
            (
                "0 0 * * 5#6",
                "In “5#6”, the number after # must be from 1 to 5: the first to the fifth such day of the month."
            ),
            (
                "CRON_TZ=../etc 0 0 * * *",
                "“../etc” is not the name of a time zone. Use for instance Europe/Berlin or UTC."
            ),
        ])
    func problems(_ text: String, _ sentence: String) {
        #expect {
            try CronSchedule(text)
        } throws: { error in
            guard let problem = error as? Refusal else { return false }
            #expect(problem.description == sentence)
            #expect(problem.wording.german != sentence)
            return problem.wording.keys.allSatisfy { Wording.german[$0] != nil }
        }
    }

    @Test(
        "what is no field is not understood",
        arguments: [
            "x * * * *", "1,,2 * * * *", "1- * * * *", "-1 * * * *", "1-2-3 * * * *", "*/ * * * *",
            "*/x * * * *", "1//2 * * * *", "+1 * * * *", "* * * * Mo", "* * * Janu *",
            "* * L-31 * *",
            "* * L-0 * *", "* * * * L", "* * * * #2", "* * * * 5#", "٣ * * * *", "* * LL * *",
            "2* * * * *",
            "99999999999999999999 * * * *", "*/99999999999999999999 * * * *",
        ])
    func refused(_ text: String) {
        #expect(throws: Refusal.self) { try CronSchedule(text) }
    }

    @Test(
        "names and nicknames are read in any case",
        arguments: zip(
            [
                "0 0 * JAN-mar monday,Tue", "@Daily", "CRON_TZ=Europe/Berlin 0  8 * * *",
                "TZ=UTC @hourly",
            ],
            [
                "0 0 * JAN-mar monday,Tue", "0 0 * * *", "CRON_TZ=Europe/Berlin 0 8 * * *",
                "0 * * * *",
            ]))
    func texts(_ text: String, _ normal: String) throws {
        let schedule = try CronSchedule(text)
        #expect(schedule.text == normal)
        #expect(try CronSchedule(schedule.text) == schedule)
    }

    @Test(
        "schedules are shown in words, English and German",
        arguments: [
            ("30 8 * * 1-5", "every weekday at 08:30", "montags bis freitags um 08:30"),
            ("* * * * *", "every minute", "jede Minute"),
            ("*/5 * * * *", "every 5 minutes", "alle 5 Minuten"),
            ("@hourly", "every hour", "jede Stunde"),
            ("15 * * * *", "every hour at minute 15", "jede Stunde zur Minute 15"),
            ("0 */6 * * *", "every 6 hours", "alle 6 Stunden"),
            ("20 */6 * * *", "every 6 hours at minute 20", "alle 6 Stunden zur Minute 20"),
            ("@daily", "every day at 00:00", "jeden Tag um 00:00"),
            (
                "0 8,12,17 * * *", "every day at 08:00, 12:00 and 17:00",
                "jeden Tag um 08:00, 12:00 und 17:00"
            ),
            (
                "0 9 * * Mon,Fri", "every Monday and Friday at 09:00",
                "jeden Montag und Freitag um 09:00"
            ),
            (
                "*/5 8-17 * * 1-5", "every weekday, every 5 minutes from 08:00 to 17:55",
                "montags bis freitags, alle 5 Minuten von 08:00 bis 17:55"
            ),
            ("0 9-17 * * *", "every hour from 09:00 to 17:00", "jede Stunde von 09:00 bis 17:00"),
            (
                "*/10 8-11,14-17 * * *", "every 10 minutes in the hours 8 to 11 and 14 to 17",
                "alle 10 Minuten in den Stunden 8 bis 11 und 14 bis 17"
            ),
            (
                "0 3 1,15 * *", "on the 1st and 15th of the month at 03:00",
                "am 1. und 15. des Monats um 03:00"
            ),
            (
                "0 3 1-7 * *", "on the 1st to 7th of the month at 03:00",
                "am 1. bis 7. des Monats um 03:00"
            ),
            (
                "0 3 L * *", "on the last day of the month at 03:00",
                "am letzten Tag des Monats um 03:00"
            ),
            (
                "0 3 L-2 * *", "on the 2nd day before the last of the month at 03:00",
                "am 2. Tag vor dem letzten des Monats um 03:00"
            ),
            (
                "0 3 * * 5#2", "on the second Friday of the month at 03:00",
                "am zweiten Freitag des Monats um 03:00"
            ),
            (
                "0 3 * * 5L", "on the last Friday of the month at 03:00",
                "am letzten Freitag des Monats um 03:00"
            ),
            (
                "0 3 13 * Fri", "on the 13th of the month or every Friday at 03:00",
                "am 13. des Monats oder jeden Freitag um 03:00"
            ),
            (
                "0 3 1 1,7 *", "on the 1st of the month at 03:00, in January and July",
                "am 1. des Monats um 03:00, im Januar und Juli"
            ),
            (
                "0 3 1 1-3 *", "on the 1st of the month at 03:00, in January to March",
                "am 1. des Monats um 03:00, im Januar bis März"
            ),
            (
                "CRON_TZ=Europe/Berlin 30 8 * * *", "every day at 08:30 (Europe/Berlin)",
                "jeden Tag um 08:30 (Europe/Berlin)"
            ),
        ])
    func words(_ text: String, _ english: String, _ german: String) throws {
        let wording = try CronSchedule(text).wording
        #expect(wording.english == english)
        #expect(wording.german == german)
    }

    @Test(
        "the shortest time between two runs is known",
        arguments: [
            ("* * * * *", 1), ("*/5 * * * *", 5), ("0,59 * * * *", 1), ("@hourly", 60),
            ("@daily", 1440),
            ("0 8 * * 1-5", 1440), ("0 8 * * 1", 7 * 1440), ("@monthly", 28 * 1440),
            ("0 8,17 * * *", 540), ("0 1,23 * * *", 120), ("0 1,23 * * 1", 22 * 60),
            ("@yearly", 365 * 1440), ("0 0 29 2 *", 1461 * 1440),
        ])
    func shortest(_ text: String, _ minutes: Int) throws {
        #expect(try CronSchedule(text).shortestInterval == .seconds(minutes * 60))
    }

    @Test("moments at the end of all time answer without a trap")
    func extremes() throws {
        for text in ["* * * * *", "0 0 29 2 *", "30 2 * * 5#5"] {
            let schedule = try CronSchedule(text)
            for zone in try SampleZones.all() {
                for milliseconds in [Int64.min, -1, 0, .max] {
                    let at = Instant(milliseconds: milliseconds)
                    _ = schedule.next(after: at, in: zone)
                    _ = schedule.previous(before: at, in: zone)
                }
            }
        }
    }
}
