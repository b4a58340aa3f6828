import Desk
import Foundation
import Testing

@Suite("Time zones")
struct TimeZoneTests {
    @Test("a clock set forward skips an hour, one set back shows an hour twice")
    func berlin() throws {
        let zone = try SampleZones.berlin()
        #expect(zone.local(at: Instant(utc: "2026-03-29T00:59:59Z")).text == "2026-03-29T01:59:59")
        #expect(zone.local(at: Instant(utc: "2026-03-29T01:00:00Z")).text == "2026-03-29T03:00:00")
        let skipped = try #require(LocalTime(year: 2026, month: 3, day: 29, hour: 2, minute: 30))
        #expect(zone.reading(of: skipped) == .skipped(at: Instant(utc: "2026-03-29T01:00:00Z")))
        let twice = try #require(LocalTime(year: 2026, month: 10, day: 25, hour: 2, minute: 30))
        #expect(
            zone.reading(of: twice)
                == .twice(
                    first: Instant(utc: "2026-10-25T00:30:00Z"),
                    second: Instant(utc: "2026-10-25T01:30:00Z")))
        let once = try #require(LocalTime(year: 2026, month: 10, day: 25, hour: 3))
        #expect(zone.reading(of: once) == .once(Instant(utc: "2026-10-25T02:00:00Z")))
        #expect(zone.offset(at: Instant(utc: "2026-07-01")).abbreviation == "CEST")
        #expect(!zone.offset(at: Instant(utc: "2026-12-01")).isDaylightSaving)
    }

    @Test("a jump of half an hour is half an hour")
    func lordHowe() throws {
        let zone = try SampleZones.lordHowe()
        let skipped = try #require(LocalTime(year: 2026, month: 10, day: 4, hour: 2, minute: 29))
        #expect(zone.reading(of: skipped) == .skipped(at: Instant(utc: "2026-10-03T15:30:00Z")))
        let after = try #require(LocalTime(year: 2026, month: 10, day: 4, hour: 2, minute: 30))
        #expect(zone.reading(of: after) == .once(Instant(utc: "2026-10-03T15:30:00Z")))
        let twice = try #require(LocalTime(year: 2026, month: 4, day: 5, hour: 1, minute: 45))
        #expect(
            zone.reading(of: twice)
                == .twice(
                    first: Instant(utc: "2026-04-04T14:45:00Z"),
                    second: Instant(utc: "2026-04-04T15:15:00Z")))
    }

    @Test("a day that a place skipped does not exist there, and begins where it was skipped")
    func apia() throws {
        let zone = try SampleZones.apia()
        let skipped = try #require(CalendarDay("2011-12-30"))
        let jump = Instant(utc: "2011-12-30T10:00:00Z")
        #expect(zone.reading(of: LocalTime(skipped, second: 43_200)) == .skipped(at: jump))
        #expect(zone.start(of: skipped) == jump)
        #expect(zone.start(of: skipped.adding(days: 1)) == jump)
        #expect(zone.day(at: jump).iso8601 == "2011-12-31")
        #expect(zone.day(at: jump - .milliseconds(1)).iso8601 == "2011-12-29")
    }

    @Test("every moment is found again from what the clock showed")
    func thereAndBack() throws {
        var random = SeededRandom(seed: 1)
        for zone in try SampleZones.all() {
            for _ in 0..<2000 {
                let instant = Instant(seconds: Int64(random.number(-3_000_000_000...6_000_000_000)))
                switch zone.reading(of: zone.local(at: instant)) {
                case .once(let found): #expect(found == instant)
                case .twice(let first, let second):
                    #expect(first == instant || second == instant)
                    #expect(first < second)
                case .skipped: Issue.record("\(zone.name) \(instant.iso8601)")
                }
            }
        }
    }

    @Test("rules beyond the table may name days in every way of POSIX")
    func footers() throws {
        // Day 60 without the leap day is always the first of March; with it, it is 1 March or 29 February.
        let julian = try SampleZones.zone("J", "AAA0BBB,J60/0,J300/0")
        #expect(julian.offset(at: Instant(utc: "2024-02-29T23:59:59Z")).seconds == 0)
        #expect(julian.offset(at: Instant(utc: "2024-03-01T00:00:00Z")).seconds == 3600)
        let counted = try SampleZones.zone("N", "AAA0BBB,59/0,300/0")
        #expect(counted.offset(at: Instant(utc: "2024-02-29T00:00:00Z")).seconds == 3600)
        #expect(counted.offset(at: Instant(utc: "2023-02-28T23:59:59Z")).seconds == 0)
        // Daylight saving all year (RFC 8536 §3.3.1), and negative daylight saving as in Dublin.
        let always = try SampleZones.zone("A", "EST5EDT,0/0,J365/25")
        for month in 1...12 {
            let first = try #require(CalendarDay(year: 2031, month: month, day: 1))
            #expect(always.offset(at: Instant(seconds: first.days * 86_400)).seconds == -14_400)
        }
        let dublin = try SampleZones.zone("D", "IST-1GMT0,M10.5.0,M3.5.0/1")
        #expect(dublin.offset(at: Instant(utc: "2040-01-01")).seconds == 0)
        #expect(dublin.offset(at: Instant(utc: "2040-07-01")).seconds == 3600)
        // Greenland changes at minus one o'clock of Sunday, which is Saturday.
        let godthab = try SampleZones.zone("G", "<-02>2<-01>,M3.5.0/-1,M10.5.0/0")
        #expect(godthab.offset(at: Instant(utc: "2026-03-29T00:59:59Z")).seconds == -7200)
        #expect(godthab.offset(at: Instant(utc: "2026-03-29T01:00:00Z")).seconds == -3600)
    }

    @Test(
        "a footer that is no rule is refused",
        arguments: [
            "X", "CET", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0", "CET-25",
            "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,J0,J365", "CET-1CEST,366,1", "<+1030-10:30",
            "CET-1CEST,M3.5.0,M10.5.0/3x", "CET-1:60", "CET-1CEST,M3.5.0/168,M10.5.0",
        ])
    func badFooters(_ footer: String) {
        #expect(throws: TimeZoneProblem.damaged("Z")) {
            try TimeZoneRules(name: "Z", file: SampleZones.file(footer: footer))
        }
    }

    @Test("an old file of version 1 is read with its 32-bit times")
    func versionOne() throws {
        let file = SampleZones.block(
            version: "\0", types: [(3600, false), (7200, true)],
            transitions: [(-100_000, 1), (100_000, 0)], timeSize: 4)
        let zone = try TimeZoneRules(name: "One", file: file)
        #expect(zone.offset(at: Instant(seconds: -100_001)).seconds == 3600)
        #expect(zone.offset(at: Instant(seconds: 0)).seconds == 7200)
        #expect(zone.offset(at: Instant(seconds: 100_000)).seconds == 3600)
        #expect(zone.offset(at: Instant(seconds: 4_000_000_000)).seconds == 3600)
    }

    @Test("bytes that are no zone are refused with a sentence, whatever they are")
    func hostile() throws {
        let good = SampleZones.file(
            types: [(-36_000, true), (50_400, true), (46_800, false)],
            transitions: [(1_325_239_200, 1), (1_333_202_400, 2)], footer: "<+13>-13")
        for length in 0..<good.count {
            #expect(throws: TimeZoneProblem.self) {
                try TimeZoneRules(name: "Z", file: Array(good.prefix(length)))
            }
        }
        var random = SeededRandom(seed: 2)
        var read = 0
        for _ in 0..<4000 {
            var bytes = good
            for _ in 0..<random.number(1...4) {
                bytes[random.below(bytes.count)] = UInt8(random.below(256))
            }
            do {
                let zone = try TimeZoneRules(name: "Z", file: bytes)
                read += 1
                for at in [Int64.min, -1, 0, 1_325_239_200_000, .max] {
                    let local = zone.local(at: Instant(milliseconds: at))
                    _ = zone.reading(of: local)
                    _ = zone.offset(at: Instant(milliseconds: at))
                }
            } catch { #expect(String(describing: error).hasSuffix(".")) }
        }
        #expect(read > 100)
        #expect(throws: TimeZoneProblem.damaged("Z")) {
            try TimeZoneRules(
                name: "Z", file: [UInt8](repeating: 0x54, count: TimeZoneRules.largestFile + 1))
        }
    }

    @Test("names of zones are names, not paths")
    func names() {
        for name in ["Europe/Berlin", "UTC", "Etc/GMT+1", "America/Argentina/Buenos_Aires"] {
            #expect(TimeZoneRules.isName(name))
        }
        for name in [
            "", "/etc/passwd", "../x", "Europe/../..", "a//b", "Europe/", "a b", "é", "a.b",
        ] {
            #expect(!TimeZoneRules.isName(name))
        }
    }

    static let folder = "/usr/share/zoneinfo"

    @Test(
        "the machine's time zones agree with Foundation",
        .enabled(if: FileManager.default.fileExists(atPath: folder + "/Europe/Berlin")),
        arguments: [
            "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
            "Pacific/Apia", "Africa/Casablanca", "Europe/Dublin", "America/Sao_Paulo",
            "America/St_Johns", "Pacific/Chatham", "Asia/Tehran", "Antarctica/Troll",
        ])
    func foundation(_ name: String) throws {
        let data = try Data(contentsOf: URL(filePath: Self.folder + "/" + name))
        let zone = try TimeZoneRules(name: name, file: [UInt8](data))
        let other = try #require(TimeZone(identifier: name))
        var random = SeededRandom(seed: 3)
        for _ in 0..<1000 {
            let seconds = Int64(random.number(0...2_100_000_000))
            let theirs = other.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
            let ours = zone.offset(at: Instant(seconds: seconds)).seconds
            if ours != theirs {
                Issue.record("\(name) \(Instant(seconds: seconds).iso8601) \(ours) \(theirs)")
            }
        }
    }
}
