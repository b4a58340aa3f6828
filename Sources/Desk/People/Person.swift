/// Somebody who writes, answers or administers.
public struct Person: Hashable, Sendable, Codable, Identifiable {
    public enum Role: String, Sendable, Codable, CaseIterable {
        case administrator, `operator`, client
    }

    public var id: PersonID
    public var role: Role
    public var name: String
    /// Lower-cased; unique among people.
    public var email: String
    public var isActive: Bool
    public var createdAt: Instant

    public init(
        id: PersonID, role: Role, name: String, email: String, isActive: Bool = true,
        createdAt: Instant
    ) {
        self.id = id
        self.role = role
        self.name = name
        self.email = email
        self.isActive = isActive
        self.createdAt = createdAt
    }

    /// Whether this person answers tickets (an administrator does too).
    public var isStaff: Bool { role != .client }

    /// Whether this person answers tickets today.
    public var isActiveStaff: Bool { isStaff && isActive }

    /// The name, or the address where there is no name.
    public var displayName: String { name.isEmpty ? email : name }
}

/// A name and an address as a mail wrote them.
public struct Contact: Hashable, Sendable, Codable {
    public var name: String
    public var address: String

    public init(name: String = "", address: String) {
        self.name = name
        self.address = address
    }

    /// The form to compare by: lower-cased, without the blanks around it.
    public var key: String { address.lowercased() }
    public var displayName: String { name.isEmpty ? address : name }
}
