public import Wire

/// Greeting, `EHLO`, `STARTTLS`, `220`: RFC 3207 §4. What EHLO offers here is forgotten after TLS.
public struct Opening: Wire.Opening {
    private enum State { case greeting, ehlo, startTLS }

    private let name: HostName
    private var state = State.greeting
    private var reader = ReplyReader()

    /// `name` is how the client presents itself: its host name, or an address literal.
    public init(name: String) throws(WireError) {
        self.name = try HostName(name)
    }

    public mutating func received(_ line: [UInt8]) -> OpeningStep {
        do throws(SMTPError) {
            guard let (reply, lines) = try reader.take(line) else { return .wait }
            return take(reply, lines)
        } catch { return .fail(.unexpected(text: Transcript.printable(line))) }
    }

    private mutating func take(_ reply: Reply, _ lines: [[UInt8]]) -> OpeningStep {
        switch state {
        case .greeting:
            guard reply.isPositive else {
                return .fail(.turnedAway(text: "\(reply)", isTransient: reply.isTransient))
            }
            state = .ehlo
            return .send(Array("EHLO ".utf8) + name.bytes + [0x0D, 0x0A])
        case .ehlo:
            guard reply.isPositive else { return .fail(.startTLSUnavailable(text: "\(reply)")) }
            guard Extensions(lines).has("STARTTLS") else {
                return .fail(.startTLSUnavailable(text: ""))
            }
            state = .startTLS
            return .send(Array("STARTTLS\r\n".utf8))
        case .startTLS:
            return reply.code == 220 ? .startTLS : .fail(.startTLSUnavailable(text: "\(reply)"))
        }
    }
}
