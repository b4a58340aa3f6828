internal import Synchronization

/// Open conversions that nobody uses at the moment. Opening one takes as long as converting some 10 KB, and
/// a hostile mail may name another charset in each of its words.
enum ConverterPool {
    /// glibc knows fewer charsets than this, so that nobody can make the pool open the same ones over
    /// and over; one takes some hundred bytes.
    static let mostIdle = 512

    /// `@unchecked Sendable`: a converter is either in the pool, where nobody touches it, or taken out
    /// under the lock by the one call that uses it. iconv descriptors are not bound to a thread.
    private final class Converter: @unchecked Sendable {
        let iconv: Iconv
        init?(_ charset: String) {
            guard let opened = Iconv(from: charset) else { return nil }
            iconv = opened
        }
    }

    private struct Idle {
        var converters: [String: [Converter]] = [:]
        var count = 0
    }

    private static let idle = Mutex(Idle())

    /// Nil when the C library knows no such charset.
    static func decode(_ bytes: [UInt8], from charset: String) -> String? {
        guard let converter = take(charset) ?? Converter(charset) else { return nil }
        defer { giveBack(converter, charset) }
        return converter.iconv.decode(bytes)
    }

    private static func take(_ charset: String) -> Converter? {
        idle.withLock { idle in
            guard let converter = idle.converters[charset]?.popLast() else { return nil }
            idle.count -= 1
            return converter
        }
    }

    private static func giveBack(_ converter: Converter, _ charset: String) {
        idle.withLock { idle in
            guard idle.count < mostIdle else { return }
            idle.converters[charset, default: []].append(converter)
            idle.count += 1
        }
    }
}
