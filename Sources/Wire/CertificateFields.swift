/// The few fields of an X.509 certificate (RFC 5280 §4.1) that people want to see, from its DER.
///
/// NIOSSL hands out the dates but not the names. The certificate has been parsed by BoringSSL before;
/// this walk still trusts no length.
struct CertificateFields {
    var subject = ""
    var issuer = ""
    var names: [String] = []
    var isSelfSigned = false

    /// How many alternative names are kept: a shared server's certificate may have hundreds.
    private static let nameLimit = 20

    // Certificate ::= SEQUENCE { tbsCertificate SEQUENCE { version [0]?, serialNumber, signature,
    //   issuer, validity, subject, subjectPublicKeyInfo, …, extensions [3]? }, … }
    init?(der: [UInt8]) {
        var file = DERReader(der[...])
        guard let certificate = file.next(), certificate.tag == 0x30 else { return nil }
        var outer = DERReader(certificate.content)
        guard let body = outer.next(), body.tag == 0x30 else { return nil }
        var fields = DERReader(body.content)
        var field = fields.next()
        if field?.tag == 0xA0 { field = fields.next() }
        guard field != nil, fields.next() != nil, let issuer = fields.next(),
            fields.next() != nil, let subject = fields.next()
        else { return nil }
        self.issuer = Self.name(issuer.content)
        self.subject = Self.name(subject.content)
        isSelfSigned = issuer.content.elementsEqual(subject.content)
        while let field = fields.next() {
            if field.tag == 0xA3 { names = Self.alternativeNames(field.content) }
        }
    }

    /// Common name (2.5.4.3), else organisation (2.5.4.10).
    private static func name(_ content: ArraySlice<UInt8>) -> String {
        var organisation = ""
        var sets = DERReader(content)
        while let set = sets.next() {
            var pairs = DERReader(set.content)
            while let pair = pairs.next() {
                var parts = DERReader(pair.content)
                guard let kind = parts.next(), let value = parts.next() else { continue }
                let text = Transcript.printable(value.content)
                if kind.content.elementsEqual([0x55, 0x04, 0x03]) { return text }
                if kind.content.elementsEqual([0x55, 0x04, 0x0A]) { organisation = text }
            }
        }
        return organisation
    }

    /// subjectAltName (2.5.29.17): dNSName [2] and iPAddress [7].
    private static func alternativeNames(_ content: ArraySlice<UInt8>) -> [String] {
        var names: [String] = []
        var wrapper = DERReader(content)
        var extensions = DERReader(wrapper.next()?.content ?? [])
        while let entry = extensions.next() {
            var parts = DERReader(entry.content)
            guard let kind = parts.next(), kind.content.elementsEqual([0x55, 0x1D, 0x11]) else {
                continue
            }
            var value = parts.next()
            if value?.tag == 0x01 { value = parts.next() }
            var octets = DERReader(value?.content ?? [])
            var list = DERReader(octets.next()?.content ?? [])
            while names.count < nameLimit, let name = list.next() {
                if name.tag == 0x82 { names.append(Transcript.printable(name.content)) }
                if name.tag == 0x87 { names.append(address(name.content)) }
            }
        }
        return names
    }

    private static func address(_ content: ArraySlice<UInt8>) -> String {
        guard content.count == 16 else {
            return content.map { String($0) }.joined(separator: ".")
        }
        let bytes = Array(content)
        return stride(from: 0, to: 16, by: 2)
            .map { String(Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]), radix: 16) }
            .joined(separator: ":")
    }
}

/// One DER element after the other (X.690 §8.1), never beyond the bytes that are there.
private struct DERReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    mutating func next() -> (tag: UInt8, content: ArraySlice<UInt8>)? {
        guard let tag = rest.popFirst(), var length = rest.popFirst().map({ Int($0) }) else {
            return nil
        }
        if length >= 0x80 {
            let digits = length - 0x80
            // Four digits are 4 GiB; nothing in a certificate is longer.
            guard (1...4).contains(digits), rest.count >= digits else { return nil }
            length = rest.prefix(digits).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(digits)
        }
        guard length <= rest.count else { return nil }
        let content = rest.prefix(length)
        rest = rest.dropFirst(length)
        return (tag, content)
    }
}
