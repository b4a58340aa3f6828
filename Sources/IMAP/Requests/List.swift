/// A folder of a mailbox.
public struct Folder: Hashable, Sendable {
    /// What a folder is for. RFC 6154 §2.
    public enum Use: String, Hashable, Sendable, CaseIterable {
        case all, archive, drafts, flagged, important, junk, sent, trash
    }

    /// For people and for this client's calls. See ``rawName`` for what the server says.
    public var name: String
    /// As the server spells it: modified UTF-7.
    public var rawName: [UInt8]
    /// What stands between a folder and those within it; nil when folders do not nest.
    public var delimiter: Character?
    /// As the server spells them, lower-cased: `\noselect`, `\haschildren`.
    public var attributes: Set<String>

    public init(rawName: [UInt8], delimiter: Character? = nil, attributes: Set<String> = []) {
        self.rawName = rawName
        self.delimiter = delimiter
        self.attributes = attributes
        let name = FolderName.decode(rawName)
        // RFC 3501 §5.1: INBOX is case-insensitive.
        self.name = name.uppercased() == "INBOX" ? "INBOX" : name
    }

    /// False for names that only hold other folders, or that no longer exist.
    public var isSelectable: Bool {
        attributes.isDisjoint(with: ["\\noselect", "\\nonexistent"])
    }

    public var use: Use? {
        Use.allCases.first { attributes.contains("\\" + $0.rawValue) }
    }
}

extension Folder {
    /// `mailbox-list = "(" [mbx-list-flags] ")" SP (DQUOTE QUOTED-CHAR DQUOTE / nil) SP mailbox`.
    /// RFC 3501 §9; what RFC 5258 adds behind it is passed over.
    init?(scanning scanner: inout ResponseScanner) {
        let attributes = scanner.atoms().map { $0.lowercased() }
        scanner.skipSpaces()
        guard let separator = scanner.string() else { return nil }
        var delimiter: Character?
        if case .bytes(let bytes) = separator, let byte = bytes.first, byte < 0x80 {
            delimiter = Character(Unicode.Scalar(byte))
        }
        scanner.skipSpaces()
        let isQuoted = scanner.next == UInt8(ascii: "\"")
        guard let text = scanner.string() else { return nil }
        var rawName: [UInt8]
        switch text {
        case .bytes(let bytes): rawName = bytes
        case .none: rawName = Array("NIL".utf8)
        case .skipped: return nil
        }
        // QUIRK: broken/unquoted-folder.dialog — a name with spaces and without quotes.
        if !isQuoted, scanner.next == 0x20 {
            let rest = scanner.rest()
            if !rest.contains(UInt8(ascii: "(")) { rawName += rest }
        }
        // Such a name could never be sent back.
        guard !rawName.contains(where: { $0 == 0x0D || $0 == 0x0A || $0 == 0 }), !rawName.isEmpty
        else { return nil }
        self.init(rawName: rawName, delimiter: delimiter, attributes: Set(attributes))
    }
}

/// Lists every folder, with what it is for. RFC 3501 §6.3.8, RFC 6154.
struct List: Request {
    private var folders: [Folder] = []
    private var names: Set<[UInt8]> = []
    private var limit = 0
    private var longestName = 0

    mutating func start(on server: Server) -> [CommandLine] {
        limit = server.limits.folders
        longestName = server.limits.argumentBytes
        // Servers that know SPECIAL-USE name the uses in a plain LIST if they want to; RETURN makes
        // them want to.
        let asksForUse = server.offers("SPECIAL-USE") && server.offers("LIST-EXTENDED")
        return [CommandLine(#"LIST "" "*""# + (asksForUse ? " RETURN (SPECIAL-USE)" : ""))]
    }

    mutating func take(_ response: Response) -> Delivery? {
        // What is too long could not be sent back either.
        if case .list(let folder) = response, folders.count < limit,
            folder.rawName.count <= longestName,
            names.insert(folder.rawName).inserted
        {
            folders.append(folder)
        }
        return nil
    }

    func output() -> [Folder] { folders }
}

extension Client {
    /// All folders, in the server's order, at most `Limits.folders`.
    public func folders() async throws -> [Folder] {
        try await run(List())
    }
}
