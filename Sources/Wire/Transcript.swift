/// The last lines of a conversation, for the connection test and for errors.
///
/// Only what a client knows to be harmless is put in: commands without their secrets and the server's
/// status lines. Passwords, tokens and mail are named, never quoted.
public struct Transcript: Sendable, Hashable {
    public enum Line: Sendable, Hashable, CustomStringConvertible {
        case client(String)
        case server(String)
        /// What happened beside the lines: "TLS", "1204 bytes".
        case note(String)

        public var description: String {
            switch self {
            case .client(let text): "C: " + text
            case .server(let text): "S: " + text
            case .note(let text): "=> " + text
            }
        }
    }

    /// How many lines are kept: a sign-in with capabilities, and what went wrong after it.
    public static let lineLimit = 60
    /// How much of a line is kept, in bytes.
    public static let widthLimit = 300

    public private(set) var lines: [Line] = []

    public init() {}

    /// `text` without its secrets; a line end is dropped.
    public mutating func sent(_ text: String) {
        add(.client(Self.printable(text.utf8.prefix { $0 != 0x0D && $0 != 0x0A })))
    }

    public mutating func received(_ line: [UInt8]) { add(.server(Self.printable(line))) }
    public mutating func noted(_ text: String) { add(.note(Self.printable(text.utf8))) }

    private mutating func add(_ line: Line) {
        if lines.count == Self.lineLimit { lines.removeFirst() }
        lines.append(line)
    }

    /// The bytes as text that fits in one line of a log: no control characters, shortened.
    public static func printable(_ bytes: some Sequence<UInt8>) -> String {
        var shown: [UInt8] = []
        for byte in bytes {
            guard shown.count < widthLimit else {
                shown += "…".utf8
                break
            }
            shown.append(byte < 0x20 || byte == 0x7F ? UInt8(ascii: " ") : byte)
        }
        return String(decoding: shown, as: UTF8.self)
    }
}
