/// Why talking to a server failed, by what to do about it.
///
/// `kind` says who acts: the clock (try again later) or a person. `sentence` is for administrators;
/// it names the host and quotes the server, and never contains a secret.
public enum WireError: Error, Sendable, Hashable {
    // Try again.

    /// The name could not be looked up; the resolver's own words.
    case hostUnknown(host: String, reason: String)
    /// Nothing listens on that port.
    case refused(host: String, port: Int)
    /// No way to the host.
    case unreachable(host: String, port: Int, reason: String)
    case timedOut(Phase)
    /// The server hung up.
    case closed(Phase)
    /// The server answered the connection with a refusal, in its words.
    case turnedAway(text: String, isTransient: Bool)

    // A person must act.

    /// The host is empty or not a name, or the port is outside 1–65535.
    case addressInvalid(host: String, port: Int)
    /// The private authorities are not certificates in PEM.
    case authoritiesInvalid
    /// The port does not speak TLS from the first byte.
    case tlsNotSpoken(host: String, port: Int)
    case tlsFailed(reason: String)
    case certificateExpired(CertificateFacts)
    case certificateNotYetValid(CertificateFacts)
    /// The certificate is for other names than `host`.
    case certificateWrongName(host: String, CertificateFacts?)
    /// Nobody who is trusted has signed the certificate.
    case certificateUntrusted(CertificateFacts?)
    /// The server does not offer STARTTLS, or refused it; its words, or empty.
    case startTLSUnavailable(text: String)
    /// Bytes came after the server agreed to STARTTLS and before TLS: somebody on the way wrote them.
    case startTLSInjection
    /// The server does not speak the expected protocol; what it said, shortened.
    case unexpected(text: String)
    case lineTooLong(limit: Int)
    /// A transfer was announced that is larger than allowed.
    case tooLarge(bytes: Int, limit: Int)
    /// A value contains a line break or NUL and was not sent; `field` is what it is, not its content.
    case unsafeText(field: String)

    /// What was going on.
    public enum Phase: String, Sendable, Hashable, CaseIterable {
        case connect, encrypt, greet, converse
    }

    public enum Kind: Sendable, Hashable {
        /// Trying again later may succeed by itself.
        case transient
        /// Trying again changes nothing until somebody changed a setting here or there.
        case needsPerson
    }

    public var kind: Kind {
        switch self {
        case .hostUnknown, .refused, .unreachable, .timedOut, .closed: .transient
        case .turnedAway(_, let isTransient): isTransient ? .transient : .needsPerson
        default: .needsPerson
        }
    }

    /// How far the connection had come, for a list of steps.
    public var phase: Phase {
        switch self {
        case .hostUnknown, .refused, .unreachable, .addressInvalid: .connect
        case .timedOut(let phase), .closed(let phase): phase
        case .turnedAway: .greet
        case .authoritiesInvalid, .tlsNotSpoken, .tlsFailed, .certificateExpired,
            .certificateNotYetValid, .certificateWrongName, .certificateUntrusted,
            .startTLSUnavailable, .startTLSInjection:
            .encrypt
        case .unexpected, .lineTooLong, .tooLarge, .unsafeText: .converse
        }
    }

    /// What happened and what to do, for an administrator.
    public var sentence: String {
        switch self {
        case .hostUnknown(let host, let reason):
            "The host name “\(host)” could not be looked up (\(reason)). Check its spelling and this server's DNS."
        case .refused(let host, let port):
            "\(host) does not accept connections on port \(port). Check the port, and whether the mail server runs."
        case .unreachable(let host, let port, let reason):
            "There is no way to \(host), port \(port) (\(reason)). Check the network and firewalls."
        case .timedOut(let phase): Self.timedOutSentence(phase)
        case .closed(let phase): Self.closedSentence(phase)
        case .turnedAway(let text, let isTransient):
            "The server turned the connection away: “\(text)”."
                + (isTransient ? " It will be tried again." : " Ask the server's administrator.")
        case .addressInvalid(let host, let port):
            "“\(host)”, port \(port), is not an address. Enter a host name or IP address, and a port from 1 to 65535."
        case .authoritiesInvalid:
            "The certificate authorities could not be read. Paste them in PEM, from BEGIN CERTIFICATE to END CERTIFICATE."
        case .tlsNotSpoken(let host, let port):
            "\(host) does not speak TLS on port \(port). Choose STARTTLS, or the port for SSL/TLS."
        case .tlsFailed(let reason):
            "TLS with the server failed (\(reason)). The server must offer TLS 1.2 or newer."
        case .certificateExpired(let facts):
            "The server's certificate (\(facts.summary)) expired on \(facts.expiryDay). It must be renewed on the server."
        case .certificateNotYetValid(let facts):
            "The server's certificate (\(facts.summary)) is not valid yet. Check the clocks of both machines."
        case .certificateWrongName(let host, let facts):
            "The server's certificate is not for “\(host)”"
                + (facts.map { " but for \($0.namesSummary)" } ?? "")
                + ". Enter the name that is in the certificate."
        case .certificateUntrusted(let facts):
            "The server's certificate" + (facts.map { " (\($0.summary))" } ?? "")
                + " is not signed by an authority that this system trusts. Add the authority's certificate to this mailbox."
        case .startTLSUnavailable(let text):
            "The server does not switch to TLS"
                + (text.isEmpty ? "" : " (“\(text)”)")
                + ". Choose SSL/TLS with its port, or ask the server's administrator for STARTTLS."
        case .startTLSInjection:
            "Unprotected data arrived where TLS had to begin, so the connection was closed. Somebody on the way may be interfering; use SSL/TLS instead of STARTTLS."
        case .unexpected(let text):
            "The server said something that does not belong here: “\(text)”. Check that host and port are those of the chosen protocol."
        case .lineTooLong(let limit):
            "The server sent a line of more than \(limit) bytes, so the connection was closed. Check that host and port are those of the chosen protocol."
        case .tooLarge(let bytes, let limit):
            "The server wanted to send \(bytes) bytes, and at most \(limit) are accepted."
        case .unsafeText(let field):
            "The \(field) contains a line break or another control character that must not be sent. Enter it again."
        }
    }

    private static func timedOutSentence(_ phase: Phase) -> String {
        switch phase {
        case .connect:
            "The server did not answer in time. Check host, port and firewalls."
        case .encrypt:
            "The server did not finish the TLS handshake in time. The port may not speak TLS from the first byte: try STARTTLS."
        case .greet:
            "The server accepted the connection and said nothing. If the port expects TLS, choose SSL/TLS."
        case .converse:
            "The server stopped answering in the middle of the conversation. It will be tried again."
        }
    }

    private static func closedSentence(_ phase: Phase) -> String {
        switch phase {
        case .connect, .greet:
            "The server hung up before its greeting. If the port expects TLS, choose SSL/TLS."
        case .encrypt:
            "The server hung up during the TLS handshake. Check that port and security belong together."
        case .converse:
            "The server hung up in the middle of the conversation. It will be tried again."
        }
    }
}
