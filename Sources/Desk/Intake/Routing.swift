/// Which project a new ticket belongs to.
public enum Routing {
    public struct Answer: Hashable, Sendable {
        public var project: ProjectID?
        public var trace: [TraceStep]
    }

    /// Subject keyword, then sender address, then sender domain (longest first), then the mailbox's
    /// default. Within a step the project that stands first in the explicit order wins.
    public static func route(
        subject: String, sender: String?, projects: [Project], defaultProject: ProjectID?
    ) -> Answer {
        let open = projects.filter(\.isActive).sorted { ($0.order, $0.id) < ($1.order, $1.id) }
        var trace: [TraceStep] = []
        func decided(_ project: Project, _ rule: String, _ finding: String) -> Answer {
            Answer(
                project: project.id,
                trace: trace + [TraceStep(rule: rule, finding: finding, verdict: .decided)])
        }

        for project in open {
            if let keyword = project.keywords.first(where: {
                hasKeyword($0, of: project, in: subject)
            }) {
                return decided(
                    project, "routing: keyword",
                    "The subject has “\(keyword)”, a keyword of the project \(project.name).")
            }
        }
        trace.append(.passed("routing: keyword", "No project's keyword is in the subject."))

        let address = sender?.lowercased() ?? ""
        if let project = open.first(where: { $0.senderAddresses.contains(address) }) {
            return decided(
                project, "routing: sender address",
                "\(address) is an address of the project \(project.name).")
        }
        trace.append(.passed("routing: sender address", "No project names \(shown(address))."))

        let byDomain = open.flatMap { project in
            project.senderDomains.filter { isWithin(address, domain: $0) }.map { (project, $0) }
        }
        // Longest suffix first; the order of projects settles what is equally long.
        if let longest = byDomain.map(\.1.utf8.count).max(),
            let (project, domain) = byDomain.first(where: { $0.1.utf8.count == longest })
        {
            return decided(
                project, "routing: sender domain",
                "\(address) is of \(domain), a domain of the project \(project.name).")
        }
        trace.append(.passed("routing: sender domain", "No project names the sender's domain."))

        if let defaultProject, let project = open.first(where: { $0.id == defaultProject }) {
            return decided(
                project, "routing: mailbox default",
                "The mailbox's default project is \(project.name).")
        }
        trace.append(
            TraceStep(
                rule: "routing: mailbox default",
                finding: "The mailbox has no default project, or it is not active.",
                verdict: .decided))
        return Answer(project: nil, trace: trace)
    }

    private static func shown(_ address: String) -> String {
        address.isEmpty ? "a missing sender" : address
    }

    static func hasKeyword(_ keyword: String, of project: Project, in subject: String) -> Bool {
        containsWords(
            keyword, in: subject, matchingCase: project.keywordsMatchCase,
            asWholeWords: project.keywordsAreWholeWords)
    }

    /// Whether a text has the words, unless asked otherwise not inside longer words.
    static func containsWords(
        _ words: String, in text: String, matchingCase: Bool, asWholeWords: Bool = true
    ) -> Bool {
        let needle = Array((matchingCase ? words : words.lowercased()).trimmed.unicodeScalars)
        let hay = Array((matchingCase ? text : text.lowercased()).unicodeScalars)
        guard !needle.isEmpty, hay.count >= needle.count else { return false }
        func isWord(_ scalar: Unicode.Scalar) -> Bool {
            (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
                && !isWithoutSpaces(scalar)
        }
        for start in 0...(hay.count - needle.count)
        where hay[start] == needle[0] && hay[start..<(start + needle.count)].elementsEqual(needle) {
            guard asWholeWords else { return true }
            let end = start + needle.count
            let opens = start == 0 || !(isWord(hay[start - 1]) && isWord(needle[0]))
            let closes =
                end == hay.count || !(isWord(hay[end]) && isWord(needle[needle.count - 1]))
            if opens && closes { return true }
        }
        return false
    }

    /// Letters of scripts that put no spaces between words: any of them may begin or end one.
    private static func isWithoutSpaces(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.properties.isIdeographic { return true }
        return switch scalar.value {
        // Thai and Lao; Khmer; Hiragana and Katakana.
        case 0x0E00...0x0EFF, 0x1780...0x17FF, 0x3040...0x30FF: true
        default: false
        }
    }
}

extension TraceStep {
    static func passed(_ rule: String, _ finding: String) -> TraceStep {
        TraceStep(rule: rule, finding: finding, verdict: .passed)
    }

    static func noted(_ rule: String, _ finding: String) -> TraceStep {
        TraceStep(rule: rule, finding: finding, verdict: .noted)
    }
}
