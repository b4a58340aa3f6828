/// Goes through the lines of a body once and marks those that are not the sender's words.
struct ReplyTextTrimmer {
    private let lines: ReplyTextLines
    private var isHidden: [Bool]
    private var hasVisible = false
    /// Whether a mail's header, an introduction or a separator was found, in a quote or outside.
    private(set) var holdsAnotherMail = false
    private var index = 0

    init(_ body: String) {
        lines = ReplyTextLines(body)
        isHidden = Array(repeating: false, count: lines.count)
    }

    mutating func run() {
        while index < lines.count {
            let line = lines[index]
            if line.isBlank {
                index += 1
            } else if line.isQuoted {
                // Apple Mail quotes what it forwards.
                holdsAnotherMail = true
                hide(through: index)
            } else if readBoundary() {
                holdsAnotherMail = true
            } else {
                hasVisible = true
                index += 1
            }
        }
        hideSignature()
        hideLooseEnds()
        hideBlanksBetween()
    }

    func text(hidden: Bool) -> String {
        var out: [Substring] = []
        for index in 0..<lines.count where isHidden[index] == hidden {
            // One blank line where hidden lines were.
            if lines[index].isBlank, out.last.map(ReplyTextLines.isBlank) ?? true { continue }
            out.append(lines[index].raw)
        }
        while let last = out.last, ReplyTextLines.isBlank(last) { out.removeLast() }
        return out.joined(separator: "\n")
    }

    /// Whether a quoted mail begins here; marks what is sure and moves on.
    private mutating func readBoundary() -> Bool {
        if let end = ReplyTextIntroduction.end(in: lines, from: index) {
            if let next = lines.nextFilled(after: end), !lines[next].isQuoted, hasVisible {
                hideRest(from: index)
            } else {
                // The quote has its own marks; or the answer stands below, and hiding all that
                // follows would leave nothing.
                hide(through: end)
            }
            return true
        }
        if let end = ReplyTextHeader.end(in: lines, from: index) {
            if hasVisible {
                hideRest(from: index)
            } else {
                // A mail that begins with another one's header forwards it: that is its content.
                hasVisible = true
                index = end + 1
            }
            return true
        }
        if ReplyTextSeparator.isOne(lines[index]) {
            if hasVisible { hideRest(from: index) } else { index += 1 }
            return true
        }
        return false
    }

    private mutating func hide(through last: Int) {
        while index <= last {
            isHidden[index] = true
            index += 1
        }
    }

    private mutating func hideRest(from first: Int) {
        for line in first..<lines.count { isHidden[line] = true }
        index = lines.count
    }

    /// From the first mark of a signature that is near enough to the end of the sender's words.
    private mutating func hideSignature() {
        guard let last = lastVisible(upTo: lines.count - 1) else { return }
        var filled = 0
        var mark: Int?
        var position = last
        while position >= 0, filled <= ReplyTextSignature.maximumReach, !isHidden[position] {
            if let reach = ReplyTextSignature.reach(of: lines[position]), filled <= reach {
                mark = position
            }
            if !lines[position].isBlank { filled += 1 }
            position -= 1
        }
        guard let mark, (0..<mark).contains(where: { !isHidden[$0] && !lines[$0].isBlank })
        else { return }
        for line in mark...last { isHidden[line] = true }
    }

    /// Device lines and rules, at the end or on their own.
    private mutating func hideLooseEnds() {
        var words = 0
        for index in 0..<lines.count where !isHidden[index] && !lines[index].isBlank {
            words += 1
            let above = index > 0 && !isHidden[index - 1] && !lines[index - 1].isBlank
            let below =
                index + 1 < lines.count && !isHidden[index + 1] && !lines[index + 1].isBlank
            if !above, !below, ReplyTextSignature.isDeviceLine(lines[index], isLast: false) {
                isHidden[index] = true
            }
        }
        var end = lines.count - 1
        while words > 1, let last = lastVisible(upTo: end),
            lines[last].isRule || ReplyTextSignature.isDeviceLine(lines[last], isLast: true)
        {
            isHidden[last] = true
            words -= 1
            end = last
        }
    }

    /// Blank lines inside what is hidden belong to it.
    private mutating func hideBlanksBetween() {
        var first: Int?
        for index in 0..<lines.count {
            if lines[index].isBlank {
                if index > 0, first == nil, isHidden[index - 1] { first = index }
            } else {
                if let first, isHidden[index] {
                    for blank in first..<index { isHidden[blank] = true }
                }
                first = nil
            }
        }
    }

    private func lastVisible(upTo end: Int) -> Int? {
        var index = end
        while index >= 0, isHidden[index] || lines[index].isBlank { index -= 1 }
        return index >= 0 ? index : nil
    }
}
