/// Makes the HTML of a mail harmless, whoever wrote it.
///
/// The mail is parsed as a browser parses it, and what is on the list (`AllowedMarkup`) is written
/// anew; everything else is left out. The result is parsed and written again until nothing changes:
/// what a browser reads is then the tree that was checked, and no other (mutation XSS).
///
/// No scripts, frames, forms, style sheets, ids, classes, names, SVG or MathML come through. Links
/// open in a window of their own and pass nothing on; `title` holds where each really leads, and
/// `data-host` the server's name where the words of a link show another one. Output is for a
/// sandboxed frame all the same.
public enum Sanitizer {
    /// Never fails: HTML beyond the limits comes back as its plain text, see `simplification`.
    public static func sanitize(
        _ html: String, options: SanitizerOptions = SanitizerOptions()
    ) -> SanitizedMail {
        sanitize(html, options: options, limits: ParseLimits())
    }

    /// Rounds of writing and parsing until nothing changes. Misnested mail needs two or three.
    private static let maximumRounds = 8

    static func sanitize(
        _ html: String, options: SanitizerOptions, limits: ParseLimits
    ) -> SanitizedMail {
        var policy = SanitizingPolicy(options: options)
        do throws(ParseRefusal) {
            var current = rewrite(
                try HTMLPieces.parse(Array(html.utf8), limits: limits), by: &policy)
            let blocked = policy.blockedImages
            for _ in 1...maximumRounds {
                let again = rewrite(try HTMLPieces.parse(current, limits: limits), by: &policy)
                if again == current {
                    return SanitizedMail(
                        html: HTML(trusted: current), blockedImages: blocked,
                        remoteHosts: policy.remoteHosts)
                }
                current = again
            }
            return plain(html, because: .unstable, limits: limits)
        } catch .tooLong, .tooManyTags {
            return plain(html, because: .tooLarge, limits: limits)
        } catch {
            return plain(html, because: .tooCostly, limits: limits)
        }
    }

    private static func plain(
        _ html: String, because reason: SanitizedMail.Simplification, limits: ParseLimits
    ) -> SanitizedMail {
        let text = TagStripper.text(of: html, limit: limits.bytes)
        return SanitizedMail(
            html: PlainText.toHTML(text), blockedImages: 0, simplification: reason)
    }

    private static func rewrite(
        _ parsed: HTMLPieces, by policy: inout SanitizingPolicy
    ) -> [UInt8] {
        var writer = HTMLWriter()
        var skipped = 0
        for (index, piece) in parsed.pieces.enumerated() {
            switch piece {
            case .start(let element):
                if skipped > 0 || policy.drops(element) {
                    skipped += 1
                } else if element.name == "a" {
                    let words = LinkTarget.words(in: parsed.pieces, from: index + 1)
                    writer.open(policy.link(element, showing: words))
                } else {
                    writer.open(policy.element(for: element, within: writer.parent))
                }
            case .text(let bytes):
                if skipped == 0 { writer.write(text: bytes) }
            case .end:
                if skipped > 0 { skipped -= 1 } else { writer.close() }
            }
        }
        return writer.bytes
    }
}
