public import Wire

/// Why something asked of an IMAP server was not done, by what to do about it.
///
/// Texts are the server's own, as one line of at most 500 characters without control characters.
public enum IMAPError: Error, Hashable, Sendable {
    /// The server refused, for now: `NO` without a reason that needs a person.
    case no(String)
    /// The server ended the session: `BYE`.
    case bye(String)
    /// The server wants to be left alone for a while: too many connections, bandwidth, quota, or it
    /// is not available.
    case throttled(String)
    /// User or password are wrong, or the account may not sign in this way.
    case signInRefused(String)
    /// The server offers no way of signing in that works with a password on this connection.
    case signInUnavailable
    /// There is no folder of that name (UTF-8).
    case noSuchFolder(String)
    /// The account may not do this.
    case forbidden(String)
    /// The server did not understand a command: `BAD`.
    case bad(String)
    /// The server does not keep to the protocol in a way that cannot be lived with.
    case protocolViolation(String)
    /// The server sent more than is accepted; says what.
    case limitExceeded(String)
    /// A call was made while another one of the same client was still running.
    case busy
    case wire(WireError)

    public enum Kind: Hashable, Sendable {
        /// Trying again soon may succeed.
        case transient
        /// Trying again helps after a long pause only.
        case throttled
        /// A person must check user and password.
        case signIn
        /// A person must check the settings.
        case configuration
        /// The server or this client is at fault; trying again may meet the same.
        case `protocol`
        /// The connection failed; see the `WireError`.
        case wire
    }

    public var kind: Kind {
        switch self {
        case .no, .bye: .transient
        case .throttled: .throttled
        case .signInRefused: .signIn
        case .signInUnavailable, .noSuchFolder, .forbidden: .configuration
        case .bad, .protocolViolation, .limitExceeded, .busy: .protocol
        case .wire: .wire
        }
    }

    /// What happened and what to do, for an administrator.
    public var sentence: String {
        switch self {
        case .no(let text):
            "The mail server refused: “\(text)”. It will be tried again."
        case .bye(let text):
            "The mail server ended the connection: “\(text)”. It will be tried again."
        case .throttled(let text):
            "The mail server wants a pause: “\(text)”. It will be tried again later; if this stays, check the account's limits on the server."
        case .signInRefused(let text):
            "The mail server refused the sign-in: “\(text)”. Check user and password; some providers want an app password."
        case .signInUnavailable:
            "The mail server does not accept a password on this connection. Choose TLS or STARTTLS, or switch on password sign-in on the server."
        case .noSuchFolder(let name):
            "The mail server has no folder named “\(name)”. Create it there, or choose one from the list."
        case .forbidden(let text):
            "The account may not do this on the mail server: “\(text)”. Check the account's rights."
        case .bad(let text):
            "The mail server did not understand a command: “\(text)”."
        case .protocolViolation(let text):
            "The mail server does not keep to IMAP: \(text). Check that host and port are those of an IMAP server."
        case .limitExceeded(let text):
            "The mail server sent more than is accepted: \(text)."
        case .busy:
            "Two calls were made at once on one IMAP connection."
        case .wire(let error):
            error.sentence
        }
    }
}

extension StatusLine {
    /// Whether a refusal means the server, the account or the folder, and not the one message that
    /// was asked for. UNAVAILABLE and CANNOT are said of single messages (Yahoo).
    var isAboutServer: Bool {
        switch code?.name {
        case "UNAVAILABLE", "CANNOT": return false
        default: break
        }
        switch IMAPError(self) {
        case .throttled, .bye, .signInRefused, .signInUnavailable, .forbidden: return true
        // QUIRK: exchange/not-connected.dialog
        default: return text.lowercased().contains("not connected")
        }
    }
}

extension IMAPError {
    /// What a refused command was about; the same words mean different things.
    enum Subject {
        case signIn
        case folder(String)
        case other
    }

    /// Sorts a `NO`, `BAD` or `BYE`. Codes first (RFC 5530), then the texts of servers without codes.
    init(_ line: StatusLine, about subject: Subject = .other) {
        let text = line.text.isEmpty ? line.code?.name ?? line.status.rawValue : line.text
        let words = text.lowercased()
        switch line.code?.name {
        case "OVERQUOTA", "INUSE", "UNAVAILABLE", "LIMIT", "THROTTLED":
            self = .throttled(text)
            return
        case "AUTHENTICATIONFAILED", "AUTHORIZATIONFAILED", "EXPIRED":
            self = .signInRefused(text)
            return
        case "PRIVACYREQUIRED":
            self = .signInUnavailable
            return
        case "NOPERM", "CONTACTADMIN", "CANNOT":
            self = .forbidden(text)
            return
        case "NONEXISTENT", "TRYCREATE":
            if case .folder(let name) = subject {
                self = .noSuchFolder(name)
                return
            }
        default: break
        }
        if Self.throttledTexts.contains(where: words.contains) {
            self = .throttled(text)
            return
        }
        switch (line.status, subject) {
        case (.bye, _): self = .bye(text)
        case (.bad, .signIn) where Self.passingTexts.contains(where: words.contains):
            self = .no(text)
        case (.bad, _): self = .bad(text)
        case (_, .signIn):
            self =
                Self.passingTexts.contains(where: words.contains)
                ? .no(text) : .signInRefused(text)
        default: self = .no(text)
        }
    }

    /// QUIRK: said without a code: exchange/throttled.dialog, gmail/too-many-connections.dialog,
    /// courier/too-many-connections.dialog
    private static let throttledTexts = [
        "simultaneous connections", "too many connections", "number of connections",
        "connections exceeded", "connection limit", "bandwidth", "throttled", "rate limit",
        "too many login", "too many failed", "too many auth", "backoff",
    ]

    /// Reasons at sign-in that are no fault of user or password.
    private static let passingTexts = [
        "temporar", "try again", "internal", "server error", "server busy", "unavailable",
        "not connected", "timeout", "timed out",
    ]
}
