internal import Wire

/// A mail on its way: the addresses as they are sent, and what became of them.
struct Transaction: Sendable {
    let envelope: Envelope
    let from: Path
    var waiting: ArraySlice<Path>
    var accepted: [String] = []
    var refused: [SendResult.Refusal] = []

    init(_ envelope: Envelope, allowsUTF8: Bool) throws(SMTPError) {
        self.envelope = envelope
        from = try Path(
            envelope.from, field: "sender address", allowsUTF8: allowsUTF8, mayBeEmpty: true)
        var recipients: [Path] = []
        for address in envelope.to {
            recipients.append(
                try Path(address, field: "recipient address", allowsUTF8: allowsUTF8))
        }
        waiting = recipients[...]
    }

    /// RFC 6531 §3.4: one address beyond ASCII makes the mail such.
    var needsUTF8: Bool { !from.isASCII || waiting.contains { !$0.isASCII } }
}

/// An address that can stand between "<" and ">" and says nothing beyond itself.
struct Path: Sendable {
    let text: String
    let bytes: [UInt8]

    var isASCII: Bool { bytes.allSatisfy { $0 < 0x80 } }

    /// No blanks, brackets and control characters: they would end the path and begin parameters. This
    /// leaves out quoted local parts with blanks, which RFC 5321 §4.1.2 asks hosts not to use.
    init(
        _ text: String, field: String, allowsUTF8: Bool, mayBeEmpty: Bool = false
    ) throws(SMTPError) {
        self.text = text
        do { bytes = try OneLine(text, field: field).bytes } catch { throw .wire(error) }
        let isSafe = bytes.allSatisfy {
            $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">")
        }
        guard isSafe, mayBeEmpty || !bytes.isEmpty else {
            throw .wire(.unsafeText(field: field))
        }
        guard allowsUTF8 || isASCII else { throw .needsSMTPUTF8(address: text) }
    }
}

/// How the client presents itself: a host name or address literal without blanks, which would be
/// parameters of EHLO.
struct HostName: Sendable {
    let bytes: [UInt8]

    init(_ text: String) throws(WireError) {
        let field = "own host name"
        bytes = try OneLine(text, field: field).bytes
        guard !bytes.isEmpty, bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw WireError.unsafeText(field: field)
        }
    }
}
