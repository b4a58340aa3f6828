/// Escapes text for HTML, byte by byte.
///
/// Never by `Character`: a `"` or `<` followed by a combining mark is one `Character` that equals
/// neither, and would slip through.
enum Escaping {
    /// Good for text and for attribute values in either kind of quotes. NUL, which no HTML may
    /// hold, is left out.
    static func append(_ text: some StringProtocol, to out: inout [UInt8]) {
        append(bytes: text.utf8, to: &out)
    }

    static func append(bytes: some Sequence<UInt8>, to out: inout [UInt8]) {
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "&"): out += "&amp;".utf8
            case UInt8(ascii: "<"): out += "&lt;".utf8
            case UInt8(ascii: ">"): out += "&gt;".utf8
            case UInt8(ascii: "\""): out += "&quot;".utf8
            case UInt8(ascii: "'"): out += "&#39;".utf8
            case 0: break
            default: out.append(byte)
            }
        }
    }
}
