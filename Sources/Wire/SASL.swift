/// The initial responses of the SASL mechanisms, not yet in Base64.
public enum SASL {
    /// RFC 4616: `[authzid] NUL authcid NUL passwd`, without an authzid.
    ///
    /// Throws `WireError.unsafeText` when either has CR, LF or NUL.
    public static func plain(user: String, password: String) throws(WireError) -> [UInt8] {
        let user = try OneLine(user, field: "user name")
        let password = try OneLine(password, field: "password")
        return [0] + user.bytes + [0] + password.bytes
    }

    /// LOGIN, which has no RFC: the answers to "Username:" and "Password:", in this order.
    public static func login(user: String, password: String) throws(WireError) -> [[UInt8]] {
        [
            try OneLine(user, field: "user name").bytes,
            try OneLine(password, field: "password").bytes,
        ]
    }

    /// XOAUTH2 as Google and Microsoft document it: `user=… ^A auth=Bearer … ^A ^A`.
    public static func xoauth2(user: String, token: String) throws(WireError) -> [UInt8] {
        let user = try withoutSeparator(user, field: "user name")
        let token = try withoutSeparator(token, field: "access token")
        return Array("user=".utf8) + user + Array("\u{1}auth=Bearer ".utf8) + token + [1, 1]
    }

    /// ^A separates the fields of XOAUTH2, so a value must not contain it.
    private static func withoutSeparator(
        _ text: String, field: String
    ) throws(WireError) -> [UInt8] {
        let bytes = try OneLine(text, field: field).bytes
        guard !bytes.contains(1) else { throw WireError.unsafeText(field: field) }
        return bytes
    }
}

/// RFC 4648 §4, with padding and without line breaks.
public enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    public static func encode(_ bytes: [UInt8]) -> [UInt8] {
        var encoded: [UInt8] = []
        encoded.reserveCapacity((bytes.count + 2) / 3 * 4)
        var index = 0
        while index < bytes.count {
            let rest = bytes.count - index
            let first = bytes[index]
            let second = rest > 1 ? bytes[index + 1] : 0
            let third = rest > 2 ? bytes[index + 2] : 0
            encoded.append(alphabet[Int(first >> 2)])
            encoded.append(alphabet[Int((first & 0x03) << 4 | second >> 4)])
            let pad = UInt8(ascii: "=")
            encoded.append(rest > 1 ? alphabet[Int((second & 0x0F) << 2 | third >> 6)] : pad)
            encoded.append(rest > 2 ? alphabet[Int(third & 0x3F)] : pad)
            index += 3
        }
        return encoded
    }
}
