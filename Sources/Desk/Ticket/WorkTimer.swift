/// Somebody is at work on a ticket right now. Everybody has at most one.
public struct WorkTimer: Hashable, Sendable, Codable {
    public var person: PersonID
    public var ticket: TicketID
    public var startedAt: Instant

    public init(person: PersonID, ticket: TicketID, startedAt: Instant) {
        self.person = person
        self.ticket = ticket
        self.startedAt = startedAt
    }

    /// Whole minutes until now: a begun minute counts, and no more than a day, for a timer that somebody
    /// forgot is no work.
    public func minutes(until now: Instant) -> Int {
        let seconds = max(0, (now - startedAt).inMilliseconds / 1000)
        return Int(min(max(1, (seconds + 59) / 60), Int64(TimeEntry.mostMinutes)))
    }

    /// What it becomes when it is stopped: an entry of the day on which the work began.
    public func entry(until now: Instant, note: String = "") -> TimeEntry {
        TimeEntry(
            id: 0, ticket: ticket, person: person, minutes: minutes(until: now),
            day: CalendarDay(startedAt), note: note, createdAt: now)
    }
}
