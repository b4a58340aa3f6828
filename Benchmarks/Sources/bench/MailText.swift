import Foundation

/// The pieces of a mail as they stand on the wire.
enum MailText {
    /// Everything but the content fields, the way mail looks after three servers and a spam filter.
    static func header(_ number: Int, _ chance: inout Chance) -> String {
        let subject = "\(chance.pick(Chance.words)) Größe \(chance.pick(Chance.farWords)) \(number)"
        var text = ""
        for hop in 0..<3 {
            text += """
                Received: from mx\(hop).example.net (mx\(hop).example.net [192.0.2.\(hop + 1)])\r
                \tby mail\(hop).desk.example (Postfix) with ESMTPS id \(chance.next())\r
                \tfor <support@desk.example>; Mon, 23 Nov 2026 08:\(10 + number % 50):0\(hop) +0100\r\n
                """
        }
        let signature = Data(chance.bytes(192)).base64EncodedString()
        text += """
            DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.net; s=k1;\r
            \tb=\(signature.prefix(70))\r
            \t \(signature.dropFirst(70).prefix(70))\r
            \t \(signature.dropFirst(140))\r
            X-Spam-Status: No, score=-0.\(number) required=5.0 tests=DKIM_VALID,HTML_MESSAGE\r
            From: =?utf-8?Q?J=C3=BCrgen_M=C3=BCller?= <person\(number)@example.net>\r
            To: "Support, Desk" <support@desk.example>\r
            Cc: Ann <ann@customer.example>, =?iso-8859-1?Q?Ren=E9?= <rene@customer.example>\r
            Subject: =?utf-8?B?\(Data(subject.utf8).base64EncodedString())?=\r
            Date: Mon, 23 Nov 2026 08:\(10 + number % 50):09 +0100\r
            Message-ID: <\(number).\(chance.below(1_000_000))@example.net>\r
            References: <a\(number)@desk.example> <b\(number)@example.net>\r
            MIME-Version: 1.0\r\n
            """
        return text
    }

    static func multipart(_ subtype: String, _ boundary: String, _ parts: [String]) -> String {
        let body = parts.map { "--=_\(boundary)\r\n\($0)\r\n" }.joined()
        return
            "Content-Type: multipart/\(subtype); boundary=\"=_\(boundary)\"\r\n\r\n\(body)--=_\(boundary)--\r\n"
    }

    static func alternative(_ boundary: String, _ chance: inout Chance) -> String {
        multipart(
            "alternative", boundary,
            [
                quotedPart("plain", chance.text(bytes: 4_000, isFar: true)),
                quotedPart("html", chance.newsletter(bytes: 12_000)),
            ])
    }

    /// A text part in UTF-8.
    static func quotedPart(_ subtype: String, _ text: String) -> String {
        "Content-Type: text/\(subtype); charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
            + quotedPrintable(text)
    }

    static func file(_ name: String, _ bytes: [UInt8]) -> String {
        let encoded = Data(bytes).base64EncodedString(
            options: [.lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed])
        return """
            Content-Type: application/octet-stream; name="\(name)"\r
            Content-Disposition: attachment; filename="\(name)"\r
            Content-Transfer-Encoding: base64\r
            \r
            \(encoded)
            """
    }

    /// RFC 2045 §6.7.
    static func quotedPrintable(_ text: String) -> String {
        var encoded = ""
        var column = 0
        let bytes = Array(text.utf8)
        for (index, byte) in bytes.enumerated() {
            if byte == 0x0A || byte == 0x0D {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
                column = 0
                continue
            }
            // White space at a line's end would be taken for the transport's.
            let endsLine = index + 1 == bytes.count || bytes[index + 1] == 0x0D
            let isPlain =
                byte > 0x20 && byte < 0x7F && byte != 0x3D || byte == 0x20 && !endsLine
            if column > 72 {
                encoded += "=\r\n"
                column = 0
            }
            if isPlain {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
                column += 1
            } else {
                encoded += "=" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
                column += 3
            }
        }
        return encoded
    }

    static func latin(_ text: String) -> [UInt8] {
        text.unicodeScalars.map { UInt8(exactly: $0.value) ?? 0x3F }
    }
}
