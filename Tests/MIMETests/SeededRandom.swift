/// SplitMix64: the same seed gives the same test on every machine.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(max(1, limit))) }
    mutating func bool() -> Bool { next() & 1 == 0 }

    private static let alphabet = Array(
        "abcdefghijklmnopqrstuvwxyzABCXYZ0123456789.,;:!?()<>@[]\\\"'=_-+/éüßñ€漢字テЖя💩"
            .unicodeScalars)

    mutating func word() -> String {
        var word = "w"
        for _ in 0..<(1 + below(12)) {
            word.unicodeScalars.append(Self.alphabet[below(bool() ? 26 : Self.alphabet.count)])
        }
        return word + "w"
    }

    mutating func words(_ count: ClosedRange<Int>) -> String {
        let number = count.lowerBound + below(count.count)
        return (0..<number).map { _ in word() }.joined(separator: " ")
    }

    mutating func text(lines: Int) -> String {
        (0..<(1 + below(lines))).map { _ in
            below(4) == 0 ? "" : words(1...25) + (below(5) == 0 ? " " : "")
        }
        .joined(separator: "\n")
    }
}
