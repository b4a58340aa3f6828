internal import MIME

/// Writes JSON by hand, so that a broken mail cannot make an encoder fail.
struct JSONLine {
    private(set) var text = ""
    private var needsComma = false

    private mutating func separate() {
        if needsComma { text += "," }
        needsComma = true
    }

    mutating func object(_ body: (inout JSONLine) -> Void) {
        separate()
        text += "{"
        needsComma = false
        body(&self)
        text += "}"
        needsComma = true
    }

    mutating func array<Element>(_ elements: [Element], _ body: (inout JSONLine, Element) -> Void) {
        separate()
        text += "["
        needsComma = false
        for element in elements { body(&self, element) }
        text += "]"
        needsComma = true
    }

    mutating func key(_ name: String) {
        string(name)
        text += ":"
        needsComma = false
    }

    mutating func raw(_ literal: String) {
        separate()
        text += literal
    }

    mutating func string(_ value: String?) {
        separate()
        guard let value else {
            text += "null"
            return
        }
        var bytes: [UInt8] = [0x22]
        bytes.reserveCapacity(value.utf8.count + value.utf8.count / 16 + 2)
        for byte in value.utf8 {
            if byte >= 0x20, byte != 0x22, byte != 0x5C {
                bytes.append(byte)
                continue
            }
            bytes.append(0x5C)
            switch byte {
            case 0x22, 0x5C: bytes.append(byte)
            case 0x0A: bytes.append(0x6E)
            case 0x09: bytes.append(0x74)
            default: bytes.append(contentsOf: Self.controlCodes[Int(byte)])
            }
        }
        bytes.append(0x22)
        text += String(decoding: bytes, as: UTF8.self)
    }

    private static let controlCodes: [[UInt8]] = (0..<32).map { code in
        Array("u00\(code < 16 ? "0" : "")\(String(code, radix: 16))".utf8)
    }

    mutating func field(_ name: String, _ value: String?) {
        key(name)
        string(value)
    }

    mutating func field(_ name: String, list: [String]) {
        key(name)
        array(list) { $0.string($1) }
    }

    mutating func field(_ name: String, people: [MIME.Address]) {
        key(name)
        array(people) { json, person in
            json.object {
                $0.field("name", person.name)
                $0.field("address", person.address)
            }
        }
    }

    mutating func field(_ name: String, parameters: MIME.Parameters?) {
        key(name)
        object { json in
            for name in parameters?.names ?? [] { json.field(name, parameters?[name]) }
        }
    }

    /// `["multipart/mixed",["text/plain"],["image/png"]]`. The tree is at most `Limits.depth` deep.
    mutating func structure(of id: MIME.PartID, in message: MIME.Message) {
        guard let part = message[id] else { return }
        separate()
        text += "["
        needsComma = false
        string(part.contentType.name)
        for child in part.children { structure(of: child, in: message) }
        text += "]"
        needsComma = true
    }
}
