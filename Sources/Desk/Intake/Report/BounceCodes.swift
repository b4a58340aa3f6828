/// Codes in the answers of mail servers: where they stand and what they mean.
enum BounceCodes {
    // MARK: Where they stand

    /// The enhanced status code of a failure (RFC 3463 §2: class "." subject "." detail) that says
    /// most, of several the first. Parts of IP addresses and of version numbers are none.
    static func status(in text: String) -> String? {
        var best: String?
        for word in words(in: text) {
            guard let status = status(word) else { continue }
            if best.map({ weight(of: status) > weight(of: $0) }) ?? true { best = status }
        }
        return best
    }

    /// How much a status says: nothing (`5.0.0`), a little (`5.1.0`; or that the time ran out, which
    /// is not why), or what is wrong.
    static func weight(of status: String) -> Int {
        if status.hasSuffix(".0.0") { return 0 }
        if status.hasSuffix(".0") || status.hasSuffix(".4.7") { return 1 }
        return 2
    }

    /// The three-digit reply code of a failure (RFC 5321 §4.2): the one right before the status
    /// code that says most, else the first that is not the general `554`.
    static func reply(in text: String) -> String? {
        let words = words(in: text)
        let best = status(in: text)
        if let best, let index = words.firstIndex(where: { status($0) == best }), index > 0,
            let code = reply(words[index - 1])
        {
            return code
        }
        let codes = words.prefix(mostWords).compactMap(reply)
        return codes.first { $0 != "554" } ?? codes.first
    }

    /// More words of one answer are its reader's, not the server's.
    private static let mostWords = 600

    /// Words of digits and dots, with what stands right before and behind.
    private static func words(in text: String) -> [Word] {
        var words: [Word] = []
        let bytes = Array(text.utf8.prefix(6_000))
        var index = 0
        while index < bytes.count, words.count < mostWords {
            guard isDigit(bytes[index]) else {
                index += 1
                continue
            }
            let start = index
            while index < bytes.count, isDigit(bytes[index]) || bytes[index] == 0x2e { index += 1 }
            var end = index
            while end > start, bytes[end - 1] == 0x2e { end -= 1 }
            words.append(
                Word(
                    digits: bytes[start..<end], before: start > 0 ? bytes[start - 1] : 0x20,
                    after: end < bytes.count ? bytes[end] : 0x20))
        }
        return words
    }

    private struct Word {
        var digits: ArraySlice<UInt8>
        var before: UInt8
        var after: UInt8
    }

    private static func status(_ word: Word) -> String? {
        let pieces = word.digits.split(separator: 0x2e, omittingEmptySubsequences: false)
        guard pieces.count == 3, pieces[0].count == 1, pieces[1].count <= 2, pieces[2].count <= 3,
            !pieces[1].isEmpty, !pieces[2].isEmpty, let kind = pieces[0].first,
            kind == UInt8(ascii: "4") || kind == UInt8(ascii: "5"),
            !joins(word.before) || word.before == UInt8(ascii: "-"), !joins(word.after)
        else { return nil }
        return String(decoding: word.digits, as: UTF8.self)
    }

