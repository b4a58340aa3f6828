/// One mail in one folder of one account.
public struct StoredMail: Sendable, Equatable {
    public internal(set) var uid: UInt32
    /// The bytes as they were appended or delivered, untouched.
    public let bytes: [UInt8]
    /// System flags such as `\Seen`, and keywords, as they were first spelled.
    public internal(set) var flags: [String]
    /// When it arrived, in seconds since 1970.
    public let internalDate: Int64
    /// What POP3's UIDL is made of; a copy in another folder has its own.
    let serial: Int
    /// How many line feeds lack their return, counted once; POP3 has to add them.
    let bareLineFeeds: Int

    init(uid: UInt32, bytes: [UInt8], flags: [String], internalDate: Int64, serial: Int) {
        self.uid = uid
        self.bytes = bytes
        self.flags = flags
        self.internalDate = internalDate
        self.serial = serial
        var count = 0
        var previous: UInt8 = 0
        for byte in bytes {
            if byte == 10, previous != 13 { count += 1 }
            previous = byte
        }
        bareLineFeeds = count
    }

    /// Flags are compared without regard to case (RFC 3501 §2.3.2).
    public func has(_ flag: String) -> Bool {
        flags.contains { $0.lowercased() == flag.lowercased() }
    }

    mutating func set(_ flag: String, _ isOn: Bool) {
        flags.removeAll { $0.lowercased() == flag.lowercased() }
        if isOn { flags.append(flag) }
    }
}

/// A mail that the SMTP side took, with its envelope and exactly the submitted bytes.
public struct SubmittedMail: Sendable, Equatable {
    public var from: String
    public var to: [String]
    public var bytes: [UInt8]
    /// The account that signed in, if one did.
    public var account: String?
}

/// A folder and its mails in the order of their UIDs.
public struct Folder: Sendable, Equatable {
    public let name: FolderName
    public internal(set) var uidValidity: UInt32
    public internal(set) var uidNext: UInt32 = 1
    public internal(set) var mails: [StoredMail] = []
    public internal(set) var isSubscribed = true
    /// Such as `\Sent` (RFC 6154), nil for an ordinary folder.
    public internal(set) var specialUse: String?
    /// Grows with every change, so that a session knows when to look again.
    var changes = 0

    /// The name as people read it.
    public var text: String { name.text }

    init(name: FolderName, uidValidity: UInt32, specialUse: String? = nil) {
        self.name = name
        self.uidValidity = uidValidity
        self.specialUse = specialUse
    }

    func mail(_ uid: UInt32) -> StoredMail? { index(of: uid).map { mails[$0] } }

    func index(of uid: UInt32) -> Int? {
        var low = 0
        var high = mails.count
        while low < high {
            let middle = (low + high) / 2
            if mails[middle].uid < uid { low = middle + 1 } else { high = middle }
        }
        return low < mails.count && mails[low].uid == uid ? low : nil
    }

    mutating func add(_ bytes: [UInt8], flags: [String], internalDate: Int64, serial: Int) -> UInt32
    {
        let uid = uidNext
        uidNext += 1
        changes += 1
        mails.append(
            StoredMail(
                uid: uid, bytes: bytes, flags: flags, internalDate: internalDate, serial: serial))
        return uid
    }

    mutating func remove(_ uids: Set<UInt32>) {
        mails.removeAll { uids.contains($0.uid) }
        changes += 1
    }

    /// A new UIDVALIDITY; the mails are the same and get new UIDs from 1.
    mutating func renumber(uidValidity: UInt32) {
        self.uidValidity = uidValidity
        for index in mails.indices { mails[index].uid = UInt32(index + 1) }
        uidNext = UInt32(mails.count + 1)
        changes += 1
    }
}
