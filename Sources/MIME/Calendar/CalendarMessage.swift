/// An invitation, or the answer to one, in a mail (iCalendar, RFC 5545; iTIP, RFC 5546; iMIP, RFC 6047).
///
/// Only as much is read as somebody who looks at the mail wants to know: no recurrences are computed, and no
/// zones, since a mail's own zone rules are as trustworthy as its sender.
public struct CalendarMessage: Sendable, Hashable {
    /// What the sender wants (METHOD, RFC 5546 §1.4).
    public enum Method: String, Sendable, Hashable {
        case publish, request, reply, add, cancel, refresh, counter
        case declineCounter = "declinecounter"
    }

    /// Nil when nothing or an unknown word says it: then it is only information.
    public var method: Method?
    /// VEVENT components in their order; a changed or cancelled day of a series is one of its own.
    public var events: [CalendarEvent] = []

    /// Events of one mail; exported calendars have thousands, but are no invitations.
    public static let mostEvents = 100
    /// Attendees of one event that are read.
    public static let mostAttendees = 500
    /// Bytes beyond these are not read.
    public static let mostBytes = 1 << 20

    /// Reads a calendar object; nil when the text is none (no VCALENDAR, or no event in it).
    public init?(_ text: String) {
        var path: [String] = []
        var event: CalendarEvent?
        var isCalendar = false
        for line in CalendarLine.lines(of: text) {
            switch line.name {
            case "BEGIN":
                let name = ASCII.lowercase(line.value)
                // Depth is looked at, not followed.
                guard path.count < 20 else { return nil }
                path.append(name)
                if name == "vcalendar" { isCalendar = true }
                if name == "vevent", path.count <= 2 { event = CalendarEvent() }
            case "END":
                if path.popLast() == "vevent", let found = event, path.count < 2 {
                    if events.count < Self.mostEvents { events.append(found) }
                    event = nil
                }
            case "METHOD" where path == ["vcalendar"]:
                method = Method(rawValue: ASCII.lowercase(line.value))
            default:
                // Alarms within an event have a summary and a description too.
                if path.last == "vevent" { event?.take(line) }
            }
        }
        // QUIRK: a calendar that was cut off.
        if let event, events.count < Self.mostEvents { events.append(event) }
        guard isCalendar, !events.isEmpty else { return nil }
    }
}

extension Message {
    /// Invitations and answers in this mail: what its text/calendar and application/ics parts hold, each once,
    /// although mailers send the same one in the body and as a file.
    public var calendars: [CalendarMessage] {
        var found: [CalendarMessage] = []
        for part in parts where part.isCalendar {
            guard part.bodyRange.count <= CalendarMessage.mostBytes * 2,
                var calendar = CalendarMessage(text(of: part.id))
            else { continue }
            if calendar.method == nil, let word = part.contentType.parameters["method"] {
                // RFC 6047 §2.4: the parameter says the same as the property.
                calendar.method = CalendarMessage.Method(rawValue: ASCII.lowercase(word))
            }
            if !found.contains(calendar) { found.append(calendar) }
        }
        return found
    }
}

extension Part {
    /// QUIRK: `application/ics` and files that end with `.ics`, which Outlook and Google attach.
    var isCalendar: Bool {
        contentType.name == "text/calendar" || contentType.name == "application/ics"
            || contentType.type == "application" && filename?.lowercased().hasSuffix(".ics") == true
    }
}
