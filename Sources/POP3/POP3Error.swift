public import Wire

/// Why a POP3 request did not succeed, by what to do about it. Texts are the server's own words.
public enum POP3Error: Error, Sendable, Hashable {
    /// The server does not accept this user and password.
    case signInRefused(text: String)
    /// Another program has the mailbox open: RFC 2449 §8.1.2 `[IN-USE]`.
    case inUse(text: String)
    /// The server cannot answer now: RFC 3206 `[SYS/TEMP]`, RFC 2449 `[LOGIN-DELAY]`.
    case busy(text: String)
    /// There is no message of this number any more.
    case noSuchMessage(Int, text: String)
    /// The server lacks a command that is needed.
    case unsupported(command: String, text: String)
    /// The server refused a command for a reason of its own.
    case refused(command: String, text: String)
    /// The message is larger than allowed. The conversation goes on.
    case messageTooLarge(Int, limit: Int)
    /// A listing has more lines than allowed.
    case tooManyMessages(limit: Int)
    /// What the server said is not POP3; shortened.
    case protocolViolation(text: String)
    case wire(WireError)

    public var kind: WireError.Kind {
        switch self {
        case .inUse, .busy, .noSuchMessage: .transient
        case .wire(let error): error.kind
        default: .needsPerson
        }
    }

    /// What happened and what to do, for an administrator.
    public var sentence: String {
        switch self {
        case .signInRefused(let text):
            "The server refused user name and password: “\(text)”. Enter them again; some providers want an application password."
        case .inUse(let text):
            "Another program has this mailbox open: “\(text)”. It will be tried again."
        case .busy(let text):
            "The server cannot serve this mailbox now: “\(text)”. It will be tried again."
        case .noSuchMessage(let number, let text):
            "Message \(number) is no longer there: “\(text)”."
        case .unsupported("UIDL", let text):
            "The server cannot tell which messages were read before, because it lacks UIDL (“\(text)”). Use IMAP for this mailbox."
        case .unsupported(let command, let text):
            "The server does not know \(command) (“\(text)”). Use IMAP for this mailbox."
        case .refused(let command, let text):
            "The server refused \(command): “\(text)”. Ask the server's administrator."
        case .messageTooLarge(let number, let limit):
            "Message \(number) is larger than \(limit) bytes and was left on the server."
        case .tooManyMessages(let limit):
            "The mailbox has more than \(limit) messages. Move old ones away, or use IMAP."
        case .protocolViolation(let text):
            "The server said something that is not POP3: “\(text)”. Check that host and port are those of a POP3 server."
        case .wire(let error): error.sentence
        }
    }
}
