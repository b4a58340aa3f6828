/// Divides a mail into parts in one pass over its lines. No recursion within one source: the open parts
/// stand on an explicit path. Nested messages that are transfer-encoded are decoded and read as a source
/// of their own, at most `Limits.depth` deep.
struct TreeBuilder {
    let limits: Limits
    var sources: [[UInt8]]
    var parts: [Part] = []
    var defects: [Defect] = []
    private var decodedBytes = 0

    init(_ bytes: [UInt8], limits: Limits) {
        self.limits = limits
        sources = [bytes]
    }

    mutating func build() {
        if sources[0].isEmpty { defects.append(Defect(kind: .emptyMail, part: nil, offset: 0)) }
        readSource(0, parent: nil, depth: 0)
    }

    /// A part whose end is not known yet.
    private struct Open {
        var part: Int
        /// Nil for leaves and messages.
        var boundary: [UInt8]?
        var sawDelimiter = false
        var isClosed = false
        var isDigest = false
    }

    private mutating func report(_ kind: Defect.Kind, part: Int?, at offset: Int) {
        guard defects.count < limits.defects else { return }
        defects.append(Defect(kind: kind, part: part.map { PartID(index: $0) }, offset: offset))
    }

    private mutating func readSource(_ source: Int, parent: Int?, depth: Int) {
        let lines = Lines(sources[source])
        let count = lines.bytes.count
        if lines.endsWithBareCarriageReturns { report(.bareCarriageReturn, part: parent, at: 0) }
        var path: [Open] = []
        var position = 0
        open(lines, source: source, at: &position, parent: parent, path: &path, depth: depth)
        while position < count {
            guard path.contains(where: { $0.boundary != nil && !$0.isClosed }) else { break }
            // Nothing but a line that begins with two dashes can divide, and nothing else changes the path.
            let start = Scan.dashedLine(
                in: lines.bytes, position..<count, terminator: lines.terminator)
            guard start < count else { break }
            let (content, next) = lines.line(at: start, limit: count)
            position = next
            guard let (level, isClosing) = Self.match(content, lines: lines, path: path) else {
                continue
            }
            close(&path, above: level, at: start, lines: lines, depth: depth)
            path[level].sawDelimiter = true
            if isClosing {
                path[level].isClosed = true
            } else if isEnd(lines, position) {
                // QUIRK: the last delimiter should have been the closing one: nothing comes after it.
                break
            } else {
                let parent = path[level].part
                open(
                    lines, source: source, at: &position, parent: parent, path: &path, depth: depth)
            }
        }
        close(&path, above: -1, at: count, lines: lines, depth: depth)
    }

    /// Nothing but some blanks and line ends is left; a few, so that a body of blanks costs nothing.
    private func isEnd(_ lines: Lines, _ position: Int) -> Bool {
        lines.bytes.count - position <= 16
            && lines.bytes[position...].allSatisfy(\.isWhitespace)
    }

    /// delimiter = "--" boundary, close-delimiter = delimiter "--", then white space only (RFC 2046 §5.1.1).
    /// The innermost open multipart wins; only whole lines count, since one boundary may begin another.
    private static func match(
        _ content: Range<Int>, lines: Lines, path: [Open]
    ) -> (level: Int, isClosing: Bool)? {
        let line = lines.trimmedEnd(content)
        let text = lines.bytes[line].dropFirst(2)
        for level in path.indices.reversed() {
            guard let boundary = path[level].boundary, !path[level].isClosed else { continue }
            if boundary.last?.isWhitespace == true {
                guard lines.bytes[content].dropFirst(2).starts(with: boundary) else { continue }
                let rest = text.dropFirst(boundary.count)
                if rest.isEmpty { return (level, false) }
                if rest.elementsEqual([ASCII.dash, ASCII.dash]) { return (level, true) }
                continue
            }
            if text.count == boundary.count, text.elementsEqual(boundary) { return (level, false) }
            if text.count == boundary.count + 2,
                text.suffix(2).elementsEqual([ASCII.dash, ASCII.dash]),
                text.starts(with: boundary)
            {
                return (level, true)
            }
        }
        return nil
    }

