/// How much of a mail the parser is willing to look at.
///
/// Nothing is refused because of a limit: what lies beyond one is left undivided (a part that is nested
/// too deeply stays a leaf, a header line too many is dropped) and a `Defect` says so.
public struct Limits: Sendable, Hashable {
    /// Multiparts and messages within each other. Real mail stays below 10; forwards of forwards reach 20.
    public var depth = 40
    /// Parts of one mail, counted over all levels. The largest digests seen hold some hundred.
    public var parts = 5_000
    /// Header lines of one part. A mail that went through many lists and scanners has about 150.
    public var fields = 2_000
    /// Bytes of one header field, folds included. `To` lines of 10,000 addresses need about 400 KB.
    public var fieldBytes = 1 << 20
    /// Bytes of a boundary. RFC 2046 §5.1.1 says 70; mails with some thousand exist.
    public var boundaryBytes = 16 << 10
    /// Bytes that transfer-encoded nested messages may take when decoded, all together; keeps a small
    /// mail from filling the memory.
    public var decodedMessageBytes = 64 << 20
    /// Addresses of one header field, so that a forged list cannot become millions of values.
    public var addresses = 20_000
    /// Parameters of one Content-Type or Content-Disposition field. No mail has them, and each is looked up
    /// among the others.
    public var parameters = 200
    /// Bytes of the parameters of one field that are read; long ones are file names of some hundred bytes.
    public var parameterBytes = 64 << 10
    /// Defects of one mail: one for each of some thousand lines says no more than the first hundred.
    public var defects = 200
    /// Message ids of one References field. Threads of some hundred are real.
    public var references = 2_000
    /// Recipients of one delivery report.
    public var reportRecipients = 1_000

    /// The limits that suit mail from strangers.
    public init() {}
}
