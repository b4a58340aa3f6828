/// How a mail is encrypted or signed. Nothing is decrypted or verified: that a signature is there does not
/// say that it is good.
public enum Protection: Sendable, Hashable {
    /// By what standard.
    public enum Scheme: Sendable, Hashable {
        /// RFC 8551.
        case smime
        /// RFC 3156.
        case pgpMIME
        /// PGP text within an ordinary body (RFC 9580 §6.2, §7).
        case pgpInline
        /// Another protocol of multipart/signed or multipart/encrypted (RFC 1847), as it is named.
        case other(String)
    }

    /// Only who has the key can read it: what this library shows of the body is not the text.
    case encrypted(Scheme)
    /// Readable, with a signature beside or around the text.
    case signed(Scheme)
    /// The text is packed into the signature (S/MIME signed-data, RFC 8551 §3.5.2): readable for everybody who
    /// has a program for S/MIME, but not here.
    case signedOpaque(Scheme)
}

extension Message {
    /// How this mail is encrypted or signed; nil when it is not, or only a mail within it is. Of several layers the
    /// outermost.
    public var protection: Protection? {
        var nested: PartID?
        for part in parts {
            // What is inside of a forwarded mail protects that mail only.
            if let message = nested, isInside(part, message) { continue }
            if part.id.index > 0, part.isMessage { nested = part.id }
            if let found = protection(of: part) { return found }
        }
        for id in textBody {
            if let found = Self.inlinePGP(text(of: id)) { return found }
        }
        return nil
    }

    private func isInside(_ part: Part, _ ancestor: PartID) -> Bool {
        var parent = part.parent
        while let id = parent {
            if id == ancestor { return true }
            parent = self[id]?.parent
        }
        return false
    }

    private func protection(of part: Part) -> Protection? {
        let type = part.contentType
        if part.isMultipart {
            switch type.subtype {
            case "encrypted": return .encrypted(scheme(of: part))
            case "signed": return .signed(scheme(of: part))
            default: return nil
            }
        }
        guard type.type == "application" else { return nil }
        switch type.subtype {
        case "pgp-encrypted":
            // QUIRK: Exchange turns multipart/encrypted into multipart/mixed.
            return .encrypted(.pgpMIME)
        case "pkcs7-mime", "x-pkcs7-mime": return pkcs7(part)
        case "pkcs7-signature", "x-pkcs7-signature": return .signed(.smime)
        case "octet-stream" where part.filename.map(ASCII.lowercase) == "smime.p7m":
            return pkcs7(part)
        default: return nil
        }
    }

    /// By the protocol parameter (RFC 1847 §2.1), else by the parts.
    private func scheme(of part: Part) -> Protection.Scheme {
        let known = part.contentType.parameters["protocol"].map(ASCII.lowercase)
        let names =
            [known].compactMap(\.self) + part.children.compactMap { self[$0]?.contentType.name }
        if names.contains(where: { $0.contains("pgp-") }) { return .pgpMIME }
        if names.contains(where: { $0.contains("pkcs7-") }) { return .smime }
        return .other(known ?? "")
    }

    /// smime-type (RFC 8551 §3.2.2), else what the content says it is. Certificates alone protect nothing.
    private func pkcs7(_ part: Part) -> Protection? {
        switch part.contentType.parameters["smime-type"].map(ASCII.lowercase) {
        case "signed-data": return .signedOpaque(.smime)
        case "certs-only", "compressed-data": return nil
        case "enveloped-data", "authenveloped-data": return .encrypted(.smime)
        default: break
        }
        // id-signedData 1.2.840.113549.1.7.2, within the first bytes of a ContentInfo (RFC 5652 §3).
        let signedData: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02]
        let head = Array(content(of: part.id).prefix(40))
        return Bytes.firstRange(of: signedData, in: head, from: 0) == nil
            ? .encrypted(.smime) : .signedOpaque(.smime)
    }

    /// Armor header lines that begin a line and are ended later (RFC 9580 §6.2).
    private static func inlinePGP(_ text: String) -> Protection? {
        guard text.utf8.contains(ASCII.dash), text.contains("-----BEGIN PGP ") else { return nil }
        var began: Protection?
        for line in text.utf8.split(separator: ASCII.lf) where line.first == ASCII.dash {
            switch ASCII.trimmed(String(decoding: line.prefix(60), as: UTF8.self)) {
            case "-----BEGIN PGP MESSAGE-----": began = .encrypted(.pgpInline)
            case "-----BEGIN PGP SIGNED MESSAGE-----": began = .signed(.pgpInline)
            case "-----END PGP MESSAGE-----": if began == .encrypted(.pgpInline) { return began }
            case "-----END PGP SIGNATURE-----": if began == .signed(.pgpInline) { return began }
            default: break
            }
        }
        return nil
    }
}
