internal import Desk

/// What the reply trimmer makes of one body text, as a line of JSON: `{"file", "visible", "quoted"}`.
func trimReport(file: String, body: String) -> String {
    let reply = ReplyText(plain: body)
    var json = JSONLine()
    json.object {
        $0.field("file", file)
        $0.field("visible", reply.visible)
        $0.field("quoted", reply.quoted)
    }
    return json.text
}
