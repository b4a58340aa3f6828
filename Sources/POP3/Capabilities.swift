/// What a server says that it can do: RFC 2449 §6.
public struct Capabilities: Sendable, Hashable {
    /// Names in upper case, each with its parameters in upper case: `"SASL": ["PLAIN"]`.
    public private(set) var parameters: [String: [String]] = [:]

    /// A server has about a dozen.
    static let limit = 100

    public init() {}

    public func has(_ name: String) -> Bool { parameters[name] != nil }

    mutating func add(_ line: [UInt8]) {
        let words = line.split(separator: UInt8(ascii: " ")).map {
            String(decoding: $0, as: UTF8.self).uppercased()
        }
        guard let name = words.first, parameters.count < Self.limit else { return }
        parameters[name] = Array(words.dropFirst())
    }

    var offersPlain: Bool { parameters["SASL"]?.contains("PLAIN") == true }
    /// RFC 3206 §4: wrong credentials are always marked with `[AUTH]`.
    var marksSignInErrors: Bool { has("AUTH-RESP-CODE") }
}
