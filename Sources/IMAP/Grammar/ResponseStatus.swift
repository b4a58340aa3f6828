/// How a command ended, or what the server says about itself. RFC 3501 §7.1.
enum ResponseStatus: String, Equatable, Sendable {
    case ok = "OK"
    case no = "NO"
    case bad = "BAD"
    case bye = "BYE"
    case preauthenticated = "PREAUTH"

    init?(word: some Collection<UInt8>) {
        guard word.count <= 7 else { return nil }
        self.init(rawValue: String(decoding: word, as: UTF8.self).uppercased())
    }
}

/// `resp-cond-state = ("OK" / "NO" / "BAD") SP resp-text`. RFC 3501 §9.
struct StatusLine: Equatable, Sendable, CustomStringConvertible {
    var status: ResponseStatus
    var code: ResponseCode?
    /// For people: one line without control characters, at most ``longestText`` characters.
    var text: String

    init(_ status: ResponseStatus, code: ResponseCode? = nil, text: String = "") {
        self.status = status
        self.code = code
        self.text = text
    }

    var description: String {
        status.rawValue + (code.map { " [\($0.name)]" } ?? "") + " " + text
    }

    /// Enough for every text worth showing to an administrator.
    static let longestText = 500

    /// `resp-text = ["[" resp-text-code "]" SP] text`
    init(_ status: ResponseStatus, scanning scanner: inout ResponseScanner) {
        self.status = status
        scanner.skipSpaces()
        code = ResponseCode(scanning: &scanner)
        scanner.skipSpaces()
        text = Self.printable(scanner.rest())
    }

    /// Server text made fit for a log line or a page.
    static func printable(_ bytes: some Sequence<UInt8>) -> String {
        let text = String(decoding: Array(bytes.prefix(4 * longestText)), as: UTF8.self)
        var shown = ""
        for scalar in text.unicodeScalars.prefix(longestText) {
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            shown.unicodeScalars.append(isControl ? " " : scalar)
        }
        return shown
    }
}

/// `resp-text-code`: what a status line says to programs. RFC 3501 §7.1, RFC 5530, RFC 4315.
enum ResponseCode: Equatable, Sendable {
    case capability([String])
    case uidValidity(UIDValidity)
    case uidNext(UID)
    case readOnly
    case readWrite
    case tryCreate
    case copyUID(UIDValidity, from: UIDSet, to: UIDSet)
    case appendUID(UIDValidity, UIDSet)
    /// Any other: upper-cased name without arguments, such as `OVERQUOTA`.
    case other(String)

    /// Reads `[CODE arguments]`. A code that has arguments it should not have, or lacks those it
    /// should have, is still known by its name.
    init?(scanning scanner: inout ResponseScanner) {
        var ahead = scanner
        guard ahead.skip("[") else { return nil }
        ahead.skipSpaces()
        guard let name = ahead.keyword() else { return nil }
        self = .other(String(name.prefix(64)))
        var arguments = ahead
        arguments.skipSpaces()
        switch name {
        case "CAPABILITY": self = .capability(Self.words(&arguments))
        case "UIDVALIDITY":
            if let number = arguments.number32() { self = .uidValidity(UIDValidity(number)) }
        case "UIDNEXT": if let number = arguments.number32() { self = .uidNext(UID(number)) }
        case "READ-ONLY": self = .readOnly
        case "READ-WRITE": self = .readWrite
        case "TRYCREATE": self = .tryCreate
        case "COPYUID":
            // "COPYUID" SP nz-number SP uid-set SP uid-set
            if let validity = arguments.number32(), let from = Self.set(&arguments),
                let to = Self.set(&arguments)
            {
                self = .copyUID(UIDValidity(validity), from: from, to: to)
            }
        case "APPENDUID":
            if let validity = arguments.number32(), let uids = Self.set(&arguments) {
                self = .appendUID(UIDValidity(validity), uids)
            }
        default: break
        }
        // QUIRK: broken/unclosed-code.dialog — a code without its bracket is still a code.
        if ahead.bytes(upTo: "]") == nil { _ = ahead.rest() }
        scanner = ahead
    }

    /// Its name as the RFCs write it.
    var name: String {
        switch self {
        case .capability: "CAPABILITY"
        case .uidValidity: "UIDVALIDITY"
        case .uidNext: "UIDNEXT"
        case .readOnly: "READ-ONLY"
        case .readWrite: "READ-WRITE"
        case .tryCreate: "TRYCREATE"
        case .copyUID: "COPYUID"
        case .appendUID: "APPENDUID"
        case .other(let name): name
        }
    }

    private static func words(_ scanner: inout ResponseScanner) -> [String] {
        var words: [String] = []
        while words.count < 1000, let word = scanner.keyword() {
            words.append(word)
            scanner.skipSpaces()
        }
        return words
    }

    private static func set(_ scanner: inout ResponseScanner) -> UIDSet? {
        scanner.skipSpaces()
        return UIDSet(parsing: scanner.atom(stoppingAtBrackets: true))
    }
}
