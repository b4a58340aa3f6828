/// Where this desk is reached, and how far what stands before it is believed.
public struct SiteConfiguration: Hashable, Sendable {
    /// Scheme and authority without a slash at the end: `https://desk.example.com`.
    public var baseURL: String
    /// Whether `X-Forwarded-For` of the request is believed. Only for a server behind a proxy that
    /// sets it: anybody else can write what they like into it and so escape the sign-in limit.
    public var trustsProxy: Bool

    public init(baseURL: String, trustsProxy: Bool = false) {
        var text = baseURL
        while text.last == "/" { text.removeLast() }
        self.baseURL = text
        self.trustsProxy = trustsProxy
    }

    /// Whether browsers reach it by https, so that cookies never leave on a connection without TLS.
    public var isSecure: Bool { baseURL.lowercased().hasPrefix("https://") }

    /// Host and port as a browser writes them into `Origin`.
    var authority: String {
        Self.authority(of: baseURL) ?? baseURL.lowercased()
    }

    /// What stands after the scheme of an origin; nil where there is no scheme.
    static func authority(of origin: String) -> String? {
        guard let colon = origin.firstIndex(of: ":"), origin[colon...].hasPrefix("://") else {
            return nil
        }
        return origin[colon...].dropFirst(3).lowercased()
    }

    func absolute(_ path: Path) -> String { baseURL + path.text }
}
