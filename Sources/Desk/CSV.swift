/// Rows as a file that spreadsheets open (RFC 4180), with a header line and CRLF.
public struct CSV: Hashable, Sendable {
    public private(set) var text = ""

    public init(_ header: [String]) { add(header) }

    public mutating func add(_ row: [String]) {
        text += row.map(Self.field).joined(separator: ",") + "\r\n"
    }

    /// What a stranger wrote must not become a formula: such a field gets an apostrophe in front, as
    /// spreadsheets show text. Numbers stay numbers.
    private static func field(_ value: String) -> String {
        var value = value
        if let first = value.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first),
            Int64(value) == nil
        {
            value = "'" + value
        }
        let marks: Set<Unicode.Scalar> = ["\"", ",", "\r", "\n", ";"]
        guard value.unicodeScalars.contains(where: marks.contains) else { return value }
        return "\"" + value.replacing("\"", with: "\"\"") + "\""
    }
}
