extension IMAPSession {
    /// Finds the command that a word means; an unknown one, or one out of its state, is BAD.
    mutating func perform(
        _ word: String, _ tag: String, _ arguments: inout IMAPArguments
    ) throws(IMAPArguments.Malformed) {
        switch word {
        case "CAPABILITY":
            try arguments.end()
            send("* CAPABILITY \(capabilities)")
            finish(tag, "OK Done")
        case "NOOP", "CHECK": finish(tag, "OK Done")
        case "ID" where offers("ID"):
            send(#"* ID ("name" "Martlet local mail server")"#)
            finish(tag, "OK Done")
        case "LOGOUT":
            send("* BYE Signing off")
            send("\(tag) OK Done")
            close()
        case "STARTTLS" where offersTLS && !isSecured:
            send("\(tag) OK Begin TLS negotiation now")
            startTLS()
        case "LOGIN" where account == nil: try login(tag, &arguments)
        case "AUTHENTICATE" where account == nil: try authenticate(tag, &arguments)
        default:
            guard let account else {
                throw IMAPArguments.Malformed(text: "Unknown, or sign in first")
            }
            if try performSignedIn(word, tag, &arguments, account: account) { return }
            guard let selected else {
                throw IMAPArguments.Malformed(text: "Unknown, or select a folder first")
            }
            try performSelected(word, tag, &arguments, account: account, selected: selected)
        }
    }

    // login = "LOGIN" SP userid SP password
    private mutating func login(
        _ tag: String, _ arguments: inout IMAPArguments
    ) throws(IMAPArguments.Malformed) {
        try arguments.space()
        let user = try arguments.astring()
        try arguments.space()
        let password = try arguments.astring()
        try arguments.end()
        if office.configuration.signInNeedsTLS, !isSecured {
            return send("\(tag) NO [PRIVACYREQUIRED] Sign-in needs TLS")
        }
        if let text = SignIn.refusal(office) { return send("\(tag) NO \(text)") }
        account = office.account(
            user: String(decoding: user, as: UTF8.self),
            password: String(decoding: password, as: UTF8.self))
        send(
            account == nil
                ? "\(tag) NO [AUTHENTICATIONFAILED] Invalid credentials"
                : "\(tag) OK [CAPABILITY \(capabilities)] Signed in")
    }

    // authenticate = "AUTHENTICATE" SP auth-type [SP initial-response] (RFC 4959)
    private mutating func authenticate(
        _ tag: String, _ arguments: inout IMAPArguments
    ) throws(IMAPArguments.Malformed) {
        try arguments.space()
        let name = try arguments.atom().uppercased()
        var initial: [UInt8]?
        if arguments.skip(" ") { initial = Array(try arguments.atom().utf8) }
        try arguments.end()
        if office.configuration.signInNeedsTLS, !isSecured {
            return send("\(tag) NO [PRIVACYREQUIRED] Sign-in needs TLS")
        }
        guard let mechanism = SignIn.Mechanism(rawValue: name),
            SignIn.mechanisms(of: office).contains(mechanism), offers("AUTH=\(name)")
        else { return send("\(tag) NO Unsupported authentication mechanism") }
        var signIn = SignIn(mechanism, office: office)
        let step = signIn.begin(initial: initial)
        proceed(step, signIn, tag: tag)
    }

    private mutating func performSignedIn(
        _ word: String, _ tag: String, _ arguments: inout IMAPArguments, account: String
    ) throws(IMAPArguments.Malformed) -> Bool {
        switch word {
        case "LIST", "LSUB": try list(word, tag, &arguments, account: account)
        case "SELECT", "EXAMINE": try select(word, tag, &arguments, account: account)
        case "CREATE": try create(tag, &arguments, account: account)
        case "DELETE": try delete(tag, &arguments, account: account)
        case "SUBSCRIBE", "UNSUBSCRIBE":
            try subscribe(word == "SUBSCRIBE", tag, &arguments, account: account)
        case "STATUS": try status(tag, &arguments, account: account)
        case "APPEND": try append(tag, &arguments, account: account)
        case "NAMESPACE" where offers("NAMESPACE"):
            send("* NAMESPACE ((\"\" \"\(office.configuration.delimiter)\")) NIL NIL")
            finish(tag, "OK Done")
        case "IDLE" where offers("IDLE"): idle(tag: tag)
        default: return false
        }
        return true
    }

    private mutating func performSelected(
        _ word: String, _ tag: String, _ arguments: inout IMAPArguments, account: String,
        selected: Selected
    ) throws(IMAPArguments.Malformed) {
        switch word {
        case "CLOSE":
            if !selected.isReadOnly {
                _ = office.change(selected.name, of: account) { folder, _ in
                    folder.remove(Set(folder.mails.filter { $0.has("\\Deleted") }.map(\.uid)))
                }
            }
            self.selected = nil
            finish(tag, "OK Closed")
        case "UNSELECT":
            self.selected = nil
            finish(tag, "OK Closed")
        case "SEARCH", "UID SEARCH": try search(word, tag, &arguments, account: account)
        case "FETCH", "UID FETCH": try fetch(word, tag, &arguments, account: account)
        case "STORE", "UID STORE": try store(word, tag, &arguments, account: account)
        case "COPY", "UID COPY": try copy(word, tag, &arguments, account: account)
        case "MOVE" where offers("MOVE"), "UID MOVE" where offers("MOVE"):
            try move(word, tag, &arguments, account: account)
        case "EXPUNGE": expunge(only: nil, tag, account: account)
        case "UID EXPUNGE" where offers("UIDPLUS"):
            try arguments.space()
            expunge(only: try arguments.sequenceSet(), tag, account: account)
        default: throw IMAPArguments.Malformed(text: "Unknown command \(word)")
        }
    }
}
