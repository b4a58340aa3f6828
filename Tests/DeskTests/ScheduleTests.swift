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
