internal import Glibc

/// Files that only their owner may read.
enum SQLiteFile {
    private static let ownerOnly: mode_t = 0o600

    /// Makes an empty file where there is none; SQLite gives its log the same permissions.
    static func create(_ path: String) throws {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, ownerOnly)
        guard descriptor >= 0 else {
            // SQLite opens a file that may only be read, and says so when it is written to.
            if errno == EACCES || errno == EROFS, access(path, R_OK) == 0 { return }
            throw DatabaseError.refused("The file “\(path)” can't be opened: \(lastReason()).")
        }
        Glibc.close(descriptor)
    }

    /// Calls `body` with a name beside `path`, and renames the file when it is complete.
    static func writeWhole(_ path: String, _ body: (String) throws -> Void) throws {
        guard access(path, F_OK) != 0 else {
            throw DatabaseError.refused("There is a file “\(path)” already; choose another name.")
        }
        let partial = path + ".partial"
        unlink(partial)
        try create(partial)
        do {
            try body(partial)
        } catch {
            unlink(partial)
            throw error
        }
        guard rename(partial, path) == 0 else {
            let reason = lastReason()
            unlink(partial)
            throw DatabaseError.refused("The file “\(path)” can't be made: \(reason).")
        }
    }

    private static func lastReason() -> String { String(cString: strerror(errno)) }
}
