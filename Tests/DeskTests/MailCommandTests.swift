import Desk
import Testing

@Suite("Commands in a mail")
struct MailCommandTests {
    static let now = Instant(seconds: 1_800_000_000)
    static let olga = Person(
        id: 1, role: .operator, name: "Olga", email: "olga@desk.example", createdAt: now)
    static let otto = Person(
        id: 2, role: .operator, name: "Otto", email: "otto@desk.example", createdAt: now)
    static let twin = Person(
        id: 3, role: .operator, name: "Otto", email: "otto2@desk.example", createdAt: now)
    static let gone = Person(
        id: 4, role: .operator, name: "Gone", email: "gone@desk.example", isActive: false,
        createdAt: now)

    private func read(_ text: String) -> MailCommands {
        MailCommands(text, by: 1, staff: [Self.olga, Self.otto, Self.twin, Self.gone])
    }

    @Test(
        "a line at the top is a command, in English and German",
        arguments: zip(
            [
                "Status: closed", "status : Geschlossen", "Status: waiting for client",
                "Priority: urgent",
                "Priorität: hoch", "Assignee: me", "Zugewiesen an: niemand",
                "Assignee: otto@desk.example", "Tags: a, b, -c", "Schlagwörter: #Tür",
                "Spent time: 1h30m", "Aufwand: 1:15 Telefon", "Zeitaufwand: 1,5 Std.",
            ],
            [
                .status(.closed), .status(.closed), .status(.waiting), .priority(.urgent),
                .priority(.high), .assignee(1), .assignee(nil), .assignee(2),
                .tags(add: ["a", "b"], remove: ["c"]), .tags(add: ["Tür"], remove: []),
                .spentTime(minutes: 90, note: ""), .spentTime(minutes: 75, note: "Telefon"),
                .spentTime(minutes: 90, note: ""),
            ] as [MailCommand]))
    func known(_ line: String, _ command: MailCommand) {
        let found = read("\(line)\n\nThe text.")
        #expect(found.lines.map(\.command) == [command])
        #expect(found.refused.isEmpty)
        #expect(found.text == "The text.")
    }

    @Test(
        "what can't be obeyed is refused with a reason and stays in the text",
        arguments: zip(
            [
                "Status: whatever", "Priority: 5", "Assignee: Nobody Known", "Assignee: Otto",
                "Assignee: Gone", "Spent time: 30", "Spent time: 25h", "Spent time: 0m", "Tags: ,",
            ],
            [
                .unknownStatus, .unknownPriority, .unknownPerson, .severalPersons, .unknownPerson,
                .unreadableTime, .tooMuchTime, .unreadableTime, .unreadableTags,
            ] as [MailCommand.Refusal]))
    func refused(_ line: String, _ reason: MailCommand.Refusal) {
        let found = read("\(line)\n\nThe text.")
        #expect(found.lines.isEmpty)
        #expect(found.refused.map(\.reason) == [reason])
        #expect(found.text == "\(line)\n\nThe text.")
    }

    @Test("lines at the bottom count, lines within the text do not")
    func places() {
        let found = read(
            "Hello.\n\nStatus: closed is what she said.\nBye.\n\nStatus: open\nTags: x\n")
        #expect(found.lines.map(\.command) == [.status(.open), .tags(add: ["x"], remove: [])])
        #expect(found.text == "Hello.\n\nStatus: closed is what she said.\nBye.")
        #expect(read("Hello.\nStatus: closed\nBye.").lines.isEmpty)
    }

    @Test("commands at both ends count, and each only once")
    func bothEnds() {
        let found = read("Status: closed\n\nText.\n\nSpent time: 10m\nStatus: open")
        #expect(
            found.lines.map(\.command)
                == [.status(.closed), .spentTime(minutes: 10, note: "")])
        #expect(found.refused.map(\.reason) == [.givenTwice])
    }

    @Test("a mail of commands alone has no text left, and none is done twice")
    func alone() {
        let found = read("\nStatus: closed\n\nTags: x\n")
        #expect(found.lines.count == 2 && found.refused.isEmpty)
        #expect(found.text == "")
    }

    @Test(
        "a text without commands stays as it is",
        arguments: [
            "", "Hello.", "Note: status unknown", "Status:", "http://x.example", ":", "Re: x",
        ])
    func untouched(_ text: String) {
        let found = read(text)
        #expect(found.text == text && found.lines.isEmpty && found.refused.isEmpty)
    }

    @Test(
        "times are read as people type them",
        arguments: zip(
            [
                "1h30m", "1h 30min", "90m", "1:30", "1.5h", "1,5 Std.", "2 hours", "45 Minuten",
                "0:05",
                "1h fixed it", "1:30 h call", "90", "h", "1:75", "", "1h30", "x 1h",
            ],
            [
                90, 90, 90, 90, 90, 90, 120, 45, 5, 60, 90, nil, nil, nil, nil, 60, nil,
            ] as [Int?]))
    func times(_ text: String, _ minutes: Int?) {
        #expect(SpentTime.read(text)?.minutes == minutes)
    }

    @Test("days are dates that exist")
    func days() {
        #expect(CalendarDay("2026-11-25")?.iso8601 == "2026-11-25")
        #expect(CalendarDay("2024-02-29") != nil)
        for wrong in ["2026-02-29", "2026-13-01", "2026-1-1", "25.11.2026", "", "2026-11-31"] {
            #expect(CalendarDay(wrong) == nil, "\(wrong)")
        }
        #expect(CalendarDay(Instant(seconds: -1)).iso8601 == "1969-12-31")
    }

    @Test(
        "why a mail did not arrive is told by code, then by words",
        arguments: zip(
            [
                ("5.1.1", ""), ("5.2.2", "spam"), ("5.7.26", ""), ("4.4.1", ""), ("5.3.4", ""),
                ("5.4.6", ""), (nil, "550 user unknown"), (nil, "552 mailbox is full"),
                (nil, "554 blocked by policy"), ("5.0.0", "no such user here"), (nil, ""),
                (nil, "host not found"),
            ] as [(String?, String)],
            [
                .noSuchAddress, .mailboxFull, .refused, .unreachable, .tooLarge, .loop,
                .noSuchAddress, .mailboxFull, .refused, .noSuchAddress, .other, .unreachable,
            ] as [Undelivered.Cause]))
    func causes(_ said: (String?, String), _ cause: Undelivered.Cause) {
        #expect(Undelivered.Cause(status: said.0, diagnostic: said.1) == cause)
    }
}
