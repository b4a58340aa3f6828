/// What a server offers in its answer to EHLO: RFC 5321 §4.1.1.1.
public struct Extensions: Sendable, Hashable {
    /// Keywords in upper case, each with its parameters in upper case: `"AUTH": ["PLAIN", "LOGIN"]`.
    public private(set) var parameters: [String: [String]] = [:]

    public init() {}

    /// `lines` is the whole reply; the first line greets and offers nothing.
    init(_ lines: [[UInt8]]) {
        for line in lines.dropFirst() {
            // QUIRK: "AUTH=LOGIN PLAIN", from a draft that Outlook followed (exchange/auth-equals).
            let words = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "=") }
                .map { String(decoding: $0, as: UTF8.self).uppercased() }
            guard let keyword = words.first else { continue }
            parameters[keyword, default: []] += words.dropFirst()
        }
    }

    public func has(_ keyword: String) -> Bool { parameters[keyword] != nil }

    /// Largest mail in bytes: RFC 1870. Nil when unknown or without limit.
    public var sizeLimit: Int? {
        parameters["SIZE"]?.first.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    }

    public var mechanisms: [String] { parameters["AUTH"] ?? [] }
}
