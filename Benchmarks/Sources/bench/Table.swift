import Foundation

/// The report: what, how much, and how much the peer.
struct Table {
    struct Row {
        var what: String
        var own: String
        var peer = ""
        var ratio = ""
    }

    var rows: [Row] = []
    var peerName = ""

    var markdown: String {
        var lines = [
            "| What | Martlet | \(peerName) | Ratio |", "| --- | ---: | ---: | ---: |",
        ]
        for row in rows {
            let cells = [row.what, row.own, row.peer, row.ratio].map { $0.isEmpty ? "–" : $0 }
            lines.append("| \(cells.joined(separator: " | ")) |")
        }
        return lines.joined(separator: "\n") + "\n"
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
