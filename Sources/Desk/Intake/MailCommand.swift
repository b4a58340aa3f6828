/// What an operator's mail tells the desk to do beside what it says: `Status: closed`, `Spent time: 1h30m`.
public enum MailCommand: Hashable, Sendable, Codable {
    case status(Ticket.Status)
    case priority(Ticket.Priority)
    /// Nil: nobody.
    case assignee(PersonID?)
    case tags(add: [String], remove: [String])
    case spentTime(minutes: Int, note: String)

    /// Why a line that looks like a command was not obeyed.
    public enum Refusal: String, Hashable, Sendable, Codable {
        case unknownStatus, unknownPriority
        /// Nobody of the desk has that name or address, or several have the name.
        case unknownPerson, severalPersons
        case unreadableTags, tooManyTags
        case unreadableTime
        /// More than a day has.
        case tooMuchTime
        /// The same command stands there a second time.
        case givenTwice
    }
}

/// The commands in a mail, and the text without them.
///
/// Only lines at the very top or the very bottom of what the sender wrote are commands: within the text they
/// are what somebody says. A line that can't be obeyed stays in the text.
public struct MailCommands: Hashable, Sendable {
    public struct Line: Hashable, Sendable {
        /// As it was written.
        public var text: String
        public var command: MailCommand
    }

    public struct Refused: Hashable, Sendable {
        public var text: String
        public var reason: MailCommand.Refusal
    }

    public private(set) var text: String
    /// In the order in which they stand.
    public private(set) var lines: [Line] = []
    public private(set) var refused: [Refused] = []

    /// More lines than this at one end are a form, no commands.
    private static let mostLines = 20

    /// - Parameters:
    ///   - text: what the sender wrote, without quoted history and signature.
    ///   - author: who "me" is.
    ///   - staff: whom a ticket can be assigned to.
    public init(_ text: String, by author: PersonID, staff: [Person]) {
        self.text = text
        var rows = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .map(String.init)
        var seen: Set<CommandName> = []
        let top = Self.block(rows)
        // In a mail of commands alone both ends are the same lines.
        let bottom = Self.block(rows.reversed()).map { rows.count - 1 - $0 }.reversed()
            .filter { !top.contains($0) }
        var obeyed: Set<Int> = []
        for index in top + bottom {
            guard let (name, value) = CommandName.read(rows[index]) else { continue }
            let shown = String(rows[index].trimmed.prefix(200))
            guard seen.insert(name).inserted else {
                refused.append(Refused(text: shown, reason: .givenTwice))
                continue
            }
            switch name.command(value, by: author, staff: staff) {
            case .success(let command):
                lines.append(Line(text: shown, command: command))
                obeyed.insert(index)
            case .failure(let refusal):
                refused.append(Refused(text: shown, reason: refusal.reason))
            }
        }
        guard !obeyed.isEmpty else { return }
        rows = rows.enumerated().filter { !obeyed.contains($0.offset) }.map(\.element)
        self.text = Self.trimmed(rows).joined(separator: "\n")
    }

    /// The indices of the command lines at the start of the rows; blank lines may stand before and between.
    private static func block(_ rows: [String]) -> [Int] {
        var found: [Int] = []
        for (index, row) in rows.enumerated() {
            if row.trimmed.isEmpty { continue }
            guard CommandName.read(row) != nil else { break }
            found.append(index)
            if found.count > mostLines { return [] }
        }
        return found
    }

    private static func trimmed(_ rows: [String]) -> [String] {
        var rest = rows[...]
        while rest.first?.trimmed.isEmpty == true { rest.removeFirst() }
        while rest.last?.trimmed.isEmpty == true { rest.removeLast() }
        return Array(rest)
    }
}

/// The words in front of the colon, in the languages of the interface.
private enum CommandName: Hashable {
    case status, priority, assignee, tags, spentTime

