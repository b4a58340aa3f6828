/// A charset as it is really meant, found from the name that a mail gives.
enum Charset: Hashable {
    /// Pure ASCII was promised; anything else has to be guessed.
    case ascii
    case utf8
    /// Also for ISO-8859-1, since every sender who says so may use its extra characters (WHATWG).
    case windows1252
    /// UTF-16 whose byte order is to be found out.
    case utf16
    /// RFC 1843, which the C library does not know.
    case hz
    /// A name that iconv_open understands.
    case iconv(String)

    /// Whether it is one of the charsets with one byte for each character that are used in mail.
    var isSingleByte: Bool {
        guard case .iconv(let name) = self else { return self == .windows1252 }
        return ["WINDOWS-125", "ISO-8859-", "KOI8-"].contains { name.hasPrefix($0) }
    }

    /// Nil for empty and meaningless names: the bytes decide then. Names that are not in the table are
    /// passed to the C library in upper case if they are made of harmless characters.
    static func named(_ label: String) -> Charset? {
        if ASCII.equal(label, "utf-8") { return .utf8 }
        if let known = table[ASCII.lowercase(label)] { return known }
        var name = ASCII.lowercase(label).utf8.filter {
            $0 > ASCII.space && $0 < 0x7F && $0 != ASCII.quote && $0 != 0x27
        }
        if let star = name.firstIndex(of: 0x2A) { name.removeSubrange(star...) }
        while let last = name.last,
            last == ASCII.semicolon || last == ASCII.comma || last == ASCII.dot
        {
            name.removeLast()
        }
        let key = String(decoding: name, as: UTF8.self)
        if let known = table[key] { return known }
        if meaningless.contains(key) { return nil }
        if let short = withoutPrefix(key), let known = table[short] { return known }
        let allowed = name.allSatisfy {
            $0.isLetter || $0.isDigit || $0 == ASCII.dash || $0 == ASCII.underscore
                || $0 == ASCII.dot
                || $0 == ASCII.colon
        }
        // "//" would be a directive to iconv, slashes a path to a module.
        guard allowed, !name.isEmpty, name.count <= 40 else { return nil }
        return .iconv(withoutPrefix(key) ?? key)
    }

    /// `x-`, `cs` and `charset=` in front of real names.
    private static func withoutPrefix(_ name: String) -> String? {
        for prefix in ["charset=", "x-", "cs", "_"] where name.hasPrefix(prefix) {
            return String(name.dropFirst(prefix.count))
        }
        // QUIRK: `iso8859-15`, `iso_8859_15`, `iso-8859-15-windows-…`, `iso8859_1`.
        let folded = name.filter { $0 != "-" && $0 != "_" && $0 != " " }
        if folded.hasPrefix("iso8859") {
            let number = folded.dropFirst(7).prefix { $0.isNumber && $0.isASCII }
            if !number.isEmpty { return "iso-8859-\(number)" }
        }
        if folded.hasPrefix("windows125") || folded.hasPrefix("cp125") || folded.hasPrefix("win125")
        {
            if let digit = folded.drop(while: { !$0.isNumber }).dropFirst(3).first {
                return digit == "2" ? "windows-1252" : "windows-125\(digit)"
            }
        }
        return nil
    }

    private static let meaningless: Set<String> = [
        "", "unknown", "unknown-8bit", "x-unknown", "x-user-defined", "default", "default_charset",
        "8bit",
        "7bit", "none", "binary", "default-charset", "undefined", "user-defined", "_autodetect",
        "autodetect",
        "_iso-2022-jp$esc", "ansi", "plain", "text", "yes", "x-roman8",
    ]

