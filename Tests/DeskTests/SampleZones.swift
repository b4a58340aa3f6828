import Desk

/// Zones made by hand, so that the tests do not depend on the time zone database of the machine.
enum SampleZones {
    /// The bytes of a TZif file of version 2.
    ///
    /// - Parameters:
    ///   - types: seconds east of UTC, whether it is daylight saving time.
    ///   - transitions: when, and the index of the type from then on.
    static func file(
        types: [(offset: Int, isDaylight: Bool)] = [(0, false)],
        transitions: [(at: Int64, type: Int)] = [], footer: String
    ) -> [UInt8] {
        block(version: "2", types: [(0, false)], transitions: [], timeSize: 4)
            + block(version: "2", types: types, transitions: transitions, timeSize: 8)
            + Array("\n\(footer)\n".utf8)
    }

    static func block(
        version: Unicode.Scalar, types: [(offset: Int, isDaylight: Bool)],
        transitions: [(at: Int64, type: Int)], timeSize: Int
    ) -> [UInt8] {
        func big(_ value: Int64, _ size: Int) -> [UInt8] {
            (0..<size).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
        }
        var bytes = Array("TZif".utf8) + [UInt8(version.value == 0 ? 0 : version.value)]
        bytes += [UInt8](repeating: 0, count: 15)
        for count in [0, 0, 0, transitions.count, types.count, 4] { bytes += big(Int64(count), 4) }
        for transition in transitions { bytes += big(transition.at, timeSize) }
        for transition in transitions { bytes.append(UInt8(transition.type)) }
        for type in types { bytes += big(Int64(type.offset), 4) + [type.isDaylight ? 1 : 0, 0] }
        return bytes + Array("XYZ\0".utf8)
    }

    static func zone(_ name: String, _ footer: String) throws -> TimeZoneRules {
        try TimeZoneRules(name: name, file: file(footer: footer))
    }

    static func berlin() throws -> TimeZoneRules {
        try zone("Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3")
    }

    static func newYork() throws -> TimeZoneRules {
        try zone("America/New_York", "EST5EDT,M3.2.0,M11.1.0")
    }

    /// Half an hour of daylight saving.
    static func lordHowe() throws -> TimeZoneRules {
        try zone("Australia/Lord_Howe", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0")
    }

    static func kathmandu() throws -> TimeZoneRules { try zone("Asia/Kathmandu", "<+0545>-5:45") }

    /// Samoa crossed the date line: 29 December 2011 was followed by the 31st.
    static func apia() throws -> TimeZoneRules {
        try TimeZoneRules(
            name: "Pacific/Apia",
            file: file(
                types: [(-36_000, true), (50_400, true), (46_800, false)],
                transitions: [(1_325_239_200, 1), (1_333_202_400, 2)], footer: "<+13>-13"))
    }

    static func all() throws -> [TimeZoneRules] {
        [.utc, try berlin(), try newYork(), try lordHowe(), try kathmandu(), try apia()]
    }
}

extension Instant {
    /// `2026-11-23T08:15:00Z`, for tests; seconds may be left out.
    init(utc text: String) {
        let numbers = text.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }
        let local = LocalTime(
            year: numbers[0], month: numbers[1], day: numbers[2],
            hour: numbers.count > 3 ? numbers[3] : 0, minute: numbers.count > 4 ? numbers[4] : 0,
            second: numbers.count > 5 ? numbers[5] : 0)
        self.init(seconds: local?.seconds ?? .min / 2000)
    }
}
