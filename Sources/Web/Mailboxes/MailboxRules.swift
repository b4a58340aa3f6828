internal import Desk
internal import Store

/// What a mailbox must be to work: a setting that can't work is refused, with words that say what to do.
extension MailboxForm {
    func errors(_ t: Language) -> FieldErrors {
        var errors = FieldErrors()
        if name.isEmpty { errors.add("name", t("Give the mailbox a name, such as “Support”.")) }
        addConnectionErrors(to: &errors, t)
        addFolderErrors(to: &errors, t)
        addOutgoingErrors(to: &errors, t)
        let megabytes = Int(largestMail) ?? 0
        if megabytes < 1 || megabytes > Self.largestLimit {
            errors.add("largestMail", t("A number of megabytes from 1 to \(Self.largestLimit)."))
        }
        if start == .days {
            let days = Int(startDays) ?? 0
            if days < 1 || days > Self.mostStartDays {
                errors.add("startDays", t("A number of days from 1 to \(Self.mostStartDays)."))
            }
        }
        return errors
    }

    private func addConnectionErrors(to errors: inout FieldErrors, _ t: Language) {
        if !Self.isHost(host) {
            errors.add("host", t("The name of the mail server alone, such as imap.example.com."))
        }
        if !Self.isPort(portNumber) { errors.add("port", t("A number from 1 to 65535.")) }
        if user.isEmpty {
            errors.add("user", t("The name to sign in with, usually the whole address."))
        }
        if !password.isThere {
            errors.add(
                "password",
                t("The mail server asks for one. After a change of server or user, type it again."))
        }
        if !privateCA.isEmpty && !privateCA.contains("-----BEGIN CERTIFICATE-----") {
            errors.add(
                "privateCA",
                t("Paste the certificate in PEM form: it begins with -----BEGIN CERTIFICATE-----."))
        }
        if usesSender && !MailAddress.isPlausible(senderAddress) {
            errors.add("senderAddress", t("That is not an email address, such as ann@example.com."))
        }
        if usesOAuth {
            if oauthClientID.isEmpty {
                errors.add(
                    "oauthClientID", t("The provider gave one when the application was registered.")
                )
            }
            for (field, url) in [
                ("oauthAuthorizeURL", oauthAuthorizeURL), ("oauthTokenURL", oauthTokenURL),
            ] {
                let isNeeded = oauthProvider == .other
                if (isNeeded || !url.isEmpty) && !url.lowercased().hasPrefix("https://") {
                    errors.add(field, t("An address that begins with https://."))
                }
            }
        }
    }

    private func addFolderErrors(to errors: inout FieldErrors, _ t: Language) {
        guard mailProtocol == .imap else { return }
        let folders = folderList
        if folders.isEmpty { errors.add("folders", t("At least one folder, usually INBOX.")) }
        if folders.count > Self.mostFolders {
            errors.add("folders", t("At most \(Self.mostFolders) folders."))
        }
        for name in folders + [successFolder, failureFolder]
        where name.unicodeScalars.contains(where: { $0.value < 0x20 }) {
            errors.add("folders", t("A folder's name can't have control characters."))
        }
        let read = Set(folders.map(Self.folderKey))
        // Filed mail would be read again at once, for ever.
        for (field, name) in [("successFolder", successFolder), ("failureFolder", failureFolder)]
        where !name.isEmpty {
            if read.contains(Self.folderKey(name)) {
                errors.add(
                    field,
                    t(
                        "This folder is read itself, so mail would go round in circles. Choose another one."
                    ))
            }
        }
    }

    private func addOutgoingErrors(to errors: inout FieldErrors, _ t: Language) {
        guard usesOwnOutgoing else { return }
        if !Self.isHost(outgoingHost) {
            errors.add(
                "outgoingHost", t("The name of the mail server alone, such as smtp.example.com."))
        }
        if !Self.isPort(outgoingPortNumber) {
            errors.add("outgoingPort", t("A number from 1 to 65535."))
        }
        if !outgoingUser.isEmpty && !outgoingPassword.isThere {
            errors.add("outgoingPassword", t("The mail server asks for one."))
        }
    }

    /// INBOX is the same in any case (RFC 9051 §5.1); other names are not.
    private static func folderKey(_ name: String) -> String {
        name.lowercased() == "inbox" ? "inbox" : name
    }

    private static func isPort(_ number: Int?) -> Bool {
        number.map { $0 >= 1 && $0 <= 65_535 } ?? false
    }

