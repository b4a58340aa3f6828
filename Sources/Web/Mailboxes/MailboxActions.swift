internal import Desk
internal import Hummingbird
internal import Markup
internal import Store

extension WebServer {
    func checkMailbox(_ request: Request, _ context: AdministratorContext) async throws -> Response
    {
        try await startJob(.checkMailbox, context)
    }

    func previewMailbox(_ request: Request, _ context: AdministratorContext) async throws
        -> Response
    {
        try await startJob(.previewMailbox, context)
    }

    /// Writes the job row; a worker takes it, and the page follows it.
    private func startJob(_ kind: Job.Kind, _ context: AdministratorContext) async throws
        -> Response
    {
        let id: MailboxID = try context.id()
        let (now, me) = (context.visit.now, context.person.id)
        let job = try await store.write { tables in
            _ = try Self.mailbox(id, tables)
            let job = try tables.job.add(
                Job(id: 0, kind: kind, mailbox: id, askedBy: me, createdAt: now))
            try tables.announce(.job(job.id))
            return job
        }
        return .see(Site.job(job.id))
    }

    func setMailboxActive(
        _ request: Request, _ context: AdministratorContext, _ isActive: Bool
    ) async throws -> Response {
        let id: MailboxID = try context.id()
        try await store.write { tables in
            try tables.mailbox.setActive(id, isActive)
            try tables.announce(.mailbox)
        }
        return .see(Site.mailboxes.with(isActive ? .resumed : .paused))
    }

    /// A paused copy, to be changed before it is used: two that read the same folder would be one too many.
    func copyMailbox(_ request: Request, _ context: AdministratorContext) async throws -> Response {
        let id: MailboxID = try context.id()
        let (now, t) = (context.visit.now, context.visit.language)
        let copy = try await store.write { tables in
            var copy = try Self.mailbox(id, tables)
            let names = Set(try tables.mailbox.all().map { $0.name.lowercased() })
            let base = t("\(copy.name) (copy)")
            var name = base
            var number = 2
            while names.contains(name.lowercased()) {
                name = "\(base) \(number)"
                number += 1
            }
            copy.name = name
            copy.isActive = false
            copy.createdAt = now
            if copy.start == .now { copy.readsMailSince = copy.start.readsSince(now: now) }
            let added = try tables.mailbox.add(copy)
            try tables.announce(.mailbox)
            return added
        }
        return .see(Site.mailbox(copy.id).with(.copied))
    }

    func deleteMailboxPage(_ request: Request, _ context: AdministratorContext) async throws
        -> Response
    {
        let id: MailboxID = try context.id()
        let (page, frame) = try await store.read { tables in
            (
                DeleteMailboxPage(
                    mailbox: try Self.mailbox(id, tables),
                    mails: try tables.ledger.count(LedgerFilter(mailbox: id))),
                try Frame(tables, context.person.id)
            )
        }
        return page.page(context.visit).response(context.visit, frame)
    }

    func deleteMailbox(_ request: Request, _ context: AdministratorContext) async throws -> Response
    {
        let id: MailboxID = try context.id()
        let now = context.visit.now
        let isDeleted = try await store.write { tables in
            _ = try Self.mailbox(id, tables)
            // A check in progress would write into what is gone.
            guard try tables.lease.holder(name: "mailbox:\(id)", now: now) == nil else {
                return false
            }
            try tables.mailbox.delete(id, at: now)
            try tables.announce(.mailbox)
            return true
        }
        return .see(isDeleted ? Site.mailboxes.with(.deleted) : Site.mailboxes.with(.busy))
    }

    func jobPage(_ request: Request, _ context: AdministratorContext) async throws -> Response {
        let id: JobID = try context.id()
        let (page, frame) = try await store.read { tables -> (JobPage, Frame) in
            guard let job = try tables.job.find(id) else { throw HTTPError(.notFound) }
            let page = JobPage(
                job: job, mailbox: try job.mailbox.flatMap { try tables.mailbox.find($0) })
            return (page, try Frame(tables, context.person.id))
        }
        return page.page(context.visit).response(context.visit, frame)
    }
}

/// What will be lost, before it is.
struct DeleteMailboxPage {
    var mailbox: Mailbox
    var mails: Int

    func page(_ visit: Visit) -> Page {
        let t = visit.language
        return Page(
            title: t("Delete \(mailbox.name)"),
            crumbs: AllMailboxesPage.crumbs(t) + [
                .init(mailbox.name, Site.mailbox(mailbox.id)), .init(t("Delete")),
            ],
            place: .mailboxes, isNarrow: true,
            body: """
                \(Callout(.needs, "<strong>\(t("This can't be undone."))</strong> \(t("The settings of this mailbox and its password are removed, and it is not read any more."))").html)
                <p>\(t("Kept are its tickets, and its mail under Inbound mail (\(mails)). Nothing changes on the mail server. To stop reading for a while, pause it."))</p>
                <form class="form-end" method="post" action="\(Site.mailbox(mailbox.id, "deletion"))">\(visit.token)<button class="button is-danger">\(Icon.trash)\(t("Delete mailbox"))</button><a class="button" href="\(Site.mailboxes)">\(t("Cancel"))</a></form>
                """)
    }
}
