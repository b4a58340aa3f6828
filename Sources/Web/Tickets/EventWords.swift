internal import Desk
internal import Markup

/// The sentences of events that have to do with mail, time and tags.
struct EventWords {
    var page: TicketPage
    var visit: Visit

    func of(_ event: TicketEvent, _ who: String) -> (Icon, HTML) {
        let t = visit.language
        switch event.change {
        case .delayed(_, let reason):
            return (.clock, "\(t("An answer is still on its way: \(reason)"))")
        case .deliveredAfterAll:
            return (.check, "\(t("An answer was sent again and taken by the mail server"))")
        case .noFirstAnswer(let reason):
            return (.circleMinus, "\(t("No automatic first answer: \(reason)"))")
        case .follows(let ticket):
            return (
                .history,
                "\(t("Goes on from a ticket that was closed too long ago to be opened again:")) \(link(ticket))"
            )
        case .followed(let ticket):
            return (
                .history, "\(t("A late reply to this ticket started a new one:")) \(link(ticket))"
            )
        case .reopeningHeld:
            return (
                .stop,
                "\(t("Not opened again by the new mail: that happened too often. Please look whether machines answer each other."))"
            )
        case .forwarded(let forwarder, let author):
            return (
                .reply,
                "\(t("\(page.name(forwarder, t)) passed on a mail of \(page.name(author, t)), whose ticket this is"))"
            )
        case .requesterChanged(_, let to):
            return (.person, "\(t("\(who) made \(page.name(to, t)) the requester"))")
        case .commanded(let line, nil):
            return (.mail, "\(t("\(who) by mail: “\(line.shortened(to: 120))” – done"))")
        case .commanded(let line, let refusal?):
            return (
                .warning,
                "\(t("\(who) by mail: “\(line.shortened(to: 120))” – not done: \(words(refusal))"))"
            )
        case .timeSpent(_, let minutes):
            return (.clock, "\(t("\(who) spent \(t.spent(minutes))"))")
        case .timeTakenBack(let minutes):
            return (.clock, "\(t("\(who) took back \(t.spent(minutes)) of spent time"))")
        case .timeChanged(_, let from, let to):
            return (
                .clock, "\(t("\(who) changed spent time from \(t.spent(from)) to \(t.spent(to))"))"
            )
        case .tagged(let added, let removed):
            let plus = added.map { "+\($0)" }
            let minus = removed.map { "−\($0)" }
            return (
                .pencil,
                "\(t("\(who) changed the tags: \((plus + minus).joined(separator: ", "))"))"
            )
        default: return (.info, "")
        }
    }

    private func link(_ ticket: TicketID) -> HTML {
        "<a href=\"\(Site.ticket(ticket))\">#\(ticket)</a>"
    }

    private func words(_ refusal: MailCommand.Refusal) -> String {
        let t = visit.language
        return switch refusal {
        case .unknownStatus: t("there is no such status")
        case .unknownPriority: t("there is no such priority")
        case .unknownPerson: t("nobody of the desk has this name or address")
        case .severalPersons: t("several people have this name; use the address")
        case .unreadableTags: t("these are no tags")
        case .tooManyTags: t("these are too many tags")
        case .unreadableTime: t("write the time as 1h30m, 90m or 1:30")
        case .tooMuchTime: t("a day has 24 hours")
        case .givenTwice: t("it stands there twice")
        }
    }
}

extension Language {
    /// `1 h 30 min`
    func spent(_ minutes: Int) -> String {
        let (hours, rest) = (minutes / 60, minutes % 60)
        if hours == 0 { return self("\(rest) min") }
        return rest == 0 ? self("\(hours) h") : self("\(hours) h \(rest) min")
    }

    /// Why a mail did not arrive, and what a person can do about it.
    func advice(_ cause: Undelivered.Cause, isFinal: Bool) -> String {
        guard isFinal else {
            return self("Nothing to do yet: the mail system says so when it gives up.")
        }
        return switch cause {
        case .noSuchAddress:
            self(
                "The address does not exist. Check how it is written, or ask the client by another way."
            )
        case .mailboxFull:
            self("The mailbox there is full. Tell the client by another way, or send again later.")
        case .tooLarge:
            self(
                "The mail is too large for the other side. Send the files another way, or in smaller mails."
            )
        case .refused:
            self(
                "The other side does not take our mail. An administrator should look whether our sender address, SPF and DKIM are right, or ask the client's administrator."
            )
        case .unreachable:
            self(
                "The other side's mail server was not found or did not answer. Check the part behind the @, or send again later."
            )
        case .loop:
            self(
                "The mail went round in circles on the other side. The client's administrator has to look at the forwarding there."
            )
        case .other:
            self("Look at the report, then send again or reach the client by another way.")
        }
    }
}
