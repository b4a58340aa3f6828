/// An opened folder.
public struct Selected: Hashable, Sendable {
    public var folder: String
    public var uidValidity: UIDValidity
    /// The UID that the next message will get at least. Not every server says it.
    public var uidNext: UID?
    /// How many messages there are.
    public var exists: Int
    public var isReadOnly: Bool

    public init(
        folder: String, uidValidity: UIDValidity, uidNext: UID? = nil, exists: Int = 0,
        isReadOnly: Bool = false
    ) {
        self.folder = folder
        self.uidValidity = uidValidity
        self.uidNext = uidNext
        self.exists = exists
        self.isReadOnly = isReadOnly
    }
}

/// Opens a folder; EXAMINE opens it without any right to change it. RFC 3501 §6.3.1, §6.3.2.
///
/// A refusal without a code does not say whether the folder is missing, and its words come in many
/// languages. So LIST is asked for the name: a folder that is not listed does not exist.
struct Select: Request {
    private let folder: String
    private let isExamine: Bool
    private var uidValidity: UIDValidity?
    private var uidNext: UID?
    private var exists = 0
    private var isReadOnly: Bool
    private var refusal: IMAPError?
    private var isListed = false

    init(_ folder: String, readOnly: Bool = false) {
        self.folder = folder
        isExamine = readOnly
        isReadOnly = readOnly
    }

    mutating func start(on server: Server) throws(IMAPError) -> [CommandLine] {
        var line = CommandLine(isExamine ? "EXAMINE" : "SELECT")
        try line.add(folder: folder, limits: server.limits)
        return [line]
    }

    mutating func take(_ response: Response) -> Delivery? {
        switch response {
        case .exists(let count): exists = count
        case .status(let line): note(line.code)
        case .list(let listed):
            if listed.isSelectable, FolderName.encode(folder) == listed.rawName { isListed = true }
        default: break
        }
        return nil
    }

    mutating func ended(
        _ id: Int, with line: StatusLine, on server: Server
    ) throws(IMAPError) -> [CommandLine] {
        if let refusal {
            throw line.status == .ok && !isListed ? .noSuchFolder(folder) : refusal
        }
        note(line.code)
        if line.status == .ok { return [] }
        let error = IMAPError(line, about: .folder(folder))
        guard line.status == .no, case .no = error else { throw error }
        refusal = error
        var list = CommandLine(#"LIST """#, id: 1)
        try list.add(folder: folder, limits: server.limits)
        return [list]
    }

    func output() throws(IMAPError) -> Selected {
        guard let uidValidity else {
            throw .protocolViolation("the folder “\(folder)” has no UIDVALIDITY")
        }
        return Selected(
            folder: folder, uidValidity: uidValidity, uidNext: uidNext, exists: exists,
            isReadOnly: isReadOnly)
    }

    private mutating func note(_ code: ResponseCode?) {
        switch code {
        case .uidValidity(let validity): uidValidity = validity
        case .uidNext(let uid): uidNext = uid
        case .readOnly: isReadOnly = true
        default: break
        }
    }
}

extension Client {
    /// Opens a folder, given by its ``Folder/name``. Nothing in it changes by that.
    ///
    /// Throws `IMAPError.noSuchFolder` when there is none; then no folder is open.
    public func select(_ folder: String, readOnly: Bool = false) async throws -> Selected {
        try await run(Select(folder, readOnly: readOnly))
    }
}
