internal import Desk
internal import HTTPTypes
internal import Hummingbird
internal import Store

extension WebServer {
    func newMailboxPage(_ request: Request, _ context: AdministratorContext) async throws
        -> Response
    {
        try await showMailbox(nil, form: nil, FieldErrors(), context)
    }

    func editMailboxPage(_ request: Request, _ context: AdministratorContext) async throws
        -> Response
    {
        try await showMailbox(try context.id(), form: nil, FieldErrors(), context)
    }

    func addMailbox(_ request: Request, _ context: AdministratorContext) async throws -> Response {
        try await save(nil, context)
    }

    func saveMailbox(_ request: Request, _ context: AdministratorContext) async throws -> Response {
        try await save(try context.id(), context)
    }

    private func save(_ id: MailboxID?, _ context: AdministratorContext) async throws -> Response {
        let form = try await typedMailbox(context, id)
        var errors = form.errors(context.visit.language)
        if errors.isEmpty {
            let now = context.visit.now
            do {
                try await store.write { tables in
                    let base = try id.map { try Self.mailbox($0, tables) }
                    let mailbox = form.mailbox(base: base, now: now)
                    if base == nil {
                        _ = try tables.mailbox.add(mailbox)
                    } else {
                        try tables.mailbox.update(mailbox)
                    }
                    try tables.announce(.mailbox)
                }
                return .see(Site.mailboxes.with(.saved))
            } catch StoreError.taken {
                errors.add("name", context.visit.language("Another mailbox has this name."))
            }
        }
        return try await showMailbox(id, form: form, errors, context, status: .unprocessableContent)
    }

    /// Writes the job that tries what is typed, and shows the form again with its progress beside it.
    func testConnection(_ request: Request, _ context: AdministratorContext) async throws
        -> Response
    {
        let id = context.form.number("mailbox").map { MailboxID(rawValue: $0) }
        let form = try await typedMailbox(context, id)
        let errors = form.errors(context.visit.language)
        // A name is not needed to connect.
        let relevant = errors.fields.filter { $0 != "name" }
        guard relevant.isEmpty else {
            return try await showMailbox(
                id, form: form, errors, context, status: .unprocessableContent)
        }
        let (now, me) = (context.visit.now, context.person.id)
        let job = try await store.write { tables in
            let base = try id.map { try Self.mailbox($0, tables) }
            let job = try tables.job.add(
                Job(
                    id: 0, kind: .testConnection, mailbox: id,
                    draft: form.mailbox(base: base, now: now), askedBy: me, createdAt: now))
            try tables.announce(.job(job.id))
            return job
        }
        return try await showMailbox(id, form: form, FieldErrors(), context, test: job)
    }

    private func typedMailbox(
        _ context: AdministratorContext, _ id: MailboxID?
    ) async throws -> MailboxForm {
        var form = try MailboxForm(context.form) { try store.vault.seal($0, for: $1) }
        let base = try await store.read { tables in try id.map { try Self.mailbox($0, tables) } }
        form.keepSecrets(of: base)
        return form
    }

    static func mailbox(_ id: MailboxID, _ tables: Tables) throws -> Mailbox {
        guard let mailbox = try tables.mailbox.find(id) else { throw HTTPError(.notFound) }
        return mailbox
    }

    private func showMailbox(
        _ id: MailboxID?, form: MailboxForm?, _ errors: FieldErrors,
        _ context: AdministratorContext, test: Job? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let baseURL = site.baseURL
        let (page, frame) = try await store.read { tables in
            let mailbox = try id.map { try Self.mailbox($0, tables) }
            let projects = try tables.project.all().filter(\.isActive)
            var fresh = MailboxForm()
            // Of several, the person has to say which one; a guess would be overlooked.
            fresh.project = projects.count == 1 ? projects[0].id.description : ""
            return (
                MailboxFormPage(
                    form: form ?? mailbox.map { MailboxForm($0) } ?? fresh, errors: errors,
                    mailbox: mailbox, projects: projects, test: test, baseURL: baseURL),
                try Frame(tables, context.person.id)
            )
        }
        return page.page(context.visit).response(context.visit, frame, status: status)
    }
}
