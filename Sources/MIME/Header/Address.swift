/// Somebody as a header names them (RFC 5322 §3.4).
public struct Address: Hashable, Sendable {
    /// The display name, or the comment that old mails have instead; decoded, on one line.
    public var name: String?
    /// `local@domain` without comments, routes and needless quotes. In broken mails it may lack an `@`.
    public var address: String
    /// The name of the group that it stands in.
    public var group: String?

    /// Takes the values as they are; `Draft` says which addresses can be written.
    public init(name: String? = nil, address: String, group: String? = nil) {
        self.name = name
        self.address = address
        self.group = group
    }

    /// The address for comparing: A–Z in lower case, other letters as they are.
    public var folded: String { ASCII.lowercase(address) }

    /// Whether it can be an address at all: something on both sides of one `@`, no blanks.
    public var isPlausible: Bool {
        guard let at = address.utf8.lastIndex(of: ASCII.at) else { return false }
        return at != address.utf8.startIndex
            && address.utf8.index(after: at) != address.utf8.endIndex
            && !address.utf8.contains { $0 <= ASCII.space || $0 == 0x7F }
    }
}
