import MIME
import Testing

/// What mail from the wild does, and which of our own mails do it. What must come out of each stands beside it
/// (`NAME.expected`) and is held by `MailTests`; here it is only said what they are for.
@Suite("what real mail does")
struct RealMailTests {
    static let habits: [(habit: String, mails: [String])] = [
        ("cp1252 that says latin1", ["charsets-that-lie", "encoded-words-that-lie"]),
        ("GBK that says GB2312", ["charsets-that-lie", "encoded-words-that-lie"]),
        ("Shift_JIS that says ISO-2022-JP", ["charsets-that-lie", "encoded-words-that-lie"]),
        (
            "no charset said at all",
            [
                "utf8-without-mime", "koi8-without-mime", "japanese-without-charset",
                "html-says-its-charset",
            ]
        ),
        (
            "UTF-8 that is none, and the reverse",
            ["latin-that-is-utf8-and-not", "charsets-that-lie"]
        ),
        (
            "charsets by old and invented names",
            ["korean-by-an-old-name", "encoded-words-that-lie"]
        ),
        ("headers in 8 bits", ["koi8-without-mime", "utf8-without-mime", "addresses-in-8-bits"]),
        ("a character cut in two by encoded words", ["character-cut-in-two"]),
        ("encoded words that touch", ["encoded-words-in-odd-places", "folded-and-encoded"]),
        ("encoded words in quotes and comments", ["encoded-words-in-odd-places"]),
        ("encoded words in parameters", ["encoded-words-in-odd-places", "uu-and-quotes-in-names"]),
        ("RFC 2231 pieces, with RFC 2047 among them", ["names-in-every-way"]),
        (
            "boundaries that are missing",
            ["boundary-not-said", "first-delimiter-lost", "no-closing-boundaries"]
        ),
        ("boundaries that are repeated or begin each other", ["boundaries-that-begin-each-other"]),
        (
            "boundaries that are wrong",
            [
                "boundary-by-another-name", "boundary-that-never-comes", "boundary-with-blanks",
                "boundary-that-ends-with-blanks",
            ]
        ),
        ("lines that end with CR", ["line-ends-of-cr-only"]),
        ("lines that end in every way", ["line-ends-mixed"]),
        ("headers that are damaged", ["rubbish-line-in-header", "mbox-line-and-damaged-header"]),
        ("headers after the body, or none", ["headers-after-the-body", "nothing-but-a-body"]),
        ("lines of mbox files", ["mbox-lines-everywhere", "mbox-line-and-damaged-header"]),
        ("base64 with rubbish", ["base64-with-rubbish", "base64-and-a-footer"]),
        ("quoted-printable with soft breaks where none belong", ["quoted-printable-broken"]),
        ("uuencode, alone and in text", ["uuencoded", "uuencode-in-text"]),
        ("yEnc in text", ["yenc-in-text"]),
        ("format=flowed, with DelSp and without", ["flowed", "flowed-without-delsp"]),
        ("multipart/related", ["related-with-pictures", "alternative-in-mixed-in-related"]),
        ("alternative inside mixed inside related", ["alternative-in-mixed-in-related"]),
        ("parts with names of all kinds", ["mixed-with-names", "names-in-every-way"]),
        ("mails within mails", ["forwarded-twice", "smime-signed-within-forward"]),
        ("a mail within a mail in base64", ["message-in-base64"]),
        ("a mail in pieces", ["partial-one", "partial-two"]),
        ("digests", ["digest", "dates-in-every-form"]),
        ("invitations and answers", ["invitation", "invitation-answered"]),
        ("winmail.dat", ["winmail-alone", "winmail-with-everything"]),
        ("delivery reports", ["delivery-report"]),
        ("disposition reports", ["read-receipt"]),
        ("complaints", ["complaint"]),
        ("S/MIME", ["smime-opaque", "smime-encrypted", "smime-signed-within-forward"]),
        ("PGP", ["pgp-encrypted", "pgp-signed", "pgp-inline"]),
        ("dates in every form", ["dates-in-every-form"]),
        ("zones by name", ["zones-by-name"]),
        ("addresses with comments", ["addresses-as-people-write-them", "folded-and-encoded"]),
        ("addresses with routes", ["addresses-as-people-write-them", "groups-and-bad-addresses"]),
        ("groups", ["addresses-as-people-write-them", "groups-and-bad-addresses"]),
        ("dots outside of quotes", ["addresses-as-people-write-them"]),
        ("addresses beyond ASCII", ["addresses-as-people-write-them", "addresses-in-8-bits"]),
        ("missing brackets", ["addresses-as-people-write-them", "groups-and-bad-addresses"]),
        ("injected line ends", ["injected-line-ends"]),
        (
            "control characters where none belong",
            ["injected-line-ends", "control-characters-in-an-id"]
        ),
    ]

    @Test("every habit has a mail, and every mail is there for a habit")
    func complete() {
        let shown = Set(Self.habits.flatMap(\.mails))
        #expect(shown == Set(MailTests.names))
        #expect(Self.habits.allSatisfy { !$0.mails.isEmpty })
    }
}
