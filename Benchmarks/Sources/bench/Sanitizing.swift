import Markup

/// Making the HTML of a newsletter harmless, as every look at a message does.
enum Sanitizing {
    static func measure() throws -> [(what: String, own: String)] {
        try [25, 100].map { kilobytes in
            var chance = Chance(seed: UInt64(kilobytes))
            let html = chance.newsletter(bytes: kilobytes * 1_000)
            guard Sanitizer.sanitize(html).keptLayout else {
                throw WrongResult(description: "The HTML of \(kilobytes) KB was simplified.")
            }
            let times = 1_000 / kilobytes
            var written = 0
            let seconds = Measure.processorSeconds {
                for _ in 0..<times { written += Sanitizer.sanitize(html).html.bytes.count }
            }
            let each = seconds / Double(times)
            return (
                what: "Sanitising \(kilobytes) KB of HTML",
                own: "\((each * 1_000).short) ms, "
                    + "\(megabytes(html.utf8.count, in: each).short) MB/s"
            )
        }
    }
}
