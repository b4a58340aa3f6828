/// Message numbers as IMAP writes them: `1:3,7,9:12`. RFC 3501 §9, `sequence-set`.
struct UIDSet: Hashable, Sendable {
    /// In the order given; COPYUID relies on it.
    private(set) var ranges: [ClosedRange<UInt32>] = []

    /// Compresses UIDs into ascending ranges. Doubled ones count once.
    init(_ uids: some Sequence<UID>) {
        for uid in uids.map(\.raw).sorted() {
            if let last = ranges.last, uid <= last.upperBound { continue }
            if let last = ranges.last, last.upperBound + 1 == uid {
                ranges[ranges.count - 1] = last.lowerBound...uid
            } else {
                ranges.append(uid...uid)
            }
        }
    }

    /// Reads `304,319:320`. Nil when it is anything else, or has more than `limit` ranges.
    /// Never expands, since `1:4294967295` is eleven bytes.
    init?(parsing bytes: some Sequence<UInt8>, limit: Int = 100_000) {
        var low: UInt32?
        var number: UInt32?
        func isFull(_ count: Int) -> Bool { count >= limit }
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                let digit = UInt32(byte - UInt8(ascii: "0"))
                let (tens, overflow) = (number ?? 0).multipliedReportingOverflow(by: 10)
                let (sum, carry) = tens.addingReportingOverflow(digit)
                guard !overflow, !carry else { return nil }
                number = sum
            case UInt8(ascii: ":"):
                guard low == nil, let first = number else { return nil }
                low = first
                number = nil
            case UInt8(ascii: ","):
                guard let last = number, !isFull(ranges.count) else { return nil }
                let first = low ?? last
                ranges.append(min(first, last)...max(first, last))
                low = nil
                number = nil
            default:
                return nil
            }
        }
        guard let last = number, !isFull(ranges.count) else { return nil }
        let first = low ?? last
        ranges.append(min(first, last)...max(first, last))
    }

    var isEmpty: Bool { ranges.isEmpty }

    /// How many numbers the set names.
    var count: Int {
        ranges.reduce(0) { $0 + $1.count }
    }

    /// The numbers in order, at most `limit` of them.
    func uids(limit: Int) -> [UID] {
        var found: [UID] = []
        for range in ranges {
            for raw in range {
                guard found.count < limit else { return found }
                found.append(UID(raw))
            }
        }
        return found
    }

    var text: String {
        Self.text(ranges[...])
    }

    /// The set cut into sets whose texts have at most `bytes` bytes (one range at least) and that
    /// name at most `count` messages.
    func sets(bytes: Int, count: Int = .max) -> [UIDSet] {
        var sets: [UIDSet] = []
        var current = UIDSet([])
        var length = 0
        var named = 0
        for whole in ranges {
            for range in Self.pieces(whole, count: count) {
                let next = Self.text(CollectionOfOne(range)).utf8.count + 1
                if !current.isEmpty, length + next > bytes || named + range.count > count {
                    sets.append(current)
                    current = UIDSet([])
                    length = 0
                    named = 0
                }
                current.ranges.append(range)
                length += next
                named += range.count
            }
        }
        if !current.isEmpty { sets.append(current) }
        return sets
    }

    private static func pieces(
        _ range: ClosedRange<UInt32>, count: Int
    ) -> [ClosedRange<UInt32>] {
        guard range.count > count, let step = UInt32(exactly: count), step > 0 else {
            return [range]
        }
        return stride(from: range.lowerBound, through: range.upperBound, by: Int(step)).map {
            $0...min(range.upperBound, $0 + (step - 1))
        }
    }

    private static func text(_ ranges: some Sequence<ClosedRange<UInt32>>) -> String {
        ranges.map { range in
            range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound):\(range.upperBound)"
        }.joined(separator: ",")
    }
}
