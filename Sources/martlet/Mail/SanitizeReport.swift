internal import Markup

/// What the sanitiser makes of one file, as a line of JSON: `{"file", "html", "text"}`.
func sanitizeReport(file: String, html: String) -> String {
    let clean = Sanitizer.sanitize(html)
    var json = JSONLine()
    json.object {
        $0.field("file", file)
        $0.field("html", clean.html.string)
        $0.field("text", PlainText.from(html: html))
    }
    return json.text
}
