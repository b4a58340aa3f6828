/// The German texts, by the English ones.
enum German {
    static let phrases: [String: String] = [:]
}
