internal import Wire

/// A status line: `("+OK" / "-ERR") [SP "[" code "]"] [SP text]`, RFC 1939 §3 and RFC 2449 §8.
struct Reply {
    let isOK: Bool
    /// In upper case: `AUTH`, `IN-USE`, `SYS/TEMP`.
    let code: String?
    /// Without status and code, printable and shortened.
    let text: String

    /// Nil when the line is no status line.
    init?(_ line: [UInt8]) {
        let words = line.split(separator: UInt8(ascii: " "), maxSplits: 1)
        // QUIRK: some servers write "+ok" (broken/lower-case).
        switch words.first.map({ String(decoding: $0, as: UTF8.self).uppercased() }) {
        case "+OK": isOK = true
        case "-ERR": isOK = false
        default: return nil
        }
        var rest = words.count > 1 ? words[1] : []
        var code: String?
        if !isOK, rest.first == UInt8(ascii: "["), let end = rest.firstIndex(of: UInt8(ascii: "]"))
        {
            code = String(decoding: rest[rest.startIndex + 1..<end], as: UTF8.self).uppercased()
            rest = rest[(end + 1)...].drop { $0 == UInt8(ascii: " ") }
        }
        self.code = code
        text = Transcript.printable(rest)
    }

    /// What a refusal means at any time, or nil when it depends on the command.
    var generalError: POP3Error? {
        switch code {
        case "IN-USE": .inUse(text: text)
        case "SYS/TEMP", "LOGIN-DELAY": .busy(text: text)
        default: nil
        }
    }

    /// What a refusal of user, password or AUTH means.
    ///
    /// `isExact` tells that the server promises `[AUTH]` for wrong credentials (RFC 3206 §4).
    func signInError(isExact: Bool) -> POP3Error {
        if let generalError { return generalError }
        if code == "AUTH" { return .signInRefused(text: text) }
        // QUIRK: without codes the words must tell (courier/locked): a lock is no wrong password.
        let words = text.lowercased()
        if ["lock", "in use", "already open", "busy"].contains(where: words.contains) {
            return .inUse(text: text)
        }
        if code == "SYS/PERM" || isExact { return .refused(command: "the sign-in", text: text) }
        return .signInRefused(text: text)
    }

    /// What a refusal of RETR, TOP or DELE means.
    func messageError(
        _ number: Int, _ command: String, _ capabilities: Capabilities?
    ) -> POP3Error {
        if let generalError { return generalError }
        if command == "TOP", capabilities?.has("TOP") != true, isUnknownCommand {
            return .unsupported(command: command, text: text)
        }
        return .noSuchMessage(number, text: text)
    }

    /// The words say that the command is unknown, not that it failed.
    private var isUnknownCommand: Bool {
        let words = text.lowercased()
        return ["unknown", "implement", "invalid command", "unrecogni", "unsupported", "syntax"]
            .contains(where: words.contains)
    }
}
