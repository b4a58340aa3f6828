/// Where lines begin and end within bytes that may use CRLF, LF, CR CR LF, or nothing but CR.
///
/// A bare CR ends a line only in mails that have no LF near their beginning (old Macintosh files);
/// elsewhere it is data, so that it cannot be used to smuggle a header line past a server that sees none.
struct Lines {
    /// How far the kind of line end is looked for: far beyond any header line.
    static let probe = 64 << 10

    let bytes: [UInt8]
    let terminator: UInt8

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        let probed = 0..<min(bytes.count, Self.probe)
        let hasLineFeed = Scan.firstIndex(of: ASCII.lf, in: bytes, probed) < probed.upperBound
        let hasCarriageReturn =
            !hasLineFeed && Scan.firstIndex(of: ASCII.cr, in: bytes, probed) < probed.upperBound
        terminator = hasCarriageReturn ? ASCII.cr : ASCII.lf
    }

    var endsWithBareCarriageReturns: Bool { terminator == ASCII.cr }

    /// The line that begins at `start`: `content` has no line end, `next` is where the next one begins.
    func line(at start: Int, limit: Int) -> (content: Range<Int>, next: Int) {
        var end = Scan.firstIndex(of: terminator, in: bytes, start..<max(start, limit))
        let next = end < limit ? end + 1 : end
        while end > start, bytes[end - 1] == ASCII.cr, end < next { end -= 1 }
        return (start..<end, next)
    }

    /// Without the line end that stands before `position`, but not before `floor`.
    func withoutLineEnd(before position: Int, floor: Int) -> Int {
        var end = position
        if end > floor, bytes[end - 1] == terminator {
            end -= 1
            if terminator == ASCII.lf, end > floor, bytes[end - 1] == ASCII.cr { end -= 1 }
        }
        return end
    }

    func isBlank(_ content: Range<Int>) -> Bool {
        content.allSatisfy { bytes[$0].isBlank }
    }

    /// Without the white space at the end of a line.
    func trimmedEnd(_ content: Range<Int>) -> Range<Int> {
        var end = content.upperBound
        while end > content.lowerBound, bytes[end - 1].isWhitespace { end -= 1 }
        return content.lowerBound..<end
    }
}
