import Foundation

/// What one program measured on the classes of mail, in a file for each run: the first line is its name, the
/// others are class, seconds, what was found, allocations, divided by tabs (Benchmarks/peer/decode.py).
struct Figures {
    struct Row {
        /// The median of the runs.
        var seconds: Double
        /// Headers, bytes of text, of files, of subjects.
        var found: [Int]
        /// -1 where nobody counted.
        var allocations: Int
    }

    let name: String
    private(set) var rows: [String: Row] = [:]

    init(_ folder: URL) throws {
        var name = folder.lastPathComponent
        var seconds: [String: [Double]] = [:]
        for file in try FileManager.default.entries(of: folder) {
            let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            name = lines.first.map(String.init) ?? ""
            for line in lines.dropFirst() {
                let cells = line.split(separator: "\t").map(String.init)
                let numbers = cells.dropFirst(2).compactMap { Int($0) }
                guard numbers.count == 5, let time = Double(cells[1]) else {
                    throw WrongResult(description: "\(name) said: \(line)")
                }
                seconds[cells[0], default: []].append(time)
                rows[cells[0]] = Row(
                    seconds: Measure.median(seconds[cells[0], default: []]),
                    found: Array(numbers.prefix(4)), allocations: numbers[4])
            }
        }
        self.name = name
    }
}

/// The reports, in Markdown.
enum Table {
    /// Full decoding beside the peers; `header` is our own reading of headers only.
    static func decoding(
        _ folder: URL, own: Figures, counted: Figures, header: Figures, peers: [Figures]
    ) throws -> String {
        var lines = [
            "| Decoding mail | Martlet | " + peers.map(\.name).joined(separator: " | ")
                + " | Beside the fastest | Header only | Allocations per mail |",
            "| --- |" + String(repeating: " ---: |", count: peers.count + 4),
        ]
        var total = (bytes: 0, own: 0.0, header: 0.0, peers: peers.map { _ in 0.0 })
        for place in try FileManager.default.entries(of: folder) {
            let title = place.lastPathComponent
            let files = try FileManager.default.entries(of: place)
            let bytes = try files.reduce(0) { try $0 + Data(contentsOf: $1).count }
            guard let ours = own.rows[title], let short = header.rows[title] else { continue }
            let allocations = counted.rows[title]?.allocations ?? -1
            let others = peers.map { $0.rows[title]?.seconds ?? 0 }
            // Generated mails are sound: there all have to find the same text and files.
            if "1234678".contains(title.prefix(1)) {
                for peer in peers where peer.rows[title]?.found[1...2] != ours.found[1...2] {
                    throw WrongResult(
                        description: "\(title): \(peer.name) found something else than Martlet")
                }
            }
            total.bytes += bytes
            total.own += ours.seconds
            total.header += short.seconds
            total.peers = zip(total.peers, others).map { $0 + $1 }
            lines.append(
                row(
                    String(title.dropFirst(2)), bytes, ours.seconds, short.seconds, others,
                    allocations: allocations < 0
                        ? "–" : (Double(allocations) / Double(files.count)).short))
        }
        lines.append(
            row("all of them", total.bytes, total.own, total.header, total.peers, allocations: "–"))
        return lines.joined(separator: "\n") + "\n"
    }

    private static func row(
        _ title: String, _ bytes: Int, _ own: Double, _ header: Double, _ peers: [Double],
        allocations: String
    ) -> String {
        let fastest = peers.filter { $0 > 0 }.min()
        let cells =
            [title, "\(megabytes(bytes, in: own).short) MB/s"]
            + peers.map { $0 > 0 ? "\(megabytes(bytes, in: $0).short) MB/s" : "–" }
            + [
                fastest.map { "\(($0 / own).short) ×" } ?? "–", "\((own / header).short) × as fast",
                allocations,
            ]
        return "| \(cells.joined(separator: " | ")) |"
    }

    /// What has no peer.
    static func alone(_ rows: [(what: String, own: String)]) -> String {
        (["| What | Martlet |", "| --- | ---: |"] + rows.map { "| \($0.what) | \($0.own) |" })
            .joined(separator: "\n") + "\n"
    }
}

extension Double {
    /// Three digits that count: `0.123`, `12.3`, `1234`.
    var short: String {
        let places = self >= 100 ? 0 : self >= 10 ? 1 : self >= 1 ? 2 : 3
        return String(format: "%.\(places)f", self)
    }
}

/// Millions of bytes in a second.
func megabytes(_ bytes: Int, in seconds: Double) -> Double { Double(bytes) / 1e6 / seconds }
