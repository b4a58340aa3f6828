/// Incoming mail, first answers, brakes, tags, time, and what was not delivered.
extension German {
    static let answers: [String: String] = [
        // Brakes
        "Incoming mail": "Eingehende Mail",
        "What holds for the mail of all mailboxes.": "Was für die Mail aller Postfächer gilt.",
        "1 held back": "1 zurückgehalten",
        "%1 held back": "%1 zurückgehalten",
        "All automatic mail is stopped.": "Alle automatischen Mails sind angehalten.",
        "More of it would have left within an hour than the limit allows; something may go round in circles. People's answers leave as always. Look at the newest tickets, then let it through again.":
            "Innerhalb einer Stunde wären mehr hinausgegangen, als die Grenze erlaubt; vielleicht läuft etwas im Kreis. Antworten von Menschen gehen wie immer hinaus. Sehen Sie sich die neuesten Tickets an, dann geben Sie frei.",
        "Automatic mail to %1 is stopped.": "Automatische Mails an %1 sind angehalten.",
        "Its mails came again and again and are alike, as when two machines answer each other.":
            "Von dort kamen wieder und wieder gleiche Mails, wie wenn zwei Maschinen einander antworten.",
        "stays closed: mail opened it too often. New mail on it waits there.":
            "bleibt geschlossen: Mails haben es zu oft geöffnet. Neue Mails warten dort.",
        "Let through again": "Freigeben",
        "let through": "freigegeben",
        "Let through again.": "Freigegeben.",
        "Stopped automatic mail": "Angehaltene automatische Mail",
        "Participants": "Beteiligte",
        "Ignore CC": "CC ignorieren",
        "On: who stands in Cc of a mail is shown, but becomes no participant and gets no copy of answers.":
            "An: Wer im Cc einer Mail steht, wird gezeigt, aber nicht beteiligt, und bekommt keine Kopie der Antworten.",
        "Operators' mail": "Mail der Bearbeiter",
        "Only for mail that a trusted server vouches for: a sender line alone proves nothing.":
            "Nur für Mail, für die ein vertrauter Server bürgt: Eine Absenderzeile allein beweist nichts.",
        "Unwrap forwarded mail": "Weitergeleitete Mail auspacken",
        "A mail that an operator passes on becomes a ticket of the person who wrote it. One click on the ticket makes the operator its requester again.":
            "Eine Mail, die ein Bearbeiter weiterleitet, wird ein Ticket der Person, die sie geschrieben hat. Ein Klick auf dem Ticket macht den Bearbeiter wieder zur anfragenden Person.",
        "Commands in mails": "Befehle in Mails",
        "Lines such as “Status: closed”, “Priority: high”, “Assignee: me”, “Tags: billing” and “Spent time: 1h30m” at the top or bottom of an operator's reply are carried out and taken out of the text; German words work too. Each leaves a line on the ticket.":
            "Zeilen wie „Status: geschlossen“, „Priorität: hoch“, „Zugewiesen an: mir“, „Schlagwörter: Rechnung“ und „Aufwand: 1h30m“ am Anfang oder Ende der Antwort eines Bearbeiters werden ausgeführt und aus dem Text genommen; englische Wörter gehen auch. Jede hinterlässt eine Zeile auf dem Ticket.",
        "Trusted mail servers": "Vertraute Mailserver",
        "The names of your own receiving servers, one per line, as they stand first in the header Authentication-Results of your mail. Empty: Google, Microsoft, Fastmail, Yahoo and iCloud for mailboxes there, otherwise none. Name only servers that check senders themselves and remove such headers of others.":
            "Die Namen Ihrer eigenen empfangenden Server, einer je Zeile, wie sie in der Kopfzeile Authentication-Results Ihrer Mail vorne stehen. Leer: Google, Microsoft, Fastmail, Yahoo und iCloud für Postfächer dort, sonst keiner. Nennen Sie nur Server, die Absender selbst prüfen und solche Kopfzeilen anderer entfernen.",
        "“%1” is no server name, such as mx.example.com.":
            "„%1“ ist kein Servername wie mx.example.com.",
        "Brakes": "Bremsen",
        "One address gets at most %1 automatic mails, then one every 8 hours.":
            "Eine Adresse bekommt höchstens %1 automatische Mails, danach eine alle 8 Stunden.",
        "Automatic mails an hour": "Automatische Mails je Stunde",
        "More than this from the whole desk within an hour stops all automatic mail until somebody lets it through again.":
            "Mehr als so viele vom ganzen Help-Desk innerhalb einer Stunde halten alle automatischen Mails an, bis jemand sie freigibt.",
        "A number from 1 to %1.": "Eine Zahl von 1 bis %1.",

        // First answer
        "First answer": "Erste Antwort",
        "Sent by itself when a mail makes a new ticket: once per ticket, and never to automatic mail, bounces, mailing lists, old mail or addresses that nobody reads. Why a ticket got none stands on the ticket.":
            "Geht von selbst hinaus, wenn aus einer Mail ein neues Ticket wird: einmal je Ticket und nie an automatische Mail, Unzustellbarkeitsberichte, Mailinglisten, alte Mail oder Adressen, die niemand liest. Warum ein Ticket keine bekam, steht auf dem Ticket.",
        "Send a first answer": "Eine erste Antwort senden",
        "The ticket's number is put behind it by itself.":
            "Die Nummer des Tickets wird von selbst dahinter gesetzt.",
        "Markdown. What a token stands for is put in as plain text.":
            "Markdown. Wofür ein Platzhalter steht, wird als reiner Text eingesetzt.",
        "Tokens": "Platzhalter",
        "A few words.": "Ein paar Worte.",
        "At most %1 letters.": "Höchstens %1 Zeichen.",
        "There is no token “%1”. Those that exist stand beside the text.":
            "Es gibt keinen Platzhalter „%1“. Die es gibt, stehen neben dem Text.",
        "A token begins with {{ and is not closed with }}.":
            "Ein Platzhalter beginnt mit {{ und endet nicht mit }}.",
        "We have received your request": "Ihre Anfrage ist angekommen",
        "Hello {{requester.name}},": "Guten Tag {{requester.name}},",
        "thank you for your message. It has the number **{{ticket.number}}**, and somebody will look at it soon. If you want to add something, simply answer this mail.":
            "vielen Dank für Ihre Nachricht. Sie hat die Nummer **{{ticket.number}}**, und bald kümmert sich jemand darum. Wenn Sie etwas ergänzen möchten, antworten Sie einfach auf diese Mail.",

        // Conversation
        "answered automatically": "hat automatisch geantwortet",
        "forwarded by %1": "weitergeleitet von %1",
        "Make %1 the requester": "%1 zur anfragenden Person machen",
        "the recipient": "den Empfänger",
        "Not delivered to %1.": "Nicht zugestellt an %1.",
        "Not delivered to %1 yet; it is still tried.":
            "Noch nicht zugestellt an %1; es wird weiter versucht.",
        "The report": "Der Bericht",
        "Opened again: an answer was not delivered":
            "Wieder geöffnet: Eine Antwort wurde nicht zugestellt",
        "An answer is still on its way: %1": "Eine Antwort ist noch unterwegs: %1",
        "An answer was sent again and taken by the mail server":
            "Eine Antwort wurde noch einmal gesendet und vom Mailserver angenommen",
        "No automatic first answer: %1": "Keine automatische erste Antwort: %1",
        "Goes on from a ticket that was closed too long ago to be opened again:":
            "Setzt ein Ticket fort, das zu lange geschlossen ist, um wieder geöffnet zu werden:",
        "A late reply to this ticket started a new one:":
            "Eine späte Antwort auf dieses Ticket hat ein neues begonnen:",
        "Not opened again by the new mail: that happened too often. Please look whether machines answer each other.":
            "Durch die neue Mail nicht wieder geöffnet: Das geschah zu oft. Bitte sehen Sie nach, ob Maschinen einander antworten.",
        "%1 passed on a mail of %2, whose ticket this is":
            "%1 hat eine Mail von %2 weitergeleitet; es ist das Ticket dieser Person",
        "%1 made %2 the requester": "%1 hat %2 zur anfragenden Person gemacht",
        "%1 by mail: “%2” – done": "%1 per Mail: „%2“ – erledigt",
        "%1 by mail: “%2” – not done: %3": "%1 per Mail: „%2“ – nicht ausgeführt: %3",
        "%1 spent %2": "%1 hat %2 aufgewendet",
        "%1 took back %2 of spent time": "%1 hat %2 Aufwand zurückgenommen",
        "%1 changed the tags: %2": "%1 hat die Schlagwörter geändert: %2",
        "there is no such status": "diesen Status gibt es nicht",
        "there is no such priority": "diese Priorität gibt es nicht",
        "nobody of the desk has this name or address":
            "niemand im Team hat diesen Namen oder diese Adresse",
        "several people have this name; use the address":
            "mehrere haben diesen Namen; nehmen Sie die Adresse",
        "these are no tags": "das sind keine Schlagwörter",
        "these are too many tags": "das sind zu viele Schlagwörter",
        "write the time as 1h30m, 90m or 1:30": "schreiben Sie die Zeit als 1h30m, 90m oder 1:30",
        "a day has 24 hours": "ein Tag hat 24 Stunden",
        "it stands there twice": "es steht zweimal da",
        "Nothing to do yet: the mail system says so when it gives up.":
            "Noch ist nichts zu tun: Das Mailsystem meldet sich, wenn es aufgibt.",
        "The address does not exist. Check how it is written, or ask the client by another way.":
            "Die Adresse gibt es nicht. Prüfen Sie die Schreibweise, oder fragen Sie den Kunden auf anderem Weg.",
        "The mailbox there is full. Tell the client by another way, or send again later.":
            "Das Postfach dort ist voll. Sagen Sie es dem Kunden auf anderem Weg, oder senden Sie später noch einmal.",
        "The mail is too large for the other side. Send the files another way, or in smaller mails.":
            "Die Mail ist für die andere Seite zu groß. Senden Sie die Dateien auf anderem Weg oder in kleineren Mails.",
        "The other side does not take our mail. An administrator should look whether our sender address, SPF and DKIM are right, or ask the client's administrator.":
            "Die andere Seite nimmt unsere Mail nicht an. Ein Administrator sollte prüfen, ob Absenderadresse, SPF und DKIM stimmen, oder beim Administrator des Kunden fragen.",
        "The other side's mail server was not found or did not answer. Check the part behind the @, or send again later.":
            "Der Mailserver der anderen Seite wurde nicht gefunden oder antwortet nicht. Prüfen Sie den Teil hinter dem @, oder senden Sie später noch einmal.",
        "The mail went round in circles on the other side. The client's administrator has to look at the forwarding there.":
            "Die Mail lief auf der anderen Seite im Kreis. Der Administrator des Kunden muss dort die Weiterleitung prüfen.",
        "Look at the report, then send again or reach the client by another way.":
            "Sehen Sie in den Bericht, dann senden Sie noch einmal, oder erreichen Sie den Kunden auf anderem Weg.",

        // Panel
        "Tags": "Schlagwörter",
        "New tag": "Neues Schlagwort",
        "Add": "Hinzufügen",
        "Remove tag %1": "Schlagwort %1 entfernen",
        "Spent time": "Aufgewendete Zeit",
        "Day": "Tag",
        "What was done": "Was getan wurde",
        "Remove this entry": "Diesen Eintrag entfernen",
        "by mail": "per Mail",
        "Not saved: write the time as 1h30m, 90m or 1:30, at most 24 hours.":
            "Nicht gespeichert: Schreiben Sie die Zeit als 1h30m, 90m oder 1:30, höchstens 24 Stunden.",
        "Signed reply addresses": "Signierte Antwortadressen",
        "Answers carry addresses such as support+t4711-…@example.com, so that every reply and every bounce finds its ticket. Only for servers that deliver mail for name+anything@ to name@: Gmail, Microsoft 365, Fastmail and most Dovecot and Postfix servers do. Send a mail to such an address first.":
            "Antworten tragen Adressen wie support+t4711-…@example.com, damit jede Antwort und jeder Unzustellbarkeitsbericht das Ticket findet. Nur für Server, die Mail an name+irgendwas@ an name@ zustellen: Gmail, Microsoft 365, Fastmail und die meisten Dovecot- und Postfix-Server tun das. Senden Sie zuerst eine Mail an eine solche Adresse.",
    ]
}
