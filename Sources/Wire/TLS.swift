internal import NIOCore
internal import NIOPosix
internal import NIOSSL

/// The TLS side of an endpoint: its context, and its failures in our words.
struct TLS: Sendable {
    private let context: NIOSSLContext
    /// Nil for an IP address: SNI has none (RFC 6066 §3), and the address itself is verified.
    private let serverName: String?

    init(_ endpoint: Endpoint) throws(WireError) {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.certificateVerification = endpoint.trust.verifies ? .fullVerification : .none
        // A server that does not say goodbye is not waited for.
        configuration.shutdownTimeout = .seconds(1)
        let pem = endpoint.trust.authoritiesPEM
        if pem.utf8.contains(where: { $0 > 0x20 }) {
            do {
                let authorities = try NIOSSLCertificate.fromPEMBytes(Array(pem.utf8))
                configuration.additionalTrustRoots = [.certificates(authorities)]
            } catch { throw WireError.authoritiesInvalid }
        }
        do { context = try NIOSSLContext(configuration: configuration) } catch {
            throw WireError.tlsFailed(reason: Transcript.printable("\(error)".utf8))
        }
        serverName = endpoint.isAddress ? nil : endpoint.host
    }

    func handler() throws -> NIOSSLClientHandler {
        try NIOSSLClientHandler(context: context, serverHostname: serverName)
    }
}

extension Endpoint {
    /// The host is an IP address and not a name.
    var isAddress: Bool {
        do {
            _ = try SocketAddress(ipAddress: host, port: port)
            return true
        } catch { return false }
    }

    /// What an error of the network or of TLS means for the administrator of this endpoint.
    func wireError(
        _ error: any Error, phase: WireError.Phase, certificate: CertificateFacts?
    ) -> WireError {
        switch error {
        case let error as WireError: return error
        case let error as NIOConnectionError: return connectionError(error)
        case let error as ChannelError:
            if case .connectTimeout = error { return .timedOut(.connect) }
            return .closed(phase)
        case let error as SocketAddressError.UnknownHost:
            return .hostUnknown(host: host, reason: error.errorDescription)
        case is SocketAddressError: return .hostUnknown(host: host, reason: "unknown")
        case let error as IOError:
            // Resets and broken pipes: the other side is gone.
            return phase == .connect ? refusal([error]) : .closed(phase)
        case NIOSSLError.uncleanShutdown: return .closed(phase)
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            return .certificateWrongName(host: host, certificate)
        case NIOSSLError.unableToValidateCertificate, NIOSSLError.noCertificateToValidate:
            return .certificateWrongName(host: host, certificate)
        case is NIOSSLExtraError: return .addressInvalid(host: host, port: port)
        default: return tlsError("\(error)", phase: phase, certificate: certificate)
        }
    }

    private func connectionError(_ error: NIOConnectionError) -> WireError {
        guard !error.connectionErrors.isEmpty else {
            let lookup = error.dnsAError ?? error.dnsAAAAError
            let reason = (lookup as? SocketAddressError.UnknownHost)?.errorDescription
            return .hostUnknown(host: host, reason: reason ?? "unknown")
        }
        return refusal(error.connectionErrors.map(\.error))
    }

    private func refusal(_ errors: [any Error]) -> WireError {
        let timedOut = errors.contains {
            if case .connectTimeout = $0 as? ChannelError { true } else { false }
        }
        if timedOut { return .timedOut(.connect) }
        let text = errors.map { "\($0)" }.joined(separator: "; ")
        if text.contains("refused") { return .refused(host: host, port: port) }
        return .unreachable(host: host, port: port, reason: Transcript.printable(text.utf8))
    }

    /// BoringSSL has one error for everything; its names tell the causes apart.
    private func tlsError(
        _ text: String, phase: WireError.Phase, certificate: CertificateFacts?
    ) -> WireError {
        if text.contains("CERTIFICATE_VERIFY_FAILED") {
            return CertificateFacts.verificationError(certificate)
        }
        if text.contains("EOF during handshake") { return .closed(.encrypt) }
        let plain = ["WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNEXPECTED_MESSAGE"]
        if phase == .encrypt, plain.contains(where: text.contains) {
            return .tlsNotSpoken(host: host, port: port)
        }
        return .tlsFailed(reason: Self.reason(text))
    }

    /// `error:1000042e:SSL routines:OPENSSL_internal:TLSV1_ALERT_PROTOCOL_VERSION` → its last part.
    private static func reason(_ text: String) -> String {
        guard let start = text.firstRange(of: "OPENSSL_internal:") else {
            return Transcript.printable(text.utf8)
        }
        return String(text[start.upperBound...].prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    }
}