    private static func reply(_ word: Word) -> String? {
        guard word.digits.count == 3, let first = word.digits.first,
            first == UInt8(ascii: "4") || first == UInt8(ascii: "5"),
            word.digits.dropFirst().first.map({ $0 <= UInt8(ascii: "7") }) == true,
            !joins(word.before), !joins(word.after) || word.after == UInt8(ascii: "-")
        else { return nil }
        return String(decoding: word.digits, as: UTF8.self)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    /// Letters and marks by which a number is part of a name.
    private static func joins(_ byte: UInt8) -> Bool {
        (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
            || "-_@/%+=$&".utf8.contains(byte) || byte >= 0x80
    }

    // MARK: What they mean

    /// RFC 3463, RFC 7372, RFC 7504, RFC 7505 and the registry of IANA, sharpened by what servers use them for.
    static func reason(ofStatus status: String) -> BounceReason? {
        let pieces = status.split(separator: ".")
        guard pieces.count == 3 else { return nil }
        let detail = "\(pieces[1]).\(pieces[2])"
        let isTemporary = pieces[0] == "4"
        if isTemporary, let known = temporary[detail] { return known }
        return both[detail] ?? exchangeOnline[detail]
            ?? (pieces[1] == "7" ? Int(pieces[2]).flatMap { exchangeRange($0, isTemporary) } : nil)
    }

    /// Where a temporary failure means something else than the same permanent one.
    private static let temporary: [String: BounceReason] = [
        "2.1": .blocked, "4.0": .networkError, "7.1": .blocked, "7.0": .securityError,
        "7.2": .blocked,
    ]

    private static let both: [String: BounceReason] = [
        "1.0": .userUnknown, "1.1": .userUnknown, "1.2": .hostUnknown, "1.3": .userUnknown,
        "1.4": .filtered, "1.6": .hasMoved, "1.7": .rejected, "1.8": .rejected,
        "1.9": .systemError, "1.10": .notAccepted,
        "2.0": .filtered, "2.1": .filtered, "2.2": .mailboxFull, "2.3": .exceedsLimit,
        "2.4": .filtered,
        "3.0": .systemError, "3.1": .systemFull, "3.2": .notAccepted, "3.3": .systemError,
        "3.4": .messageTooBig, "3.5": .systemError,
        "4.0": .networkError, "4.1": .expired, "4.2": .networkError, "4.3": .systemError,
        "4.4": .hostUnknown, "4.5": .systemFull, "4.6": .networkError, "4.7": .expired,
        "4.8": .networkError,
        "5.0": .syntaxError, "5.1": .syntaxError, "5.2": .syntaxError, "5.3": .tooManyConnections,
        "5.4": .systemError,
        "5.5": .systemError, "5.6": .syntaxError,
        "6.0": .contentError, "6.1": .contentError, "6.2": .contentError, "6.3": .contentError,
        "6.5": .contentError, "6.6": .contentError, "6.7": .contentError, "6.8": .contentError,
        "6.9": .contentError,
        "7.0": .securityError, "7.1": .securityError, "7.2": .securityError,
        "7.3": .securityError, "7.4": .securityError, "7.5": .securityError,
        "7.6": .securityError, "7.7": .securityError, "7.8": .securityError,
        "7.9": .securityError, "7.10": .securityError, "7.11": .securityError,
        "7.12": .securityError, "7.13": .suspended, "7.14": .securityError,
        "7.15": .securityError, "7.16": .messageTooBig, "7.17": .hasMoved, "7.18": .hasMoved,
        "7.19": .securityError, "7.20": .authenticationFailed, "7.21": .authenticationFailed,
        "7.22": .authenticationFailed, "7.23": .authenticationFailed,
        "7.24": .authenticationFailed, "7.25": .requiresPTR, "7.26": .authenticationFailed,
        "7.27": .notAccepted, "7.28": .spamDetected, "7.29": .authenticationFailed,
        "7.30": .failedSTARTTLS,
    ]

    /// Details of more than 29 are Exchange Online's own ("Email non-delivery reports in Exchange
    /// Online").
    private static let exchangeOnline: [String: BounceReason] = [
        "0.350": .policyViolation, "1.90": .speeding, "1.351": .userUnknown, "2.121": .speeding,
        "2.122": .speeding, "2.14": .systemError, "3.190": .systemError, "4.11": .contentError,
        "4.14": .networkError, "4.300": .expired, "4.310": .hostUnknown, "4.312": .networkError,
        "4.316": .expired, "4.317": .failedSTARTTLS, "4.318": .systemError, "6.11": .contentError,
        "7.51": .failedSTARTTLS, "7.57": .securityError, "7.64": .noRelaying,
        "7.124": .rejected, "7.133": .rejected, "7.134": .rejected, "7.135": .rejected,
        "7.136": .rejected, "7.321": .failedSTARTTLS, "7.322": .failedSTARTTLS,
        "7.323": .failedSTARTTLS, "7.324": .failedSTARTTLS, "7.325": .failedSTARTTLS,
        "7.504": .suspended, "7.505": .suspended, "7.506": .blocked, "7.507": .blocked,
        "7.508": .speeding, "7.509": .authenticationFailed, "7.510": .blocked, "7.511": .blocked,
        "7.512": .rejected, "7.513": .blocked, "7.650": .badReputation,
        "7.652": .tooManyConnections, "7.750": .rejected,
    ]

    private static func exchangeRange(_ detail: Int, _ isTemporary: Bool) -> BounceReason? {
        switch detail {
        case 501...503: .rejected
        case 500...699 where isTemporary, 606...649, 850...899: .blocked
        case 700...749: .speeding
        case 900...999: .policyViolation
        default: nil
        }
    }

    /// RFC 5321 §4.2.3; only codes that mean one thing.
    static func reason(ofReply code: String) -> BounceReason? {
        switch code {
        case "421": .blocked
        case "422", "452", "552": .mailboxFull
        case "441", "447": .expired
        case "500", "501", "502", "503", "504": .syntaxError
        case "521", "556": .notAccepted
        case "542": .userUnknown
        case "523", "524", "538": .failedSTARTTLS
        case "525": .suspended
        case "530", "534", "535": .securityError
        case "551": .hasMoved
        case "553": .userUnknown
        default: nil
        }
    }
}
