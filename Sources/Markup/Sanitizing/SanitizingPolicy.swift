/// Decides, element by element, what is written.
struct SanitizingPolicy {
    private let options: SanitizerOptions
    private(set) var blockedImages = 0
    private(set) var remoteHosts: [String] = []

    /// More servers than these nobody reads.
    private static let mostHosts = 24

    /// The addresses that `cidURL` gave: the only ones of this server that an image may have, so
    /// that the later rounds know them again.
    private var ownAddresses: Set<String> = []

    init(options: SanitizerOptions) { self.options = options }

    func drops(_ element: HTMLPieces.Element) -> Bool {
        element.isForeign || AllowedMarkup.dropped.contains(element.name)
    }

    /// Nil where the element is left out and its content stays.
    mutating func element(
        for source: HTMLPieces.Element, within parent: String?
    ) -> HTMLWriter.Element? {
        guard AllowedMarkup.elements.contains(source.name) else {
            guard AllowedMarkup.boxes.contains(source.name),
                !AllowedMarkup.tableFrames.contains(parent ?? "")
            else { return nil }
            return HTMLWriter.Element(name: source.name == "listing" ? "pre" : "div")
        }
        var element = HTMLWriter.Element(name: source.name)
        if source.name == "img", let address = imageAddress(source) {
            element.attributes.append(("src", address))
        }
        addLooks(of: source, to: &element)
        return element
    }

    /// A link with its true target: in `title`, which no mail may choose, and in `data-host` where its
    /// words show another server's name.
    func link(_ source: HTMLPieces.Element, showing words: String) -> HTMLWriter.Element {
        var element = HTMLWriter.Element(name: "a")
        if let address = source["href"].flatMap(WebAddress.link) {
            let target = LinkTarget(address)
            element.attributes.append(("href", address))
            element.attributes.append(("rel", "noopener noreferrer nofollow"))
            element.attributes.append(("target", "_blank"))
            element.attributes.append(("title", target.description))
            if target.isHidden(by: words) { element.attributes.append(("data-host", target.host)) }
        }
        addLooks(of: source, to: &element)
        return element
    }

    private func addLooks(of source: HTMLPieces.Element, to element: inout HTMLWriter.Element) {
        for attribute in source.attributes {
            if source.name == "a", attribute.name == "title" { continue }
            if attribute.name == "style" {
                let style = InlineStyle.filtered(attribute.value)
                if !style.isEmpty { element.attributes.append(("style", style)) }
            } else if let value = AllowedMarkup.value(
                of: attribute.name, attribute.value, on: source.name)
            {
                element.attributes.append((attribute.name, value))
            }
        }
    }

    private mutating func imageAddress(_ image: HTMLPieces.Element) -> String? {
        guard let source = image["src"] else { return nil }
        if ownAddresses.contains(source) { return source }
        switch WebAddress.image(source) {
        case .remote(let address):
            let host = LinkTarget(address).host
            if remoteHosts.count < Self.mostHosts, !remoteHosts.contains(host) {
                remoteHosts.append(host)
            }
            if options.allowsRemoteImages { return address }
            blockedImages += 1
            return nil
        case .attached(let contentID):
            guard let address = options.cidURL(contentID) else { return nil }
            ownAddresses.insert(address)
            return address
        case .embedded(let address):
            return address
        case nil:
            return nil
        }
    }
}
