internal import CGumbo

/// The one place that touches libgumbo's pointers. Nothing of them leaves it.
enum GumboTree {
    static func read(
        _ html: [UInt8], limits: ParseLimits
    ) throws(ParseRefusal) -> HTMLPieces {
        let time = limits.processorTime.components
        let nanoseconds = time.seconds * 1_000_000_000 + time.attoseconds / 1_000_000_000
        guard let budget = gumbo_budget_create(limits.memory, nanoseconds) else {
            throw .tooMuchMemory
        }
        defer { gumbo_budget_free(budget) }
        // The tree points into these bytes (original_text), so it is read while they are held.
        let pieces: HTMLPieces? = html.withUnsafeBytes { raw in
            let start = raw.baseAddress?.assumingMemoryBound(to: CChar.self)
            guard let output = gumbo_budget_parse(budget, start, raw.count) else { return nil }
            return walk(output.pointee.root, limits: limits)
        }
        if let pieces { return pieces }
        throw budget.pointee.state == budget_out_of_time ? .tooSlow : .tooMuchMemory
    }

    /// By an explicit stack: how deep the tree is, the sender decides.
    private static func walk(
        _ root: UnsafeMutablePointer<GumboNode>?, limits: ParseLimits
    ) -> HTMLPieces {
        enum Step {
            case enter(UnsafeMutablePointer<GumboNode>)
            case leave
        }
        var result = HTMLPieces()
        guard let root else { return result }
        var steps: [Step] = []

        func pushChildren(of element: GumboElement) {
            var index = Int(element.children.length)
            while index > 0 {
                index -= 1
                if let child = element.children.data[index] {
                    steps.append(.enter(child.assumingMemoryBound(to: GumboNode.self)))
                }
            }
        }

        pushChildren(of: root.pointee.v.element)
        while let step = steps.popLast() {
            guard case .enter(let node) = step else {
                result.pieces.append(.end)
                continue
            }
            switch node.pointee.type {
            case GUMBO_NODE_TEXT, GUMBO_NODE_WHITESPACE, GUMBO_NODE_CDATA:
                result.pieces.append(.text(bytes(node.pointee.v.text.text)))
            case GUMBO_NODE_ELEMENT, GUMBO_NODE_TEMPLATE:
                let element = node.pointee.v.element
                result.pieces.append(.start(read(element, limits: limits)))
                steps.append(.leave)
                pushChildren(of: element)
            default:
                break  // comments and the document itself
            }
        }
        return result
    }

    private static func read(_ element: GumboElement, limits: ParseLimits) -> HTMLPieces.Element {
        let name =
            element.tag == GUMBO_TAG_UNKNOWN
            ? "" : String(cString: gumbo_normalized_tagname(element.tag))
        let count = min(Int(element.attributes.length), limits.attributesPerElement)
        var attributes: [HTMLPieces.Attribute] = []
        attributes.reserveCapacity(count)
        for index in 0..<count {
            guard let pointer = element.attributes.data[index] else { continue }
            let attribute = pointer.assumingMemoryBound(to: GumboAttribute.self).pointee
            guard attribute.attr_namespace == GUMBO_ATTR_NAMESPACE_NONE else { continue }
            attributes.append(
                HTMLPieces.Attribute(
                    name: String(decoding: bytes(attribute.name), as: UTF8.self).lowercased(),
                    value: String(decoding: bytes(attribute.value), as: UTF8.self)))
        }
        return HTMLPieces.Element(
            name: name, isForeign: element.tag_namespace != GUMBO_NAMESPACE_HTML,
            attributes: attributes)
    }

    /// Text in the tree ends at its NUL: the parser has taken out those of the mail.
    private static func bytes(_ text: UnsafePointer<CChar>?) -> [UInt8] {
        guard let text else { return [] }
        return Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
    }
}
