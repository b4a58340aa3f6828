/// Where a mail server is, how the way to it is protected, and how long to wait for it.
public struct Endpoint: Sendable, Hashable {
    /// A host name or an IP address, without brackets.
    public var host: String
    public var port: Int
    public var security: Security
    public var trust: Trust
    public var deadlines: Deadlines

    public init(
        host: String, port: Int, security: Security, trust: Trust = Trust(),
        deadlines: Deadlines = Deadlines()
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.trust = trust
        self.deadlines = deadlines
    }
}

/// How a connection is protected.
public enum Security: String, Sendable, Hashable, CaseIterable {
    /// In the clear from beginning to end. Only when an administrator chose it.
    case none
    /// In the clear until the protocol's own command switches to TLS. Without TLS there is no connection.
    case starttls
    /// TLS from the first byte.
    case tls
}

/// Which certificates are believed.
public struct Trust: Sendable, Hashable {
    /// False accepts any certificate of any name: whoever sits on the way can read the mail.
    public var verifies: Bool
    /// Authorities that are believed beside those of the system: certificates in PEM, or empty.
    public var authoritiesPEM: String

    public init(verifies: Bool = true, authoritiesPEM: String = "") {
        self.verifies = verifies
        self.authoritiesPEM = authoritiesPEM
    }
}

/// How long each kind of wait may last. There is no wait without one.
public struct Deadlines: Sendable, Hashable {
    /// Looking up the name and opening the TCP connection, together.
    public var connect: Duration
    /// The TLS handshake, the greeting, a complete line, or a complete reply.
    public var reply: Duration
    /// The longest silence in the middle of a transfer.
    public var transfer: Duration
    /// From the end of a mail that was handed over to the server's yes or no.
    public var confirmation: Duration

    /// 10 s to connect (two lost SYNs), 30 s for a reply (a SELECT of a huge folder takes a while),
    /// 60 s of silence in a transfer. 10 min for a confirmation: servers look for viruses first, and
    /// giving up too early sends the mail twice (RFC 5321 §4.5.3.2.6).
    public init(
        connect: Duration = .seconds(10), reply: Duration = .seconds(30),
        transfer: Duration = .seconds(60), confirmation: Duration = .seconds(600)
    ) {
        self.connect = connect
        self.reply = reply
        self.transfer = transfer
        self.confirmation = confirmation
    }

    /// The slowest line that is waited for, in bytes per second: a server that drips slower than a
    /// modem is holding the connection, not sending mail.
    public static let slowestRate = 1024

    /// The whole time that a transfer of `bytes` bytes may take.
    public func transfer(ofBytes bytes: Int) -> Duration {
        transfer + .seconds(bytes / Self.slowestRate)
    }
}
