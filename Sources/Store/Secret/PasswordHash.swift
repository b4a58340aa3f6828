internal import Crypto
internal import CryptoExtras
internal import Foundation
internal import Synchronization

/// Passwords as they are stored: scrypt (RFC 7914) with its parameters beside the salt and the result, so
/// that they can grow and old ones still be checked.
///
/// `$scrypt$ln=15,r=8,p=1$SALT$RESULT`, both in base64.
public enum PasswordHash {
    /// 2^15 rounds of 8: 32 MiB and a tenth of a second for each guess.
    private static let usual = Parameters(logRounds: 15, blockSize: 8, parallelism: 1)
    private static let saltLength = 16
    private static let resultLength = 32
    /// Bytes of a password: longer than any that is typed, so that nobody has us hash a file.
    public static let longestPassword = 1024
    /// Hashes at once: two keep two processors busy, and 64 MiB.
    private static let width = 2
    /// Hashes that may wait: some three seconds of work; whoever comes later is told to try again.
    private static let longestQueue = 32

    /// Hashes a password to store.
    ///
    /// - Throws: ``PasswordError``.
    public static func make(_ password: String) async throws -> String {
        let bytes = try bytes(of: password)
        return try await work.run {
            let salt = Array(Vault.newKey().prefix(saltLength))
            let result = try derive(bytes, salt, usual)
            return "\(usual.text)$\(base64(salt))$\(base64(result))"
        }
    }

    /// Whether it is the password of a stored hash. The time does not depend on where they differ.
    ///
    /// - Throws: ``PasswordError``; a hash that can't be read is ``PasswordError/damagedHash``.
    public static func verify(_ password: String, _ hash: String) async throws -> Bool {
        // Too long to be anybody's password; its length is no secret.
        guard password.utf8.count <= longestPassword else { return false }
        let bytes = try bytes(of: password)
        let (parameters, salt, expected) = try parse(hash)
        return try await work.run {
            let result = try derive(bytes, salt, parameters)
            return SymmetricKey(data: result) == SymmetricKey(data: expected)
        }
    }

    /// Takes as long as ``verify(_:_:)`` and says no: for an address that nobody has, so that an answer's
    /// time does not tell which addresses are known.
    public static func verifyNobody(_ password: String) async throws -> Bool {
        _ = try await verify(password, nobody)
        return false
    }

    /// Whether a hash was made with weaker parameters than today's: hash again at the next sign-in.
    public static func isOutdated(_ hash: String) -> Bool { !hash.hasPrefix(usual.text + "$") }

    private static let nobody =
        "\(usual.text)$\(base64([UInt8](repeating: 0, count: saltLength)))"
        + "$\(base64([UInt8](repeating: 0, count: resultLength)))"

    private static let work = NarrowQueue(width: width, longestQueue: longestQueue)

    private static func bytes(of password: String) throws -> [UInt8] {
        // Keyboards write the same letters in different ways (composed or not); a person means the same.
        let text = password.precomposedStringWithCompatibilityMapping
        guard text.utf8.count <= longestPassword else { throw PasswordError.tooLong }
        return Array(text.utf8)
    }

    private static func derive(_ password: [UInt8], _ salt: [UInt8], _ parameters: Parameters)
        throws
        -> [UInt8]
    {
        let key = try KDF.Scrypt.deriveKey(
            from: password, salt: salt, outputByteCount: resultLength,
            rounds: 1 << parameters.logRounds, blockSize: parameters.blockSize,
            parallelism: parameters.parallelism)
        return key.withUnsafeBytes { Array($0) }
    }

    private static func parse(_ hash: String) throws -> (Parameters, salt: [UInt8], result: [UInt8])
    {
        let fields = hash.split(separator: "$", omittingEmptySubsequences: false)
        guard fields.count == 5, fields[0].isEmpty, fields[1] == "scrypt",
            let parameters = Parameters(fields[2]),
            let salt = Data(base64Encoded: String(fields[3])),
            let result = Data(base64Encoded: String(fields[4])), salt.count >= 8,
            result.count == resultLength
        else { throw PasswordError.damagedHash }
        return (parameters, Array(salt), Array(result))
    }

    private static func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

    private struct Parameters {
        var logRounds: Int
        var blockSize: Int
        var parallelism: Int

        init(logRounds: Int, blockSize: Int, parallelism: Int) {
            self.logRounds = logRounds
            self.blockSize = blockSize
            self.parallelism = parallelism
        }

        /// Reads `ln=15,r=8,p=1`. Nil also where the work would be more than a server should do.
        init?(_ text: Substring) {
            var values: [Substring: Int] = [:]
            for field in text.split(separator: ",") {
                let pair = field.split(separator: "=")
                guard pair.count == 2, let value = Int(pair[1]) else { return nil }
                values[pair[0]] = value
            }
            guard let ln = values["ln"], let r = values["r"], let p = values["p"],
                (10...20).contains(ln), (1...16).contains(r), (1...4).contains(p)
            else { return nil }
            self.init(logRounds: ln, blockSize: r, parallelism: p)
        }

        var text: String { "$scrypt$ln=\(logRounds),r=\(blockSize),p=\(parallelism)" }
    }
}

public enum PasswordError: Error, Hashable, Sendable {
    case tooLong
    /// Too many at once: try again in a moment.
    case busy
    /// What is stored is not a hash of ours.
    case damagedHash

    public var sentence: String {
        switch self {
        case .tooLong:
            "The password is too long. Use at most \(PasswordHash.longestPassword) bytes."
        case .busy: "Too many people are signing in at the same moment. Try again in a few seconds."
        case .damagedHash: "The stored password can't be read. Set a new one."
        }
    }
}

/// Runs blocking work on threads of its own, a few at a time: the cooperative pool has only as many
/// threads as there are processors, and everything else waits for it.
private final class NarrowQueue: Sendable {
    private let queue: OperationQueue
    private let waiting = Mutex(0)
    private let longestQueue: Int

    init(width: Int, longestQueue: Int) {
        queue = OperationQueue()
        queue.maxConcurrentOperationCount = width
        self.longestQueue = longestQueue
    }

    func run<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        let hasRoom = waiting.withLock { count in
            guard count < longestQueue else { return false }
            count += 1
            return true
        }
        guard hasRoom else { throw PasswordError.busy }
        defer { waiting.withLock { $0 -= 1 } }
        return try await withCheckedThrowingContinuation { continuation in
            queue.addOperation { continuation.resume(with: Result { try body() }) }
        }
    }
}
