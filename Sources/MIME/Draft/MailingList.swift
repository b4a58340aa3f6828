extension Draft {
    /// The fields by which mailers know mail of a list, and by which people leave it (RFC 2369, RFC 2919).
    ///
    /// URLs are printable ASCII without blanks, commas and angle brackets, at most 900 bytes (RFC 3986 §2.1
    /// says how others are escaped); one that is not is left out.
    public struct MailingList: Sendable, Hashable {
        /// List-ID without angle brackets, such as `news.example.org` (RFC 2919 §3). It stays the same for
        /// the life of the list. Empty: the field is not written.
        public var id: String
        /// What people call the list; stands before the id.
        public var name: String?
        /// `https:` and `mailto:` URLs that end the subscription, the preferred one first (RFC 2369 §3.2).
        public var unsubscribe: [String] = []
        /// Whether a POST to the `https:` URL ends the subscription without another question (RFC 8058 §3.1).
        /// Has no effect without such a URL. Gmail and Yahoo ask it of senders of bulk mail.
        public var isOneClick = false
        /// `mailto:` URLs to write to the list (RFC 2369 §3.4).
        public var post: [String] = []
        /// URLs of help about the list (RFC 2369 §3.1).
        public var help: [String] = []
        /// URLs of its archive (RFC 2369 §3.6).
        public var archive: [String] = []

        /// A list with an id and nothing else.
        public init(id: String, name: String? = nil) {
            self.id = id
            self.name = name
        }

        func write(to writer: inout HeaderWriter) {
            let label = id.utf8.filter {
                $0 > ASCII.space && $0 < 0x7F && $0 != ASCII.less && $0 != ASCII.greater
            }
            if !label.isEmpty, label.count <= HeaderWriter.longestWord {
                let phrase = EncodedWordWriter.phrase(of: name ?? "")
                writer.words("List-ID", phrase + ["<\(String(decoding: label, as: UTF8.self))>"])
            }
            writer.urls("List-Unsubscribe", unsubscribe)
            let mayPost = unsubscribe.contains {
                HeaderWriter.isURL($0) && ASCII.lowercase($0).hasPrefix("https:")
            }
            if isOneClick, mayPost {
                writer.words("List-Unsubscribe-Post", ["List-Unsubscribe=One-Click"])
            }
            writer.urls("List-Post", post)
            writer.urls("List-Help", help)
            writer.urls("List-Archive", archive)
        }
    }

    /// That no person wrote the mail, so that no program answers it (RFC 3834 §5).
    public enum AutoSubmitted: String, Sendable, Hashable {
        /// A notice that nothing asked for, such as a reminder.
        case generated = "auto-generated"
        /// An answer to one mail, such as an acknowledgement.
        case replied = "auto-replied"
    }
}
