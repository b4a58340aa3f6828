internal import Crypto

/// The secret that ties a code to the request that asked for it (PKCE, RFC 7636), method S256.
public struct ProofKey: Sendable, Hashable {
    /// The code_verifier: 43 characters, kept until the code is exchanged.
    public let verifier: String

    /// A new one of 256 random bits.
    public init(using generator: inout some RandomNumberGenerator) {
        verifier = Base64URL.random(using: &generator)
    }

    /// One that was kept while the person was away at the provider.
    public init(verifier: String) { self.verifier = verifier }

    /// code_challenge = BASE64URL(SHA256(ASCII(code_verifier))) (RFC 7636 §4.2)
    public var challenge: String {
        Base64URL.encode(Array(SHA256.hash(data: Array(verifier.utf8))))
    }
}

/// Base64 with the URL alphabet and without padding (RFC 4648 §5).
enum Base64URL {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".unicodeScalars)

    /// 256 random bits, as RFC 7636 §7.1 recommends: 43 characters.
    static func random(using generator: inout some RandomNumberGenerator) -> String {
        encode((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }

    static func encode(_ bytes: [UInt8]) -> String {
        var out = String.UnicodeScalarView()
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let chunk = bytes[start..<min(start + 3, bytes.count)]
            let bits = chunk.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - chunk.count))
            for index in 0...chunk.count { out.append(alphabet[bits >> (18 - 6 * index) & 63]) }
        }
        return String(out)
    }
}
