/// The number of a message within a folder, valid as long as the folder's ``UIDValidity`` stays the
/// same. RFC 3501 §2.3.1.1.
public struct UID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    public let raw: UInt32

    public init(_ raw: UInt32) {
        self.raw = raw
    }

    public var description: String { String(raw) }

    public static func < (one: UID, other: UID) -> Bool {
        one.raw < other.raw
    }
}

/// The generation of a folder's UIDs. When it changes, every UID known of that folder means nothing
/// any more. RFC 3501 §2.3.1.1.
public struct UIDValidity: Hashable, Sendable, Codable, CustomStringConvertible {
    public let raw: UInt32

    public init(_ raw: UInt32) {
        self.raw = raw
    }

    public var description: String { String(raw) }
}

/// Where messages went: each old UID with its new one, and the generation of the new ones.
/// RFC 4315 §3.
public struct Relocation: Hashable, Sendable {
    public var uidValidity: UIDValidity
    public var newUIDs: [UID: UID]

    public init(uidValidity: UIDValidity, newUIDs: [UID: UID] = [:]) {
        self.uidValidity = uidValidity
        self.newUIDs = newUIDs
    }
}
