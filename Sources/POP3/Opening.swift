public import Wire

/// Greeting, `STLS`, `+OK`: RFC 2595 §4. CAPA is not asked before TLS, since its answer could be forged.
public struct Opening: Wire.Opening {
    private var isGreeted = false

    public init() {}

    public mutating func received(_ line: [UInt8]) -> OpeningStep {
        guard let reply = Reply(line) else {
            return .fail(.unexpected(text: Transcript.printable(line)))
        }
        if !isGreeted {
            guard reply.isOK else { return .fail(Self.turnedAway(reply)) }
            isGreeted = true
            return .send(Array("STLS\r\n".utf8))
        }
        return reply.isOK ? .startTLS : .fail(.startTLSUnavailable(text: reply.text))
    }

    /// A server that greets with `-ERR` is mostly overloaded; RFC 3206 says otherwise when it is not.
    static func turnedAway(_ reply: Reply) -> WireError {
        .turnedAway(text: reply.text, isTransient: reply.code != "SYS/PERM")
    }
}
