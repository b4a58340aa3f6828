internal import HTTPTypes
public import Hummingbird
internal import Logging
internal import NIOCore
internal import Store

extension WebServer {
    /// All routes of the site, in one place.
    public func router() -> Router<WebContext> {
        let router = Router(context: WebContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: Envelope(site: site, logger: logger, now: now, meter: meter))
        addProbes(to: router)
        addAPI(to: router)

        let visited = router.group()
            .add(middleware: Visitor(store: store, cookies: cookies))
            .add(middleware: FormGuard(site: site))
        addDoor(to: visited)
        addDesk(to: visited.group(context: StaffContext.self))
        addAdministration(to: visited.group(context: AdministratorContext.self))
        return router
    }

    /// What asks without a person: browsers for assets, and those who watch the server.
    private func addProbes(to router: Router<WebContext>) {
        router.get("/assets/{version}/{name}") { _, context in
            try Assets.shared.response(
                version: context.parameters.require("version"),
                name: context.parameters.require("name"))
        }
        router.get("/favicon.ico") { _, _ in Response.see(Assets.shared.path("martlet.svg")) }
        router.get("/healthz") { _, _ in plain("ok\n") }
        router.get("/readyz") { _, context in try await readiness(context) }
        router.get("/metrics") { request, context in
            // Figures about the desk are for this machine's own monitoring, not for whoever comes through
            // the proxy.
            let isForwarded = ["X-Forwarded-For", "Forwarded"].contains { name in
                HTTPField.Name(name).map { request.headers[$0] != nil } ?? false
            }
            guard !isForwarded, context.isLocal else { throw HTTPError(.notFound) }
            return try await metrics(context)
        }
    }

    /// What programs ask, with a person's token in place of a session.
    private func addAPI(to router: Router<WebContext>) {
        let api = router.group("/api/v1").add(middleware: BearerToken(store: store))
        api.get("/projects/find-by-email") { try await findProjectByEmail($0, $1) }
    }

    /// Pages for people who are not signed in yet.
    private func addDoor(to door: RouterGroup<WebContext>) {
        door.get("/sign-in") { try await signInPage($0, $1) }
        door.post("/sign-in") { try await signIn($0, $1) }
        door.get("/sign-in/link/{token}") { try await signInLinkPage($0, $1) }
        door.post("/sign-in/link/{token}") { try await followSignInLink($0, $1) }
        door.post("/sign-out") { try await signOut($0, $1) }
        door.post("/preferences") { try await setPreferences($0, $1) }
        door.get("/first-start/{token}") { try await firstStartPage($0, $1) }
        door.post("/first-start/{token}") { try await firstStart($0, $1) }
    }

    /// What operators do.
    private func addDesk(to desk: RouterGroup<StaffContext>) {
        desk.get("/") { try await dashboard($0, $1) }
        desk.get("/live") { try await live($0, $1) }
        desk.get("/tickets") { try await ticketList($0, $1) }
        desk.post("/tickets") { try await makeTicket($0, $1) }
        desk.get("/tickets/new") { try await newTicketPage($0, $1) }
        desk.post("/tickets/changes") { try await changeTickets($0, $1) }
        desk.get("/tickets/{id}") { try await ticketPage($0, $1) }
        desk.post("/tickets/{id}/messages") { try await write($0, $1) }
        desk.post("/tickets/{id}/changes") { try await changeTicket($0, $1) }
        desk.post("/tickets/{id}/requester") { try await changeRequester($0, $1) }
        desk.post("/tickets/{id}/tags") { try await changeTags($0, $1) }
        desk.post("/tickets/{id}/time") { try await addTime($0, $1) }
        desk.post("/tickets/{id}/time/{entry}") { try await changeTime($0, $1) }
        desk.post("/tickets/{id}/timer") { try await startTimer($0, $1) }
        desk.post("/tickets/{id}/timer/end") { try await stopTimer($0, $1) }
        desk.post("/tickets/{id}/time/{entry}/removal") { try await removeTime($0, $1) }
        desk.get("/workload") { try await workloadPage($0, $1) }
        desk.get("/hours") { try await hoursList($0, $1) }
        desk.get("/hours/{id}") { try await hoursPage($0, $1) }
        desk.get("/hours/{id}/file") { try await hoursFile($0, $1) }
        desk.post("/messages/{id}/images") { try await showImages($0, $1) }
        desk.get("/messages/{id}/html") { try await messageHTML($0, $1) }
        desk.get("/messages/{id}/attachments/{attachment}") { try await attachment($0, $1) }
        desk.post("/outbox/{id}/resending") { try await resend($0, $1) }
        desk.post("/outbox/{id}/withdrawal") { try await withdraw($0, $1) }
        desk.get("/inbound") { try await inboundList($0, $1) }
        desk.get("/inbound/where") { try await whereIsMyMail($0, $1) }
        desk.post("/inbound/processing") { try await processManyAgain($0, $1) }
        desk.get("/inbound/{id}") { try await inboundMail($0, $1) }
        desk.get("/inbound/{id}/raw") { try await rawMail($0, $1) }
        desk.post("/inbound/{id}/processing") { try await processAgain($0, $1) }
        desk.post("/inbound/{id}/ticket") { try await makeTicketOfMail($0, $1) }
        desk.post("/inbound/{id}/attachment") { try await attachMail($0, $1) }
        desk.post("/inbound/{id}/move") { try await moveMail($0, $1) }
        desk.post("/inbound/{id}/detachment") { try await detachMail($0, $1) }
        desk.post("/inbound/{id}/block") { try await ignoreAndBlock($0, $1) }
        desk.post("/inbound/{id}/undo") { try await takeBackAction($0, $1) }
        desk.get("/account/tokens") { try await tokenList($0, $1) }
        desk.post("/account/tokens") { try await makeToken($0, $1) }
        desk.post("/account/tokens/{id}/revocation") { try await revokeToken($0, $1) }
    }

