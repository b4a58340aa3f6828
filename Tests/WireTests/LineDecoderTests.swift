import NIOCore
import Testing
import Wire

@Suite("a line decoder")
struct LineDecoderTests {
    @Test("finds the same lines wherever the bytes are cut")
    func cuts() throws {
        let bytes = Array("one\r\ntwo\n\r\n\rthree\r\r\n".utf8)
        let expected = ["one", "two", "", "\rthree\r"].map { Array($0.utf8) }
        for size in 1...bytes.count {
            var decoder = LineDecoder()
            var lines: [[UInt8]] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                decoder.append(Array(bytes[start..<min(start + size, bytes.count)]))
                while let line = try decoder.line() { lines.append(line) }
            }
            #expect(lines == expected)
            #expect(decoder.isEmpty)
        }
    }

    @Test("accepts a line of exactly its limit and no longer one", arguments: ["\r\n", "\n"])
    func limit(_ end: String) throws {
        for size in [1, 7] {
            var decoder = LineDecoder()
            for piece in cut("12345" + end, size) {
                decoder.append(piece)
                if let line = try decoder.line(limit: 5) { #expect(line == Array("12345".utf8)) }
            }
            #expect(decoder.isEmpty)
            var other = LineDecoder()
            #expect(throws: WireError.lineTooLong(limit: 5)) {
                for piece in cut("123456" + end, size) {
                    other.append(piece)
                    _ = try other.line(limit: 5)
                }
            }
        }
    }

    @Test("ends a line that never ends before it fills the memory")
    func endless() {
        var decoder = LineDecoder()
        #expect(throws: WireError.lineTooLong(limit: 100)) {
            while true {
                decoder.append([0x41])
                _ = try decoder.line(limit: 100)
            }
        }
        #expect(decoder.count == 102)
    }

    @Test("hands out literals between lines")
    func literals() throws {
        var decoder = LineDecoder()
        decoder.append(Array("{3}\r\na\nbc\r\n".utf8))
        #expect(try decoder.line() == Array("{3}".utf8))
        #expect(decoder.bytes(upTo: 3) == ByteBuffer(string: "a\nb"))
        #expect(try decoder.line() == Array("c".utf8))
        #expect(decoder.bytes(upTo: 3) == nil)
        #expect(try decoder.line() == nil)
    }

    private func cut(_ text: String, _ size: Int) -> [[UInt8]] {
        let bytes = Array(text.utf8)
        return stride(from: 0, to: bytes.count, by: size).map {
            Array(bytes[$0..<min($0 + size, bytes.count)])
        }
    }
}
