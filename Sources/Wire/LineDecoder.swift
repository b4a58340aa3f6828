public import NIOCore

/// Cuts what a server sends into lines and counted literals, holding at most one line too many.
///
/// Bytes go in as they come; `line` and `bytes` take out what is complete. A line ends with CRLF or
/// with a bare LF.
public struct LineDecoder: Sendable {
    /// A line for people and commands: the 512 of RFC 1939 and RFC 5321 and the 8192 that RFC 9051
    /// advises, whichever is more.
    public static let lineLimit = 8192

    private var buffer = ByteBuffer()
    /// How far the bytes were searched for LF without finding it, so that a dripping line costs linear time.
    private var searched = 0

    /// The last line that was taken ended with CRLF, not with a bare LF.
    public private(set) var endedInCRLF = true

    public init() {}

    /// How many bytes wait.
    public var count: Int { buffer.readableBytes }
    public var isEmpty: Bool { buffer.readableBytes == 0 }

    public mutating func append(_ bytes: ByteBuffer) {
        if buffer.readableBytes == 0 {
            buffer = bytes
            searched = 0
        } else {
            buffer.writeImmutableBuffer(bytes)
        }
    }

    public mutating func append(_ bytes: [UInt8]) {
        append(ByteBuffer(bytes: bytes))
    }

    /// Takes the next line without its line end, or nil when it is not complete.
    ///
    /// Throws `WireError.lineTooLong` as soon as more than `limit` bytes came without a line end.
    public mutating func line(limit: Int = lineLimit) throws(WireError) -> [UInt8]? {
        let view = buffer.readableBytesView
        guard let end = view.dropFirst(searched).firstIndex(of: UInt8(ascii: "\n")) else {
            searched = view.count
            // One more for the CR of a line that is exactly as long as allowed.
            guard searched <= limit + 1 else { throw WireError.lineTooLong(limit: limit) }
            return nil
        }
        var length = end - view.startIndex
        endedInCRLF = length > 0 && view[end - 1] == UInt8(ascii: "\r")
        if endedInCRLF { length -= 1 }
        guard length <= limit else { throw WireError.lineTooLong(limit: limit) }
        let line = Array(view.prefix(length))
        drop(end + 1 - view.startIndex)
        return line
    }

    /// Takes up to `limit` bytes as they are, or nil when none wait.
    public mutating func bytes(upTo limit: Int) -> ByteBuffer? {
        let count = min(limit, buffer.readableBytes)
        guard count > 0, let slice = buffer.readSlice(length: count) else { return nil }
        drop(0)
        return slice
    }

    private mutating func drop(_ count: Int) {
        buffer.moveReaderIndex(forwardBy: count)
        searched = 0
        if buffer.readableBytes == 0 {
            buffer = ByteBuffer()
        } else if buffer.readerIndex > 1 << 16 {
            // Else a stream that never runs dry would never give memory back.
            buffer.discardReadBytes()
        }
    }
}
