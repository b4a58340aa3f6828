import Desk
import Store
import Testing

@Suite struct SecretTests {
    private let vault: Vault

    init() throws { vault = try Vault(key: [UInt8](repeating: 1, count: 32)) }

    @Test(arguments: ["", "secret", "Пароль „ü“ 🗝", String(repeating: "x", count: 60_000)])
    func `a secret that is sealed opens again`(_ secret: String) throws {
        let sealed = try vault.seal(secret, for: .mailboxPassword)
        #expect(try vault.open(sealed, for: .mailboxPassword) == secret)
        #expect(sealed.bytes.count > secret.utf8.count + 16)
    }

    @Test func `the same secret is sealed differently each time`() throws {
        let a = try vault.seal("secret", for: .mailboxPassword)
        let b = try vault.seal("secret", for: .mailboxPassword)
        #expect(a != b)
    }

    @Test func `a secret opens only for what it was sealed for`() throws {
        let sealed = try vault.seal("secret", for: .mailboxPassword)
        #expect(throws: StoreError.self) { try vault.open(sealed, for: .outgoingPassword) }
    }

    @Test func `another key is told apart from damage`() throws {
        let sealed = try vault.seal("secret", for: .mailboxPassword)
        let other = try Vault(key: [UInt8](repeating: 2, count: 32))
        #expect(
            throws: StoreError.key(
                "The stored secret was sealed with another key. Put the secret.key back that belongs "
                    + "to this database, or type the secret in again.")
        ) { try other.open(sealed, for: .mailboxPassword) }
        for index in sealed.bytes.indices {
            var bytes = sealed.bytes
            bytes[index] ^= 1
            let damaged = SealedSecret(bytes: bytes)
            #expect(throws: StoreError.self) { try vault.open(damaged, for: .mailboxPassword) }
        }
        for length in 0..<sealed.bytes.count {
            let cut = SealedSecret(bytes: Array(sealed.bytes.prefix(length)))
            #expect(throws: StoreError.self) { try vault.open(cut, for: .mailboxPassword) }
        }
    }

    @Test func `a key has 32 bytes, and a secret its limit`() {
        #expect(throws: StoreError.self) { try Vault(key: [1, 2, 3]) }
        #expect(throws: StoreError.self) {
            try vault.seal(
                String(repeating: "x", count: Vault.longestSecret + 1), for: .mailboxPassword)
        }
    }

    @Test func `a digest is SHA-256 in hexadecimal`() {
        #expect(
            Digest.sha256Hex([])
                == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(
            Digest.sha256Hex(Array("abc".utf8))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func `a stamp is short, for its text and its key only`() async throws {
        let stamp = try stamp(of: 1)
        let signature = stamp.sign("ticket 4711")
        #expect(signature.count == 16)
        #expect(signature.allSatisfy { "abcdefghijklmnopqrstuvwxyz234567".contains($0) })
        #expect(stamp.verify("ticket 4711", signature: signature))
        #expect(stamp.verify("ticket 4711", signature: signature.uppercased()))
        #expect(!stamp.verify("ticket 4712", signature: signature))
        #expect(!stamp.verify("ticket 4711", signature: ""))
        #expect(!stamp.verify("ticket 4711", signature: String(signature.dropLast())))
        let other = try self.stamp(of: 2)
        #expect(!other.verify("ticket 4711", signature: signature))
    }

    private func stamp(of number: UInt8) throws -> Stamp {
        try Vault(key: [UInt8](repeating: number, count: 32)).stamp
    }

    @Test func `a password is known by its hash`() async throws {
        let hash = try await PasswordHash.make("correct horse")
        #expect(hash.hasPrefix("$scrypt$ln=15,r=8,p=1$"))
        #expect(!PasswordHash.isOutdated(hash))
        #expect(try await PasswordHash.verify("correct horse", hash))
        #expect(try await !PasswordHash.verify("correct hors", hash))
        #expect(try await !PasswordHash.verify("", hash))
        #expect(try await PasswordHash.make("correct horse") != hash)
    }

    @Test func `letters that look the same are the same password`() async throws {
        let hash = try await PasswordHash.make("Bu\u{308}ro")
        #expect(try await PasswordHash.verify("B\u{FC}ro", hash))
    }

    @Test func `a hash of other parameters is still checked`() async throws {
        // Made with Python's hashlib.scrypt.
        let hash =
            "$scrypt$ln=10,r=8,p=1$c2FsdHNhbHRzYWx0c2FsdA==$eId7BTBGuklif4LNX1YGoJvQdllpHh+x8fuog6Rmd3I="
        #expect(PasswordHash.isOutdated(hash))
        #expect(try await PasswordHash.verify("pleaseletmein", hash))
        #expect(try await !PasswordHash.verify("pleaseletmeout", hash))
    }

    @Test(arguments: [
        "", "$scrypt$", "plain", "$scrypt$ln=99,r=8,p=1$AAAAAAAAAAA=$AAAA",
        "$scrypt$ln=30,r=8,p=1$c2FsdHNhbHRzYWx0c2FsdA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "$scrypt$ln=15,r=8,p=1$!!$!!", "$scrypt$ln=15$c2FsdA==$AAAA",
    ])
    func `a hash that is none, or would cost too much, is refused`(_ hash: String) async {
        await #expect(throws: PasswordError.damagedHash) {
            try await PasswordHash.verify("secret", hash)
        }
    }

    @Test func `a password of a file's length is refused before any work`() async throws {
        let long = String(repeating: "x", count: PasswordHash.longestPassword + 1)
        await #expect(throws: PasswordError.tooLong) { try await PasswordHash.make(long) }
        let hash = try await PasswordHash.make("x")
        #expect(try await !PasswordHash.verify(long, hash))
    }

    @Test func `nobody's password is never right`() async throws {
        #expect(try await !PasswordHash.verifyNobody("secret"))
    }

    @Test func `a flood of sign-ins is turned away, the rest are served`() async {
        let outcomes = await withTaskGroup(of: PasswordError?.self) { group in
            for _ in 0..<60 {
                group.addTask {
                    do {
                        _ = try await PasswordHash.verify(
                            "x",
                            "$scrypt$ln=12,r=8,p=1$c2FsdHNhbHRzYWx0c2FsdA=="
                                + "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
                        return nil
                    } catch {
                        return error as? PasswordError
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.allSatisfy { $0 == nil || $0 == .busy })
        #expect(outcomes.contains(nil))
    }
}
