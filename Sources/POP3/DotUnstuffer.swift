internal import NIOCore

/// Takes a message out of a multi-line answer: doubled dots at line starts become one, and a line with
/// a single dot ends it. RFC 1939 §3.
///
/// What exceeds the limit is read and dropped, so that the conversation can go on.
struct DotUnstuffer {
    private enum State {
        case lineStart
        /// A dot at the start of a line, not yet known whether stuffing or the end.
        case dot
        case dotCR
        case text
    }

    /// The message with the line ends that the server sent.
    private(set) var body: [UInt8] = []
    /// Its whole size, also when `body` was cut.
    private(set) var size = 0
    private let limit: Int
    /// QUIRK: a server that ends even its status lines with a bare LF ends messages so
    /// (broken/bare-lf). Elsewhere a bare LF is content: taking "LF . LF" for the end would turn the
    /// rest of the mail into replies.
    private let endsLinesWithLF: Bool
    private var state = State.lineStart
    private var lastIsCR = false

    init(limit: Int, endsLinesWithLF: Bool) {
        self.limit = limit
        self.endsLinesWithLF = endsLinesWithLF
    }

    /// Takes bytes up to the end of the message; true when it was reached.
    mutating func take(_ bytes: inout ByteBuffer) -> Bool {
        while let byte = bytes.readableBytesView.first {
            switch state {
            case .text:
                takeText(&bytes)
            case .lineStart:
                state = byte == UInt8(ascii: ".") ? .dot : .text
                if state == .dot { bytes.moveReaderIndex(forwardBy: 1) }
            case .dot:
                if byte == UInt8(ascii: "\r") {
                    bytes.moveReaderIndex(forwardBy: 1)
                    state = .dotCR
                } else if byte == UInt8(ascii: "\n"), endsLinesWithLF {
                    bytes.moveReaderIndex(forwardBy: 1)
                    return true
                } else {
                    state = .text
                }
            case .dotCR:
                if byte == UInt8(ascii: "\n") {
                    bytes.moveReaderIndex(forwardBy: 1)
                    return true
                }
                append(CollectionOfOne(UInt8(ascii: "\r")))
                state = .text
            }
        }
        return false
    }

    private mutating func takeText(_ bytes: inout ByteBuffer) {
        let view = bytes.readableBytesView
        guard let end = view.firstIndex(of: UInt8(ascii: "\n")) else {
            append(view)
            bytes.moveReaderIndex(forwardBy: view.count)
            return
        }
        let line = view[...end]
        append(line.dropLast())
        if lastIsCR || endsLinesWithLF { state = .lineStart }
        append(line.suffix(1))
        bytes.moveReaderIndex(forwardBy: line.count)
    }

    private mutating func append(_ bytes: some BidirectionalCollection<UInt8>) {
        guard let last = bytes.last else { return }
        lastIsCR = last == UInt8(ascii: "\r")
        size += bytes.count
        if size <= limit { body += bytes }
    }
}
