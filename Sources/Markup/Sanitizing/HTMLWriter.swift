/// Writes a tree as HTML that parses into the same tree.
struct HTMLWriter {
    struct Element {
        var name: String
        var attributes: [(name: String, value: String)] = []
    }

    /// Elements deeper than this are left out, their content stays. Browsers stop nesting at 512.
    static let maximumDepth = 200

    private static let void: Set<String> = ["br", "hr", "img", "wbr", "col"]

    private(set) var bytes: [UInt8] = []
    /// One entry for each open element of the source; nil where it is not written.
    private var open: [String?] = []
    private var written: [String] = []
    private var justOpenedPre = false

    /// The innermost element written.
    var parent: String? { written.last }

    /// Nil: the element is left out, its content stays.
    mutating func open(_ element: Element?) {
        guard let element, written.count < Self.maximumDepth else { return open.append(nil) }
        bytes.append(UInt8(ascii: "<"))
        bytes += element.name.utf8
        for attribute in element.attributes {
            bytes.append(UInt8(ascii: " "))
            bytes += attribute.name.utf8
            bytes += "=\"".utf8
            Escaping.append(bytes: Self.cleaned(attribute.value.utf8), to: &bytes)
            bytes.append(UInt8(ascii: "\""))
        }
        bytes.append(UInt8(ascii: ">"))
        justOpenedPre = element.name == "pre"
        if Self.void.contains(element.name) {
            open.append(nil)
        } else {
            open.append(element.name)
            written.append(element.name)
        }
    }

    mutating func close() {
        guard let last = open.popLast(), let name = last else { return }
        written.removeLast()
        bytes += "</\(name)>".utf8
        justOpenedPre = false
    }

    mutating func write(text: [UInt8]) {
        var text = text[...]
        // A parser takes away a line feed right after <pre>, and serialisers don't put it back:
        // one that stays would be one less with each round through a browser.
        if justOpenedPre { text = text.drop { $0 == 0x0a || $0 == 0x0d } }
        if !text.isEmpty { justOpenedPre = false }
        Escaping.append(bytes: Self.cleaned(text), to: &bytes)
    }

    /// A carriage return (of `&#13;`) would be a line feed the next time; other control characters
    /// are not HTML at all.
    private static func cleaned(_ bytes: some Sequence<UInt8>) -> some Sequence<UInt8> {
        bytes.lazy.map { $0 == 0x0d ? 0x0a : $0 }
            .filter { $0 >= 0x20 ? $0 != 0x7f : $0 == 0x09 || $0 == 0x0a }
    }
}
