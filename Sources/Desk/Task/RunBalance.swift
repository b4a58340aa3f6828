extension TaskRun.Counts {
    /// Whether every mail that was read has become something.
    public var isClosed: Bool { read == accountedFor }

    /// Mails of which it is known what became of them.
    public var accountedFor: Int {
        created + updated + bounces + ignored + duplicates + failed
    }
}

extension TaskRun {
    /// How a run ended: well only where nothing failed and its counts close.
    ///
    /// - Parameter failures: sentences.
    /// - Returns: the result, and for a failed run what went wrong, one sentence a line.
    public static func verdict(
        on counts: Counts, failures: [String]
    ) -> (result: Result, error: String?) {
        var lines = failures
        if !counts.isClosed {
            let missing = counts.read - counts.accountedFor
            lines.append(
                missing > 0
                    ? "The counts do not close: \(counts.read) mails were read, and of \(missing) it is "
                        + "not decided what becomes of them. They are stored and wait; see Inbound mail."
                    : "The counts do not close: \(counts.read) mails were read, but \(counts.accountedFor) "
                        + "are accounted for. This is a fault of the program: please report it.")
        }
        return lines.isEmpty ? (.ok, nil) : (.failed, lines.joined(separator: "\n"))
    }
}
