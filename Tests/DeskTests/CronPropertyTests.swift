import Desk
import Testing

/// A schedule as plain sets, and looked at minute by minute: what the quick arithmetic must agree with.
private struct SlowCron {
    var text: String
    var minutes: Set<Int>
    var hours: Set<Int>
    var dates: Set<Int>
    var months: Set<Int>
    var weekdays: Set<Int>
    var needsBoth: Bool

    init(_ random: inout SeededRandom) {
        func field(_ bounds: ClosedRange<Int>, _ starChance: Int) -> (String, Set<Int>) {
            if random.below(10) < starChance { return ("*", Set(bounds)) }
            var parts: [String] = []
            var values: Set<Int> = []
            for _ in 0..<random.number(1...3) {
                let first = random.number(bounds)
                switch random.below(4) {
                case 0:
                    let step = random.number(1...min(20, bounds.upperBound))
                    parts.append("*/\(step)")
                    values.formUnion(
                        stride(from: bounds.lowerBound, through: bounds.upperBound, by: step))
                case 1:
                    let last = random.number(first...bounds.upperBound)
                    parts.append("\(first)-\(last)")
                    values.formUnion(first...last)
                case 2 where first < bounds.upperBound:
                    let last = random.number((first + 1)...bounds.upperBound)
                    let step = random.number(1...5)
                    parts.append("\(first)-\(last)/\(step)")
                    values.formUnion(stride(from: first, through: last, by: step))
                default:
                    parts.append("\(first)")
                    values.insert(first)
                }
            }
            return (parts.joined(separator: ","), values)
        }
        let minute = field(0...59, 1)
        let hour = field(0...23, 3)
        let date = field(1...31, 6)
        let month = field(1...12, 7)
        let weekday = field(0...6, 5)
        text = [minute.0, hour.0, date.0, month.0, weekday.0].joined(separator: " ")
        (minutes, hours, dates, months, weekdays) = (minute.1, hour.1, date.1, month.1, weekday.1)
        needsBoth = date.0.hasPrefix("*") || weekday.0.hasPrefix("*")
    }

    func matches(_ shown: Shown) -> Bool {
        guard minutes.contains(shown.minute), hours.contains(shown.hour),
            months.contains(shown.month)
        else { return false }
        let byDate = dates.contains(shown.date)
        let byWeekday = weekdays.contains(shown.weekday)
        return needsBoth ? byDate && byWeekday : byDate || byWeekday
    }

    /// Every run of a stretch of minutes.
    func runs(_ minutes: [Minute]) -> [Instant] {
        minutes.filter { minute in
            if matches(minute.shown), hours.count == 24 || !minute.isRepeated { return true }
            return minute.skipped.contains(where: matches)
        }.map(\.at)
    }
}

/// What a clock shows.
private struct Shown {
    var minute: Int
    var hour: Int
    var date: Int
    var month: Int
    var weekday: Int

    init(_ local: LocalTime) {
        (minute, hour) = (local.minute, local.hour)
        (_, month, date) = local.day.parts
        weekday = local.day.weekday.rawValue % 7
    }
}

/// One minute of real time: what the clock shows, and what it skipped just before.
private struct Minute {
    var at: Instant
    var shown: Shown
    var isRepeated = false
    var skipped: [Shown] = []

    static func all(from start: Int64, count: Int, in zone: TimeZoneRules) -> [Minute] {
        var before = zone.local(at: Instant(seconds: start - 60))
        var seen: Set<LocalTime> = []
        // What was shown in the day before can be shown again.
        for minute in 1...1440 {
            seen.insert(zone.local(at: Instant(seconds: start - Int64(minute) * 60)))
        }
        return (0..<count).map { index in
            let at = Instant(seconds: start + Int64(index) * 60)
            let local = zone.local(at: at)
            var minute = Minute(at: at, shown: Shown(local))
            minute.isRepeated = !seen.insert(local).inserted
            minute.skipped = stride(from: before.seconds + 60, to: local.seconds, by: 60).map {
                Shown(LocalTime(seconds: $0))
            }
            before = local
            return minute
        }
    }
}

@Suite("Cron expressions against every minute")
struct CronPropertyTests {
    /// A day before a change of the clocks in each zone, and somewhere quiet.
    static let starts: [(zone: @Sendable () throws -> TimeZoneRules, start: String)] = [
        (SampleZones.berlin, "2026-03-28T00:00"), (SampleZones.berlin, "2026-10-24T12:00"),
        (SampleZones.newYork, "2028-03-11T00:00"), (SampleZones.newYork, "2026-10-31T12:00"),
        (SampleZones.lordHowe, "2026-10-03T00:00"), (SampleZones.lordHowe, "2026-04-04T00:00"),
        (SampleZones.kathmandu, "2028-02-28T00:00"), (SampleZones.apia, "2011-12-29T00:00"),
        ({ .utc }, "2027-12-30T00:00"),
    ]

    @Test("next, previous and count agree with a look at every minute", arguments: 0..<starts.count)
    func bruteForce(_ index: Int) throws {
        let zone = try Self.starts[index].zone()
        let start = Instant(utc: Self.starts[index].start).seconds
        let minutes = 3 * 1440
        let every = Minute.all(from: start, count: minutes, in: zone)
        let end = Instant(seconds: start + Int64(minutes - 1) * 60)
        var random = SeededRandom(seed: UInt64(1000 + index))
        var withRuns = 0
        for _ in 0..<30 {
            let slow = SlowCron(&random)
            let schedule: CronSchedule
            do { schedule = try CronSchedule(slow.text) } catch {
                // Only days that no year has are refused.
                #expect(error.description.hasPrefix("No year has such a day"))
                continue
            }
            let expected = slow.runs(every)
            if !expected.isEmpty { withRuns += 1 }
            var at = Instant(seconds: start - 60)
            var found: [Instant] = []
            while let next = schedule.next(after: at, in: zone), next <= end {
                found.append(next)
                at = next
            }
            if found != expected { Issue.record("\(zone.name): \(slow.text)") }
            var backwards: [Instant] = []
            at = end + .seconds(60)
            while let before = schedule.previous(before: at, in: zone), before.seconds >= start {
                backwards.append(before)
                at = before
            }
            if Array(backwards.reversed()) != expected {
                Issue.record("\(zone.name), backwards: \(slow.text)")
            }
            let count = schedule.runs(after: Instant(seconds: start - 60), through: end, in: zone)
            #expect(count == expected.count)
            // From a moment between the minutes too.
            let middle = Instant(
                milliseconds: (start + Int64(random.below(minutes * 60))) * 1000 + 7)
            if middle < end, let next = expected.first(where: { $0 > middle }) {
                #expect(schedule.next(after: middle, in: zone) == next, "\(slow.text)")
            }
        }
        #expect(withRuns > 10)
    }

    @Test("every expression has words in both languages, and no mark is left in them")
    func words() throws {
        var random = SeededRandom(seed: 7)
        for _ in 0..<600 {
            let slow = SlowCron(&random)
            let schedule: CronSchedule
            do { schedule = try CronSchedule(slow.text) } catch { continue }
            let wording = schedule.wording
            let missing = wording.keys.filter { Wording.german[$0] == nil }
            if !missing.isEmpty { Issue.record("\(slow.text): \(missing)") }
            if wording.english.contains("%") || wording.german.contains("%") {
                Issue.record("\(slow.text): \(wording.english)")
            }
        }
    }
}
