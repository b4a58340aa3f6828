/// Little-endian numbers and runs of bytes, never beyond the end.
struct TNEFReader {
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    private mutating func number(_ count: Int) -> UInt32? {
        guard rest.count >= count else {
            rest = []
            return nil
        }
        var value: UInt32 = 0
        for (i, byte) in rest.prefix(count).enumerated() { value |= UInt32(byte) << UInt32(8 * i) }
        rest = rest.dropFirst(count)
        return value
    }

    mutating func u8() -> UInt32? { number(1) }
    mutating func u16() -> UInt32? { number(2) }
    mutating func u32() -> UInt32? { number(4) }

    /// As many of `count` bytes as there are.
    mutating func take(upTo count: Int) -> ArraySlice<UInt8> {
        let taken = rest.prefix(max(0, count))
        rest = rest.dropFirst(taken.count)
        return taken
    }
}

/// The MAPI properties of a TNEF attribute (MS-OXTNEF 2.1.3.4), as far as they have bytes.
struct MAPIProperties {
    /// By property id, the first of each: strings, binaries and objects.
    private(set) var values: [Int: ArraySlice<UInt8>] = [:]
    private var wide: Set<Int> = []
    /// PidTagInternetCodepage (MS-OXCMSG): the code page of the HTML body.
    private var internetCodepage: UInt32?

    /// More properties than any message has.
    private static let most = 2_000

    init(_ bytes: ArraySlice<UInt8>) {
        var reader = TNEFReader(bytes)
        guard let count = reader.u32() else { return }
        for _ in 0..<min(Int(count), Self.most) {
            guard let rawType = reader.u16(), let id = reader.u16() else { return }
            if id >= 0x8000 {
                _ = reader.take(upTo: 16)
                guard let kind = reader.u32(), let length = reader.u32() else { return }
                if kind == 1 { _ = reader.take(upTo: Self.padded(length)) }
            }
            let type = rawType & 0x0FFF
            let isMultiple = rawType & 0x1000 != 0
            if let size = Self.size(of: type) {
                var number = 1
                if isMultiple {
                    guard let found = reader.u32() else { return }
                    number = Int(found)
                }
                let value = reader.take(upTo: min(number, bytes.count) * size)
                if id == 0x3FDE, type == 0x03 {
                    var inner = TNEFReader(value)
                    internetCodepage = inner.u32()
                }
                continue
            }
            guard let number = reader.u32() else { return }
            for _ in 0..<min(Int(number), Self.most) {
                guard let length = reader.u32() else { return }
                let value = reader.take(upTo: Self.padded(length)).prefix(Int(length))
                if values[Int(id)] == nil {
                    values[Int(id)] = value
                    if type == 0x1F { wide.insert(Int(id)) }
                }
            }
        }
    }

    private static func padded(_ length: UInt32) -> Int { (Int(length) + 3) / 4 * 4 }

    /// Nil for types of variable length. Everything is padded to four bytes.
    private static func size(of type: UInt32) -> Int? {
        switch type {
        case 0x02, 0x03, 0x04, 0x0A, 0x0B: 4
        case 0x05, 0x06, 0x07, 0x14, 0x40: 8
        case 0x48: 16
        case 0x00, 0x01: 0
        default: nil
        }
    }

    func text(_ id: Int, codepage: String) -> String? {
        guard let value = values[id] else { return nil }
        if wide.contains(id) {
            let text = TextDecoder.decode(Array(value), charset: "utf-16le")
            return BodyText.withLineFeeds(text)
        }
        return TNEFArchive.text(value, codepage)
    }

    func html(codepage: String) -> String? {
        guard let value = values[0x1013] else { return nil }
        if wide.contains(0x1013) { return text(0x1013, codepage: codepage) }
        var type = ContentType(type: "text", subtype: "html")
        if let internetCodepage {
            type.parameters = Parameters([("charset", TNEFArchive.charset(internetCodepage))])
        }
        return BodyText.decode(value, type: type)
    }
}