    private static let words: [String: CommandName] = [
        "status": .status,
        "priority": .priority, "priorität": .priority, "prioritaet": .priority,
        "assignee": .assignee, "assigned to": .assignee, "zugewiesen an": .assignee,
        "zuständig": .assignee, "zustaendig": .assignee, "bearbeiter": .assignee,
        "bearbeiterin": .assignee,
        "tags": .tags, "tag": .tags, "schlagwörter": .tags, "schlagwoerter": .tags,
        "schlagwort": .tags,
        "spent time": .spentTime, "time spent": .spentTime, "aufgewendete zeit": .spentTime,
        "zeitaufwand": .spentTime, "aufwand": .spentTime,
    ]

    /// `Name: value`, with white space anywhere.
    static func read(_ row: String) -> (CommandName, value: String)? {
        guard row.utf8.count <= 1000, let colon = row.firstIndex(of: ":") else { return nil }
        let name = row[..<colon].split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard let known = words[name.lowercased()] else { return nil }
        let value = String(row[row.index(after: colon)...]).trimmed
        return value.isEmpty ? nil : (known, value)
    }

    struct Refused: Error { var reason: MailCommand.Refusal }

    func command(
        _ value: String, by author: PersonID, staff: [Person]
    ) -> Result<MailCommand, Refused> {
        func refuse(_ reason: MailCommand.Refusal) -> Result<MailCommand, Refused> {
            .failure(Refused(reason: reason))
        }
        // People end a line as they end a sentence.
        let word = String(value.lowercased().trimmed.reversed().drop { $0 == "." }.reversed())
        switch self {
        case .status:
            return Self.statuses[word].map { .success(.status($0)) } ?? refuse(.unknownStatus)
        case .priority:
            return Self.priorities[word].map { .success(.priority($0)) } ?? refuse(.unknownPriority)
        case .assignee:
            if ["nobody", "none", "niemand", "-", "–"].contains(word) {
                return .success(.assignee(nil))
            }
            if ["me", "ich", "mir", "mich"].contains(word) { return .success(.assignee(author)) }
            let named = staff.filter {
                $0.isActive
                    && ($0.email.lowercased() == word || $0.name.lowercased().trimmed == word)
            }
            if named.count > 1 { return refuse(.severalPersons) }
            return named.first.map { .success(.assignee($0.id)) } ?? refuse(.unknownPerson)
        case .tags:
            return tags(value)
        case .spentTime:
            guard let (minutes, note) = SpentTime.read(value), minutes > 0 else {
                return refuse(.unreadableTime)
            }
            guard minutes <= TimeEntry.mostMinutes else { return refuse(.tooMuchTime) }
            return .success(
                .spentTime(minutes: minutes, note: String(note.prefix(TimeEntry.longestNote))))
        }
    }

    /// Comma-separated; a minus in front takes one away.
    private func tags(_ value: String) -> Result<MailCommand, Refused> {
        var add: [String] = []
        var remove: [String] = []
        for piece in value.split(separator: ",") {
            let piece = String(piece).trimmed
            if piece.isEmpty { continue }
            let isTakenAway = piece.first == "-"
            let bare = piece.first == "-" || piece.first == "+" ? String(piece.dropFirst()) : piece
            guard let tag = Tag.read(bare) else {
                return .failure(Refused(reason: .unreadableTags))
            }
            if isTakenAway { remove.append(tag) } else { add.append(tag) }
        }
        guard !add.isEmpty || !remove.isEmpty else {
            return .failure(Refused(reason: .unreadableTags))
        }
        guard add.count + remove.count <= Tag.mostPerTicket else {
            return .failure(Refused(reason: .tooManyTags))
        }
        return .success(.tags(add: add, remove: remove))
    }

    private static let statuses: [String: Ticket.Status] = [
        "new": .new, "neu": .new, "open": .open, "offen": .open, "waiting": .waiting,
        "waiting for client": .waiting, "wartet": .waiting, "wartet auf kunden": .waiting,
        "wartet auf kunde": .waiting, "wartend": .waiting, "closed": .closed, "close": .closed,
        "done": .closed, "solved": .closed, "geschlossen": .closed, "erledigt": .closed,
        "gelöst": .closed,
    ]
    private static let priorities: [String: Ticket.Priority] = [
        "low": .low, "niedrig": .low, "normal": .normal, "mittel": .normal, "high": .high,
        "hoch": .high, "urgent": .urgent, "dringend": .urgent,
    ]
}
