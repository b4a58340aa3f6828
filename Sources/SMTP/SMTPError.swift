public import Wire

/// Why mail could not be handed over, by what to do about it. Replies are the server's own words.
public enum SMTPError: Error, Sendable, Hashable {
    /// The server said 4yz: the same may succeed later.
    case transient(Reply)
    /// The server said 5yz: the same will not succeed.
    case permanent(Reply)
    /// The server does not accept this user and password.
    case signInRefused(Reply)
    /// None of the server's ways to sign in is known here; their names.
    case signInUnavailable(mechanisms: [String])
    /// The mail is larger than the server accepts: its limit in bytes, when it told.
    case tooLarge(limit: Int?)
    /// The mail has bytes above 127 and the server takes only ASCII (RFC 6152).
    case needs8BitMIME
    /// The address is not ASCII and the server takes only such (RFC 6531).
    case needsSMTPUTF8(address: String)
    /// The whole mail was handed over and the connection broke before the server said yes or no. It
    /// may have been sent; sending it again may deliver it twice.
    case unconfirmed(WireError)
    /// What the server said is not SMTP; shortened.
    case protocolViolation(text: String)
    case wire(WireError)

    public var kind: WireError.Kind {
        switch self {
        case .transient, .unconfirmed: .transient
        case .wire(let error): error.kind
        default: .needsPerson
        }
    }

    /// What happened and what to do, for an administrator.
    public var sentence: String {
        switch self {
        case .transient(let reply):
            "The server cannot take the mail now: “\(reply)”. It will be tried again."
        case .permanent(let reply):
            "The server refused the mail: “\(reply)”. Correct the cause and send it again."
        case .signInRefused(let reply):
            "The server refused user name and password: “\(reply)”. Enter them again; some providers want an application password."
        case .signInUnavailable(let mechanisms):
            mechanisms.isEmpty
                ? "The server offers no sign-in. Leave user name and password empty, or check port and security."
                : "The server offers only \(mechanisms.joined(separator: ", ")) to sign in, and PLAIN or LOGIN is needed."
        case .tooLarge(let limit):
            "The mail is larger than the server accepts"
                + (limit.map { " (\($0) bytes)" } ?? "") + ". Send less or smaller attachments."
        case .needs8BitMIME:
            "The mail has characters that the server cannot take (it lacks 8BITMIME). Use another server."
        case .needsSMTPUTF8(let address):
            "The server cannot take the address “\(address)”, because it lacks SMTPUTF8. Use another address or server."
        case .unconfirmed:
            "The connection broke after the mail was handed over and before the server confirmed it. It may have been sent already."
        case .protocolViolation(let text):
            "The server said something that is not SMTP: “\(text)”. Check that host and port are those of an SMTP server."
        case .wire(let error): error.sentence
        }
    }
}

extension SMTPError {
    /// What a reply means that is not the expected one.
    init(_ reply: Reply) {
        switch reply.code {
        case 400...499: self = .transient(reply)
        case 500...599: self = .permanent(reply)
        default: self = .protocolViolation(text: "\(reply)")
        }
    }

    /// What a refusal of the mail as a whole means; `limit` is what the server announced.
    ///
    /// RFC 1870 §6.1 and RFC 3463 §3.4: 552, or 5.2.3 and 5.3.4, is its size; 5.2.2 is a full mailbox.
    init(_ reply: Reply, toMailWithin limit: Int?) {
        let status = reply.status?.description
        let isSize =
            status == "5.3.4" || status == "5.2.3" || reply.code == 552 && status != "5.2.2"
        self = isSize ? .tooLarge(limit: limit) : Self(reply)
    }
}