    /// What administrators set up.
    private func addAdministration(to desk: RouterGroup<AdministratorContext>) {
        desk.get("/administration") { _, _ in Response.see(Site.mailboxes) }
        let mailboxes = desk.group("/administration/mailboxes")
        mailboxes.get("/") { try await allMailboxes($0, $1) }
        mailboxes.post("/") { try await addMailbox($0, $1) }
        mailboxes.get("/new") { try await newMailboxPage($0, $1) }
        mailboxes.post("/connection-test") { try await testConnection($0, $1) }
        mailboxes.get("/{id}") { try await editMailboxPage($0, $1) }
        mailboxes.post("/{id}") { try await saveMailbox($0, $1) }
        mailboxes.post("/{id}/check") { try await checkMailbox($0, $1) }
        mailboxes.post("/{id}/pause") { try await setMailboxActive($0, $1, false) }
        mailboxes.post("/{id}/resumption") { try await setMailboxActive($0, $1, true) }
        mailboxes.post("/{id}/preview") { try await previewMailbox($0, $1) }
        mailboxes.post("/{id}/copy") { try await copyMailbox($0, $1) }
        mailboxes.get("/{id}/deletion") { try await deleteMailboxPage($0, $1) }
        mailboxes.post("/{id}/deletion") { try await deleteMailbox($0, $1) }
        desk.get("/administration/jobs/{id}") { try await jobPage($0, $1) }

        for address in ["/administration/tasks", "/easy_rake_tasks"] {
            desk.get(RouterPath(address)) { try await tasksPage($0, $1) }
        }
        let tasks = desk.group("/administration/tasks")
        tasks.get("/{name}") { try await taskSettingsPage($0, $1) }
        tasks.post("/{name}") { try await saveTask($0, $1) }
        tasks.post("/{name}/run") { try await runTask($0, $1) }
        tasks.post("/{name}/activity") { try await switchTask($0, $1) }
        tasks.get("/{name}/history") { try await taskHistory($0, $1) }

        desk.get("/administration/outgoing") { try await outgoingPage($0, $1) }
        desk.post("/administration/outgoing") { try await saveOutgoing($0, $1) }

        desk.get("/administration/incoming") { try await incomingPage($0, $1) }
        desk.post("/administration/incoming") { try await saveIncoming($0, $1) }
        desk.post("/administration/breakers/{id}/release") { try await releaseBreaker($0, $1) }

        let projects = desk.group("/administration/projects")
        projects.get("/{id}/first-answer") { try await firstAnswerPage($0, $1) }
        projects.post("/{id}/first-answer") { try await saveFirstAnswer($0, $1) }
        projects.get("/{id}/hours") { try await hoursPlanPage($0, $1) }
        projects.post("/{id}/hours") { try await saveHoursPlan($0, $1) }
        projects.post("/{id}/hours/removal") { try await removeHoursPlan($0, $1) }
        projects.post("/{id}/hours/corrections") { try await correctHours($0, $1) }
        projects.post("/{id}/hours/correction-removal") { try await removeCorrection($0, $1) }
        projects.get("/") { try await projectList($0, $1) }
        projects.post("/") { try await addProject($0, $1) }
        projects.get("/new") { try await newProjectPage($0, $1) }
        projects.get("/trial") { try await routingTrial($0, $1) }
        projects.post("/{id}/rise") { try await moveProject($0, $1, by: -1) }
        projects.post("/{id}/fall") { try await moveProject($0, $1, by: 1) }
        projects.get("/{id}") { try await editProjectPage($0, $1) }
        projects.post("/{id}") { try await saveProject($0, $1) }

        let blocks = desk.group("/administration/blocks")
        blocks.get("/") { try await blockList($0, $1) }
        blocks.post("/") { try await addBlock($0, $1) }
        blocks.post("/{id}/removal") { try await removeBlock($0, $1) }

        desk.get("/tickets/{id}/deletion") { try await deleteTicketPage($0, $1) }
        desk.post("/tickets/{id}/deletion") { try await deleteTicket($0, $1) }
        desk.post("/tickets/{id}/restoration") { try await restoreTicket($0, $1) }

        let people = desk.group("/administration/people")
        people.get("/") { try await peopleList($0, $1) }
        people.post("/") { try await addPerson($0, $1) }
        people.get("/new") { try await newPersonPage($0, $1) }
        people.get("/{id}") { try await editPersonPage($0, $1) }
        people.post("/{id}") { try await savePerson($0, $1) }
    }

    private func readiness(_ context: WebContext) async throws -> Response {
        do {
            _ = try await store.read { try $0.setting.text("instance-id") }
            return plain("ready\n")
        } catch {
            logger.warning("not ready: the database does not answer")
            return plain("the database does not answer\n", status: .serviceUnavailable)
        }
    }

    private func metrics(_ context: WebContext) async throws -> Response {
        let now = context.visit.now
        if let known = meter.recentFigures(now) { return plain(meter.text(known)) }
        let figures = try await store.read { try Meter.Figures($0, now: now) }
        meter.keep(figures, at: now)
        return plain(meter.text(figures))
    }

    private func plain(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