    /// Ends the parts above `level`; a delimiter at `position` owns the line end before it.
    private mutating func close(
        _ path: inout [Open], above level: Int, at position: Int, lines: Lines, depth: Int
    ) {
        while path.count - 1 > level, let open = path.popLast() {
            let floor = parts[open.part].bodyRange.lowerBound
            let end = level < 0 ? position : lines.withoutLineEnd(before: position, floor: floor)
            parts[open.part].bodyRange = floor..<max(floor, end)
            if open.boundary != nil, !open.sawDelimiter {
                report(.boundaryNotFound, part: open.part, at: floor)
                readEncodedComposite(open.part, depth: depth + path.count)
            } else if open.boundary != nil, !open.isClosed {
                report(.missingEndBoundary, part: open.part, at: position)
            } else if open.boundary == nil, parts[open.part].isMessage,
                parts[open.part].children.isEmpty
            {
                readEncodedComposite(open.part, depth: depth + path.count)
            }
        }
    }

    /// Reads the header at `position` and puts the part onto the path; goes on with the message inside of
    /// a message part. Afterwards `position` is in a body, or at a delimiter line.
    private mutating func open(
        _ lines: Lines, source: Int, at position: inout Int, parent: Int?, path: inout [Open],
        depth: Int
    ) {
        var parent = parent
        var isNested = parent == nil || source > 0 && path.isEmpty
        let count = lines.bytes.count
        while true {
            guard parts.count < limits.parts else {
                report(.tooManyParts, part: parent, at: position)
                return
            }
            let isDigest = path.last?.isDigest ?? false
            var scanner = HeaderScanner(lines: lines, limits: limits)
            let scanned = scanner.scan(from: position, limit: count, isFirst: isNested) { content in
                content.count >= 2 && lines.bytes[content.lowerBound + 1] == ASCII.dash
                    && Self.match(content, lines: lines, path: path) != nil
            }
            let index = parts.count
            append(scanned, source: source, parent: parent, isInDigest: isDigest)
            position = scanned.bodyStart
            parts[index].bodyRange = position..<count
            let opened = kind(of: index, lines: lines, path: path, depth: depth, at: position)
            path.append(opened)
            if opened.sawDelimiter {
                parent = index
                isNested = false
                continue
            }
            guard opened.boundary == nil, parts[index].isMessage, !scanned.stoppedAtDelimiter else {
                return
            }
            guard isReadable(parts[index], lines: lines, at: position) else { return }
            guard depth + path.count < limits.depth else {
                report(.tooDeep, part: index, at: position)
                return
            }
            guard position < count else { return }
            parent = index
            isNested = true
        }
    }

    private mutating func append(
        _ scanned: HeaderScanner.Result, source: Int, parent: Int?, isInDigest: Bool
    ) {
        let index = parts.count
        for (kind, offset) in scanned.defects { report(kind, part: index, at: offset) }
        let header = scanned.header
        var type = isInDigest ? ContentType.message : ContentType.plainText
        // One look at all fields for the three that count.
        var (types, typeField): (Int, Header.Field?) = (0, nil)
        var (encodingField, dispositionField): (Header.Field?, Header.Field?) = (nil, nil)
        for field in header.fields where field.isContentField {
            if field.isNamed("Content-Type") {
                types += 1
                if types == 1 { typeField = field }
            } else if encodingField == nil, field.isNamed("Content-Transfer-Encoding") {
                encodingField = field
            } else if dispositionField == nil, field.isNamed("Content-Disposition") {
                dispositionField = field
            }
        }
        if let first = typeField {
            var field = first
            if types > 1 {
                report(.repeatedContentField, part: index, at: scanned.start)
                field = ContentFields.best(header.all("Content-Type")) ?? first
            }
            let value = field.line
            if let parsed = ContentType.parse(value) {
                type = parsed
            } else {
                report(.malformedContentType, part: index, at: scanned.start)
                type = .plainText
                type.parameters = ContentFields.parametersOnly(value)
            }
        }
        var encoding = TransferEncoding.sevenBit
        if let field = encodingField {
            if let known = ContentFields.encoding(field.line) {
                encoding = known
            } else {
                encoding = .binary
                report(.unknownTransferEncoding, part: index, at: scanned.start)
            }
        }
        let disposition = dispositionField.flatMap { ContentDisposition.parse($0.line) }
        parts.append(
            Part(
                id: PartID(index: index), parent: parent.map { PartID(index: $0) }, header: header,
                contentType: type, contentDisposition: disposition, transferEncoding: encoding,
                source: source, headerRange: scanned.start..<max(scanned.start, scanned.bodyStart),
                bodyRange: scanned.bodyStart..<scanned.bodyStart))
        if let parent { parts[parent].children.append(PartID(index: index)) }
    }

