internal import Desk
internal import Markup

/// Times, sizes and durations as people read them.
extension Language {
    /// How long ago, or in how long; the exact time is in the title. A script keeps it true.
    func ago(_ at: Instant, now: Instant) -> HTML {
        "<time datetime=\"\(at.iso8601)\" title=\"\(exact(at))\" data-shows=\"relative\">\(relative(at, now: now))</time>"
    }

    /// When something is to happen; what is past is due.
    func due(_ at: Instant, now: Instant) -> HTML {
        guard at > now else {
            return
                "<time datetime=\"\(at.iso8601)\" title=\"\(exact(at))\">\(self("due now"))</time>"
        }
        return ago(at, now: now)
    }

    /// How old, in the shortest form, for columns.
    func age(_ at: Instant, now: Instant) -> HTML {
        let text = now - at < .seconds(60) ? self("now") : rough(now - at)
        return
            "<time datetime=\"\(at.iso8601)\" title=\"\(exact(at))\" data-shows=\"age\">\(text)</time>"
    }

    /// Date and time; a script puts it into the person's zone.
    func time(_ at: Instant) -> HTML {
        "<time datetime=\"\(at.iso8601)\" title=\"\(exact(at))\" data-shows=\"exact\">\(exact(at))</time>"
    }

    func relative(_ at: Instant, now: Instant) -> String {
        let distance = now - at
        if distance < .zero {
            let ahead = Duration.zero - distance
            return ahead < .seconds(45) ? self("now") : self("in \(rough(ahead))")
        }
        return distance < .seconds(45) ? self("just now") : self("\(rough(distance)) ago")
    }

    /// One unit: `5 min`, `3 h`, `2 days`.
    private func rough(_ duration: Duration) -> String {
        let seconds = duration.components.seconds
        if seconds < 3600 { return self("\(max(1, seconds / 60)) min") }
        if seconds < 86_400 { return self("\(seconds / 3600) h") }
        let days = seconds / 86_400
        if days < 60 { return days == 1 ? self("1 day") : self("\(days) days") }
        return self("\(days / 30) months")
    }

    /// In UTC, which is said: `23 Nov 2026, 08:15 UTC`.
    func exact(_ at: Instant) -> String {
        let days = Int64((Double(at.seconds) / 86_400).rounded(.down))
        let (year, month, day) = CivilDate.civil(fromDays: days)
        let rest = at.seconds - days * 86_400
        let clock = "\(padded(rest / 3600)):\(padded(rest / 60 % 60))"
        switch self {
        case .english: return "\(day) \(Self.months[Int(month) - 1]) \(year), \(clock) UTC"
        case .german: return "\(padded(day)).\(padded(month)).\(year), \(clock) UTC"
        }
    }

    /// `25 Nov 2026`, `25.11.2026`.
    func date(_ day: CalendarDay) -> String {
        let (year, month, day) = CivilDate.civil(fromDays: day.days)
        return switch self {
        case .english: "\(day) \(Self.months[Int(month) - 1]) \(year)"
        case .german: "\(padded(day)).\(padded(month)).\(year)"
        }
    }

    /// A day without its year, as under a chart: `23 Nov`.
    ///
    /// - Parameter days: since the first of January 1970.
    func day(_ days: Int64) -> String {
        let (_, month, day) = CivilDate.civil(fromDays: days)
        return switch self {
        case .english: "\(day) \(Self.months[Int(month) - 1])"
        case .german: "\(day).\(month)."
        }
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private func padded(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// How long something took: `0.4 s`, `12 s`, `3 min 20 s`.
    func lasting(_ duration: Duration) -> String {
        let milliseconds = max(0, duration.inMilliseconds)
        if milliseconds < 10_000 {
            return self("\(decimal(milliseconds / 100)) s")
        }
        let seconds = milliseconds / 1000
        if seconds < 120 { return self("\(seconds) s") }
        if seconds < 7200 {
            let rest = seconds % 60
            return rest == 0 ? self("\(seconds / 60) min") : self("\(seconds / 60) min \(rest) s")
        }
        let minutes = seconds / 60 % 60
        return minutes == 0
            ? self("\(seconds / 3600) h") : self("\(seconds / 3600) h \(minutes) min")
    }

    /// Bytes for people: `532 B`, `1.4 MB`.
    func size(_ bytes: Int) -> String {
        if bytes < 1000 { return "\(bytes) B" }
        if bytes < 1_000_000 { return "\(decimal(Int64(bytes / 100))) kB" }
        return "\(decimal(Int64(bytes / 100_000))) MB"
    }

    /// Tenths with the language's decimal mark; without them from ten on.
    private func decimal(_ tenths: Int64) -> String {
        if tenths >= 100 { return "\(tenths / 10)" }
        return "\(tenths / 10)\(self == .german ? "," : ".")\(tenths % 10)"
    }

    func inWords(_ frequency: Frequency) -> String {
        if case .cron(let schedule) = frequency {
            return self == .german ? schedule.wording.german : schedule.wording.english
        }
        let text = frequency.text
        let count = text.dropLast()
        switch (text.last, count == "1") {
        case ("m", true): return self("every minute")
        case ("m", false): return self("every \(count) minutes")
        case ("h", true): return self("every hour")
        case ("h", false): return self("every \(count) hours")
        case (_, true): return self("every day")
        default: return self("every \(count) days")
        }
    }

    func sentence(_ health: MailboxHealth, _ facts: MailboxHealth.Facts) -> String {
        if health.reason.isEmpty { return self("All is well") }
        if health.reason.hasSuffix("could not be processed and wait for review.") {
            return facts.waitingFailures == 1
                ? self("1 mail could not be processed and waits for review.")
                : self("\(facts.waitingFailures) mails could not be processed and wait for review.")
        }
        return self(Phrase(known: health.reason))
    }

    func name(_ status: Ticket.Status) -> String {
        switch status {
        case .new: self("New")
        case .open: self("Open")
        case .waiting: self("Waiting for client")
        case .closed: self("Closed")
        }
    }

    func name(_ priority: Ticket.Priority) -> String {
        switch priority {
        case .low: self("Low")
        case .normal: self("Normal")
        case .high: self("High")
        case .urgent: self("Urgent")
        }
    }

    func name(_ outcome: LedgerEntry.Outcome) -> String {
        switch outcome {
        case .ticket: self("New ticket")
        case .reply: self("Reply")
        case .bounce: self("Bounce")
        case .ignored: self("Ignored")
        case .duplicate: self("Duplicate")
        case .failed: self("Failed")
        }
    }

    func name(_ role: Person.Role) -> String {
        switch role {
        case .administrator: self("Administrator")
        case .operator: self("Operator")
        case .client: self("Client")
        }
    }

    func name(_ state: OutboxMail.State) -> String {
        switch state {
        case .queued: self("Queued")
        case .sending: self("Sending")
        case .accepted: self("Sent")
        case .deferred: self("Will be tried again")
        case .failed: self("Not sent")
        case .bounced: self("Not delivered")
        }
    }

    func name(_ trigger: TaskRun.Trigger) -> String {
        switch trigger {
        case .schedule: self("schedule")
        case .hand: self("by hand")
        case .push: self("push")
        case .externalCron: self("external cron")
        }
    }

    func name(_ security: Mailbox.Security) -> String {
        switch security {
        case .none: self("None")
        case .starttls: "STARTTLS"
        case .tls: "SSL/TLS"
        }
    }
}