    private static let table: [String: Charset] = {
        var table: [String: Charset] = [:]
        func add(_ charset: Charset, _ names: String) {
            for name in names.split(separator: " ") { table[String(name)] = charset }
        }
        add(
            .ascii,
            "us-ascii ascii usascii us_ascii ansi_x3.4-1968 ansi_x3.4-1986 iso646-us iso-ir-6 646 us"
        )
        add(
            .utf8,
            "utf-8 utf8 utf_8 unicode-1-1-utf-8 x-utf-8 utf-8-mac utf8mb4 cp65001 unicode-utf-8 utf"
        )
        add(
            .windows1252,
            "iso-8859-1 iso8859-1 iso_8859-1 iso-8859_1 iso88591 8859-1 8859_1 latin1 latin-1")
        add(
            .windows1252,
            "l1 cp819 ibm819 iso-ir-100 windows-1252 windows1252 cp1252 cp-1252 x-cp1252 1252")
        add(
            .windows1252,
            "iso-8859-1-windows-3.1-latin-1 iso-8859-1-windows-3.0-latin-1 x-ansi win-1252")
        add(
            .windows1252,
            "iso_8859-1:1987 iso-8859 iso8859 western x-iso-8859-1 iso-latin-1 isolatin1")
        add(.utf16, "utf-16 utf16 unicode ucs-2 ucs2 iso-10646-ucs-2 csunicode x-unicode")
        add(.hz, "hz-gb-2312 hz hz-gb2312 x-hz")
        add(
            .iconv("CP949"),
            "ks_c_5601-1987 ks_c_5601 ks-c-5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 korean")
        add(
            .iconv("CP949"),
            "windows-949 x-windows-949 ms949 cp949 uhc euc-kr euckr x-euc-kr iso-ir-149 949")
        add(.iconv("CP949"), "csksc56011987 cseuckr 5601")
        add(
            .iconv("GB18030"),
            "gb2312 gb_2312-80 gb_2312 gb2312-80 gbk x-gbk cp936 ms936 windows-936 x-cp936")
        add(
            .iconv("GB18030"),
            "gb18030 gb-18030 iso-gb2312 chinese euc-cn x-euc-cn iso-ir-58 csgb2312 936 gb")
        add(
            .iconv("BIG5-HKSCS"),
            "big5 big-5 big5-hkscs x-x-big5 cn-big5 big5hkscs big5-eten csbig5")
        add(.iconv("CP950"), "cp950 windows-950 x-windows-950 ms950 950")
        add(
            .iconv("CP932"),
            "shift_jis shift-jis sjis x-sjis ms_kanji windows-31j cp932 ms932 windows-932")
        add(.iconv("CP932"), "csshiftjis x-ms-cp932 932 shiftjis")
        add(.iconv("EUC-JP-MS"), "euc-jp eucjp x-euc-jp x-euc euc cseucpkdfmtjapanese")
        add(
            .iconv("ISO-2022-JP-3"),
            "iso-2022-jp iso-2022-jp-1 iso-2022-jp-2 iso-2022-jp-3 iso-2022-jp-ms")
        add(
            .iconv("ISO-2022-JP-3"),
            "cp50220 cp50221 cp50222 csiso2022jp iso2022jp jis iso-2022-jp-2004")
        add(.iconv("ISO-2022-KR"), "iso-2022-kr iso2022kr csiso2022kr")
        add(.iconv("ISO-2022-CN-EXT"), "iso-2022-cn iso-2022-cn-ext iso2022cn")
        add(
            .iconv("ISO-8859-8"),
            "iso-8859-8-i iso-8859-8-e iso-8859-8 hebrew visual logical csiso88598i")
        add(.iconv("ISO-8859-6"), "iso-8859-6-i iso-8859-6-e iso-8859-6 arabic")
        add(.iconv("WINDOWS-1254"), "iso-8859-9 latin5 windows-1254 cp1254 x-cp1254 iso_8859-9")
        add(.iconv("CP874"), "windows-874 cp874 tis-620 tis620 iso-8859-11 x-windows-874 dos-874")
        add(
            .iconv("MACINTOSH"),
            "macintosh mac x-mac-roman macroman x-macroman x-mac mac-roman apple-roman")
        add(.iconv("MAC-CYRILLIC"), "x-mac-cyrillic mac-cyrillic maccyrillic")
        add(
            .iconv("UTF-7"),
            "utf-7 utf7 unicode-1-1-utf-7 x-unicode-2-0-utf-7 csunicode11utf7 unicode-2-0-utf-7")
        add(.iconv("UTF-16LE"), "utf-16le utf16le x-utf-16le ucs-2le")
        add(.iconv("UTF-16BE"), "utf-16be utf16be x-utf-16be ucs-2be")
        add(.iconv("UTF-32"), "utf-32 utf32 ucs-4 iso-10646-ucs-4")
        add(.iconv("KOI8-R"), "koi8-r koi8r koi8 koi-8-r cskoi8r x-koi8-r koi")
        add(.iconv("KOI8-U"), "koi8-u koi8-ru koi8u")
        add(
            .iconv("WINDOWS-1251"),
            "windows-1251 cp1251 cp-1251 win-1251 win1251 x-cp1251 1251 windows1251")
        add(.iconv("WINDOWS-1250"), "windows-1250 cp1250 cp-1250 x-cp1250 win-1250 1250")
        add(.iconv("IBM866"), "ibm866 cp866 cp-866 dos-866 866 csibm866")
        add(.iconv("CP850"), "cp850 ibm850 850 dos-850")
        add(.iconv("CP437"), "cp437 ibm437 437")
        add(.iconv("VISCII"), "viscii csviscii")
        add(.iconv("ISO-8859-15"), "iso-8859-15 iso8859-15 latin9 latin-9 iso_8859-15 iso885915")
        add(.iconv("ISO-8859-2"), "iso-8859-2 iso8859-2 latin2 iso_8859-2 iso_8859-2:1987")
        return table
    }()

    /// The characters of windows-1252 from 0x80 on, for `Scan.singleByteText`.
    static let windows1252Upper: [UInt32] = (0x80...0xFF).map { byte in
        packed(byte < 0xA0 ? windows1252Specials[byte - 0x80] : UInt32(byte))
    }

    /// The UTF-8 of a character of the Basic Multilingual Plane, number of bytes in the highest byte.
    static func packed(_ scalar: UInt32) -> UInt32 {
        let tail = 0x80 | (scalar & 0x3F)
        if scalar < 0x80 { return 1 << 24 | scalar }
        if scalar < 0x800 { return 2 << 24 | tail << 8 | 0xC0 | scalar >> 6 }
        return 3 << 24 | tail << 16 | (0x80 | (scalar >> 6 & 0x3F)) << 8 | 0xE0 | scalar >> 12
    }

    /// The characters of windows-1252 at 0x80…0x9F; undefined ones stay control characters.
    static let windows1252Specials: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039,
        0x0152, 0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
        0x02DC,
        0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
    ]
}
