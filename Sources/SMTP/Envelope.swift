/// Who sends a mail to whom, and what the server wants to know of it beforehand.
public struct Envelope: Sendable, Hashable {
    /// Gets what cannot be delivered. Empty for mail that must not be answered by machines.
    public let from: String
    public let to: [String]
    /// Bytes with CRLF line ends, before dots are doubled: RFC 1870 §6.
    public let size: Int
    /// No byte above 127.
    public let isASCII: Bool

    public init(from: String, to: [String], size: Int, isASCII: Bool) {
        self.from = from
        self.to = to
        self.size = size
        self.isASCII = isASCII
    }

    public init(from: String, to: [String], mail: [UInt8]) {
        let (size, isASCII) = DotStuffer.measure(mail)
        self.init(from: from, to: to, size: size, isASCII: isASCII)
    }
}

/// What became of a mail that the server took for at least one recipient.
public struct SendResult: Sendable, Hashable {
    public struct Refusal: Sendable, Hashable {
        public let recipient: String
        public let reply: Reply

        public init(recipient: String, reply: Reply) {
            self.recipient = recipient
            self.reply = reply
        }
    }

    public let accepted: [String]
    /// A transient refusal may be tried again, for this recipient alone.
    public let refused: [Refusal]
    /// The answer to the mail itself; servers mostly name their queue's number.
    public let reply: Reply

    public init(accepted: [String], refused: [Refusal], reply: Reply) {
        self.accepted = accepted
        self.refused = refused
        self.reply = reply
    }
}
