public import MIME

/// What the receiving server found out about who sent a mail (RFC 8601 Authentication-Results).
///
/// Anybody can write such a field into a mail; only those of servers that the administrator named
/// are read, and of these only the newest: the group that stands together, between two Received
/// lines, nearest to the top. A server strips forged fields with its own name (RFC 8601 §5), and
/// what stands further down was written before the mail reached it.
///
/// ```
/// Authentication-Results: mx.example.org; dkim=pass header.d=example.com;
///  spf=pass smtp.mailfrom=ann@example.com; dmarc=pass header.from=example.com
/// ```
public struct AuthenticationResults: Hashable, Sendable, Codable {
    /// RFC 8601 §2.7. A word that is not there is `neutral`: it proves nothing.
    public enum Verdict: String, Hashable, Sendable, Codable {
        case none, pass, fail, softfail, neutral, policy, temperror, permerror
    }

    public enum Method: String, Hashable, Sendable, Codable {
        case dkim, spf, dmarc, arc
    }

    /// One `method=result` with the domain that it speaks of.
    public struct Check: Hashable, Sendable, Codable {
        public var method: Method
        public var verdict: Verdict
        /// Lower case: the signing domain (`header.d`, else of `header.i`), that of the envelope sender
        /// (`smtp.mailfrom`, else `smtp.helo`), or of From (`header.from`). Nil where the field does not say.
        public var domain: String?

        public init(_ method: Method, _ verdict: Verdict, domain: String? = nil) {
            self.method = method
            self.verdict = verdict
            self.domain = domain
        }
    }

    /// In the order of the fields; a mail has several signatures at times.
    public var checks: [Check]
    /// The server that wrote them; nil where no trusted server wrote any.
    public var server: String?

    /// Fields of more servers, or checks, than these are not read: a mail has two or three.
    private static let mostFields = 50
    private static let mostChecks = 50

    public init(checks: [Check] = [], server: String? = nil) {
        self.checks = checks
        self.server = server
    }

    /// Reads the fields of trusted servers.
    ///
    /// - Parameter trusted: names of servers as they call themselves (the `authserv-id`), or domains
    ///   of theirs: `example.org` stands for `mx1.example.org` too. Compared without regard to case.
    ///   QUIRK: Exchange Online writes no name; its field counts for the server of the Received line
    ///   below it, so `protection.outlook.com` trusts it.
    public init(_ header: Header, trusted: Set<String>) {
        self.init()
        guard !trusted.isEmpty else { return }
        let names = trusted.map { $0.lowercased() }
        var unnamed: [[Check]] = []
        var seen = 0
        for field in header.fields {
            if field.isNamed("Received") {
                if !unnamed.isEmpty, let host = Self.receivingHost(field.text),
                    Self.isTrusted(host, names)
                {
                    add(unnamed.flatMap { $0 }, by: host)
                }
                unnamed = []
                if server != nil { return }
            } else if field.isNamed("Authentication-Results") {
                seen += 1
                if seen > Self.mostFields { break }
                guard let read = AuthenticationField(field.text) else { continue }
                if let name = read.server {
                    if Self.isTrusted(name, names) { add(read.checks, by: name) }
                } else {
                    unnamed.append(read.checks)
                }
            }
        }
    }

    private mutating func add(_ more: [Check], by name: String) {
        server = server ?? name
        checks += more.prefix(max(0, Self.mostChecks - checks.count))
    }

    private static func isTrusted(_ name: String, _ trusted: [String]) -> Bool {
        trusted.contains { !$0.isEmpty && (name == $0 || name.hasSuffix("." + $0)) }
    }

    /// `by HOST` of a Received line (RFC 5321 §4.4).
    private static func receivingHost(_ text: String) -> String? {
        let words = text.prefix(2000).lowercased().split { $0.isWhitespace || $0 == ";" }
        guard let by = words.firstIndex(of: "by"), by + 1 < words.count else { return nil }
        return String(words[by + 1])
    }

    /// The best verdict of a method; `none` where it was not looked at.
    public func verdict(of method: Method) -> Verdict {
        let verdicts = checks.filter { $0.method == method }.map(\.verdict)
        return verdicts.contains(.pass) ? .pass : verdicts.first ?? .none
    }

    /// Whether a mail with this From domain really came from there, as far as the receiving server
    /// knows.
    public enum Proof: Hashable, Sendable, Codable {
        /// DMARC passed, or a signature or envelope of the same domain did.
        case proven(by: Method, domain: String)
        /// DMARC failed: the domain's owner says that its mail does not look like this.
        case refuted
        /// No trusted server said anything, or nothing about this domain.
        case unknown
    }

    /// DMARC's alignment (RFC 7489 §3.1), where there is no DMARC verdict strictly: the From domain itself or
    /// a parent of it. Without the list of public suffixes a sub-domain can't be told from a customer's.
    public func proof(ofDomain domain: String) -> Proof {
        let domain = domain.lowercased()
        guard !domain.isEmpty else { return .unknown }
        let dmarc = checks.filter {
            $0.method == .dmarc && ($0.domain == nil || $0.domain == domain)
        }
        if dmarc.contains(where: { $0.verdict == .pass }) {
            return .proven(by: .dmarc, domain: domain)
        }
        if dmarc.contains(where: { $0.verdict == .fail }) { return .refuted }
        for method in [Method.dkim, .spf] {
            for check in checks where check.method == method && check.verdict == .pass {
                guard let signer = check.domain, signer.contains(".") else { continue }
                if domain == signer || domain.hasSuffix("." + signer) {
                    return .proven(by: method, domain: signer)
                }
            }
        }
        return .unknown
    }
}
