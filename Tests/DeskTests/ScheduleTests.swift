import Desk
import Testing

@Suite("Schedules and time")
struct ScheduleTests {
    @Test(
        "frequencies are read as the command line writes them",
        arguments: zip(["5m", "3h", "1d", "60m", "24h"], ["5m", "3h", "1d", "1h", "1d"]))
    func frequencies(_ text: String, _ normal: String) {
        #expect(Frequency(text)?.text == normal)
    }

    @Test(
        "what is no frequency is refused",
        arguments: ["", "m", "0m", "-5m", "5", "5s", "367d", "99999999999999999999m", "5 m"])
    func refused(_ text: String) {
        #expect(Frequency(text) == nil)
        #expect {
            try Frequency.read(text)
        } throws: {
            guard let problem = $0 as? Refusal else { return false }
            return problem.wording.keys.allSatisfy { Wording.german[$0] != nil }
        }
    }

    @Test("frequencies are shown in words")
    func inWords() {
        #expect(Frequency("1m")?.inWords == "every minute")
        #expect(Frequency("5m")?.inWords == "every 5 minutes")
        #expect(Frequency("2d")?.inWords == "every 2 days")
    }

    @Test("after downtime a task runs once, and keeps its grid")
    func catchUp() throws {
        let frequency = try #require(Frequency("5m"))
        let due = Instant(seconds: 1000)
        #expect(frequency.next(after: due, now: Instant(seconds: 1000)) == Instant(seconds: 1300))
        #expect(frequency.next(after: due, now: Instant(seconds: 1299)) == Instant(seconds: 1300))
        #expect(
            frequency.next(after: due, now: Instant(seconds: 10_000)) == Instant(seconds: 10_300))
        #expect(frequency.next(after: due, now: Instant(seconds: 10)) == due)
    }

    @Test("a cron expression is a frequency too, and is stored as text")
    func cron() throws {
        let text = "CRON_TZ=Europe/Berlin 30 8 * * 1-5"
        let frequency = try Frequency.read(text)
        #expect(frequency.text == text)
        #expect(frequency.zoneName == "Europe/Berlin")
        #expect(frequency.interval == .seconds(86_400))
        #expect(frequency.inWords == "every weekday at 08:30 (Europe/Berlin)")
        let zones = TimeZones([try SampleZones.berlin()])
        let due = Instant(utc: "2026-11-27T07:30")
        // Over a weekend of downtime one run was missed, and one is made.
        let now = Instant(utc: "2026-11-30T09:00")
        #expect(frequency.timesDue(from: due, now: now, in: zones) == 2)
        #expect(
            frequency.next(after: due, now: now, in: zones) == Instant(utc: "2026-12-01T07:30"))
        #expect(frequency.previous(before: due, in: zones) == Instant(utc: "2026-11-26T07:30"))
        #expect(frequency.first(after: due, in: zones) == Instant(utc: "2026-11-30T07:30"))
        #expect(frequency.timesDue(from: due, now: due - .seconds(1), in: zones) == 0)
        // A clock set back: what is due stays due.
        let earlier = Instant(utc: "2026-11-20T00:00")
        #expect(frequency.next(after: due, now: earlier, in: zones) == due)
    }

    @Test("how often a frequency was due is counted from the due time on")
    func timesDue() throws {
        let frequency = try #require(Frequency("5m"))
        let due = Instant(seconds: 1000)
        #expect(frequency.timesDue(from: due, now: Instant(seconds: 999)) == 0)
        #expect(frequency.timesDue(from: due, now: due) == 1)
        #expect(frequency.timesDue(from: due, now: Instant(seconds: 1600)) == 3)
        #expect(frequency.timesDue(from: due, now: Instant(seconds: 1_000_000_000)) == 100_000)
    }

    @Test(
        "instants print as ISO 8601",
        arguments: zip(
            [0, 951_782_400_000, 1_790_000_000_123, -1000, -62_135_596_800_000] as [Int64],
            [
                "1970-01-01T00:00:00Z", "2000-02-29T00:00:00Z", "2026-09-21T14:13:20.123Z",
                "1969-12-31T23:59:59Z", "0001-01-01T00:00:00Z",
            ]))
    func iso(_ milliseconds: Int64, _ text: String) {
        #expect(Instant(milliseconds: milliseconds).iso8601 == text)
    }
}
