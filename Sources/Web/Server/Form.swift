/// Fields of a query or of a form (application/x-www-form-urlencoded, WHATWG URL §5.1), in the order sent.
struct Form: Hashable, Sendable {
    /// More fields than this are not a form of ours; the longest, the list's selection, has a few hundred.
    static let mostFields = 2_000

    private(set) var fields: [Field] = []

    struct Field: Hashable, Sendable {
        var name: String
        var value: String
    }

    init() {}

    init(_ fields: [(String, String)]) {
        self.fields = fields.map { Field(name: $0.0, value: $0.1) }
    }

    /// Reads a body or a query; what is not valid UTF-8 becomes U+FFFD.
    init(encoded bytes: some Collection<UInt8>) {
        for pair in bytes.split(separator: UInt8(ascii: "&")).prefix(Self.mostFields) {
            let halves = pair.split(
                separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = halves.first, !name.isEmpty else { continue }
            fields.append(
                Field(
                    name: Self.decoded(name),
                    value: halves.count == 2 ? Self.decoded(halves[1]) : ""))
        }
    }

    /// The first value of the name, or the empty string.
    subscript(name: String) -> String { fields.first { $0.name == name }?.value ?? "" }

    /// The value without blanks around it, and on one line.
    func line(_ name: String) -> String {
        let breaks: Set<Unicode.Scalar> = ["\r", "\n", "\u{0}", "\u{2028}", "\u{2029}"]
        var scalars = String.UnicodeScalarView()
        for scalar in self[name].unicodeScalars {
            scalars.append(breaks.contains(scalar) ? " " : scalar)
        }
        return String(scalars).withoutBlanksAround
    }

    /// The value with LF line ends and without NUL.
    func text(_ name: String) -> String {
        var scalars = String.UnicodeScalarView()
        var wasReturn = false
        for scalar in self[name].unicodeScalars {
            if scalar == "\r" {
                scalars.append("\n")
            } else if scalar != "\u{0}" && !(scalar == "\n" && wasReturn) {
                scalars.append(scalar)
            }
            wasReturn = scalar == "\r"
        }
        return String(scalars)
    }

    /// Non-empty lines of a value, without blanks around them.
    func lines(_ name: String) -> [String] {
        text(name).split(separator: "\n").map { String($0).withoutBlanksAround }.filter {
            !$0.isEmpty
        }
    }

    func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    /// Whether the box is ticked, or the button was the one pressed.
    func has(_ name: String) -> Bool { fields.contains { $0.name == name } }

    func number(_ name: String) -> Int64? { Int64(line(name)) }

    private static func decoded(_ bytes: some Collection<UInt8>) -> String {
        var out: [UInt8] = []
        var iterator = bytes.makeIterator()
        var pushed: [UInt8] = []
        func next() -> UInt8? { pushed.isEmpty ? iterator.next() : pushed.removeFirst() }
        while let byte = next() {
            if byte == UInt8(ascii: "+") {
                out.append(UInt8(ascii: " "))
            } else if byte == UInt8(ascii: "%") {
                let first = next()
                let second = next()
                if let high = hexValue(first), let low = hexValue(second) {
                    out.append(high << 4 | low)
                } else {
                    out.append(byte)
                    pushed = [first, second].compactMap(\.self) + pushed
                }
            } else {
                out.append(byte)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func hexValue(_ byte: UInt8?) -> UInt8? {
        switch byte {
        case let digit? where digit >= 0x30 && digit <= 0x39: digit - 0x30
        case let letter? where letter >= 0x41 && letter <= 0x46: letter - 0x37
        case let letter? where letter >= 0x61 && letter <= 0x66: letter - 0x57
        default: nil
        }
    }
}

extension String {
    /// Without white space at both ends.
    var withoutBlanksAround: String {
        var view = self[...]
        view = view.drop(while: \.isWhitespace)
        while view.last?.isWhitespace == true { view.removeLast() }
        return String(view)
    }

    /// At most so many characters, with an ellipsis where something was cut off.
    func shortened(to count: Int) -> String {
        self.count <= count ? self : String(prefix(count - 1)) + "…"
    }
}
