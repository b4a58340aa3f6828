internal import NIOSSL

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// What a certificate says about a server, for people to read. Nothing is decided from it.
public struct CertificateFacts: Sendable, Hashable {
    /// Common name of the subject, else its organisation, else empty.
    public var subject: String
    /// Common name of the issuer, else its organisation, else empty.
    public var issuer: String
    /// The host names and IP addresses that it is for.
    public var names: [String]
    /// Unix seconds.
    public var notBefore: Int64
    /// Unix seconds.
    public var notAfter: Int64
    /// The issuer is the subject itself.
    public var isSelfSigned: Bool

    public init(
        subject: String, issuer: String, names: [String], notBefore: Int64, notAfter: Int64,
        isSelfSigned: Bool
    ) {
        self.subject = subject
        self.issuer = issuer
        self.names = names
        self.notBefore = notBefore
        self.notAfter = notAfter
        self.isSelfSigned = isSelfSigned
    }

    /// The last day of validity in UTC, as 2026-11-23.
    public var expiryDay: String { Self.day(notAfter) }

    var summary: String {
        isSelfSigned ? "for \(subject), self-signed" : "for \(subject), issued by \(issuer)"
    }

    var namesSummary: String {
        let all = names.isEmpty ? [subject] : names
        return all.prefix(4).joined(separator: ", ") + (all.count > 4 ? ", …" : "")
    }

    /// Civil date of a day count, after Howard Hinnant's `civil_from_days`.
    private static func day(_ seconds: Int64) -> String {
        let days = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400 + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shifted + 2) / 5 + 1
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)-\(two(month))-\(two(day))"
    }
}

extension CertificateFacts {
    /// Nil when the certificate cannot be walked through, which TLS would not have accepted.
    init?(_ certificate: NIOSSLCertificate) {
        let der: [UInt8]
        do { der = try certificate.toDERBytes() } catch { return nil }
        guard let fields = CertificateFields(der: der) else { return nil }
        self.init(
            subject: fields.subject, issuer: fields.issuer, names: fields.names,
            notBefore: Int64(certificate.notValidBefore),
            notAfter: Int64(certificate.notValidAfter), isSelfSigned: fields.isSelfSigned)
    }

    /// Which of the reasons for "verification failed" fits, since BoringSSL does not tell.
    static func verificationError(_ facts: CertificateFacts?) -> WireError {
        guard let facts else { return .certificateUntrusted(nil) }
        let now = Int64(time(nil))
        if facts.notAfter < now { return .certificateExpired(facts) }
        if facts.notBefore > now { return .certificateNotYetValid(facts) }
        return .certificateUntrusted(facts)
    }
}
