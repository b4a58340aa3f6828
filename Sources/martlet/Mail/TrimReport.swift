internal import Desk

/// What the reply trimmer makes of one body text, as a line of JSON: `{"file", "visible", "quoted"}`.
func trimReport(file: String, body: String) -> String {
    let reply = ReplyText(plain: body)
    return ReportLine.object([
        ("file", file), ("visible", reply.visible), ("quoted", reply.quoted),
    ])
}
