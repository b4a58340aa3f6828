/// How much of anything a server may send, and how much we send at once. Beyond a limit the client
/// either drops what is too much and says so, or gives up the connection; it never grows.
public struct Limits: Hashable, Sendable {
    /// Longest response line without its literals, in bytes. A SEARCH answer is one line: 8 MiB
    /// holds a million UIDs of seven digits.
    public var lineBytes = 8 << 20

    /// Longest literal that is kept outside of message bodies (folder names, server texts), in bytes.
    public var literalBytes = 64 << 10

    /// Longest literal that is read past without being kept, in bytes. A longer one ends the
    /// connection: reading on would take longer than signing in again.
    public var skippedLiteralBytes = 1 << 30

    /// Literals in one response. Ours never need more than three.
    public var literalsPerResponse = 64

    /// Responses to one request. A server that never stops talking must not hold a mailbox for ever.
    public var responsesPerRequest = 4_000_000

    /// Folders kept of one LIST. The largest mailboxes seen have some thousands.
    public var folders = 20_000

    /// UIDs kept of one SEARCH.
    public var searchResults = 4_000_000

    /// Longest UID set in one command, in bytes. RFC 2683 §3.2.1.5 asks clients to stay at about
    /// 1000 bytes a line.
    public var uidSetBytes = 900

    /// Messages asked for in one FETCH of bodies. Few, since a refused FETCH is repeated one by one.
    public var messagesPerBatch = 16

    /// Bytes of bodies asked for in one FETCH, as far as sizes are known.
    public var bytesPerBatch = 4 << 20

    /// FETCHes of bodies on their way at the same time. Two keep the line busy.
    public var batchesInFlight = 2

    /// Messages moved by one command. Some servers copy behind it, and are silent as long as it takes.
    public var messagesPerMove = 500

    /// Messages refused one after the other until the whole fetch is given up: then it is the
    /// server that is ill and not the mails.
    public var consecutiveRefusals = 32

    /// Longest header that is kept, in bytes.
    public var headerBytes = 1 << 20

    /// Longest user, password, folder name or search text that is sent, in bytes.
    public var argumentBytes = 8 << 10

    public init() {}
}
