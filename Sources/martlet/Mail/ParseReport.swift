internal import MIME

/// What `martlet mail parse` prints about one file: one JSON object on one line (without line end).
///
/// `sha256` gives the digest of an attachment's bytes in lower-case hexadecimal digits.
func parseReport(file: String, message: MIME.Message, sha256: ([UInt8]) -> String) -> String {
    let top = message.parts[0]
    let files = attachments(of: message)
    var json = JSONLine()
    json.object {
        $0.field("file", file)
        $0.field("subject", message.subject)
        $0.field("from", people: message.from)
        $0.field("sender", people: message.sender)
        $0.field("reply_to", people: message.replyTo)
        $0.field("to", people: message.to)
        $0.field("cc", people: message.cc)
        $0.field("bcc", people: message.bcc)
        $0.field("date", message.date?.iso8601)
        $0.field("message_id", message.messageID)
        $0.field("in_reply_to", list: message.inReplyTo)
        $0.field("references", list: message.references)
        $0.field("text", message.plainText)
        $0.field("html", message.html)
        $0.key("attachments")
        $0.array(files) { json, attached in
            json.object {
                $0.field("filename", attached.filename)
                $0.field("content_type", attached.contentType)
                $0.key("size")
                $0.raw(String(attached.bytes.count))
                $0.field("sha256", sha256(attached.bytes))
                $0.field("disposition", attached.disposition)
                $0.field("content_id", attached.contentID)
            }
        }
        $0.key("structure")
        $0.structure(of: top.id, in: message)
        $0.key("headers")
        $0.array(message.header.fields) { json, field in
            json.array([field.name, field.text]) { $0.string($1) }
        }
        $0.field("content_type_parameters", parameters: top.contentType.parameters)
        $0.field("disposition_parameters", parameters: top.contentDisposition?.parameters)
        $0.field("defects", list: message.defects.map(\.kind.rawValue))
    }
    return json.text
}

private struct AttachedFile {
    var filename: String?
    var contentType: String
    var bytes: [UInt8]
    var disposition: String?
    var contentID: String?
}

/// The attachments, each winmail.dat followed by what it holds.
private func attachments(of message: MIME.Message) -> [AttachedFile] {
    var files: [AttachedFile] = []
    for id in message.attachments {
        guard let part = message[id] else { continue }
        files.append(
            AttachedFile(
                filename: part.filename, contentType: part.contentType.name,
                bytes: message.content(of: id), disposition: part.disposition?.rawValue,
                contentID: part.contentID))
        for file in message.tnef(of: id)?.files ?? [] {
            files.append(
                AttachedFile(
                    filename: file.name, contentType: file.contentType, bytes: file.bytes,
                    disposition: "attachment", contentID: file.contentID))
        }
    }
    return files
}
