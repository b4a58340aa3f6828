internal import Desk
internal import Foundation

/// What commands print: JSON lines for scripts, aligned columns for people.
enum Output {
    /// One JSON object on a line, its keys in alphabetical order.
    static func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data = try encoder.encode(value)
        print(String(decoding: data, as: UTF8.self))
    }

    /// Whoever reads through a pipe sees it now, not when the buffer is full.
    static func flush() { fflush(nil) }

    static func table(_ header: [String], _ rows: [[String]]) {
        guard !rows.isEmpty else { return }
        var widths = header.map(\.count)
        for row in rows {
            for (index, cell) in row.enumerated() where index < widths.count {
                widths[index] = min(60, max(widths[index], cell.count))
            }
        }
        for row in [header] + rows {
            let cells = row.enumerated().map { index, cell in
                index == row.count - 1
                    ? cell : cell.padding(toLength: widths[index], withPad: " ", startingAt: 0)
            }
            print(cells.joined(separator: "  "))
        }
    }
}

/// JSON wants absent values as null, not left out.
struct Nullable<Value: Encodable & Sendable>: Encodable, Sendable {
    let value: Value?
    init(_ value: Value?) { self.value = value }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let value { try container.encode(value) } else { try container.encodeNil() }
    }
}

/// The time and the name of this process.
enum Clock {
    static let now: @Sendable () -> Instant = {
        Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }

    /// Reads an ISO 8601 time such as `2026-11-23T08:00:00Z`.
    static func parse(_ text: String) -> Instant? {
        let formatter = ISO8601DateFormatter()
        return formatter.date(from: text).map {
            Instant(milliseconds: Int64($0.timeIntervalSince1970 * 1000))
        }
    }
}
