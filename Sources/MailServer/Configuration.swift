/// What a local mail server serves: accounts, ports, encryption and the few policies a test varies.
public struct Configuration: Sendable {
    /// The accounts; names are compared in lower case.
    public var accounts: [Account]
    /// Certificate and key. With one, every port offers STARTTLS (STLS) and there are TLS ports too.
    public var certificate: Certificate?
    /// Refuses sign-in before TLS is in place, as most public servers do. Needs a certificate.
    public var signInNeedsTLS = false
    /// SMTP takes mail only after AUTH.
    public var smtpNeedsSignIn = false
    /// The largest mail that SMTP and APPEND accept, in bytes.
    public var largestMail = 64 << 20
    /// The hierarchy delimiter of folder names: "/" as Dovecot or Gmail, "." as Courier or Cyrus.
    public var delimiter: Character = "/"
    /// The ports to listen on; 0 means any free port.
    public var ports = Ports()
    /// The clock that stamps arriving mail, in seconds since 1970; nil is the system's.
    public var now: (@Sendable () -> Int64)?

    public init(accounts: [Account] = [], certificate: Certificate? = nil) {
        self.accounts = accounts
        self.certificate = certificate
    }

    /// A mail account and what it starts with.
    public struct Account: Sendable {
        /// The user name, usually the whole address.
        public var user: String
        public var password: String
        /// A bearer token that XOAUTH2 and OAUTHBEARER accept; nil refuses both.
        public var accessToken: String?
        /// Addresses whose mail is delivered here; the user name is always one.
        public var addresses: [String]
        /// Folders beside INBOX, as people write them, each with its special use such as `\Sent`.
        public var folders: [(name: String, specialUse: String?)]

        public init(
            user: String, password: String, accessToken: String? = nil, addresses: [String] = [],
            folders: [(name: String, specialUse: String?)] = []
        ) {
            self.user = user
            self.password = password
            self.accessToken = accessToken
            self.addresses = addresses
            self.folders = folders
        }
    }

    /// A certificate chain and its private key, both as PEM text.
    public struct Certificate: Sendable {
        public var chainPEM: String
        public var keyPEM: String

        public init(chainPEM: String, keyPEM: String) {
            self.chainPEM = chainPEM
            self.keyPEM = keyPEM
        }
    }

    /// The ports to listen on; 0 takes a free one. TLS ports are opened only with a certificate.
    public struct Ports: Sendable, Equatable {
        public var imap = 0
        public var imaps = 0
        public var pop3 = 0
        public var pop3s = 0
        public var smtp = 0
        public var smtps = 0

        public init() {}
    }
}

/// Where a started server listens. The host is the loopback address, as a literal.
public struct Addresses: Sendable, Equatable {
    public var host: String
    public var imap: Int
    public var imaps: Int?
    public var pop3: Int
    public var pop3s: Int?
    public var smtp: Int
    public var smtps: Int?
}

/// The three languages the server speaks.
public enum MailProtocol: Sendable, Hashable, CaseIterable { case imap, pop3, smtp }
