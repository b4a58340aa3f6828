/// Something odd about a mail, which was nevertheless read.
public struct Defect: Hashable, Sendable {
    /// What is odd. The raw value is the word that `martlet mail parse` prints.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The mail has no byte at all.
        case emptyMail
        /// An mbox separator (`From …`) stands before the header.
        case mboxLine
        /// Lines end with a bare CR (RFC 5322 §2.3 forbids it).
        case bareCarriageReturn
        /// A line within the header is neither a field nor a continuation.
        case malformedHeaderLine
        /// The body begins without an empty line after the header.
        case missingBodySeparator
        /// More fields than `Limits.fields`, or one longer than `Limits.fieldBytes`.
        case headerTooLarge
        /// Content-Type cannot be read and was taken for text/plain.
        case malformedContentType
        /// A field that may stand only once stands twice.
        case repeatedContentField
        /// A multipart says no boundary.
        case missingBoundaryParameter
        /// The boundary of a multipart was guessed from its body.
        case guessedBoundary
        /// The boundary of a multipart does not occur in its body.
        case boundaryNotFound
        /// A multipart has no closing delimiter (RFC 2046 §5.1.1).
        case missingEndBoundary
        /// The boundary is longer than `Limits.boundaryBytes`.
        case boundaryTooLong
        /// Parts are nested deeper than `Limits.depth`.
        case tooDeep
        /// More parts than `Limits.parts`.
        case tooManyParts
        /// Content-Transfer-Encoding is no known word; the bytes were taken as they are.
        case unknownTransferEncoding
        /// A multipart or message says an encoding that it may not have (RFC 2045 §6.4).
        case encodedComposite
        /// Nested encoded messages need more than `Limits.decodedMessageBytes`.
        case decodedMessageTooLarge
    }

    /// What is odd.
    public let kind: Kind
    /// The part that it was found in, if there was one yet.
    public let part: PartID?
    /// Where in the bytes that the part was read from.
    public let offset: Int
}
