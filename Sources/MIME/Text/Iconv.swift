internal import Glibc

/// One open conversion of the C library to UTF-8.
struct Iconv: ~Copyable {
    private let descriptor: iconv_t

    /// Nil when the C library knows no such charset.
    init?(from charset: String) {
        guard let opened = iconv_open("UTF-8", charset), opened != iconv_t(bitPattern: -1) else {
            return nil
        }
        descriptor = opened
    }

    deinit { iconv_close(descriptor) }

    /// Converts everything. A byte that cannot be converted becomes U+FFFD and is skipped, so that each
    /// round makes progress and nothing after it is lost.
    borrowing func decode(_ bytes: [UInt8]) -> String {
        atOnce(bytes) ?? inPieces(bytes)
    }

    /// Nil where something cannot be converted, or needs more than three bytes for two.
    private borrowing func atOnce(_ bytes: [UInt8]) -> String? {
        var isWhole = false
        let text = bytes.withUnsafeBytes { source in
            String(unsafeUninitializedCapacity: source.count + source.count / 2 + 16) { target in
                iconv(descriptor, nil, nil, nil, nil)
                // The C library takes a pointer to what it may not change, but does not change it.
                var input = UnsafeMutablePointer(
                    mutating: source.baseAddress?.assumingMemoryBound(to: CChar.self))
                var left = source.count
                return target.withMemoryRebound(to: CChar.self) { target in
                    var output = target.baseAddress
                    var free = target.count
                    // Stateful charsets may hold back a last character.
                    isWhole =
                        iconv(descriptor, &input, &left, &output, &free) != -1 && left == 0
                        && iconv(descriptor, nil, nil, &output, &free) != -1
                    return isWhole ? target.count - free : 0
                }
            }
        }
        return isWhole ? text : nil
    }

    private borrowing func inPieces(_ bytes: [UInt8]) -> String {
        iconv(descriptor, nil, nil, nil, nil)
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + bytes.count / 2)
        // No character of one byte needs more than four in UTF-8, save for stateful charsets; a round that
        // fills the buffer is simply followed by another.
        var buffer = [CChar](repeating: 0, count: min(8_192, bytes.count * 4 + 16))
        var input = bytes.map { CChar(bitPattern: $0) }
        var position = 0
        let count = input.count
        var isFlushing = false
        while true {
            var failure: Int32 = 0
            var isDone = false
            let (used, made): (Int, Int) = input.withUnsafeMutableBufferPointer { source in
                buffer.withUnsafeMutableBufferPointer { target in
                    var outPointer = target.baseAddress
                    var outLeft = target.count
                    if isFlushing {
                        // Stateful charsets may hold back a last character.
                        let result = iconv(descriptor, nil, nil, &outPointer, &outLeft)
                        failure = result == Int.max || result == -1 ? errno : 0
                        isDone = true
                        return (0, target.count - outLeft)
                    }
                    var inPointer = source.baseAddress.map { $0 + position }
                    var inLeft = count - position
                    let result = iconv(descriptor, &inPointer, &inLeft, &outPointer, &outLeft)
                    failure = result == -1 ? errno : 0
                    return (count - position - inLeft, target.count - outLeft)
                }
            }
            buffer.withUnsafeBytes { output.append(contentsOf: $0[..<made]) }
            position += used
            if isDone { break }
            if failure == EILSEQ || failure == EINVAL, position < count {
                output += [0xEF, 0xBF, 0xBD]
                position += 1
            } else if failure != 0, failure != E2BIG {
                break
            } else if failure == E2BIG, used == 0, made == 0 {
                break
            }
            if position >= count { isFlushing = true }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