    /// Which boundary, if any, divides the body of a part that was just read.
    private mutating func kind(
        of index: Int, lines: Lines, path: [Open], depth: Int, at position: Int
    ) -> Open {
        let part = parts[index]
        guard part.isMultipart else { return Open(part: index) }
        guard depth + path.count < limits.depth else {
            report(.tooDeep, part: index, at: position)
            return Open(part: index)
        }
        if !part.transferEncoding.isIdentity {
            report(.encodedComposite, part: index, at: position)
        }
        let said = part.contentType.parameters.boundary ?? []
        var boundary = said
        while let last = boundary.last, last.isWhitespace { boundary.removeLast() }
        if boundary.count > limits.boundaryBytes {
            report(.boundaryTooLong, part: index, at: position)
            return Open(part: index)
        }
        let guess = BoundaryGuess(lines: lines, start: position) {
            Self.match($0, lines: lines, path: path) != nil
        }
        // QUIRK: no boundary ends with blanks (RFC 2046 §5.1.1). Some mailers fold the field behind them, and lines
        // may have blanks for padding, so they mean nothing; but a closing delimiter that has them before its
        // dashes shows that the sender counts them.
        if boundary.count < said.count, said.count <= limits.boundaryBytes, !boundary.isEmpty,
            guess.occurs(said + [ASCII.dash, ASCII.dash])
        {
            boundary = said
        }
        if boundary.isEmpty {
            report(.missingBoundaryParameter, part: index, at: position)
            guard let guessed = guess.find() else { return Open(part: index) }
            report(.guessedBoundary, part: index, at: position)
            boundary = guessed
        } else if !guess.occurs(boundary, most: path.isEmpty ? .max : BoundaryGuess.probe),
            let guessed = guess.find()
        {
            // QUIRK: servers that rewrite the boundaries of what they bounce, but not the parameter.
            report(.boundaryNotFound, part: index, at: position)
            report(.guessedBoundary, part: index, at: position)
            boundary = guessed
        }
        // QUIRK: the first delimiter was lost, or all of them: the header of a part is what the body begins with.
        let lostDelimiter = guess.beginsWithPart
        if lostDelimiter { report(.boundaryNotFound, part: index, at: position) }
        return Open(
            part: index, boundary: boundary, sawDelimiter: lostDelimiter,
            isDigest: part.contentType.subtype == "digest")
    }

    /// Whether the message inside of a message part can be read where it stands. QUIRK: some say base64
    /// for messages that were never encoded.
    private func isReadable(_ part: Part, lines: Lines, at position: Int) -> Bool {
        if part.transferEncoding.isIdentity { return true }
        let scanner = HeaderScanner(lines: lines, limits: limits)
        let first = lines.line(at: position, limit: lines.bytes.count).content
        return part.transferEncoding == .base64 && scanner.fieldName(first) != nil
    }

    /// Messages and multiparts must not be encoded (RFC 2045 §6.4), but are.
    private mutating func readEncodedComposite(_ index: Int, depth: Int) {
        let part = parts[index]
        guard !part.transferEncoding.isIdentity, !part.bodyRange.isEmpty else { return }
        if part.isMessage { report(.encodedComposite, part: index, at: part.bodyRange.lowerBound) }
        guard index == parts.count - 1, depth + 1 < limits.depth else { return }
        guard decodedBytes + part.bodyRange.count <= limits.decodedMessageBytes else {
            report(.decodedMessageTooLarge, part: index, at: part.bodyRange.lowerBound)
            return
        }
        let decoded = Transfer.decode(sources[part.source][part.bodyRange], part.transferEncoding)
        guard !decoded.isEmpty else { return }
        var content = decoded
        if part.isMultipart {
            // The inner multipart needs its header to be read as one.
            guard let boundary = part.contentType.parameters.boundary,
                BoundaryGuess(lines: Lines(decoded), start: 0, isEnd: { _ in false }).occurs(
                    boundary),
                let field = part.header.first("Content-Type")
            else { return }
            content =
                Array("Content-Type: ".utf8) + field.unfolded + [ASCII.lf, ASCII.lf] + decoded
        }
        decodedBytes += content.count
        sources.append(content)
        readSource(sources.count - 1, parent: index, depth: depth + 1)
    }
}
