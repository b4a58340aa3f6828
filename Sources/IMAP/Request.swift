/// One thing asked of the server: the commands that it takes, and what their answers add up to.
///
/// A value without I/O: the ``Session`` hands it what the server says and sends what it returns. All
/// that belongs to a command is in the command's file, together with the client's method for it.
protocol Request: Sendable {
    associatedtype Output: Sendable

    /// Longest literal worth keeping while this runs, in bytes. Nil: `Limits.literalBytes`.
    var literalLimit: Int? { get }

    /// The first commands, sent without waiting for each other. None: nothing needs to be asked.
    mutating func start(on server: Server) throws(IMAPError) -> [CommandLine]

    /// Untagged data while the request runs. Data of no interest is ignored.
    mutating func take(_ response: Response) -> Delivery?

    /// The answer to a `+` that asks for no literal. Nil cancels the command with `*`.
    mutating func answer(_ challenge: [UInt8]) -> [UInt8]?

    /// A command ended. Returns further commands; throws when the request has failed, which is told
    /// once all commands on their way have ended.
    mutating func ended(
        _ id: Int, with line: StatusLine, on server: Server
    ) throws(IMAPError) -> [CommandLine]

    /// What came of it, once no command is on its way.
    func output() throws(IMAPError) -> Output
}

extension Request {
    var literalLimit: Int? { nil }

    mutating func take(_ response: Response) -> Delivery? { nil }

    mutating func answer(_ challenge: [UInt8]) -> [UInt8]? { nil }

    mutating func ended(
        _ id: Int, with line: StatusLine, on server: Server
    ) throws(IMAPError) -> [CommandLine] {
        guard line.status == .ok else { throw IMAPError(line) }
        return []
    }
}

extension Request where Output == Void {
    func output() throws(IMAPError) {}
}

/// What is handed to the caller while a request is still running, since it is too large to gather.
enum Delivery: Equatable, Sendable {
    case body(UID, [UInt8])
}

/// What is known of the server.
struct Server: Equatable, Sendable {
    /// Upper-cased, as listed last.
    var capabilities: Set<String> = []
    /// The server took us for signed in from the start.
    var isPreauthenticated = false
    var limits = Limits()

    func offers(_ capability: String) -> Bool {
        capabilities.contains(capability)
    }
}
