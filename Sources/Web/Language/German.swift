/// The German texts, by the English ones.
enum German {
    static let phrases: [String: String] =
        [
            frame, tickets, mailboxes, settings, answers, hours, inbound, mailWords, routing,
        ].reduce(into: [:]) { all, part in
            all.merge(part) { first, _ in first }
        }
}
