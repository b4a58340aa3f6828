/// What a session wants done, in order.
enum ServerAction: Equatable, Sendable {
    case send([UInt8])
    /// Everything before this is sent in the clear, everything after it inside TLS.
    case startTLS
    /// Keeps the connection and never sends again.
    case fallSilent
    case close
}

/// One client's conversation as a value: bytes in, actions out. It never does I/O itself.
protocol ServerSession: Sendable {
    static var language: MailProtocol { get }
    /// The account whose changes the session wants to hear of.
    var watchedAccount: String? { get }
    mutating func greet() -> [ServerAction]
    mutating func receive(_ bytes: [UInt8]) -> [ServerAction]
    /// Something in the watched account changed.
    mutating func accountChanged() -> [ServerAction]
}

extension ServerSession {
    var watchedAccount: String? { nil }
    mutating func accountChanged() -> [ServerAction] { [] }
}

/// Bytes that have arrived and were not used yet, taken out as lines or in counted pieces.
struct ByteQueue {
    private var bytes: [UInt8] = []
    private var start = 0
    /// Up to here there is no line feed, so a line that trickles in is scanned once.
    private var scanned = 0

    var count: Int { bytes.count - start }

    mutating func append(_ more: [UInt8]) { bytes += more }

    mutating func clear() { self = ByteQueue() }

    /// The next line without its CRLF (or bare LF), or nil while it is incomplete.
    mutating func line() -> [UInt8]? {
        guard let end = bytes[max(start, scanned)...].firstIndex(of: UInt8(ascii: "\n")) else {
            scanned = bytes.count
            return nil
        }
        let hasReturn = end > start && bytes[end - 1] == UInt8(ascii: "\r")
        let line = Array(bytes[start..<(hasReturn ? end - 1 : end)])
        start = end + 1
        compact()
        return line
    }

    /// At most this many bytes, whatever they are.
    mutating func take(atMost limit: Int) -> [UInt8] {
        let end = min(bytes.count, start + limit)
        let piece = Array(bytes[start..<end])
        start = end
        compact()
        return piece
    }

    private mutating func compact() {
        scanned = start
        // Moving the rest to the front is worth it once most of the array is used up.
        guard start > 65536 || start == bytes.count else { return }
        bytes.removeSubrange(..<start)
        start = 0
        scanned = 0
    }
}
