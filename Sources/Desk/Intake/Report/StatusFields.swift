internal import MIME

/// The fields of a delivery report (RFC 3464 §2.3) that stand in a text instead of a part of their own.
enum StatusFields {
    private static let mostRecipients = 100

    static func recipients(in lines: [String]) -> [MIME.DeliveryReport.Recipient] {
        var found: [MIME.DeliveryReport.Recipient] = []
        var fields: [(name: String, value: String)] = []
        func flush() {
            defer { fields = [] }
            guard found.count < mostRecipients, let recipient = recipient(fields) else { return }
            found.append(recipient)
        }
        for line in lines {
            if line.isEmpty {
                flush()
            } else if line.first == " " || line.first == "\t", !fields.isEmpty {
                fields[fields.count - 1].value += " " + line.trimmed
            } else if let colon = line.prefix(40).firstIndex(of: ":") {
                let name = line[..<colon].lowercased()
                let value = String(line[line.index(after: colon)...]).trimmed
                // A second recipient without a blank line between.
                if name == "final-recipient", fields.contains(where: { $0.name == name }) {
                    flush()
                }
                fields.append((name, value))
            }
        }
        flush()
        return found
    }

    private static func recipient(
        _ fields: [(name: String, value: String)]
    ) -> MIME.DeliveryReport.Recipient? {
        func value(_ name: String) -> String? { fields.first { $0.name == name }?.value }
        func bare(_ text: String) -> String {
            guard let semicolon = text.prefix(20).firstIndex(of: ";") else { return text }
            return String(text[text.index(after: semicolon)...]).trimmed
        }
        func address(_ name: String) -> String? {
            value(name).map(bare).flatMap { ReportAddress.read($0[...]) }
        }
        let original = address("original-recipient")
        let final = address("final-recipient")
        let action = value("action").flatMap {
            MIME.DeliveryReport.Action(rawValue: $0.prefix { $0.isLetter }.lowercased())
        }
        guard original ?? final != nil, action != nil || value("status") != nil else { return nil }
        let status = value("status")
        var diagnostic = value("diagnostic-code").map(bare)
        // Some write the reason behind the status.
        if diagnostic == nil, let status, let bracket = status.firstIndex(of: "(") {
            diagnostic = String(status[bracket...])
        }
        return MIME.DeliveryReport.Recipient(
            originalRecipient: original, finalRecipient: final, action: action,
            status: status.map { String($0.prefix { $0.isNumber || $0 == "." }) }
                .flatMap { $0.split(separator: ".").count == 3 ? $0 : nil },
            diagnostic: diagnostic)
    }
}
