internal import Desk

/// One request as the pages see it: who looks, in which language, and when.
struct Visit: Sendable {
    enum Theme: String, Sendable, CaseIterable { case system, light, dark }

    var person: Person?
    /// Digest of the session's token; nil for somebody who is not signed in.
    var session: String?
    /// What each form of the page sends back.
    var csrf: String
    var language: Language
    var theme: Theme = .system
    var now: Instant
    /// The path and query that was asked for.
    var target: String = "/"
    /// Whether the page answers a form: then its address shows nothing by itself.
    var isAnswer = false
    /// What an action before this page has done.
    var notice: Notice?
    var traceID: String = ""
    /// The browser's address, for the sign-in limit.
    var address: String = ""
}

/// What was done just now, told on the page that follows. Only these words can come in by the address.
enum Notice: String, Sendable, CaseIterable {
    case saved, sent, noted, deleted, checking, paused, resumed, copied, queued, withdrawn, started,
        busy,
        changed, added, released, madeTicket, attached, detached, moved, blocked, unblocked, undone,
        manyAgain, noneAgain, restored, revoked, reordered, showing, hiding
    case noTime = "no-time"
    case timerStarted = "timer-started"
    case again = "processing-again"

    func sentence(_ t: Language) -> String {
        switch self {
        case .saved: t("Saved.")
        case .sent: t("Saved and on its way. The delivery state is shown at the answer.")
        case .noted: t("Note added.")
        case .deleted: t("Deleted.")
        case .busy:
            t(
                "Not deleted: the mailbox is being read right now. Pause it and try again in a minute."
            )
        case .checking: t("The check is on its way.")
        case .paused: t("Paused: nothing connects to this mailbox.")
        case .resumed: t("Active again.")
        case .copied: t("A copy was made. It is paused until you make it active.")
        case .queued: t("It will be sent again.")
        case .withdrawn: t("The answer was withdrawn before it was sent.")
        case .started: t("The run is on its way.")
        case .changed: t("The tickets were changed.")
        case .added: t("Added.")
        case .noTime: t("Not saved: write the time as 1h30m, 90m or 1:30, at most 24 hours.")
        case .timerStarted: t("The timer runs. Stop it here when you are done.")
        case .released: t("Let through again.")
        case .again: t("The mail was processed again.")
        case .manyAgain: t("The mails will be processed again in a moment.")
        case .noneAgain:
            t("None of these mails can be processed again: what is on a ticket stays there.")
        case .madeTicket: t("The mail is a ticket now.")
        case .attached: t("The mail was attached.")
        case .detached: t("The mail was detached and is a ticket of its own.")
        case .moved: t("The mail was moved.")
        case .blocked: t("Ignored, and blocked from now on.")
        case .unblocked: t("The block was removed.")
        case .undone: t("Undone.")
        case .restored: t("The ticket is there again.")
        case .revoked: t("The token was revoked and works no more.")
        case .reordered: t("The order was changed.")
        case .showing: t("Remote images of this sender are always shown from now on.")
        case .hiding: t("Remote images of this sender are not loaded any more.")
        }
    }
}
