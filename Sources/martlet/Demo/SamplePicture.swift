/// Pictures and documents to attach, made on the spot.
enum SamplePicture {
    /// A PNG of 24-bit colours; paint gives red, green and blue for each point.
    static func png(width: Int, height: Int, _ paint: (Int, Int) -> (UInt8, UInt8, UInt8))
        -> [UInt8]
    {
        var rows: [UInt8] = []
        rows.reserveCapacity(height * (width * 3 + 1))
        for y in 0..<height {
            rows.append(0)
            for x in 0..<width {
                let (red, green, blue) = paint(x, y)
                rows += [red, green, blue]
            }
        }
        let size = bigEndian(UInt32(width)) + bigEndian(UInt32(height))
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
            + chunk("IHDR", size + [8, 2, 0, 0, 0]) + chunk("IDAT", zlib(rows)) + chunk("IEND", [])
    }

    /// A screenshot of a page with a bar that hangs over the edge.
    static let brokenPage = png(width: 160, height: 100) { x, y in
        if y < 14 { return (38, 84, 124) }
        if (30..<44).contains(y), x > 20 { return (226, 88, 72) }
        if y > 50, y % 9 < 4, x > 14, x < 110 { return (201, 206, 214) }
        return (247, 248, 250)
    }

    /// A plain sign for letters in HTML.
    static let sign = png(width: 48, height: 48) { x, y in
        let distance = (x - 24) * (x - 24) + (y - 24) * (y - 24)
        return distance < 480 ? (244, 154, 54) : (255, 255, 255)
    }

    /// A cardboard box with a dent, seen from so far.
    static func box(shade: Int) -> [UInt8] {
        png(width: 180, height: 120) { x, y in
            let isBox = (30..<150).contains(x) && (24..<104).contains(y)
            let isDent = (x - 120) * (x - 120) + (y - 40) * (y - 40) < 300
            if isDent { return (92, 66, 40) }
            let grain = UInt8((x * 7 + y * 13 + shade * 31) % 12)
            return isBox ? (176 + grain, 132 + grain, 82 + grain) : (228 + grain, 230, 232)
        }
    }

    /// A one-page PDF that says a line.
    static func pdf(_ line: String) -> [UInt8] {
        let stream = "BT /F1 18 Tf 72 720 Td (\(line)) Tj ET"
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
                + "/Resources << /Font << /F1 5 0 R >> >> >>",
            "<< /Length \(stream.utf8.count) >>\nstream\n\(stream)\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
        var text = "%PDF-1.4\n"
        var offsets: [Int] = []
        for (index, object) in objects.enumerated() {
            offsets.append(text.utf8.count)
            text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = text.utf8.count
        text += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for offset in offsets {
            let digits = String(offset)
            text += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
        }
        text +=
            "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
        return Array(text.utf8)
    }

    /// zlib with stored blocks only (RFC 1950, RFC 1951 §3.2.4).
    private static func zlib(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = [0x78, 0x01]
        let longest = 65535
        for start in stride(from: 0, to: bytes.count, by: longest) {
            let block = bytes[start..<min(start + longest, bytes.count)]
            let isLast: UInt8 = start + longest >= bytes.count ? 1 : 0
            let (low, high) = (UInt8(block.count & 0xFF), UInt8(block.count >> 8))
            out += [isLast, low, high, ~low, ~high] + block
        }
        var (a, b) = (UInt32(1), UInt32(0))
        for byte in bytes {
            a = (a + UInt32(byte)) % 65521
            b = (b + a) % 65521
        }
        return out + bigEndian(b << 16 | a)
    }

    private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + content
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in body {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return bigEndian(UInt32(content.count)) + body + bigEndian(~crc)
    }

    private static func bigEndian(_ number: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(number >> $0 & 0xFF) }
    }
}
