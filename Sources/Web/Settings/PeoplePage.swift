internal import Desk
internal import HTTPTypes
internal import Hummingbird
internal import Markup
internal import Store

extension WebServer {
    func peopleList(_ request: Request, _ context: AdministratorContext) async throws -> Response {
        let (page, frame) = try await store.read { tables in
            (PeoplePage(staff: try tables.person.staff()), try Frame(tables, context.person.id))
        }
        return page.page(context.visit).response(context.visit, frame)
    }

    func newPersonPage(_ request: Request, _ context: AdministratorContext) async throws -> Response
    {
        try await showPerson(nil, nil, FieldErrors(), context)
    }

    func editPersonPage(_ request: Request, _ context: AdministratorContext) async throws
        -> Response
    {
        try await showPerson(try context.id(), nil, FieldErrors(), context)
    }

    func addPerson(_ request: Request, _ context: AdministratorContext) async throws -> Response {
        try await savePerson(nil, context)
    }

    func savePerson(_ request: Request, _ context: AdministratorContext) async throws -> Response {
        try await savePerson(try context.id(), context)
    }

    private func savePerson(_ id: PersonID?, _ context: AdministratorContext) async throws
        -> Response
    {
        let form = PersonForm(context.form)
        let (visit, me, own) = (context.visit, context.person.id, context.visit.session)
        var errors = form.errors(isNew: id == nil, isSelf: id == me, visit.language)
        if errors.isEmpty {
            let hash = form.password.isEmpty ? nil : try await PasswordHash.make(form.password)
            do {
                try await store.write {
                    try form.save(
                        id, passwordHash: hash, keepingSession: id == me ? own : nil, at: visit.now,
                        $0)
                }
                return .see(Site.people.with(.saved))
            } catch StoreError.taken {
                errors.add("email", visit.language("Somebody else has this address."))
            }
        }
        return try await showPerson(id, form, errors, context, status: .unprocessableContent)
    }

    private func showPerson(
        _ id: PersonID?, _ form: PersonForm?, _ errors: FieldErrors,
        _ context: AdministratorContext, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let (page, frame) = try await store.read { tables -> (PersonPage, Frame) in
            let person = try id.map { id -> Person in
                guard let person = try tables.person.find(id) else { throw HTTPError(.notFound) }
                return person
            }
            let page = PersonPage(
                form: form ?? person.map { PersonForm($0) } ?? PersonForm(), errors: errors,
                person: person)
            return (page, try Frame(tables, context.person.id))
        }
        return page.page(context.visit).response(context.visit, frame, status: status)
    }
}

struct PersonForm: Hashable, Sendable {
    var name = ""
    var email = ""
    var role = Person.Role.operator
    var isActive = true
    var password = ""

    init() {}

    init(_ form: Form) {
        name = form.line("name")
        email = form.line("email").lowercased()
        role = Person.Role(rawValue: form["role"]) ?? .operator
        isActive = form.has("active")
        password = form["password"]
    }

    init(_ person: Person) {
        name = person.name
        email = person.email
        role = person.role
        isActive = person.isActive
    }

    func errors(isNew: Bool, isSelf: Bool, _ t: Language) -> FieldErrors {
        var errors = FieldErrors()
        if name.isEmpty { errors.add("name", t("Please give a name: clients see it on answers.")) }
        if !MailAddress.isPlausible(email) {
            errors.add("email", t("That is not an email address, such as ann@example.com."))
        }
        if isNew || !password.isEmpty, let objection = PasswordRule.objection(to: password, t) {
            errors.add("password", objection)
        }
        // Or nobody could let them in again.
        if isSelf && (role != .administrator || !isActive) {
            errors.add("role", t("You can't take your own rights away. Ask another administrator."))
        }
        return errors
    }

