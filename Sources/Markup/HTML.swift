/// HTML that is safe to send: what stands in the source is trusted, what is put in is escaped.
///
/// ```swift
/// let row: HTML = "<td title=\"\(subject)\">\(subject)</td>"
/// ```
///
/// A `String`, a number or an identifier put in becomes text, also between the quotes of an
/// attribute; `HTML` put in stays as it is. Attributes must be written with quotes, and what is put
/// into `href` or `src` must be an address that the program made or checked: escaping can't make
/// `javascript:` harmless. Nothing may be put into `<script>` or `<style>`.
public struct HTML: ExpressibleByStringInterpolation, Sendable, Hashable {
    /// The page as UTF-8.
    public private(set) var bytes: [UInt8]

    /// Nothing at all.
    public init() { bytes = [] }

    public init(stringLiteral value: String) { bytes = Array(value.utf8) }

    public init(stringInterpolation: StringInterpolation) { bytes = stringInterpolation.bytes }

    /// Takes markup as it is. Only for what this program wrote or sanitised itself.
    public init(trusted markup: String) { bytes = Array(markup.utf8) }

    /// Takes markup as it is. Only for what this program wrote or sanitised itself.
    public init(trusted markup: [UInt8]) { bytes = markup }

    /// Text as it should be read: every character with a meaning in HTML is escaped.
    public init(text: some StringProtocol) {
        bytes = []
        Escaping.append(text, to: &bytes)
    }

    public var string: String { String(decoding: bytes, as: UTF8.self) }

    public var isEmpty: Bool { bytes.isEmpty }

    public static func += (html: inout HTML, more: HTML) { html.bytes += more.bytes }

    public static func + (first: HTML, second: HTML) -> HTML {
        var both = first
        both += second
        return both
    }

    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var bytes: [UInt8] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            bytes.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        public mutating func appendLiteral(_ literal: String) { bytes += literal.utf8 }

        public mutating func appendInterpolation(_ text: some StringProtocol) {
            Escaping.append(text, to: &bytes)
        }

        /// Nothing where there is no text.
        public mutating func appendInterpolation(_ text: String?) {
            if let text { Escaping.append(text, to: &bytes) }
        }

        public mutating func appendInterpolation(_ number: some BinaryInteger) {
            bytes += String(number).utf8
        }

        /// An identifier or another number with a type of its own.
        public mutating func appendInterpolation<Raw: BinaryInteger>(
            _ value: some RawRepresentable<Raw>
        ) {
            bytes += String(value.rawValue).utf8
        }

        public mutating func appendInterpolation(_ value: some RawRepresentable<String>) {
            Escaping.append(value.rawValue, to: &bytes)
        }

        public mutating func appendInterpolation(_ html: HTML) { bytes += html.bytes }

        /// Nothing where there is no markup.
        public mutating func appendInterpolation(_ html: HTML?) {
            if let html { bytes += html.bytes }
        }

        public mutating func appendInterpolation(_ html: some Sequence<HTML>) {
            for piece in html { bytes += piece.bytes }
        }

        /// Markup that is there only on a condition: `<option\(" selected", if: isChosen)>`.
        public mutating func appendInterpolation(_ html: HTML, if condition: Bool) {
            if condition { bytes += html.bytes }
        }
    }
}

extension Sequence<HTML> {
    /// All pieces one after the other.
    public func joined(separator: HTML = HTML()) -> HTML {
        var whole = HTML()
        var isFirst = true
        for piece in self {
            if !isFirst { whole += separator }
            whole += piece
            isFirst = false
        }
        return whole
    }
}
