extension ErrorBook {
    private static let secretPage =
        "Microsoft Entra, App registrations, the app, Certificates & secrets"

    /// Microsoft's numbers, from its list of sign-in error codes: the ones that mailboxes meet.
    static let microsoft: [Int: Entry] = [
        50011: Entry(
            remedy: .fixSettings,
            sentence: "The redirect URI is not registered. Copy it from the mailbox's page to the "
                + "app's Authentication page in Microsoft Entra, letter by letter."),
        50020: Entry(
            remedy: .signInAgain,
            sentence: "That account belongs to another tenant. Sign in with the mailbox's own "
                + "account, or correct the tenant."),
        50034: Entry(
            remedy: .signInAgain,
            sentence: "That account doesn't exist in this tenant. Sign in with the mailbox's own "
                + "account, or correct the tenant."),
        50053: Entry(
            remedy: .signInAgain,
            sentence:
                "The account is locked after too many sign-ins. Wait or have it unlocked, then "
                + "sign in again."),
        50057: Entry(
            remedy: .fixSettings,
            sentence: "The mailbox's account is disabled in Microsoft Entra. Have it enabled."),
        50076: Entry(
            remedy: .signInAgain,
            sentence: "The organisation now asks for a second factor. Sign in again on the "
                + "mailbox's page."),
        50079: Entry(
            remedy: .signInAgain,
            sentence:
                "The account must set up a second factor first. Sign in again on the mailbox's "
                + "page and follow the steps."),
        50105: Entry(
            remedy: .fixSettings,
            sentence: "The account is not assigned to the app. Assign it under Enterprise "
                + "applications, Users and groups."),
        50126: Entry(
            remedy: .signInAgain,
            sentence: "User or password were wrong. Sign in again on the mailbox's page."),
        50173: Entry(
            remedy: .signInAgain,
            sentence: "The password was changed, so the consent ended. Sign in again on the "
                + "mailbox's page."),
        50194: Entry(
            remedy: .fixSettings,
            sentence: "The app is for one tenant only. Enter that tenant's id instead of “common”."),
        53003: Entry(
            remedy: .fixSettings,
            sentence:
                "A conditional access policy blocks the sign-in. Have this server's address or "
                + "the app excepted from it."),
        54005: Entry(
            remedy: .signInAgain,
            sentence: "The sign-in's code was used already. Start the sign-in again."),
        65001: Entry(
            remedy: .signInAgain,
            sentence: "Nobody has consented to the app's access to mail yet. Sign in on the "
                + "mailbox's page, or grant admin consent under API permissions."),
        65004: Entry(
            remedy: .signInAgain,
            sentence: "The consent was declined. Sign in again and accept it."),
        70008: Entry(
            remedy: .signInAgain,
            sentence: "The consent expired. Sign in again on the mailbox's page."),
        70011: Entry(
            remedy: .fixSettings,
            sentence: "A scope is not valid. Keep the proposed ones, or correct the spelling."),
        700_016: Entry(
            remedy: .fixSettings,
            sentence:
                "The tenant knows no app with this client id. Compare the application (client) "
                + "id and the directory (tenant) id on the app's overview page."),
        700_082: Entry(
            remedy: .signInAgain,
            sentence: "The consent was not used for 90 days and expired. Sign in again on the "
                + "mailbox's page."),
        7_000_112: Entry(
            remedy: .fixSettings,
            sentence: "The app is disabled. Enable it under Enterprise applications, Properties."),
        7_000_215: Entry(
            remedy: .fixSettings,
            sentence: "The client secret is wrong. Enter the secret's value, not its id: "
                + "\(secretPage)."),
        7_000_218: Entry(
            remedy: .fixSettings,
            sentence: "The app needs a client secret. Make one and enter its value: \(secretPage)."),
        7_000_222: Entry(
            remedy: .fixSettings,
            sentence: "The client secret has expired. Make a new one and enter its value: "
                + "\(secretPage)."),
        90002: Entry(
            remedy: .fixSettings,
            sentence: "There is no such tenant. Compare it with the directory (tenant) id on the "
                + "app's overview page."),
        90033: Entry(
            remedy: .tryAgain,
            sentence: "Microsoft has a passing trouble. Martlet tries again by itself."),
        90055: Entry(
            remedy: .tryAgain,
            sentence: "Microsoft throttles this tenant. Martlet tries again by itself, later."),
        900_023: Entry(
            remedy: .fixSettings,
            sentence: "That is no tenant. Enter the directory (tenant) id of the app's overview "
                + "page."),
    ]

    /// The standard's words, and those that Google adds.
    static let words: [String: Entry] = [
        "access_denied": Entry(
            remedy: .signInAgain,
            sentence: "The consent was declined. Sign in again and accept it."),
        "admin_policy_enforced": Entry(
            remedy: .fixSettings,
            sentence: "The Google Workspace administrator blocks this app. Have it trusted under "
                + "Security, API controls."),
        "consent_required": Entry(
            remedy: .signInAgain,
            sentence: "The consent doesn't cover what is needed. Sign in again on the mailbox's "
                + "page."),
        "deleted_client": Entry(
            remedy: .fixSettings,
            sentence: "The OAuth client was deleted. Make a new one and enter its id and secret."),
        "interaction_required": Entry(
            remedy: .signInAgain,
            sentence: "The provider wants to see the person again. Sign in on the mailbox's page."),
        "invalid_client": Entry(
            remedy: .fixSettings,
            sentence:
                "The client id or the client secret is wrong or has expired. Enter both again."),
        "invalid_request": Entry(
            remedy: .fixSettings,
            sentence:
                "The provider found the request incomplete. Check the token URL, the client id "
                + "and the redirect URI."),
        "invalid_scope": Entry(
            remedy: .fixSettings,
            sentence: "A scope is not valid. Keep the proposed ones, or correct the spelling."),
        "login_required": Entry(
            remedy: .signInAgain,
            sentence: "The provider wants to see the person again. Sign in on the mailbox's page."),
        "org_internal": Entry(
            remedy: .fixSettings,
            sentence:
                "The Google app is for its own organisation only. Use an account of it, or make "
                + "the app external."),
        "redirect_uri_mismatch": Entry(
            remedy: .fixSettings,
            sentence: "The redirect URI is not registered. Copy it from the mailbox's page to the "
                + "OAuth client, letter by letter."),
        "server_error": Entry(
            remedy: .tryAgain,
            sentence: "The provider has a passing trouble. Martlet tries again by itself."),
        "slow_down": Entry(
            remedy: .tryAgain,
            sentence: "The provider asks for patience. Martlet tries again by itself, later."),
        "temporarily_unavailable": Entry(
            remedy: .tryAgain,
            sentence: "The provider has a passing trouble. Martlet tries again by itself."),
        "unauthorized_client": Entry(
            remedy: .fixSettings,
            sentence: "The app may not use this way of signing in. Allow it in the app's "
                + "registration, or choose the other flow."),
        "unsupported_grant_type": Entry(
            remedy: .fixSettings,
            sentence: "The provider doesn't know this way of signing in. Choose the other flow, or "
                + "check the token URL."),
    ]
}
