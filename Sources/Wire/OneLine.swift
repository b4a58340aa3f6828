/// Text proven to be free of CR, LF and NUL, so that it cannot become a second command.
///
/// Every user name, password, address and folder name goes through here before it is part of a
/// command.
public struct OneLine: Sendable, Hashable {
    public let bytes: [UInt8]

    /// Throws `WireError.unsafeText(field:)`; `field` names the value in words of the product and is
    /// all that the error says about it.
    public init(_ text: String, field: String) throws(WireError) {
        let bytes = Array(text.utf8)
        guard !bytes.contains(where: { $0 == 0x0D || $0 == 0x0A || $0 == 0 }) else {
            throw WireError.unsafeText(field: field)
        }
        self.bytes = bytes
    }
}
