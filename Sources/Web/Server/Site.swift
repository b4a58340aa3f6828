internal import Desk

/// A path on this site, percent-encoded where it holds something typed by a person.
struct Path: Hashable, Sendable {
    let text: String

    /// The path with one more query field; the value may be anything.
    func with(_ name: String, _ value: String) -> Path {
        let separator = text.contains("?") ? "&" : "?"
        return Path(text: "\(text)\(separator)\(name)=\(Path.encoded(value))")
    }

    func with(_ notice: Notice) -> Path { with("done", notice.rawValue) }

    /// Percent-encoding of everything but the unreserved characters (RFC 3986 §2.3).
    static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var out: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                out.append(byte)
            default:
                out += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}

/// Every address of the site. Pages link through these, so a route that moves moves its links.
enum Site {
    static let dashboard = Path(text: "/")
    static let signIn = Path(text: "/sign-in")
    static let signOut = Path(text: "/sign-out")
    static let preferences = Path(text: "/preferences")
    static let live = Path(text: "/live")
    static func signInLink(_ token: String) -> Path {
        Path(text: "/sign-in/link/\(Path.encoded(token))")
    }
    static func firstStart(_ token: String) -> Path {
        Path(text: "/first-start/\(Path.encoded(token))")
    }

    static let tickets = Path(text: "/tickets")
    static func tickets(_ view: DeskView) -> Path { tickets.with("view", view.rawValue) }
    static func tickets(project: ProjectID) -> Path { tickets.with("project", project.description) }
    static let newTicket = Path(text: "/tickets/new")
    static let bulkChange = Path(text: "/tickets/changes")
    static func ticket(_ id: TicketID) -> Path { Path(text: "/tickets/\(id)") }
    static func ticket(_ id: TicketID, _ noun: String) -> Path {
        Path(text: "/tickets/\(id)/\(noun)")
    }
    static func message(_ id: TicketMessageID, on ticket: TicketID) -> Path {
        Path(text: "/tickets/\(ticket)#m\(id)")
    }
    static func messageHTML(_ id: TicketMessageID) -> Path { Path(text: "/messages/\(id)/html") }
    static func messageImages(_ id: TicketMessageID) -> Path {
        Path(text: "/messages/\(id)/images")
    }
    static func attachment(_ id: AttachmentID, of message: TicketMessageID) -> Path {
        Path(text: "/messages/\(message)/attachments/\(id)")
    }
    static func requester(of ticket: TicketID) -> Path {
        Path(text: "/tickets/\(ticket)/requester")
    }
    static func tags(of ticket: TicketID) -> Path { Path(text: "/tickets/\(ticket)/tags") }
    static func time(of ticket: TicketID) -> Path { Path(text: "/tickets/\(ticket)/time") }
    static func timeEntry(_ id: TimeEntryID, of ticket: TicketID) -> Path {
        Path(text: "/tickets/\(ticket)/time/\(id)")
    }
    static func timer(of ticket: TicketID) -> Path { Path(text: "/tickets/\(ticket)/timer") }
    static func timerEnd(of ticket: TicketID) -> Path {
        Path(text: "/tickets/\(ticket)/timer/end")
    }
    static func timeRemoval(_ id: TimeEntryID, of ticket: TicketID) -> Path {
        Path(text: "/tickets/\(ticket)/time/\(id)/removal")
    }
    static func resending(_ id: OutboxID) -> Path { Path(text: "/outbox/\(id)/resending") }
    static func withdrawal(_ id: OutboxID) -> Path { Path(text: "/outbox/\(id)/withdrawal") }

    static let inbound = Path(text: "/inbound")
    static func inboundMail(_ id: LedgerID) -> Path { Path(text: "/inbound/\(id)") }
    static func rawMail(_ id: LedgerID) -> Path { Path(text: "/inbound/\(id)/raw") }
    static let whereIsMyMail = Path(text: "/inbound/where")
    static let processingMany = Path(text: "/inbound/processing")
    static func mail(_ id: LedgerID, _ noun: String) -> Path {
        Path(text: "/inbound/\(id)/\(noun)")
    }

    static let administration = Path(text: "/administration")
    static let mailboxes = Path(text: "/administration/mailboxes")
    static let newMailbox = Path(text: "/administration/mailboxes/new")
    static let connectionTest = Path(text: "/administration/mailboxes/connection-test")
    static func mailbox(_ id: MailboxID, _ noun: String = "") -> Path {
        Path(text: "/administration/mailboxes/\(id)" + (noun.isEmpty ? "" : "/\(noun)"))
    }
    static func job(_ id: JobID) -> Path { Path(text: "/administration/jobs/\(id)") }
    static let tasks = Path(text: "/administration/tasks")
    static func task(_ name: TaskName, _ noun: String = "") -> Path {
        Path(text: "/administration/tasks/\(name.rawValue)" + (noun.isEmpty ? "" : "/\(noun)"))
    }
    static let outgoing = Path(text: "/administration/outgoing")
    static let incoming = Path(text: "/administration/incoming")
    static func breakerRelease(_ id: BreakerID) -> Path {
        Path(text: "/administration/breakers/\(id)/release")
    }
    static func firstAnswer(_ id: ProjectID) -> Path {
        Path(text: "/administration/projects/\(id)/first-answer")
    }
    static let projects = Path(text: "/administration/projects")
    static let newProject = Path(text: "/administration/projects/new")
    static func project(_ id: ProjectID) -> Path { Path(text: "/administration/projects/\(id)") }
    static let workload = Path(text: "/workload")
    static let hours = Path(text: "/hours")
    static func hours(_ project: ProjectID) -> Path { Path(text: "/hours/\(project)") }
    static func hoursFile(_ project: ProjectID) -> Path { Path(text: "/hours/\(project)/file") }
    static func hoursMail(_ project: ProjectID) -> Path { Path(text: "/hours/\(project)/mail") }
    static func hoursPlan(_ id: ProjectID, _ noun: String = "") -> Path {
        Path(
            text: "/administration/projects/\(id)/hours" + (noun.isEmpty ? "" : "/\(noun)"))
    }
    static func project(_ id: ProjectID, _ noun: String) -> Path {
        Path(text: "/administration/projects/\(id)/\(noun)")
    }
    static let routingTrial = Path(text: "/administration/projects/trial")
    static let blocks = Path(text: "/administration/blocks")
    static func unblocking(_ id: Int64) -> Path {
        Path(text: "/administration/blocks/\(id)/removal")
    }
    static let tokens = Path(text: "/account/tokens")
    static func revocation(_ id: Int64) -> Path { Path(text: "/account/tokens/\(id)/revocation") }
    static let findByEmail = Path(text: "/api/v1/projects/find-by-email")
    static let people = Path(text: "/administration/people")
    static let newPerson = Path(text: "/administration/people/new")
    static func person(_ id: PersonID) -> Path { Path(text: "/administration/people/\(id)") }
}
