/// Two projects that claim the same mail by the same word, address or domain.
public struct RoutingTie: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case keyword, address, domain
    }

    public var kind: Kind
    /// What both claim, as the project in question writes it.
    public var text: String
    public var other: ProjectID
    public var winner: ProjectID
}

extension Routing {
    /// The ties of a project with others, in the order of its rules. Projects that are not active take no
    /// mail, so they tie with nobody. A sub-domain is no tie with its domain: the longer one wins.
    public static func ties(of project: Project, among all: [Project]) -> [RoutingTie] {
        guard project.isActive else { return [] }
        var ties: [RoutingTie] = []
        let others = all.filter { $0.isActive && $0.id != project.id }
        func add(
            _ kind: RoutingTie.Kind, _ texts: [String], _ claims: (Project, String) -> Bool
        ) {
            for text in texts {
                for other in others where claims(other, text) {
                    ties.append(
                        RoutingTie(
                            kind: kind, text: text, other: other.id,
                            winner: stands(other, before: project) ? other.id : project.id))
                }
            }
        }
        add(.keyword, project.keywords) { other, text in
            other.keywords.contains { isSame($0, of: other, text, of: project) }
        }
        add(.address, project.senderAddresses) { $0.senderAddresses.contains($1.lowercased()) }
        add(.domain, project.senderDomains) { $0.senderDomains.contains($1.lowercased()) }
        return ties
    }

    /// Which of two keywords a subject could have at once: the same one, unless both mind their case and
    /// differ in it.
    private static func isSame(
        _ a: String, of first: Project, _ b: String, of second: Project
    ) -> Bool {
        let (a, b) = (a.trimmed, b.trimmed)
        guard first.keywordsMatchCase && second.keywordsMatchCase else {
            return a.lowercased() == b.lowercased()
        }
        return a == b
    }

    /// The explicit order: of two projects that claim the same mail, the one that stands first takes it.
    static func stands(_ a: Project, before b: Project) -> Bool {
        // A project that is not saved yet has no number and goes last.
        (a.order, a.id == 0 ? .init(rawValue: .max) : a.id)
            < (b.order, b.id == 0 ? .init(rawValue: .max) : b.id)
    }
}
