internal import Crypto

/// Signatures that show that we made a Message-ID or an address ourselves.
public struct Stamp: Sendable {
    /// Bytes of the HMAC that are kept: 80 bits, which nobody guesses over mail, and 16 characters, which fit
    /// beside the rest into the 64 of an address's local part (RFC 5321 §4.5.3.1.1).
    static let length = 10

    private let key: SymmetricKey

    init(key: SymmetricKey) { self.key = key }

    /// A signature of 16 lower-case characters, `a`–`z` and `2`–`7`: HMAC-SHA-256, cut to 80 bits, base32.
    public func sign(_ text: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key)
        return Base32.encode(code.prefix(Self.length))
    }

    /// Whether it is the signature of that text. Case is ignored: some servers change it. The time that it
    /// takes says nothing about the right signature.
    public func verify(_ text: String, signature: String) -> Bool {
        let mine = SymmetricKey(data: Array(sign(text).utf8))
        return mine == SymmetricKey(data: Array(signature.lowercased().utf8))
    }
}
