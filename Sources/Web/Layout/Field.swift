internal import Markup

/// Messages at fields, by the field's name.
struct FieldErrors: Hashable, Sendable {
    private(set) var messages: [(field: String, message: String)] = []

    static func == (a: FieldErrors, b: FieldErrors) -> Bool {
        a.messages.map(\.field) == b.messages.map(\.field)
            && a.messages.map(\.message) == b.messages.map(\.message)
    }

    func hash(into hasher: inout Hasher) {
        for entry in messages {
            hasher.combine(entry.field)
            hasher.combine(entry.message)
        }
    }

    var isEmpty: Bool { messages.isEmpty }
    var fields: [String] { messages.map(\.field) }

    subscript(field: String) -> String? { messages.first { $0.field == field }?.message }

    /// One message for each field: the first.
    mutating func add(_ field: String, _ message: String) {
        if self[field] == nil { messages.append((field, message)) }
    }

    /// The words beside the field, for the summary.
    private static func label(_ field: String, _ t: Language) -> String {
        switch field {
        case "host": t("Host")
        case "port": t("Port")
        case "user": t("User")
        case "password": t("Password")
        case "privateCA": t("Private certificate authority")
        case "senderAddress": t("Sender address")
        case "oauthClientID": t("Client ID")
        case "oauthAuthorizeURL": t("Authorize endpoint")
        case "oauthTokenURL": t("Token endpoint")
        case "folders": t("Folders to read")
        case "successFolder": t("In success move to")
        case "failureFolder": t("In failure move to")
        case "outgoingHost": t("SMTP host")
        case "outgoingPort": t("SMTP port")
        case "outgoingPassword": t("SMTP password")
        case "largestMail": t("Largest mail (MB)")
        case "startDays": t("Days back")
        case "email": t("Email address")
        case "project": t("Project")
        case "subject": t("Subject")
        case "text": t("What it is about")
        case "count": t("Frequency")
        case "nextRun": t("Time of next run")
        case "order": t("Order")
        case "keywords": t("Keywords in the subject")
        case "addresses": t("Sender addresses")
        case "domains": t("Sender domains")
        case "reopenWithinDays": t("Reopen within days")
        case "trustedServers": t("Trusted mail servers")
        case "automaticPerHour": t("Automatic mails an hour")
        case "hours", "amount": t("Hours")
        case "start": t("from the day")
        case "day": t("Day")
        case "carriedPeriods": t("Periods")
        case "reason": t("Reason")
        case "role": t("Role")
        default: t("Name")
        }
    }

    /// The summary at the top of the form, with links to the fields.
    func summary(_ t: Language) -> HTML? {
        guard !isEmpty else { return nil }
        let items: [HTML] = messages.map {
            "<li><a href=\"#f-\($0.field)\">\(Self.label($0.field, t))</a>: \($0.message)</li>"
        }
        return Callout(
            .wrong,
            "<strong>\(t("Not saved yet."))</strong> \(t("Please look at these fields:"))<ul>\(items)</ul>"
        ).html
    }
}

/// One field of a form: label, control, message and help, tied together for screen readers.
struct Field {
    var name: String
    var label: String
    var help: HTML?
    var error: String?
    /// What stands beside: shown only if the named field has the value (`protocol=pop3`), by script.
    var shownIf: String?
    var isShort = false

    init(
        _ name: String, _ label: String, help: HTML? = nil, errors: FieldErrors = FieldErrors(),
        shownIf: String? = nil, isShort: Bool = false
    ) {
        self.name = name
        self.label = label
        self.help = help
        self.error = errors[name]
        self.shownIf = shownIf
        self.isShort = isShort
    }

    func text(
        _ value: String, type: String = "text", placeholder: String = "", attributes: HTML = ""
    ) -> HTML {
        around(
            "<input id=\"f-\(name)\" name=\"\(name)\" type=\"\(type)\" value=\"\(value)\" placeholder=\"\(placeholder)\"\(described)\(attributes)>"
        )
    }

    /// A password is never sent back to the browser.
    func password(isSet: Bool, keep: String, autocomplete: String = "new-password") -> HTML {
        around(
            "<input id=\"f-\(name)\" name=\"\(name)\" type=\"password\" autocomplete=\"\(autocomplete)\" placeholder=\"\(isSet ? keep : "")\"\(described)>"
        )
    }

    func area(_ value: String, rows: Int = 3, isMono: Bool = false, placeholder: String = "")
        -> HTML
    {
        // A line break right after the tag is dropped by the parser, so one is put there for the value's own.
        around(
            "<textarea id=\"f-\(name)\" name=\"\(name)\" rows=\"\(rows)\" placeholder=\"\(placeholder)\"\(" class=\"mono\"", if: isMono)\(described)>\n\(value)</textarea>"
        )
    }

    func select(_ options: [(value: String, title: String)], chosen: String, attributes: HTML = "")
        -> HTML
    {
        let items: [HTML] = options.map {
            "<option value=\"\($0.value)\"\(" selected", if: $0.value == chosen)>\($0.title)</option>"
        }
        return around(
            "<select id=\"f-\(name)\" name=\"\(name)\"\(described)\(attributes)>\(items)</select>")
    }

    /// A row of choices of which one holds.
    func choices(_ options: [(value: String, title: String)], chosen: String) -> HTML {
        let items: [HTML] = options.enumerated().map { index, option in
            """
            <label><input type="radio" name="\(name)" value="\(option.value)"\(" id=\"f-\(name)\"", if: index == 0)\(" checked", if: option.value == chosen)>\(option.title)</label>
            """
        }
        return """
            <div class="field\(" has-error", if: error != nil)"\(shown)><span class="label" id="l-\(name)">\(label)</span>
            <div class="choices" role="radiogroup" aria-labelledby="l-\(name)"\(described)>\(items)</div>\(tail)</div>
            """
    }

    func check(_ isOn: Bool) -> HTML {
        """
        <div class="check"\(shown)><input type="checkbox" id="f-\(name)" name="\(name)" value="yes"\(" checked", if: isOn)\(described)>
        <label for="f-\(name)">\(label)</label>\(tail)</div>
        """
    }

    private func around(_ control: HTML) -> HTML {
        """
        <div class="field\(" has-error", if: error != nil)\(" is-short", if: isShort)"\(shown)><label for="f-\(name)">\(label)</label>\(control)\(tail)</div>
        """
    }

    private var tail: HTML {
        let message: HTML? = error.map {
            "<div class=\"error\" id=\"e-\(name)\">\(Icon.stop)<span>\($0)</span></div>"
        }
        let help: HTML? = help.map { "<div class=\"help\" id=\"h-\(name)\">\($0)</div>" }
        return "\(message)\(help)"
    }

    private var described: HTML {
        switch (error != nil, help != nil) {
        case (true, true):
            " aria-invalid=\"true\" aria-describedby=\"e-\(name) h-\(name)\""
        case (true, false): " aria-invalid=\"true\" aria-describedby=\"e-\(name)\""
        case (false, true): " aria-describedby=\"h-\(name)\""
        case (false, false): ""
        }
    }

    private var shown: HTML { shownIf.map { " data-shown-if=\"\($0)\"" } ?? "" }
}

/// Fields under one heading.
struct FieldGroup {
    var title: String
    var note: String = ""
    var fields: HTML

    var html: HTML {
        let note: HTML? = note.isEmpty ? nil : "<p class=\"group-note\">\(note)</p>"
        return
            "<fieldset class=\"group\"><legend>\(title)</legend>\(note)<div class=\"fields\">\(fields)</div></fieldset>"
    }
}
