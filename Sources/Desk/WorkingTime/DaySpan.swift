/// A part of a day on the clock: `08:00-12:00`. It does not go past midnight; a night shift is two spans.
public struct DaySpan: Hashable, Comparable, Sendable {
    /// In minutes since midnight, 0..<1440.
    public let start: Int
    /// In minutes since midnight, excluded; later than the start, at most 1440.
    public let end: Int

    public static let wholeDay = DaySpan(unchecked: 0, 1440)

    /// Nil where the end is not after the start, or either is not within the day.
    public init?(start: Int, end: Int) {
        guard start >= 0, start < end, end <= 1440 else { return nil }
        self.init(unchecked: start, end)
    }

    private init(unchecked start: Int, _ end: Int) {
        self.start = start
        self.end = end
    }

    /// How long it is on the clock.
    public var length: Duration { .seconds((end - start) * 60) }

    /// `08:00-12:00`; the end of a day is `24:00`.
    public var text: String { "\(Self.clock(start))-\(Self.clock(end))" }

    public static func < (a: DaySpan, b: DaySpan) -> Bool { (a.start, a.end) < (b.start, b.end) }

    /// Reads `08:00-12:00, 13:00-17:00`; nothing at all is a day off. `24:00` and, as an end, `00:00` are
    /// the day's end.
    ///
    /// - Throws: a sentence that says what to do.
    /// - Returns: in order, with what touches or overlaps made one.
    public static func list(_ text: String) throws(Refusal) -> [DaySpan] {
        var spans: [DaySpan] = []
        let items = text.split(whereSeparator: { $0 == "," || $0 == ";" })
        guard items.count <= 100 else {
            throw Refusal("These are more than 100 spans. Leave some away.")
        }
        for item in items {
            let words = item.filter { !$0.isWhitespace }
            if words.isEmpty { continue }
            let ends = words.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "–" }
            guard ends.count == 2, let start = minute(ends[0]), let end = minute(ends[1]) else {
                throw Refusal(
                    "“%1” is not a span of hours. Use for instance 08:00-12:00, 13:00-17:00.",
                    .text(String(item.prefix(50))))
            }
            guard let span = DaySpan(start: start, end: end == 0 ? 1440 : end) else {
                throw Refusal(
                    "In “%1” the end is not after the start. Write a night shift as two spans on two days.",
                    .text(String(item.prefix(50))))
            }
            spans.append(span)
        }
        return merged(spans)
    }

    /// `8`, `08:00` or `24:00` in minutes.
    private static func minute(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count),
            parts.allSatisfy({
                (1...2).contains($0.utf8.count) && $0.utf8.allSatisfy { (0x30...0x39).contains($0) }
            }), let hour = Int(parts[0]), let minute = parts.count == 2 ? Int(parts[1]) : 0
        else { return nil }
        let total = hour * 60 + minute
        return hour <= 24 && minute < 60 && total <= 1440 ? total : nil
    }

    static func clock(_ minute: Int) -> String {
        "\(padded(minute / 60, 2)):\(padded(minute % 60, 2))"
    }

    /// In order, with what touches or overlaps made one.
    static func merged(_ spans: [DaySpan]) -> [DaySpan] {
        spans.sorted().reduce(into: []) { merged, span in
            if let last = merged.last, span.start <= last.end {
                merged[merged.count - 1] = DaySpan(
                    unchecked: last.start, max(last.end, span.end))
            } else {
                merged.append(span)
            }
        }
    }

    /// What is left of spans when others are taken away; both in order and without overlaps.
    static func subtracting(_ taken: [DaySpan], from spans: [DaySpan]) -> [DaySpan] {
        var left = spans
        for hole in taken {
            left = left.flatMap { span -> [DaySpan] in
                [
                    DaySpan(start: span.start, end: min(span.end, hole.start)),
                    DaySpan(start: max(span.start, hole.end), end: span.end),
                ].compactMap { $0 }
            }
        }
        return left
    }
}

/// As text in JSON: `"08:00-12:00"`.
extension DaySpan: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        let spans: [DaySpan]
        do { spans = try DaySpan.list(text) } catch { spans = [] }
        guard spans.count == 1 else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not a span: \(text)"))
        }
        self = spans[0]
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
