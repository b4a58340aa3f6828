/// One JSON object on one line, its members in the order given.
enum ReportLine {
    static func object(_ members: [(name: String, value: String)]) -> String {
        var out: [UInt8] = [UInt8(ascii: "{")]
        for (name, value) in members {
            if out.count > 1 { out.append(UInt8(ascii: ",")) }
            append(name, to: &out)
            out.append(UInt8(ascii: ":"))
            append(value, to: &out)
        }
        out.append(UInt8(ascii: "}"))
        return String(decoding: out, as: UTF8.self)
    }

    /// RFC 8259 §7: quotes, backslashes and control characters are escaped.
    private static func append(_ text: String, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): out += "\\\"".utf8
            case UInt8(ascii: "\\"): out += "\\\\".utf8
            case UInt8(ascii: "\n"): out += "\\n".utf8
            case 0..<0x20:
                let code = String(byte, radix: 16)
                out += "\\u00\(code.utf8.count == 1 ? "0" : "")\(code)".utf8
            default: out.append(byte)
            }
        }
        out.append(UInt8(ascii: "\""))
    }
}
