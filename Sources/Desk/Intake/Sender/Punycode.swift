/// Names of domains in other scripts as DNS has them (RFC 3492, RFC 5890).
enum Punycode {
    /// RFC 1035 §2.3.4
    private static let longestLabel = 63

    /// The label as people read it; as it is where it is not `xn--…` or not valid.
    static func decoded(_ label: some StringProtocol) -> String {
        let lower = label.lowercased()
        guard lower.hasPrefix("xn--"), lower.utf8.count <= longestLabel else { return lower }
        return decode(lower.dropFirst(4)) ?? lower
    }

    /// RFC 3492 §6.2
    private static func decode(_ text: Substring) -> String? {
        var scalars: [Unicode.Scalar] = []
        var rest = Array(text.utf8)[...]
        if let dash = rest.lastIndex(of: UInt8(ascii: "-")) {
            scalars = rest[..<dash].map { Unicode.Scalar($0) }
            rest = rest[(dash + 1)...]
        }
        var code = 128
        var index = 0
        var bias = 72
        var isFirst = true
        while !rest.isEmpty {
            let before = index
            var weight = 1
            var step = 36
            while true {
                guard let byte = rest.popFirst(), let digit = digit(byte) else { return nil }
                index += digit * weight
                guard index < 1 << 30 else { return nil }
                let threshold = min(max(step - bias, 1), 26)
                if digit < threshold { break }
                weight *= 36 - threshold
                guard weight < 1 << 30 else { return nil }
                step += 36
            }
            let count = scalars.count + 1
            bias = adapted(index - before, count: count, isFirst: isFirst)
            isFirst = false
            code += index / count
            index %= count
            guard let scalar = Unicode.Scalar(UInt32(code)) else { return nil }
            scalars.insert(scalar, at: index)
            index += 1
        }
        var out = ""
        out.unicodeScalars.append(contentsOf: scalars)
        return out
    }

    private static func digit(_ byte: UInt8) -> Int? {
        switch byte {
        case 0x61...0x7a: Int(byte) - 0x61
        case 0x30...0x39: Int(byte) - 0x30 + 26
        default: nil
        }
    }

    /// RFC 3492 §6.1
    private static func adapted(_ delta: Int, count: Int, isFirst: Bool) -> Int {
        var delta = isFirst ? delta / 700 : delta / 2
        delta += delta / count
        var steps = 0
        while delta > 455 {
            delta /= 35
            steps += 36
        }
        return steps + 36 * delta / (delta + 38)
    }
}
