internal import Crypto
public import Desk
internal import Foundation

/// Seals secrets with a key that is not in the database, so that a copy of the database gives nothing away.
public struct Vault: Sendable {
    /// What a secret is for. A secret that is moved to another place in the database does not open there.
    public struct Context: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
        public var rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public init(stringLiteral value: String) { rawValue = value }

        public static let mailboxPassword: Context = "mailbox.password"
        public static let outgoingPassword: Context = "outgoing.password"
        public static let oauthClientSecret: Context = "oauth.client-secret"
        /// Of the server-wide SMTP setting.
        public static let serverOutgoingPassword: Context = "server.outgoing.password"
    }

    /// Bytes of the key.
    public static let keyLength = 32
    /// Bytes of a secret: a pasted private key fits, a file does not.
    public static let longestSecret = 64 * 1024

    /// The layout of a sealed secret: this byte, four bytes of the key's digest, then nonce, ciphertext and
    /// tag of AES-256-GCM. The first five and the context are authenticated.
    private static let version: UInt8 = 1

    private let sealingKey: SymmetricKey
    private let keyID: [UInt8]
    /// Signs what we make, with a key of the same root.
    public let stamp: Stamp

    /// - Throws: ``StoreError/key(_:)`` where the key is not ``keyLength`` bytes long.
    public init(key: [UInt8]) throws {
        guard key.count == Self.keyLength else {
            throw StoreError.key(
                "The secret key has \(key.count) bytes; it must have \(Self.keyLength).")
        }
        let root = SymmetricKey(data: key)
        func derived(_ purpose: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: root, info: Array(purpose.utf8), outputByteCount: 32)
        }
        sealingKey = derived("martlet sealed secrets 1")
        stamp = Stamp(key: derived("martlet stamps 1"))
        keyID = Array(SHA256.hash(data: Array("martlet key id".utf8) + key).prefix(4))
    }

    /// - Throws: ``StoreError/key(_:)`` for a secret above ``longestSecret``.
    public func seal(_ secret: String, for context: Context) throws -> SealedSecret {
        guard secret.utf8.count <= Self.longestSecret else {
            throw StoreError.key("The secret is too long to be stored.")
        }
        let head = [Self.version] + keyID
        let box = try AES.GCM.seal(
            Array(secret.utf8), using: sealingKey,
            authenticating: head + Array(context.rawValue.utf8))
        // The nonce has the standard's 12 bytes here, so there is a combined form.
        guard let combined = box.combined else {
            throw StoreError.key("The secret could not be sealed.")
        }
        return SealedSecret(bytes: head + combined)
    }

    /// - Throws: ``StoreError/key(_:)`` with a sentence where the secret was sealed with another key, for
    ///   another context, or was changed since.
    public func open(_ secret: SealedSecret, for context: Context) throws -> String {
        let head = [Self.version] + keyID
        guard secret.bytes.first == Self.version, secret.bytes.count > head.count else {
            throw StoreError.key("The stored secret can't be read. Type it in again.")
        }
        guard secret.bytes.starts(with: head) else {
            throw StoreError.key(
                "The stored secret was sealed with another key. Put the secret.key back that belongs to "
                    + "this database, or type the secret in again.")
        }
        do {
            let box = try AES.GCM.SealedBox(combined: secret.bytes.dropFirst(head.count))
            let bytes = try AES.GCM.open(
                box, using: sealingKey, authenticating: head + Array(context.rawValue.utf8))
            return String(decoding: bytes, as: UTF8.self)
        } catch {
            throw StoreError.key("The stored secret was changed or damaged. Type it in again.")
        }
    }

    /// A new key from the system's randomness.
    public static func newKey() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<keyLength).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
}
