import Foundation
import MIME

/// Shapes that make parsers slow, deep or hungry, at sizes that grow tenfold: time, memory and allocations may
/// grow tenfold too, and no more.
enum Worst {
    private struct Shape {
        var name: String
        /// Before the repeated text, the repeated text, and how much of it one field holds: longer ones
        /// would be dropped.
        var start: String
        var unit: String
        var isField = false
    }

    private static let shapes = [
        Shape(
            name: "multiparts within multiparts", start: "",
            unit: "Content-Type: multipart/mixed; boundary=b\n\n--b\n"),
        Shape(name: "a header of many fields", start: "", unit: "X: y\n"),
        Shape(name: "encoded words", start: "Subject:", unit: " =?utf-8?q?=C3=A4?=", isField: true),
        Shape(name: "encoded words never closed", start: "Subject:", unit: "=?x?q?", isField: true),
        Shape(name: "quotes never closed", start: "To:", unit: " \"a", isField: true),
        Shape(name: "comments never closed", start: "To: a", unit: "(", isField: true),
        Shape(name: "brackets never closed", start: "To: a", unit: "<", isField: true),
        Shape(name: "quotes never closed in brackets", start: "To:", unit: "<\\\">", isField: true),
        Shape(name: "addresses without commas", start: "To:", unit: " a@b", isField: true),
        Shape(name: "groups within groups", start: "To:", unit: " g:", isField: true),
        Shape(name: "parameters", start: "Content-Type: a/b", unit: "; p=q", isField: true),
        Shape(name: "header lines without a colon", start: "A: b\n", unit: "xyz\nB: c\n"),
        Shape(
            name: "tiny parts", start: "Content-Type: multipart/mixed; boundary=b\n\n",
            unit: "--b\n\n"),
        Shape(
            name: "lines of dashes", start: "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n",
            unit: "--\n"),
        Shape(name: "one long line", start: "A: b\n\n", unit: "x"),
    ]

    static func report() throws -> String {
        var lines = [
            "| Worst shapes, 1, 10, 100 MB | Seconds | MB asked for | Allocations |",
            "| --- | ---: | ---: | ---: |",
        ]
        for shape in shapes {
            var seconds: [Double] = []
            var counts: [Measure.Allocations] = []
            for megabytes in [1, 10, 100] {
                let mail = mail(shape, bytes: megabytes * 1_000_000)
                let start = Measure.processorTime()
                let count = Measure.allocations { _ = Decoding.Reading.full.read(mail) }
                seconds.append(Measure.processorTime() - start)
                if let count { counts.append(count) }
            }
            for (small, large) in zip(counts, counts.dropFirst())
            where large.bytes > 12 * small.bytes + 1_000_000
                || large.number > 12 * small.number + 500
            {
                throw WrongResult(
                    description:
                        "\(shape.name): ten times the mail needs \(large), not \(small) × 10")
            }
            let cells = [
                seconds.map(\.short), counts.map { (Double($0.bytes) / 1e6).short },
                counts.map { String($0.number) },
            ]
            let row = cells.map { $0.joined(separator: ", ") }.joined(separator: " | ")
            lines.append("| \(shape.name) | \(row) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func mail(_ shape: Shape, bytes: Int) -> [UInt8] {
        let field = shape.isField ? 900_000 : bytes
        var block = Array(shape.start.utf8)
        var repeated = Array(shape.unit.utf8)
        while repeated.count < field { repeated += repeated }
        // Whole units only.
        let units = field / shape.unit.utf8.count
        block += repeated.prefix(units * shape.unit.utf8.count)
        if shape.isField { block.append(10) }
        var mail: [UInt8] = []
        mail.reserveCapacity(bytes + block.count)
        while mail.count < bytes { mail += block }
        return mail
    }
}
