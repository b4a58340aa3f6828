internal import Crypto

/// Random tokens of cookies and links, and the digests that are stored in their place.
enum Token {
    /// 256 bits: nobody guesses one.
    static let byteCount = 32

    static func random(bytes count: Int = byteCount) -> String {
        var generator = SystemRandomNumberGenerator()
        return hex((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }

    /// SHA-256, hexadecimal. The tokens are random, so no salt and no slow hash is needed.
    static func digest(_ token: String) -> String {
        hex(SHA256.hash(data: Array(token.utf8)))
    }

    /// Whether both are equal, in a time that does not tell where they differ.
    static func isSame(_ a: String, _ b: String) -> Bool {
        let left = Array(a.utf8)
        let right = Array(b.utf8)
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
