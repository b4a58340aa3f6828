/// The compression of PidTagRtfCompressed (MS-OXRTFCP): LZ77 with a dictionary of 4 KB that begins with what
/// every RTF text has.
enum CompressedRTF {
    private static let compressed: UInt32 = 0x7546_5A4C
    private static let uncompressed: UInt32 = 0x414C_454D

    private static let initialDictionary = Array(
        (#"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "#
            + #"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"#
            + "\r\n" + #"\par \pard\plain\f0\fs20\b\i\u\tab\tx"#).utf8)

    /// Nil when the header is not that of compressed RTF. What breaks off gives what could be read; the checksum
    /// is not looked at, for the same reason. At most 17 bytes come of two.
    static func decode(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var reader = TNEFReader(bytes)
        guard reader.u32() != nil, let size = reader.u32(), let kind = reader.u32(),
            reader.u32() != nil
        else { return nil }
        if kind == uncompressed { return Array(reader.rest.prefix(Int(size))) }
        guard kind == compressed else { return nil }
        return expand(reader.rest, size: Int(size))
    }

    private static func expand(_ input: ArraySlice<UInt8>, size: Int) -> [UInt8] {
        var dictionary = [UInt8](repeating: 0x20, count: 4_096)
        dictionary.replaceSubrange(0..<initialDictionary.count, with: initialDictionary)
        var write = initialDictionary.count
        var output: [UInt8] = []
        var i = input.startIndex

        func put(_ byte: UInt8) {
            output.append(byte)
            dictionary[write] = byte
            write = (write + 1) & 4_095
        }
        while i < input.endIndex {
            // One bit for each of the next eight runs: 0 a byte as it is, 1 a piece of the dictionary.
            let control = input[i]
            i += 1
            for bit in 0..<8 {
                guard i < input.endIndex, output.count < size else { return output }
                guard control >> bit & 1 == 1 else {
                    put(input[i])
                    i += 1
                    continue
                }
                guard i + 1 < input.endIndex else { return output }
                let offset = Int(input[i]) << 4 | Int(input[i + 1] >> 4)
                let length = Int(input[i + 1] & 15) + 2
                i += 2
                // A piece from where the next byte goes marks the end.
                if offset == write { return output }
                for k in 0..<length { put(dictionary[(offset + k) & 4_095]) }
            }
        }
        return output
    }
}
