/// One response of a server, as far as this client cares. RFC 3501 §7.
enum Response: Equatable, Sendable {
    /// `+ text`: the server waits for more of a command.
    case continuation([UInt8])
    /// `A7 OK done`: the end of a command.
    case tagged(String, StatusLine)
    /// `* OK`, `* NO`, `* BAD`, `* BYE`, `* PREAUTH`.
    case status(StatusLine)
    case capability([String])
    case list(Folder)
    case search([UID])
    case exists(Int)
    case expunge(Int)
    case fetch(FetchResponse)
    /// Known to nobody here, or broken beyond use; names what it was, for the log.
    case unknown(String)

    /// Never fails: what cannot be read is ``unknown(_:)``, and the next line is a new chance.
    init(_ raw: RawResponse, limits: Limits = Limits()) {
        var scanner = ResponseScanner(raw)
        if scanner.skip("+") {
            scanner.skipSpaces()
            self = .continuation(Array(scanner.rest()))
            return
        }
        scanner.skipSpaces()
        let first = scanner.atom()
        scanner.skipSpaces()
        guard first.elementsEqual(CollectionOfOne(UInt8(ascii: "*"))) else {
            guard let word = scanner.keyword(), let status = ResponseStatus(rawValue: word) else {
                // An SMTP server greets so (RFC 5321 §4.2): the session says that the port is wrong.
                self = .unknown(first.elementsEqual("220".utf8) ? "220" : "line without tag")
                return
            }
            self = .tagged(
                String(decoding: first.prefix(64), as: UTF8.self),
                StatusLine(status, scanning: &scanner))
            return
        }
        if let number = scanner.number() {
            self.init(number: number, scanning: &scanner)
        } else {
            self.init(scanning: &scanner, limits: limits)
        }
    }

    /// `message-data = nz-number SP ("EXPUNGE" / ("FETCH" SP msg-att))` and
    /// `number SP "EXISTS"`.
    private init(number: Int, scanning scanner: inout ResponseScanner) {
        scanner.skipSpaces()
        switch scanner.keyword() {
        case "EXISTS": self = .exists(number)
        case "EXPUNGE": self = .expunge(number)
        case "FETCH": self = .fetch(FetchResponse(sequence: number, scanning: &scanner))
        case let word: self = .unknown(word.map { String($0.prefix(64)) } ?? "number")
        }
    }

    private init(scanning scanner: inout ResponseScanner, limits: Limits) {
        guard let word = scanner.keyword() else {
            self = .unknown("nothing")
            return
        }
        if let status = ResponseStatus(rawValue: word) {
            self = .status(StatusLine(status, scanning: &scanner))
            return
        }
        switch word {
        case "CAPABILITY": self = .capability(Self.capabilities(&scanner))
        case "LIST", "XLIST":
            self = Folder(scanning: &scanner).map(Response.list) ?? .unknown("LIST")
        case "SEARCH": self = .search(Self.search(&scanner, limit: limits.searchResults))
        default: self = .unknown(String(word.prefix(64)))
        }
    }

    /// `capability-data = "CAPABILITY" *(SP capability)`
    private static func capabilities(_ scanner: inout ResponseScanner) -> [String] {
        var words: [String] = []
        while words.count < 1000 {
            scanner.skipSpaces()
            let word = scanner.atom()
            guard !word.isEmpty else { break }
            words.append(String(decoding: word, as: UTF8.self).uppercased())
        }
        return words
    }

    /// `"SEARCH" *(SP nz-number)`, with `(MODSEQ n)` at its end in RFC 7162.
    private static func search(_ scanner: inout ResponseScanner, limit: Int) -> [UID] {
        var uids: [UID] = []
        while uids.count < limit {
            scanner.skipSpaces()
            guard let number = scanner.number32() else { break }
            uids.append(UID(number))
        }
        return uids
    }
}
