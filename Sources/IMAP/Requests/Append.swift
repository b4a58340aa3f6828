/// Puts a message into a folder. RFC 3501 §6.3.11.
struct Append: Request {
    private let mail: [UInt8]
    private let folder: String
    private let flags: [String]
    private var placed: AppendedMessage?

    init(_ mail: [UInt8], to folder: String, isSeen: Bool = false) {
        self.mail = mail
        self.folder = folder
        flags = isSeen ? ["\\Seen"] : []
    }

    mutating func start(on server: Server) throws(IMAPError) -> [CommandLine] {
        var line = CommandLine("APPEND")
        try line.add(folder: folder, limits: server.limits)
        line.add("(\(flags.joined(separator: " ")))")
        line.add(literal: mail, field: "message")
        return [line]
    }

    mutating func ended(
        _ id: Int, with line: StatusLine, on server: Server
    ) throws(IMAPError) -> [CommandLine] {
        guard line.status == .ok else { throw IMAPError(line, about: .folder(folder)) }
        if case .appendUID(let validity, let uids)? = line.code, let uid = uids.uids(limit: 1).first
        {
            placed = AppendedMessage(uidValidity: validity, uid: uid)
        }
        return []
    }

    func output() -> AppendedMessage? { placed }
}

/// Where an appended message is. RFC 4315 §3.
public struct AppendedMessage: Hashable, Sendable {
    public var uidValidity: UIDValidity
    public var uid: UID

    public init(uidValidity: UIDValidity, uid: UID) {
        self.uidValidity = uidValidity
        self.uid = uid
    }
}

extension Client {
    /// Puts a message (with CRLF line ends) into a folder. Nil when the server does not say where.
    @discardableResult
    public func append(
        _ mail: [UInt8], to folder: String, isSeen: Bool = false
    ) async throws -> AppendedMessage? {
        try await run(Append(mail, to: folder, isSeen: isSeen))
    }
}
