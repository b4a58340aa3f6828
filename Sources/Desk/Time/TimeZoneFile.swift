/// Why the bytes of a file are not the rules of a time zone.
public enum TimeZoneProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// It does not begin as such a file does, or ends too early.
    case notAZone(String)
    /// A count, an index or an offset that no zone has.
    case damaged(String)
    /// The file counts leap seconds (those below `right/`), which a help desk's clock does not.
    case countsLeapSeconds(String)

    /// A sentence with what to do.
    public var description: String {
        switch self {
        case .notAZone(let name):
            "The file of the time zone “\(name)” is not a time zone file. Install the package tzdata again."
        case .damaged(let name):
            "The file of the time zone “\(name)” is damaged. Install the package tzdata again."
        case .countsLeapSeconds(let name):
            "The file of the time zone “\(name)” counts leap seconds. Use the zone of the same name outside the folder right."
        }
    }
}

/// Reading TZif, versions 1 to 4 (RFC 8536, RFC 9636).
extension TimeZoneRules {
    /// Larger files are refused; the largest of the time zone database has about 4 kB.
    public static let largestFile = 256 * 1024
    /// More are refused; the database has at most about 240 in one zone.
    static let mostTransitions = 10_000
    /// Moments further away are refused. Some files begin with -2^59, "the big bang".
    static let farthestTransition: Int64 = 1 << 60

    /// Reads the bytes of a file of `/usr/share/zoneinfo`.
    ///
    /// Whatever the bytes are, it returns or throws. Versions above 4 are read as 4, as RFC 8536 §3.1
    /// asks.
    ///
    /// - Parameters:
    ///   - name: the zone's name, kept as it is.
    ///   - file: all bytes; at most 256 KiB.
    public init(name: String, file: [UInt8]) throws(TimeZoneProblem) {
        guard file.count <= Self.largestFile else { throw .damaged(name) }
        var reader = TimeZoneFileReader(bytes: file[...], name: name)
        let first = try reader.header()
        guard first.version >= UInt8(ascii: "2") else {
            self = try reader.rules(first, wide: false, future: nil)
            return
        }
        // Newer files say everything twice, the second time with 64 bits.
        guard reader.skip(first.blockSize(timeSize: 4)) else { throw .notAZone(name) }
        let second = try reader.header()
        var footerReader = reader
        guard footerReader.skip(second.blockSize(timeSize: 8)) else { throw .notAZone(name) }
        self = try reader.rules(second, wide: true, future: try footerReader.footer()).writtenOut()
    }
}

private struct TimeZoneFileReader {
    var bytes: ArraySlice<UInt8>
    let name: String

    /// RFC 8536 §3.1.
    struct Header {
        var version: UInt8
        var universalCount = 0
        var standardCount = 0
        var leapCount = 0
        var timeCount = 0
        var typeCount = 0
        var characterCount = 0

        func blockSize(timeSize: Int) -> Int {
            timeCount * (timeSize + 1) + typeCount * 6 + characterCount
                + leapCount * (timeSize + 4) + standardCount + universalCount
        }
    }

    mutating func skip(_ count: Int) -> Bool {
        guard count >= 0, bytes.count >= count else { return false }
        bytes = bytes.dropFirst(count)
        return true
    }

    /// A big-endian number; nil where the bytes end before it.
    mutating func number(_ size: Int) -> UInt64? {
        guard bytes.count >= size else { return nil }
        let value = bytes.prefix(size).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        bytes = bytes.dropFirst(size)
        return value
    }

    mutating func header() throws(TimeZoneProblem) -> Header {
        guard bytes.starts(with: Array("TZif".utf8)), bytes.count >= 44 else {
            throw .notAZone(name)
        }
        bytes = bytes.dropFirst(4)
        let version = bytes[bytes.startIndex]
        bytes = bytes.dropFirst(16)
        var counts: [Int] = []
        for _ in 0..<6 { counts.append(Int(number(4) ?? 0)) }
        // No count can be larger than the file; so no sum of them overflows either.
        guard counts.allSatisfy({ $0 <= TimeZoneRules.largestFile }) else { throw .damaged(name) }
        return Header(
            version: version, universalCount: counts[0], standardCount: counts[1],
            leapCount: counts[2], timeCount: counts[3], typeCount: counts[4],
            characterCount: counts[5])
    }

    /// RFC 8536 §3.2.
    mutating func rules(_ header: Header, wide: Bool, future: PosixTimeZone?)
        throws(TimeZoneProblem) -> TimeZoneRules
    {
        let timeSize = wide ? 8 : 4
        guard bytes.count >= header.blockSize(timeSize: timeSize) else { throw .notAZone(name) }
        guard header.leapCount == 0 else { throw .countsLeapSeconds(name) }
        guard header.timeCount <= TimeZoneRules.mostTransitions,
            (1...256).contains(header.typeCount), header.characterCount >= 1
        else { throw .damaged(name) }

        var times: [Int64] = []
        for _ in 0..<header.timeCount {
            let raw = number(timeSize) ?? 0
            let time = wide ? Int64(bitPattern: raw) : Int64(Int32(truncatingIfNeeded: raw))
            guard time.magnitude <= UInt64(TimeZoneRules.farthestTransition),
                times.last.map({ $0 < time }) ?? true
            else { throw .damaged(name) }
            times.append(time)
        }
        let kinds = Array(bytes.prefix(header.timeCount))
        bytes = bytes.dropFirst(header.timeCount)
        guard kinds.allSatisfy({ Int($0) < header.typeCount }) else { throw .damaged(name) }

        let names = Array(bytes.dropFirst(header.typeCount * 6).prefix(header.characterCount))
        var types: [TimeZoneRules.Offset] = []
        for _ in 0..<header.typeCount {
            let offset = Int(Int32(truncatingIfNeeded: number(4) ?? 0))
            let isDaylight = number(1) ?? 0
            let index = Int(number(1) ?? 0)
            guard abs(offset) < PosixTimeZone.farthestOffset, isDaylight <= 1, index < names.count
            else { throw .damaged(name) }
            let abbreviation = names[index...].prefix { $0 != 0 }
            types.append(
                TimeZoneRules.Offset(
                    seconds: offset, abbreviation: String(decoding: abbreviation, as: UTF8.self),
                    isDaylightSaving: isDaylight == 1))
        }
        return TimeZoneRules(
            name: name, transitions: times, kinds: kinds, types: types, future: future)
    }

    /// RFC 8536 §3.3: the rule between two line ends; an empty one says nothing.
    mutating func footer() throws(TimeZoneProblem) -> PosixTimeZone? {
        let lineEnd = UInt8(ascii: "\n")
        guard bytes.first == lineEnd else { throw .notAZone(name) }
        bytes = bytes.dropFirst()
        guard let end = bytes.firstIndex(of: lineEnd) else { throw .notAZone(name) }
        let text = Array(bytes[..<end])
        guard !text.isEmpty else { return nil }
        guard let rule = PosixTimeZone(text) else { throw .damaged(name) }
        return rule
    }
}
