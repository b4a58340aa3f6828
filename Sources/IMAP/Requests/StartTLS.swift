internal import Wire

/// Greeting and STARTTLS, in the clear. RFC 3501 §6.2.1.
///
/// ```
/// S: * OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] ready
/// C: S0 STARTTLS
/// S: S0 OK begin TLS
/// ```
/// Nothing said here is believed later: the capabilities are asked for again over TLS.
struct StartTLS: Opening {
    private var isGreeted = false

    mutating func received(_ line: [UInt8]) -> OpeningStep {
        switch Response(RawResponse(line: line)) {
        case .status(let line) where line.status == .bye:
            return .fail(.turnedAway(text: line.text, isTransient: true))
        case .status(let line) where !isGreeted:
            return greeted(line)
        case .tagged("S0", let line):
            return line.status == .ok ? .startTLS : .fail(.startTLSUnavailable(text: line.text))
        case .unknown where !isGreeted:
            return .fail(.unexpected(text: StatusLine.printable(line.prefix(200))))
        default:
            return .wait
        }
    }

    private mutating func greeted(_ line: StatusLine) -> OpeningStep {
        isGreeted = true
        // After PREAUTH there is no STARTTLS: somebody on the way could use it to keep us in the
        // clear.
        guard line.status == .ok else { return .fail(.startTLSUnavailable(text: line.text)) }
        if case .capability(let words)? = line.code, !words.contains("STARTTLS") {
            return .fail(.startTLSUnavailable(text: ""))
        }
        return .send(Array("S0 STARTTLS\r\n".utf8))
    }
}
