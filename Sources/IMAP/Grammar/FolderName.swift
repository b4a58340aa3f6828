/// Folder names between people (UTF-8) and servers (modified UTF-7, RFC 3501 §5.1.3).
///
/// `Anfragen/Büro` is `Anfragen/B&APw-ro` on the wire. Every name that a server lists can be turned
/// into text and back into the same bytes, also one that is not modified UTF-7 at all:
/// its offending bytes then stand in the text as characters of the private use area, U+F100 plus
/// the byte, and are sent back as they were.
enum FolderName {
    /// Text for people, from the bytes of a server. Total and lossless: `encode(decode(x)) == x`.
    static func decode(_ wire: [UInt8]) -> String {
        if let text = strictlyDecoded(wire), !text.unicodeScalars.contains(where: isEscape),
            encode(text) == wire
        {
            return text
        }
        var text = ""
        for byte in wire {
            let isPlain = isPrintableASCII(byte) && byte != ampersand
            let value = isPlain ? UInt32(byte) : escapes.lowerBound + UInt32(byte)
            if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
        }
        return text
    }

    /// Bytes for the server, from text. Control characters are encoded too, so CR and LF never
    /// reach a command.
    static func encode(_ text: String) -> [UInt8] {
        var wire: [UInt8] = []
        var shifted: [UInt16] = []
        func unshift() {
            guard !shifted.isEmpty else { return }
            wire.append(ampersand)
            wire += base64(shifted)
            wire.append(UInt8(ascii: "-"))
            shifted = []
        }
        for scalar in text.unicodeScalars {
            if isEscape(scalar) {
                unshift()
                wire.append(UInt8(truncatingIfNeeded: scalar.value - escapes.lowerBound))
            } else if scalar == "&" {
                unshift()
                wire += [ampersand, UInt8(ascii: "-")]
            } else if scalar.value < 0x80, isPrintableASCII(UInt8(scalar.value)) {
                unshift()
                wire.append(UInt8(scalar.value))
            } else {
                shifted += Array(scalar.utf16)
            }
        }
        unshift()
        // Only an escape can spell a line end here, and no command may hold one.
        wire.removeAll(where: { $0 == 0x0D || $0 == 0x0A || $0 == 0 })
        return wire
    }

    /// U+F100 ... U+F1FF, for the bytes of names that are not modified UTF-7.
    private static let escapes: ClosedRange<UInt32> = 0xF100...0xF1FF

    private static func isEscape(_ scalar: Unicode.Scalar) -> Bool {
        escapes.contains(scalar.value)
    }

    private static let ampersand = UInt8(ascii: "&")

    private static func isPrintableASCII(_ byte: UInt8) -> Bool {
        (0x20...0x7E).contains(byte)
    }

    private static func strictlyDecoded(_ wire: [UInt8]) -> String? {
        var text = ""
        var index = wire.startIndex
        while index < wire.endIndex {
            let byte = wire[index]
            index += 1
            guard isPrintableASCII(byte) else { return nil }
            guard byte == ampersand else {
                text.unicodeScalars.append(Unicode.Scalar(byte))
                continue
            }
            guard let end = wire[index...].firstIndex(of: UInt8(ascii: "-")) else { return nil }
            if end == index {
                text.append("&")
            } else {
                guard let units = utf16Units(wire[index..<end]),
                    let part = String(validating: units, as: UTF16.self)
                else { return nil }
                text.unicodeScalars.append(contentsOf: part.unicodeScalars)
            }
            index = end + 1
        }
        return text
    }

    // MARK: Base 64 with a comma for the slash and without padding

    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,".utf8)

    private static func base64(_ units: [UInt16]) -> [UInt8] {
        var digits: [UInt8] = []
        var pending: UInt32 = 0
        var bits = 0
        for unit in units {
            pending = (pending & 0x3F) << 16 | UInt32(unit)
            bits += 16
            while bits >= 6 {
                bits -= 6
                digits.append(alphabet[Int(pending >> UInt32(bits) & 0x3F)])
            }
        }
        if bits > 0 { digits.append(alphabet[Int(pending << UInt32(6 - bits) & 0x3F)]) }
        return digits
    }

    private static func utf16Units(_ digits: ArraySlice<UInt8>) -> [UInt16]? {
        var units: [UInt16] = []
        var pending: UInt32 = 0
        var bits = 0
        for digit in digits {
            guard let value = alphabet.firstIndex(of: digit) else { return nil }
            pending = (pending << 6 | UInt32(value)) & 0x3F_FFFF
            bits += 6
            if bits >= 16 {
                bits -= 16
                units.append(UInt16(truncatingIfNeeded: pending >> UInt32(bits)))
            }
        }
        return units.isEmpty ? nil : units
    }
}