    /// - Parameter keepingSession: a session that stays when the password changes; all others of the person end.
    func save(
        _ id: PersonID?, passwordHash: String?, keepingSession: String?, at now: Instant,
        _ tables: Tables
    ) throws {
        var person: Person
        if let id {
            guard let found = try tables.person.find(id) else { throw HTTPError(.notFound) }
            person = found
        } else {
            person = try invited(at: now, tables)
        }
        person.name = name
        person.email = email
        person.role = role
        person.isActive = isActive
        try tables.person.update(person)
        if let passwordHash {
            try tables.person.setPasswordHash(passwordHash, of: person.id)
            try tables.session.deleteAll(of: person.id, except: keepingSession)
        }
        if !isActive { try tables.session.deleteAll(of: person.id) }
    }

    /// Somebody who wrote as a client before may become a colleague; a colleague can't be made twice.
    private func invited(at now: Instant, _ tables: Tables) throws -> Person {
        if let known = try tables.person.find(email: email) {
            guard known.role == .client else { throw StoreError.taken(email) }
            return known
        }
        return try tables.person.add(role: role, name: name, email: email, at: now)
    }
}

struct PeoplePage {
    var staff: [Person]

    static func crumbs(_ t: Language) -> [Page.Crumb] {
        [.init(t("Administration"), Site.administration), .init(t("People"), Site.people)]
    }

    func page(_ visit: Visit) -> Page {
        let t = visit.language
        let rows: [HTML] = staff.map { person in
            let state: Badge =
                person.isActive
                ? Badge(.check, t("Active"), "is-good") : Badge(.pause, t("Not active"))
            return """
                <tr data-href="\(Site.person(person.id))"><td class="first"><div class="health">\(Avatar(name: person.displayName, kind: .staff).html)<div><a class="plain" href="\(Site.person(person.id))"><strong>\(person.displayName)</strong></a><div class="small muted">\(person.email)</div></div></div></td><td data-label="">\(t.name(person.role))</td><td data-label="">\(state)</td><td class="num muted end">\(t.ago(person.createdAt, now: visit.now))</td></tr>
                """
        }
        return Page(
            title: t("People"), crumbs: Self.crumbs(t), place: .people,
            lead:
                "\(t("Those who answer tickets. Clients are added by themselves when they write."))",
            actions:
                "<a class=\"button is-primary\" href=\"\(Site.newPerson)\">\(Icon.plus)\(t("New person"))</a>",
            body: """
                <div class="table-wrap"><table class="stacks"><thead><tr><th>\(t("Name"))</th><th>\(t("Role"))</th><th>\(t("State"))</th><th class="num">\(t("Since"))</th></tr></thead><tbody>\(rows)</tbody></table></div>
                """)
    }
}

struct PersonPage {
    var form: PersonForm
    var errors: FieldErrors
    var person: Person?

    func page(_ visit: Visit) -> Page {
        let t = visit.language
        let title = person?.displayName ?? t("New person")
        let roles = [Person.Role.operator, .administrator].map { ($0.rawValue, t.name($0)) }
        let password: HTML =
            person == nil
            ? "\(t("At least \(PasswordRule.shortest) characters. Tell it to the person by a safe way."))"
            : "\(t("Empty keeps it. A new one signs the person out everywhere else."))"
        return Page(
            title: title, crumbs: PeoplePage.crumbs(t) + [.init(title)], place: .people,
            isNarrow: true,
            body: """
                \(errors.summary(t))<form class="form" method="post" action="\(person.map { Site.person($0.id) } ?? Site.people)" autocomplete="off" novalidate>\(visit.token)
                \(FieldGroup(title: t("Person"), fields: """
                    \(Field("name", t("Name"), errors: errors).text(form.name))
                    \(Field("email", t("Email address"), errors: errors).text(form.email, type: "email"))
                    """).html)
                \(FieldGroup(title: t("Access"), fields: """
                    \(Field("role", t("Role"), help: "\(t("Operators answer tickets. Administrators also set up mailboxes, projects, people and tasks."))", errors: errors).choices(roles, chosen: form.role.rawValue))
                    \(Field("active", t("Active"), help: "\(t("Off: signed out at once, and can't sign in."))").check(form.isActive))
                    \(Field("password", t("Password"), help: password, errors: errors).password(isSet: person != nil, keep: ""))
                    """).html)
                <div class="form-end"><button class="button is-primary">\(t("Save"))</button><a class="button" href="\(Site.people)">\(t("Cancel"))</a></div></form>
                """)
    }
}
