/// Addresses in mails: which of them may be followed or loaded, written so that every browser reads
/// them alike.
enum WebAddress {
    /// Longer links are tracking gone wild; browsers and servers stop at 8 KiB.
    private static let maximumLink = 8_192

    enum Image: Equatable {
        case remote(String)
        /// By Content-ID, without `<>`, percent signs decoded (RFC 2392).
        case attached(contentID: String)
        case embedded(String)
    }

    /// http, https, mailto and tel, and `//host` as https. A mail has no address of its own, so a
    /// relative link would lead into the help desk: nil.
    static func link(_ value: String) -> String? {
        let address = cleaned(value)
        guard address.utf8.count <= maximumLink else { return nil }
        if let web = webAddress(address) { return web }
        let scheme = address.prefix { $0 != ":" }.lowercased()
        return scheme == "mailto" || scheme == "tel" ? address : nil
    }

    static func image(_ value: String) -> Image? {
        let address = cleaned(value)
        if hasPrefix(address, "cid:") {
            let id = percentDecoded(address.utf8.dropFirst(4))
            let bare = id.utf8.first == UInt8(ascii: "<") ? id.dropFirst().dropLast() : id[...]
            return bare.isEmpty ? nil : .attached(contentID: String(bare))
        }
        if hasPrefix(address, "data:") { return embedded(address).map(Image.embedded) }
        guard address.utf8.count <= maximumLink else { return nil }
        return webAddress(address).map(Image.remote)
    }

    /// Both slashes are asked for: `https:path` is relative to a page that came by https.
    private static func webAddress(_ address: String) -> String? {
        let rest: Substring.UTF8View
        let whole: String
        if hasPrefix(address, "https://") {
            (rest, whole) = (address.utf8.dropFirst(8), address)
        } else if hasPrefix(address, "http://") {
            (rest, whole) = (address.utf8.dropFirst(7), address)
        } else if hasPrefix(address, "//") {
            (rest, whole) = (address.utf8.dropFirst(2), "https:" + address)
        } else {
            return nil
        }
        guard let first = rest.first,
            first.isLetter || first.isDigit || first == UInt8(ascii: "[") || first >= 0x80
        else { return nil }
        return whole
    }

    private static let imageTypes = ["png", "jpeg", "jpg", "gif", "webp"]

    /// Only bitmaps in base64: `data:image/svg+xml` is a document with scripts.
    private static func embedded(_ address: String) -> String? {
        for type in imageTypes {
            let prefix = "data:image/\(type);base64,"
            guard hasPrefix(address, prefix) else { continue }
            let data = address.utf8.dropFirst(prefix.utf8.count)
            let isBase64 = data.allSatisfy {
                $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/")
                    || $0 == UInt8(ascii: "=")
            }
            return isBase64 ? prefix + String(decoding: data, as: UTF8.self) : nil
        }
        return nil
    }

    /// As a browser reads it: control characters, and spaces at both ends, don't count; spaces
    /// inside do, and are written as `%20` (in base64 they are nothing).
    private static func cleaned(_ value: String) -> String {
        var bytes = Array(value.utf8.lazy.filter { $0 >= 0x20 && $0 != 0x7f })
        while bytes.last == 0x20 { bytes.removeLast() }
        let start = bytes.firstIndex { $0 != 0x20 } ?? bytes.endIndex
        let trimmed = bytes[start...]
        guard trimmed.contains(0x20) else { return String(decoding: trimmed, as: UTF8.self) }
        let isData = hasPrefix(String(decoding: trimmed.prefix(5), as: UTF8.self), "data:")
        var spaced: [UInt8] = []
        for byte in trimmed {
            if byte != 0x20 { spaced.append(byte) } else if !isData { spaced += "%20".utf8 }
        }
        return String(decoding: spaced, as: UTF8.self)
    }

    /// `prefix` is lower case ASCII.
    private static func hasPrefix(_ text: String, _ prefix: String) -> Bool {
        let start = text.utf8.prefix(prefix.utf8.count)
        return start.elementsEqual(prefix.utf8) { byte, wanted in
            (byte.isLetter ? byte | 0x20 : byte) == wanted
        }
    }

    private static func percentDecoded(_ bytes: some Collection<UInt8>) -> String {
        var out: [UInt8] = []
        var rest = Array(bytes)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                out.append(value)
                rest = rest.dropFirst(2)
            } else {
                out.append(byte)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
