/// What a protocol says in the clear before STARTTLS, as a value: lines go in, steps come out.
///
/// `Connection.dial` runs it and switches to TLS itself, so nothing else can be written in between:
/// ```
/// S: * OK ready          → .send("S0 STARTTLS\r\n")
/// S: S0 OK begin         → .startTLS
/// ```
public protocol Opening: Sendable {
    /// The step after a line from the server, given without its line end.
    mutating func received(_ line: [UInt8]) -> OpeningStep
}

public enum OpeningStep: Sendable, Hashable {
    /// Read another line.
    case wait
    /// Write these bytes, then read another line.
    case send([UInt8])
    /// The server agreed. Nothing may follow the line before TLS.
    case startTLS
    case fail(WireError)
}

/// The most lines that a server may say before TLS: the greeting and capabilities of the most
/// talkative servers have about 40.
let openingLineLimit = 200
