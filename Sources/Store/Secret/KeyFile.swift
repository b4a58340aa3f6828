internal import Foundation
internal import Glibc

/// The file that holds the vault's key: one line of base64, readable by its owner only.
struct KeyFile {
    static let name = "secret.key"
    /// Bytes. One line of base64 is 44; more than this is not a key file.
    private static let longest = 1024

    let path: String

    init(directory: String) {
        path = directory.hasSuffix("/") ? directory + Self.name : "\(directory)/\(Self.name)"
    }

    var exists: Bool { access(path, F_OK) == 0 }

    /// The key.
    ///
    /// - Throws: ``StoreError/key(_:)`` where others can read the file, or it holds no key.
    func read() throws -> [UInt8] {
        let file = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw failure("can't be read") }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0 else { throw failure("can't be read") }
        // Asked of the open file, so that nobody can swap it in between.
        guard facts.st_mode & 0o077 == 0 else {
            throw StoreError.key(
                "The key file \(path) can be read by others. Run: chmod 600 \(path). If others may have "
                    + "read it, change the passwords of your mailboxes too.")
        }
        var bytes = [UInt8](repeating: 0, count: Self.longest)
        let count = Glibc.read(file, &bytes, bytes.count)
        guard count >= 0 else { throw failure("can't be read") }
        return try Self.key(
            String(decoding: bytes.prefix(count), as: UTF8.self), from: "The key file \(path)")
    }

    /// The key in a line of base64.
    ///
    /// - Parameter source: what a refusal calls it.
    static func key(_ text: String, from source: String) throws -> [UInt8] {
        let line = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard let key = Data(base64Encoded: line), key.count == Vault.keyLength else {
            throw StoreError.key(
                "\(source) does not hold a key: one line of base64 that stands for "
                    + "\(Vault.keyLength) bytes. Put the right one back from your backup.")
        }
        return Array(key)
    }

    /// Makes a new key, or takes the one that another process made at the same moment.
    func make() throws -> [UInt8] {
        let line = Data(Vault.newKey()).base64EncodedString() + "\n"
        // Written whole beside its place and then linked there, so that a crash leaves no half key.
        let draft = "\(path).\(getpid()).\(UInt32.random(in: .min ... .max))"
        let file = Glibc.open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure("can't be made") }
        defer { unlink(draft) }
        let bytes = Array(line.utf8)
        let isWritten = write(file, bytes, bytes.count) == bytes.count && fsync(file) == 0
        guard close(file) == 0, isWritten else { throw failure("can't be written") }
        guard link(draft, path) == 0 || errno == EEXIST else { throw failure("can't be made") }
        try syncDirectory()
        return try read()
    }

    /// Makes sure that the new name survives a power cut: sealed secrets are worth nothing without it.
    private func syncDirectory() throws {
        let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let handle = Glibc.open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard handle >= 0 else { throw failure("can't be made") }
        defer { close(handle) }
        guard fsync(handle) == 0 else { throw failure("can't be made") }
    }

    private func failure(_ what: String) -> StoreError {
        .key("The key file \(path) \(what): \(String(cString: strerror(errno))).")
    }
}
