internal import Wire

/// One command without its tag: what is sent, and what a log may show of it.
///
/// Values from outside become quoted strings when they are harmless ASCII, and else literals for
/// which the server's `+` is awaited. RFC 3501 §4.3.
struct CommandLine: Equatable, Sendable {
    /// Which of a request's commands it is.
    var id: Int
    /// Sent one after the other; each but the last ends with `{n}` CRLF and waits for `+`.
    private(set) var pieces: [[UInt8]]
    /// The command without its values.
    private(set) var shown: String

    init(_ words: String, id: Int = 0) {
        self.id = id
        pieces = [Array(words.utf8)]
        shown = words
    }

    /// The bytes of piece after piece, with the tag before the first and CRLF after the last.
    func pieces(tag: String) -> [[UInt8]] {
        var all = pieces
        all[0].insert(contentsOf: Array((tag + " ").utf8), at: 0)
        all[all.count - 1] += [0x0D, 0x0A]
        return all
    }

    /// Adds a space and words of our own; must be free of outside values.
    mutating func add(_ words: String) {
        append(Array((" " + words).utf8))
        shown += " " + words
    }

    /// Adds a space and a string from outside; `field` names it in errors and logs.
    mutating func add(string text: String, field: String, limits: Limits) throws(IMAPError) {
        do {
            try add(bytes: OneLine(text, field: field).bytes, field: field, limits: limits)
        } catch let error as WireError {
            throw .wire(error)
        } catch let error as IMAPError {
            throw error
        } catch {
            throw .wire(.unsafeText(field: field))
        }
    }

    /// Adds a space and a folder's name, given in UTF-8.
    mutating func add(folder name: String, limits: Limits) throws(IMAPError) {
        try add(bytes: FolderName.encode(name), field: "folder name", limits: limits)
    }

    /// Adds a space and bytes that are safe as they are and that nobody may see.
    mutating func add(secret bytes: [UInt8]) {
        append([0x20] + bytes)
        shown += " (secret)"
    }

    /// Adds a space and a literal of any content, which is not limited here.
    mutating func add(literal bytes: [UInt8], field: String) {
        append(Array(" {\(bytes.count)}\r\n".utf8))
        pieces.append(bytes)
        shown += " (\(field))"
    }

    private mutating func add(bytes: [UInt8], field: String, limits: Limits) throws(IMAPError) {
        guard bytes.count <= limits.argumentBytes else {
            throw .limitExceeded("the \(field) is longer than \(limits.argumentBytes) bytes")
        }
        guard bytes.count <= Self.longestQuoted, bytes.allSatisfy({ (0x20...0x7E).contains($0) })
        else { return add(literal: bytes, field: field) }
        var quoted = Array(" \"".utf8)
        for byte in bytes {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                quoted.append(UInt8(ascii: "\\"))
            }
            quoted.append(byte)
        }
        quoted.append(UInt8(ascii: "\""))
        append(quoted)
        shown += " (\(field))"
    }

    /// Some servers refuse quoted strings of more than 1024 bytes.
    private static let longestQuoted = 1000

    private mutating func append(_ bytes: [UInt8]) {
        pieces[pieces.count - 1] += bytes
    }
}