    /// A host name or an IP address; no scheme, path or port.
    static func isHost(_ text: String) -> Bool {
        let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789.-_:[]".unicodeScalars)
        let isName =
            !text.isEmpty && text.utf8.count <= 253 && !text.hasPrefix(".") && !text.hasPrefix("-")
        // Colons only in IPv6 addresses, which have at least two.
        let colons = text.filter { $0 == ":" }.count
        return isName && colons != 1
            && text.unicodeScalars.allSatisfy {
                allowed.contains($0) || $0.value > 0x7F && $0.properties.isAlphabetic
            }
    }

    /// The mailbox that the form describes. Only for a form without errors.
    ///
    /// - Parameter base: the mailbox that is edited; its stored passwords stay where none was typed.
    func mailbox(base: Mailbox?, now: Instant) -> Mailbox {
        var mailbox =
            base ?? Mailbox(id: 0, name: name, host: host, port: 0, user: user, createdAt: now)
        mailbox.name = name
        mailbox.isActive = isActive
        mailbox.acceptsAutogenerated = acceptsAutogenerated
        mailbox.mailProtocol = mailProtocol
        mailbox.leavesCopy = mailProtocol == .pop3 && leavesCopy
        mailbox.deliversTags = deliversTags
        mailbox.host = host
        mailbox.port = portNumber ?? Mailbox.usualPort(mailProtocol, security)
        mailbox.user = user
        mailbox.password = password.typed ?? (password.isStored ? base?.password : nil)
        mailbox.security = security
        mailbox.verifiesCertificates = !doesNotVerify
        mailbox.privateCA = privateCA
        mailbox.sender =
            usesSender ? Contact(name: senderName, address: senderAddress) : nil
        mailbox.oauth =
            usesOAuth
            ? Mailbox.OAuthSettings(
                provider: oauthProvider, clientID: oauthClientID,
                clientSecret: oauthClientSecret.typed
                    ?? (oauthClientSecret.isStored ? base?.oauth?.clientSecret : nil),
                authorizeURL: oauthAuthorizeURL, tokenURL: oauthTokenURL, scope: oauthScope) : nil
        mailbox.folders = folderList.isEmpty ? ["INBOX"] : folderList
        mailbox.successFolder = successFolder
        mailbox.failureFolder = failureFolder
        mailbox.defaultProject = Int64(project).map { ProjectID(rawValue: $0) }
        mailbox.outgoing =
            usesOwnOutgoing
            ? Mailbox.Outgoing(
                host: outgoingHost,
                port: outgoingPortNumber ?? Self.usualOutgoingPort(outgoingSecurity),
                security: outgoingSecurity, user: outgoingUser,
                password: outgoingUser.isEmpty
                    ? nil
                    : outgoingPassword.typed
                        ?? (outgoingPassword.isStored ? base?.outgoing?.password : nil)) : nil
        mailbox.largestMail = (Int(largestMail) ?? 25) * Self.megabyte
        setStart(of: &mailbox, base: base, now: now)
        return mailbox
    }

    /// A stored secret stays only for the server and account that it was given for, and only while
    /// they are protected as well as then: nobody can have it sent somewhere else.
    mutating func keepSecrets(of base: Mailbox?) {
        let isSameServer =
            base.map {
                $0.host.lowercased() == host.lowercased() && $0.user == user
                    && !isWeaker(security, than: $0.security)
                    && ($0.privateCA == privateCA || privateCA.isEmpty)
                    && ($0.verifiesCertificates == !doesNotVerify || !doesNotVerify)
            } ?? false
        password.isStored = isSameServer && base?.password != nil
        let outgoing = base?.outgoing
        outgoingPassword.isStored =
            outgoing?.password != nil && outgoing?.host.lowercased() == outgoingHost.lowercased()
            && outgoing?.user == outgoingUser
            && !isWeaker(outgoingSecurity, than: outgoing?.security ?? .tls)
            && (base?.verifiesCertificates == !doesNotVerify || !doesNotVerify)
        oauthClientSecret.isStored =
            base?.oauth?.clientSecret != nil && base?.oauth?.tokenURL == oauthTokenURL
            && base?.oauth?.provider == oauthProvider
    }

    private func isWeaker(_ new: Mailbox.Security, than old: Mailbox.Security) -> Bool {
        new == .none && old != .none
    }

    private func setStart(of mailbox: inout Mailbox, base: Mailbox?, now: Instant) {
        mailbox.start =
            switch start {
            case .now: .now
            case .days: .days(Int(startDays) ?? 1)
            case .everything: .everything
            }
        // An edit that leaves it alone must not move the line between old and new mail.
        if let base, base.start == mailbox.start { return }
        mailbox.readsMailSince = mailbox.start.readsSince(now: now)
    }
}
