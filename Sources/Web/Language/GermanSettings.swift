/// Scheduled tasks, projects, people and outgoing mail.
extension German {
    static let settings: [String: String] = [
        "The server-wide SMTP setting. A mailbox may have an outgoing server of its own; without either, answers wait in the outbox.":
            "Die SMTP-Einstellung für den ganzen Server. Ein Postfach kann einen eigenen ausgehenden Server haben; ohne beides warten Antworten im Ausgang.",
        "Server": "Server",
        "STARTTLS uses port 587, SSL/TLS 465. None is for a server on this very machine.":
            "STARTTLS nutzt Port 587, SSL/TLS 465. „Keine“ ist für einen Server auf derselben Maschine.",
        "Sign-in": "Anmeldung",
        "Somebody else has this address.": "Jemand anderes hat diese Adresse.",
        "Please give a name: clients see it on answers.":
            "Bitte nennen Sie einen Namen: Kunden sehen ihn bei Antworten.",
        "You can't take your own rights away. Ask another administrator.":
            "Sie können sich Ihre Rechte nicht selbst nehmen. Bitten Sie einen anderen Administrator.",
        "Not active": "Nicht aktiv",
        "Those who answer tickets. Clients are added by themselves when they write.":
            "Die Menschen, die Tickets beantworten. Kunden kommen von selbst dazu, wenn sie schreiben.",
        "Role": "Rolle",
        "State": "Zustand",
        "Since": "Seit",
        "At least %1 characters. Tell it to the person by a safe way.":
            "Mindestens %1 Zeichen. Teilen Sie es der Person auf sicherem Weg mit.",
        "Empty keeps it. A new one signs the person out everywhere else.":
            "Leer behält es. Ein neues meldet die Person überall sonst ab.",
        "Person": "Person",
        "Access": "Zugang",
        "Operators answer tickets. Administrators also set up mailboxes, projects, people and tasks.":
            "Bearbeiter beantworten Tickets. Administratoren richten auch Postfächer, Projekte, Personen und Aufgaben ein.",
        "Off: signed out at once, and can't sign in.":
            "Aus: sofort abgemeldet und kann sich nicht anmelden.",
        "Another project has this name.": "Ein anderes Projekt heißt schon so.",
        "Give the project a name.": "Geben Sie dem Projekt einen Namen.",
        "“%1” is not an email address.": "„%1“ ist keine E-Mail-Adresse.",
        "“%1” is not a domain, such as example.com.": "„%1“ ist keine Domain wie example.com.",
        "A number of days, or nothing.": "Eine Zahl von Tagen, oder nichts.",
        "At most %1 lines.": "Höchstens %1 Zeilen.",
        "%1 open": "%1 offen",
        "Mail routed here": "Mails hierher",
        "No project yet": "Noch kein Projekt",
        "Tickets live in projects, for instance “Support” or “Accounting”. Each has its own people and its own rules for mail.":
            "Tickets gehören zu Projekten, etwa „Support“ oder „Buchhaltung“. Jedes hat eigene Leute und eigene Regeln für Mails.",
        "Off: no mail is routed here any more; its tickets stay.":
            "Aus: Keine Mail kommt mehr hierher; die Tickets bleiben.",
        "A keyword counts more than an address, an address more than a domain, and all of them more than the mailbox's default.":
            "Ein Stichwort zählt mehr als eine Adresse, eine Adresse mehr als eine Domain, und alle mehr als der Standard des Postfachs.",
        "Keywords in the subject": "Stichwörter im Betreff",
        "Upper and lower case must match": "Groß- und Kleinschreibung beachten",
        "Sender addresses": "Absenderadressen",
        "One per line.": "Eine je Zeile.",
        "Sender domains": "Absenderdomains",
        "One per line; sub-domains are included, and the longest match wins.":
            "Eine je Zeile; Unterdomains gehören dazu, und die längste Übereinstimmung gewinnt.",
        "New tickets": "Neue Tickets",
        "Client's response": "Antwort des Kunden",
        "Status after client's response": "Status nach Antwort des Kunden",
        "Reopen within days": "Wieder öffnen binnen Tagen",
        "An answer on a ticket that was closed longer ago starts a new ticket. Empty: it always opens the old one.":
            "Eine Antwort auf ein Ticket, das länger geschlossen ist, beginnt ein neues Ticket. Leer: Sie öffnet immer das alte.",
        "Members": "Mitglieder",
        "Who works on this project. So far every operator sees the tickets of every project.":
            "Wer an diesem Projekt arbeitet. Bisher sehen alle Bearbeiter die Tickets aller Projekte.",
        "History of %1": "Verlauf von %1",
        "History": "Verlauf",
        "Run now": "Jetzt ausführen",
        "Settings": "Einstellungen",
        "No run yet": "Noch kein Lauf",
        "Each run leaves a line here: when, how long, what it did, and what went wrong.":
            "Jeder Lauf hinterlässt hier eine Zeile: wann, wie lange, was er tat und was schiefging.",
        "Started": "Begonnen",
        "Trigger": "Auslöser",
        "Duration": "Dauer",
        "Result": "Ergebnis",
        "running …": "läuft …",
        "Done": "Erledigt",
        "Broken off": "Abgebrochen",
        "Log": "Protokoll",
        "A whole number; from every minute to every 366 days.":
            "Eine ganze Zahl; von jeder Minute bis alle 366 Tage.",
        "A date and a time, such as 2026-11-23T08:15.":
            "Datum und Uhrzeit, etwa 2026-11-23T08:15.",
        "minutes": "Minuten",
        "hours": "Stunden",
        "days": "Tage",
        "Frequency": "Häufigkeit",
        "A change takes effect without a restart.": "Eine Änderung wirkt ohne Neustart.",
        "Every": "Alle",
        "Unit": "Einheit",
        "The server's own interval is %1; a task can't run more often than that.":
            "Der eigene Takt des Servers ist %1; öfter kann eine Aufgabe nicht laufen.",
        "The server measures its own interval while it runs.":
            "Der Server misst seinen Takt, während er läuft.",
        "Next run": "Nächster Lauf",
        "Time of next run": "Zeit des nächsten Laufs",
        "Time zone:": "Zeitzone:",
        "A time that is past means: as soon as possible. Later runs keep this rhythm.":
            "Eine vergangene Zeit heißt: so bald wie möglich. Spätere Läufe behalten diesen Rhythmus.",
        "While it is off, replies wait and nothing is lost; they are applied when it is on again.":
            "Solange sie aus ist, warten Antworten, und nichts geht verloren; sie werden eingetragen, wenn sie wieder an ist.",
        "While it is off, it runs only by hand.": "Solange sie aus ist, läuft sie nur von Hand.",
        "Tasks are driven by the built-in clock, or by an external cron that calls":
            "Aufgaben werden von der eingebauten Uhr angestoßen, oder von einem externen Cron mit",
        "Overdue by %1. Is the server's clock or cron running?":
            "Überfällig seit %1. Läuft die Uhr oder der Cron des Servers?",
        "This frequency can't be respected: the server's own interval is %1.":
            "Diese Häufigkeit lässt sich nicht einhalten: Der eigene Takt des Servers ist %1.",
        "Nothing drives the tasks.": "Nichts stößt die Aufgaben an.",
        "Task": "Aufgabe",
        "Last run": "Letzter Lauf",
        "The server has not counted a tick yet: it has just started, or no clock or cron drives the tasks.":
            "Der Server hat noch keinen Takt gezählt: Er ist gerade gestartet, oder weder Uhr noch Cron stößt die Aufgaben an.",
        "Mail that waits": "Wartende Mail",
        "1 mail was given up or came back; its ticket says why.":
            "1 Mail wurde aufgegeben oder kam zurück; ihr Ticket sagt, warum.",
        "%1 mails were given up or came back; their tickets say why.":
            "%1 Mails wurden aufgegeben oder kamen zurück; ihre Tickets sagen, warum.",
        "Stored encrypted.": "Verschlüsselt gespeichert.",
        "an external cron": "einem externen Cron",
        "the built-in clock": "der eingebauten Uhr",
        "Driven by %1 every %2": "Angestoßen von %1, alle %2",
        "Driven by %1": "Angestoßen von %1",
        "last tick": "letzter Takt",
        "1 reply waits to be applied.": "1 Antwort wartet darauf, eingetragen zu werden.",
        "%1 replies wait to be applied.": "%1 Antworten warten darauf, eingetragen zu werden.",
        "not while it is off": "nicht, solange sie aus ist",
        "On": "An",
        "Off": "Aus",
        "never": "nie",
        "took %1": "dauerte %1",
        "broken off by the end of the server": "durch das Ende des Servers abgebrochen",
        "nothing to do": "nichts zu tun",
        "%1 read": "%1 gelesen",
        "1 ticket": "1 Ticket",
        "%1 tickets": "%1 Tickets",
        "1 reply": "1 Antwort",
        "%1 replies": "%1 Antworten",
        "1 bounce": "1 Rückläufer",
        "%1 bounces": "%1 Rückläufer",
        "%1 ignored": "%1 ignoriert",
        "1 duplicate": "1 doppelt",
        "%1 duplicates": "%1 doppelt",
        "%1 failed": "%1 gescheitert",
        "Help desk – receiving mails": "Help Desk – Mails empfangen",
        "Help desk – automatically updating tickets":
            "Help Desk – Tickets automatisch aktualisieren",
        "Help desk – compute aggregated hours": "Help Desk – Stunden zusammenrechnen",
        "Outgoing mail – sending the outbox": "Ausgehende Mail – Ausgang senden",
        "Server – closing sessions and pruning": "Server – Sitzungen schließen und aufräumen",
        "Reads new mail in all active mailboxes and creates tickets; replies are handed to the next task.":
            "Liest neue Mails in allen aktiven Postfächern und legt Tickets an; Antworten gehen an die nächste Aufgabe.",
        "Applies incoming replies to their tickets.":
            "Trägt eingegangene Antworten auf ihren Tickets ein.",
        "Sends answers that wait in the outbox, and tries deferred ones again.":
            "Sendet Antworten aus dem Ausgang und versucht aufgeschobene noch einmal.",
        "Removes expired sessions, old run histories and finished jobs.":
            "Entfernt abgelaufene Sitzungen, alte Verläufe und erledigte Aufträge.",
    ]
}
