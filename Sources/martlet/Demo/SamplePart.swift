/// A part of a sample mail, or its whole body.
indirect enum SamplePart: Sendable {
    enum Transfer: Sendable { case plain, eightBit, quoted, base64 }

    /// Text in UTF-8 with LF line ends.
    case text(String, Transfer = .eightBit, subtype: String = "plain")
    /// Text whose bytes are already in its charset, with LF line ends; the charset may be a lie.
    case bytes([UInt8], charset: String, Transfer)
    case file(String, type: String, [UInt8])
    /// A picture that the HTML shows through its content id.
    case inline(String, type: String, [UInt8], contentID: String)
    case mixed([SamplePart]), alternative([SamplePart]), related([SamplePart])
    /// Any other multipart, with its parameters.
    case multipart(String, [SamplePart])
    /// Header fields and body as they are, with LF line ends.
    case raw(String, String)

    /// The part's header fields with CRLF, the empty line and the body.
    func bytes(boundary seed: String) -> [UInt8] {
        switch self {
        case .text(let text, let transfer, let subtype):
            Self.leaf(Array(text.utf8), "text/\(subtype); charset=utf-8", transfer)
        case .bytes(let bytes, let charset, let transfer):
            Self.leaf(bytes, "text/plain; charset=\(charset)", transfer)
        case .file(let name, let type, let bytes):
            Self.encoded(
                bytes,
                "Content-Type: \(type); \(Self.parameter("name", name))\r\n"
                    + "Content-Disposition: attachment; \(Self.parameter("filename", name))\r\n")
        case .inline(let name, let type, let bytes, let id):
            Self.encoded(
                bytes,
                "Content-Type: \(type); name=\"\(name)\"\r\nContent-ID: <\(id)>\r\n"
                    + "Content-Disposition: inline; filename=\"\(name)\"\r\n")
        case .mixed(let parts): Self.joined("mixed", parts, seed + "m")
        case .alternative(let parts): Self.joined("alternative", parts, seed + "a")
        case .related(let parts): Self.joined("related", parts, seed + "r")
        case .multipart(let subtype, let parts): Self.joined(subtype, parts, seed + "x")
        case .raw(let head, let body):
            Self.withCRLF(Array(head.utf8)) + [13, 10, 13, 10] + Self.withCRLF(Array(body.utf8))
                + (body.hasSuffix("\n") ? [] : [13, 10])
        }
    }

    private static func leaf(_ bytes: [UInt8], _ type: String, _ transfer: Transfer) -> [UInt8] {
        let endsOpen = !bytes.isEmpty && bytes.last != 10
        let lines = withCRLF(endsOpen ? bytes + [10] : bytes)
        let head = "Content-Type: \(type)\r\nContent-Transfer-Encoding: "
        switch transfer {
        case .plain: return Array("\(head)7bit\r\n\r\n".utf8) + lines
        case .eightBit: return Array("\(head)8bit\r\n\r\n".utf8) + lines
        case .quoted:
            let text = SampleEncoding.quotedPrintable(lines)
            return Array("\(head)quoted-printable\r\n\r\n\(text)".utf8)
        case .base64:
            return Array("\(head)base64\r\n\r\n\(SampleEncoding.base64(lines))\r\n".utf8)
        }
    }

    private static func encoded(_ bytes: [UInt8], _ head: String) -> [UInt8] {
        let body = SampleEncoding.base64(bytes)
        return Array("\(head)Content-Transfer-Encoding: base64\r\n\r\n\(body)\r\n".utf8)
    }

    private static func joined(_ subtype: String, _ parts: [SamplePart], _ seed: String) -> [UInt8]
    {
        let boundary = "=_\(SampleEncoding.digest(seed))"
        var out = Array(
            "Content-Type: multipart/\(subtype);\r\n boundary=\"\(boundary)\"\r\n\r\n".utf8)
        for (index, part) in parts.enumerated() {
            out += Array("--\(boundary)\r\n".utf8) + part.bytes(boundary: "\(seed)\(index)")
            out += [13, 10]
        }
        return out + Array("--\(boundary)--\r\n".utf8)
    }

    /// A parameter as a quoted string, or as RFC 2231 has it when the value is not ASCII.
    private static func parameter(_ name: String, _ value: String) -> String {
        if value.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return "\(name)=\"\(value)\"" }
        var encoded = ""
        for byte in value.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F:
                encoded.unicodeScalars.append(UnicodeScalar(byte))
            default: encoded += "%" + String(byte, radix: 16, uppercase: true)
            }
        }
        return "\(name)*=UTF-8''\(encoded)"
    }

    static func withCRLF(_ bytes: [UInt8]) -> [UInt8] {
        bytes.flatMap { $0 == 10 ? [13, 10] : [$0] }
    }
}
