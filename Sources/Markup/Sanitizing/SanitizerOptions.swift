/// What a mail's HTML may reach.
public struct SanitizerOptions: Sendable {
    /// The address of the picture with a Content-ID (without `<>`), or nil where the mail has none.
    public var cidURL: @Sendable (String) -> String?

    /// Whether pictures on other servers are loaded. They tell the sender who reads the mail, and
    /// when.
    public var allowsRemoteImages: Bool

    public init(
        allowsRemoteImages: Bool = false,
        cidURL: @escaping @Sendable (String) -> String? = { _ in nil }
    ) {
        self.cidURL = cidURL
        self.allowsRemoteImages = allowsRemoteImages
    }
}

/// A mail's HTML made harmless.
public struct SanitizedMail: Sendable {
    public var html: HTML

    /// Pictures on other servers that were left out.
    public var blockedImages: Int

    /// The servers, lower case and each once, that the mail's pictures are on: whom *Show images*
    /// would tell that the mail is read. Some dozen at most, whether they were left out or not.
    public var remoteHosts: [String]

    public init(
        html: HTML, blockedImages: Int, remoteHosts: [String] = [],
        simplification: Simplification? = nil
    ) {
        self.html = html
        self.blockedImages = blockedImages
        self.remoteHosts = remoteHosts
        self.simplification = simplification
    }

    /// Set where the HTML could not be kept and `html` is its plain text.
    public var simplification: Simplification?

    /// Whether the mail's own layout was kept.
    public var keptLayout: Bool { simplification == nil }

    public enum Simplification: Sendable, Hashable {
        /// Longer, or with more tags, than is parsed.
        case tooLarge
        /// The parser's memory or time ran out: most likely a mail made to do harm.
        case tooCostly
        /// Its tree changed each time it was written and parsed again.
        case unstable
    }
}
