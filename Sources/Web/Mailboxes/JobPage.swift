internal import Desk
internal import Markup

/// A check, a connection test or a preview while it runs and when it is done.
struct JobPage {
    var job: Job
    var mailbox: Mailbox?

    func page(_ visit: Visit) -> Page {
        let t = visit.language
        let isOver = job.state == .done || job.state == .failed
        let name = mailbox?.name ?? job.draft?.name ?? ""
        let title =
            switch job.kind {
            case .checkMailbox: t("Check of \(name)")
            case .testConnection: t("Connection test of \(name)")
            case .previewMailbox: t("Preview of \(name)")
            case .runTask: t("Run of a task")
            }
        let reload: HTML? =
            isOver ? nil : "<noscript><meta http-equiv=\"refresh\" content=\"2\"></noscript>"
        let back = job.kind == .runTask ? Site.tasks : Site.mailboxes
        return Page(
            title: title,
            crumbs: job.kind == .runTask
                ? [
                    .init(t("Administration"), Site.administration),
                    .init(t("Scheduled tasks"), Site.tasks), .init(title),
                ]
                : AllMailboxesPage.crumbs(t) + [.init(title)],
            place: job.kind == .runTask ? .tasks : .mailboxes,
            lead: job.kind == .previewMailbox
                ? "\(t("What would become of the newest mails on the server. Nothing is changed, there or here."))"
                : nil,
            actions: "<a class=\"button\" href=\"\(back)\">\(Icon.back)\(t("Back"))</a>",
            isNarrow: job.preview.isEmpty,
            body: """
                \(reload)<section class="card"><div class="inside"><div id="job" data-live="job">\(JobView(job: job, visit: visit).html)</div></div></section>
                <div id="job-preview" data-live="job">\(JobPreview(job: job, visit: visit).html)</div>
                """)
    }
}

/// A job's steps and its result.
struct JobView {
    var job: Job
    var visit: Visit

    var html: HTML {
        let t = visit.language
        let steps: [HTML] = job.steps.map { step in
            let icon: Icon =
                switch step.state {
                case .pending: .circle
                case .running: .turning
                case .ok: .done
                case .warning: .warning
                case .failed: .stop
                }
            let detail: HTML? =
                step.detail.isEmpty ? nil : "<span class=\"detail\">\(step.detail)</span>"
            return
                "<li class=\"is-\(step.state.rawValue)\">\(icon)<span class=\"title\">\(t(Phrase(known: step.title)))</span>\(detail)</li>"
        }
        let list: HTML? = steps.isEmpty ? nil : "<ul class=\"steps\">\(steps)</ul>"
        return "\(list)\(state(t))"
    }

    private func state(_ t: Language) -> HTML {
        switch job.state {
        case .queued:
            "<ul class=\"steps\"><li class=\"is-running\">\(Icon.turning)<span>\(t("Waits for a worker …"))</span></li></ul>"
        case .running where job.steps.isEmpty:
            "<ul class=\"steps\"><li class=\"is-running\">\(Icon.turning)<span>\(t("At work …"))</span></li></ul>"
        case .running: HTML()
        case .done:
            "<p class=\"small\" role=\"status\">\(job.summary.isEmpty ? t("Done.") : t(Phrase(known: job.summary)))</p>"
        case .failed:
            Callout(.wrong, HTML(text: job.summary.isEmpty ? t("It failed.") : job.summary)).html
        }
    }
}

/// A table of the newest mails with what would become of each.
struct JobPreview {
    var job: Job
    var visit: Visit

    var html: HTML {
        guard !job.preview.isEmpty else { return HTML() }
        let t = visit.language
        let rows: [HTML] = job.preview.map { row in
            """
            <tr><td class="first"><strong>\(row.subject.isEmpty ? t("(no subject)") : row.subject.shortened(to: 120))</strong><div class="small muted">\(row.from.shortened(to: 80))</div></td>
            <td data-label="">\(Badge(row.outcome, t))<div class="small muted">\(row.reason)</div></td><td class="num muted end">\(t.ago(row.receivedAt, now: visit.now))</td></tr>
            """
        }
        return """
            <div class="section-head"><h2>\(t("What would become of them"))</h2></div>
            <div class="table-wrap"><table class="stacks"><thead><tr><th>\(t("Mail"))</th><th>\(t("What would become of it"))</th><th class="num">\(t("Arrived"))</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }
}
