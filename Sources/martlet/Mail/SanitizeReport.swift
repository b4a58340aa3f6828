internal import Markup

/// What the sanitiser makes of one file, as a line of JSON: `{"file", "html", "text"}`.
func sanitizeReport(file: String, html: String) -> String {
    let clean = Sanitizer.sanitize(html)
    return ReportLine.object([
        ("file", file), ("html", clean.html.string), ("text", PlainText.from(html: html)),
    ])
}
