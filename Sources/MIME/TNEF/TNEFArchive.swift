/// The content of a winmail.dat (MS-OXTNEF): attachments that Exchange packed into a format of its own.
public struct TNEFArchive: Sendable, Hashable {
    /// An attachment of the archive.
    public typealias File = EnclosedFile

    /// Files of this message and of those inside of it, in their order.
    public private(set) var files: [File] = []
    /// Messages that were attached, in their order.
    public private(set) var messages: [TNEFArchive] = []
    /// PidTagSubject, on one line; nil when it is not said (MS-OXPROPS 2.1027).
    public private(set) var subject: String?
    /// The plain body, if there is one, with LF line ends; what stands in an RTF body, where there is no other.
    public private(set) var plainText: String?
    /// The HTML body, if there is one, hostile or not; also one that Exchange packed into RTF (MS-OXRTFEX).
    public private(set) var html: String?

    /// A mail has some dozens of attachments at most.
    static let mostFiles = 500
    /// Embedded messages within embedded messages.
    static let mostDepth = 6

    /// Nil when the bytes are no TNEF at all. One that breaks off gives what could be read.
    public init?(_ bytes: [UInt8]) { self.init(bytes[...], depth: 0) }

    private static let signature: UInt32 = 0x223E_9F78

    private init?(_ bytes: ArraySlice<UInt8>, depth: Int) {
        var reader = TNEFReader(bytes)
        guard reader.u32() == Self.signature, reader.u16() != nil else { return nil }
        var codepage = "windows-1252"
        var current: Pending?
        var compressedRTF: ArraySlice<UInt8>?
        // attribute = level(1) id(4) length(4) data checksum(2)
        while reader.u8() != nil, let id = reader.u32(), let length = reader.u32() {
            let data = reader.take(upTo: Int(length))
            _ = reader.u16()
            switch id {
            case 0x0006_9007:
                var inner = TNEFReader(data)
                if let number = inner.u32(), number > 0 { codepage = Self.charset(number) }
            case 0x0006_9002:
                finish(&current, codepage: codepage, depth: depth)
                current = Pending()
            case 0x0001_8010: current?.title = Self.text(data, codepage)
            case 0x0006_800F: current?.bytes = data
            case 0x0006_9005: current?.properties = MAPIProperties(data)
            case 0x0006_9003:
                let properties = MAPIProperties(data)
                plainText = plainText ?? properties.text(0x1000, codepage: codepage)
                html = html ?? properties.html(codepage: codepage)
                subject = subject ?? properties.text(0x0037, codepage: codepage)
                compressedRTF = compressedRTF ?? properties.values[0x1009]
            case 0x0001_8004: subject = subject ?? Self.text(data, codepage)
            case 0x0002_800C: plainText = plainText ?? Self.text(data, codepage)
            default: break
            }
        }
        finish(&current, codepage: codepage, depth: depth)
        subject = subject.map(EncodedWords.cleaned)
        if html == nil || plainText == nil, let rtf = compressedRTF.flatMap(CompressedRTF.decode) {
            let text = RTFText(rtf)
            if text.origin == .html {
                html = html ?? text.content
            } else {
                plainText = plainText ?? text.content
            }
        }
    }

    private struct Pending {
        var title: String?
        var bytes: ArraySlice<UInt8>?
        var properties = MAPIProperties([])
    }

    private mutating func finish(_ pending: inout Pending?, codepage: String, depth: Int) {
        guard let found = pending, files.count < Self.mostFiles else { return }
        pending = nil
        let properties = found.properties
        var file = File()
        for name in [
            properties.text(0x3707, codepage: codepage), found.title,
            properties.text(0x3704, codepage: codepage),
            properties.text(0x3001, codepage: codepage),
        ] where file.name == nil {
            if let name, !name.isEmpty { file.name = EncodedWords.cleaned(name) }
        }
        if let type = properties.text(0x370E, codepage: codepage).flatMap({
            ContentType.parse(Array($0.utf8)[...])
        }) {
            file.contentType = type.name
        }
        file.contentID = properties.text(0x3712, codepage: codepage).flatMap {
            MessageIDs.parse(Array($0.utf8), limit: 1).first
        }
        if let object = properties.values[0x3701] {
            // IID_IMessage (16 bytes), then a TNEF stream: the files of the embedded message.
            if depth < Self.mostDepth, object.count > 16,
                let inner = TNEFArchive(object.dropFirst(16), depth: depth + 1)
            {
                files += inner.files.prefix(Self.mostFiles - files.count)
                messages.append(inner)
                return
            }
            file.bytes = Array(found.bytes.map { $0.isEmpty ? object : $0 } ?? object)
        } else {
            file.bytes = Array(found.bytes ?? [])
        }
        files.append(file)
    }

    static func text(_ bytes: ArraySlice<UInt8>, _ codepage: String) -> String {
        BodyText.withLineFeeds(
            TextDecoder.decode(Array(bytes.prefix { $0 != 0 }), charset: codepage))
    }

    /// Windows code page numbers.
    static func charset(_ number: UInt32) -> String {
        switch number {
        case 1_200: "utf-16le"
        case 10_000: "macintosh"
        case 50_220...50_222: "iso-2022-jp"
        case 50_225: "iso-2022-kr"
        case 51_932: "euc-jp"
        case 51_949: "euc-kr"
        case 52_936: "hz-gb-2312"
        case 54_936: "gb18030"
        case 21_866: "koi8-u"
        case 28_592...28_605: "iso-8859-\(number - 28_590)"
        case 65_001: "utf-8"
        case 20_127: "us-ascii"
        case 28_591: "iso-8859-1"
        case 20_866: "koi8-r"
        case 437...1_258: "cp\(number)"
        default: "windows-1252"
        }
    }
}
