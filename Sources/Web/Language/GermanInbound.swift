/// The inbound ledger: what happened to a mail, and what people do with it.
extension German {
    static let inbound: [String: String] = [
        "%1 attached it to ticket #%2. Before: %3": "%1 hat sie an Ticket #%2 gehängt. Vorher: %3",
        "%1 brought a mail from another ticket:":
            "%1 hat eine Mail aus einem anderen Ticket geholt:",
        "%1 deleted the ticket": "%1 hat das Ticket gelöscht",
        "%1 detached it from ticket #%2; it became ticket #%3.":
            "%1 hat sie von Ticket #%2 gelöst; sie wurde Ticket #%3.",
        "%1 had it processed again. Before: %2":
            "%1 hat sie erneut verarbeiten lassen. Vorher: %2",
        "%1 ignored it and blocked %2. Before: %3":
            "%1 hat sie ignoriert und gesperrt: %2. Vorher: %3",
        "%1 ignored it; %2 was blocked already. Before: %3":
            "%1 hat sie ignoriert; schon gesperrt war %2. Vorher: %3",
        "%1 made ticket #%2 of it. Before: %3": "%1 hat Ticket #%2 daraus gemacht. Vorher: %3",
        "%1 mails were found": "%1 Mails wurden gefunden",
        "%1 messages disappear from all lists and searches.":
            "%1 Nachrichten verschwinden aus allen Listen und Suchen.",
        "%1 more parts are in the raw mail.": "%1 weitere Teile stehen in der Originalmail.",
        "%1 moved it from ticket #%2 to ticket #%3.":
            "%1 hat sie von Ticket #%2 zu Ticket #%3 verschoben.",
        "%1 put a mail here by hand:": "%1 hat eine Mail von Hand hierher gelegt:",
        "%1 took a mail off this ticket:": "%1 hat eine Mail von diesem Ticket genommen:",
        "%1 took a mail to another ticket:": "%1 hat eine Mail zu einem anderen Ticket gebracht:",
        "%1 undid that.": "%1 hat das rückgängig gemacht.",
        "%1 undid the deletion": "%1 hat das Löschen rückgängig gemacht",
        "1 mail was found": "1 Mail wurde gefunden",
        "1 message disappears from all lists and searches.":
            "1 Nachricht verschwindet aus allen Listen und Suchen.",
        "A domain includes its sub-domains. A text is looked for anywhere in the subject, in any case.":
            "Eine Domain schließt ihre Subdomains ein. Ein Text wird überall im Betreff gesucht, groß oder klein.",
        "A domain such as spam.example.": "Eine Domain wie spam.example.",
        "A new ticket of its sender, whatever the rules said.":
            "Ein neues Ticket ihres Absenders, was immer die Regeln sagten.",
        "A program that shows one of these may ask the API what you may ask. Give each program its own, so that one can be revoked without the others.":
            "Ein Programm, das so ein Token vorzeigt, darf die API fragen, was Sie fragen dürfen. Geben Sie jedem Programm ein eigenes, damit man eines ohne die anderen widerrufen kann.",
        "API tokens": "API-Tokens",
        "Address, domain or text": "Adresse, Domain oder Text",
        "Always for this sender": "Immer bei diesem Absender",
        "An address such as ann@example.com.": "Eine Adresse wie ann@example.com.",
        "An administrator can undo the deletion.":
            "Ein Administrator kann das Löschen rückgängig machen.",
        "Answers that were not sent yet are withdrawn.":
            "Antworten, die noch nicht gesendet sind, werden zurückgezogen.",
        "Arrived from (UTC)": "Eingegangen ab (UTC)",
        "Ask the sender for the bounce they got, and the provider for its delivery log by Message-ID.":
            "Fragen Sie den Absender nach der Fehlermeldung, die er bekam, und den Anbieter nach seinem Zustellprotokoll zur Message-ID.",
        "At least %1 characters: less would block half of all mail.":
            "Mindestens %1 Zeichen: Weniger würde die halbe Post sperren.",
        "Attach": "Anhängen",
        "Attach to ticket…": "An Ticket hängen …",
        "Block": "Sperren",
        "Block by": "Sperren nach",
        "Blocked": "Gesperrt",
        "Blocked senders": "Gesperrte Absender",
        "By whom": "Von wem",
        "Clear": "Zurücksetzen",
        "Decided anew after an upgrade. Before: %1":
            "Nach einem Upgrade neu entschieden. Vorher: %1",
        "Delete the ticket": "Ticket löschen",
        "Delete ticket #%1": "Ticket #%1 löschen",
        "Deleted by %1": "Gelöscht von %1",
        "Detach": "Lösen",
        "For %1 days this can be undone; then the conversation is removed for good.":
            "%1 Tage lang lässt sich das rückgängig machen; danach wird das Gespräch endgültig entfernt.",
        "Further mail like it is ignored, with the reason in the ledger.":
            "Weitere solche Mails werden ignoriert; der Grund steht im Eingangsbuch.",
        "Health": "Zustand",
        "Here is the token. Copy it now: it is not shown again.":
            "Hier ist das Token. Kopieren Sie es jetzt: Es wird nicht noch einmal gezeigt.",
        "Ignore and block": "Ignorieren und sperren",
        "Ignore and block sender": "Ignorieren und Absender sperren",
        "Ignored, and blocked from now on.": "Ignoriert und von jetzt an gesperrt.",
        "In the ledger": "Im Eingangsbuch",
        "It arrived at the mail server.": "Sie kam beim Mailserver an.",
        "It becomes a reply on that ticket.": "Sie wird eine Antwort auf jenem Ticket.",
        "It leaves the conversation and becomes a message on the other ticket.":
            "Sie verlässt das Gespräch und wird eine Nachricht auf dem anderen Ticket.",
        "It leaves the conversation and becomes a ticket of its own.":
            "Sie verlässt das Gespräch und wird ein eigenes Ticket.",
        "It was stored here, before anyone thought about it.":
            "Sie wurde hier gespeichert, bevor etwas über sie entschieden war.",
        "Its conversation is kept until": "Das Gespräch wird aufbewahrt bis",
        "Its conversation is not here any more.": "Das Gespräch ist nicht mehr hier.",
        "Its mails in the ledger": "Seine Mails im Eingangsbuch",
        "Its mails stay in the ledger, and never become a ticket again by themselves.":
            "Seine Mails bleiben im Eingangsbuch und werden nie von selbst wieder ein Ticket.",
        "Its ticket, which has nothing else, is deleted, and further mail like it is ignored.":
            "Ihr Ticket, das nichts anderes enthält, wird gelöscht, und weitere solche Mails werden ignoriert.",
        "Last read successfully": "Zuletzt erfolgreich gelesen",
        "Last used": "Zuletzt benutzt",
        "Look below whether the mailbox that it was sent to is read at all, and when last.":
            "Sehen Sie unten nach, ob das Postfach, an das sie ging, überhaupt gelesen wird und wann zuletzt.",
        "Look into the junk folder on the mail server: only the folders below are read.":
            "Sehen Sie im Spam-Ordner auf dem Mailserver nach: Nur die Ordner unten werden gelesen.",
        "Made": "Gemacht",
        "Mail from these is ignored, with the reason in the ledger. Nothing is deleted.":
            "Mails von diesen werden ignoriert; der Grund steht im Eingangsbuch. Gelöscht wird nichts.",
        "Mail no. %1": "Mail Nr. %1",
        "Mail that arrived before": "Was vorher einging, nämlich vor",
        "Make a ticket": "Ticket machen",
        "Make a ticket of it": "Ein Ticket daraus machen",
        "Make a token": "Token machen",
        "Martlet": "Martlet",
        "More": "Mehr",
        "Move": "Verschieben",
        "Move to ticket…": "Zu Ticket verschieben …",
        "No mail fits this search. “Where is my mail?” tells where was looked, and what to do next.":
            "Keine Mail passt zu dieser Suche. „Wo ist meine Mail?“ sagt, wo gesucht wurde und was man tun kann.",
        "No mail like this was ever delivered to a mailbox of this desk.":
            "So eine Mail wurde nie in ein Postfach dieses Helpdesks zugestellt.",
        "No mailbox is connected, so no mail can arrive.":
            "Es ist kein Postfach angeschlossen, also kann keine Mail ankommen.",
        "None of these mails can be processed again: what is on a ticket stays there.":
            "Keine dieser Mails lässt sich erneut verarbeiten: Was auf einem Ticket ist, bleibt dort.",
        "Not here?": "Nicht hierher?",
        "Nothing is blocked": "Nichts ist gesperrt",
        "On each page of “Inbound mail” there is the button “Ignore and block sender”; what it blocks is listed here.":
            "Auf jeder Seite von „Posteingang“ gibt es „Ignorieren und Absender sperren“; was damit gesperrt wird, steht hier.",
        "One search over every mail that any mailbox ever delivered, dropped mail included. What you leave empty is not looked at.":
            "Eine Suche über jede Mail, die je ein Postfach geliefert hat, auch die verworfenen. Was Sie leer lassen, zählt nicht.",
        "Process all %1 mails of this list again that made nothing":
            "Alle %1 Mails dieser Liste, aus denen nichts wurde, erneut verarbeiten",
        "Process the 1 mail of this list again that made nothing":
            "Die 1 Mail dieser Liste, aus der nichts wurde, erneut verarbeiten",
        "Quarantine": "Quarantäne",
        "Quoted text and signature": "Zitat und Signatur",
        "Remote images of %1 are always shown.": "Fremde Bilder von %1 werden immer gezeigt.",
        "Remote images of this sender are always shown from now on.":
            "Fremde Bilder dieses Absenders werden von jetzt an immer gezeigt.",
        "Remote images of this sender are not loaded any more.":
            "Fremde Bilder dieses Absenders werden nicht mehr geladen.",
        "Remove": "Entfernen",
        "Revoke": "Widerrufen",
        "Search with less: one word of the subject, or the sender's domain.":
            "Suchen Sie mit weniger: einem Wort des Betreffs oder der Domain des Absenders.",
        "Select mail %1": "Mail %1 auswählen",
        "Sender": "Absender",
        "Sender domain": "Absender-Domain",
        "Show images": "Bilder zeigen",
        "Telephone system": "Telefonanlage",
        "Text in the subject": "Text im Betreff",
        "That is certain for the time until each mailbox was last read, below. What to do next:":
            "Das ist sicher für die Zeit, bis zu der jedes Postfach zuletzt gelesen wurde, siehe unten. Was man tun kann:",
        "The block was removed.": "Die Sperre wurde aufgehoben.",
        "The mail is a ticket now.": "Die Mail ist jetzt ein Ticket.",
        "The mail was attached.": "Die Mail wurde angehängt.",
        "The mail was detached and is a ticket of its own.":
            "Die Mail wurde gelöst und ist ein eigenes Ticket.",
        "The mail was moved.": "Die Mail wurde verschoben.",
        "The mail was processed again.": "Die Mail wurde erneut verarbeitet.",
        "The mails will be processed again in a moment.":
            "Die Mails werden gleich erneut verarbeitet.",
        "The newest %1 are shown. More words make the answer shorter.":
            "Die neuesten %1 werden gezeigt. Mehr Wörter machen die Antwort kürzer.",
        "The ticket is there again.": "Das Ticket ist wieder da.",
        "The token was revoked and works no more.":
            "Das Token wurde widerrufen und gilt nicht mehr.",
        "Ticket #": "Ticket #",
        "Ticket #%1 was deleted": "Ticket #%1 wurde gelöscht",
        "Undo": "Rückgängig",
        "Undo the deletion": "Löschen rückgängig machen",
        "Undone.": "Rückgängig gemacht.",
        "What for": "Wofür",
        "What holds now was decided.": "Was jetzt gilt, wurde entschieden.",
        "What is blocked": "Was gesperrt wird",
        "What is it for?": "Wofür ist es?",
        "What is it for? A word is enough.": "Wofür ist es? Ein Wort genügt.",
        "What you can do with it": "Was Sie damit tun können",
        "Where was looked": "Wo gesucht wurde",
        "Words of the subject": "Wörter des Betreffs",
        "You have %1 tokens; revoke one that is not needed.":
            "Sie haben %1 Tokens; widerrufen Sie eines, das nicht gebraucht wird.",
        "Your account": "Ihr Konto",
        "is not read.": "eingegangen ist, wird nicht gelesen.",
        "nothing was decided yet.": "noch war nichts entschieden.",
        "subjects with": "Betreffs mit",
        "the address": "die Adresse",
        "the domain": "die Domain",
        "undone": "rückgängig gemacht",
        "until (UTC)": "bis (UTC)",
    ]

    /// Why something can't be done, what is odd about a mail, and its parts.
    static let mailWords: [String: String] = [
        "A field that may stand only once stands twice.":
            "Eine Angabe, die nur einmal stehen darf, steht zweimal da.",
        "A line of a mailbox file (“From …”) stands before the header; it was left out.":
            "Vor dem Kopf steht eine Zeile aus einer Mailbox-Datei („From …“); sie wurde weggelassen.",
        "A line of the header is no header field.": "Eine Zeile des Kopfes ist keine Kopfzeile.",
        "A mail within the mail is larger than is read.":
            "Eine Mail in der Mail ist größer, als gelesen wird.",
        "A part that holds others is encoded, which is not allowed; it was decoded.":
            "Ein Teil, der andere enthält, ist kodiert, was nicht erlaubt ist; er wurde dekodiert.",
        "It has several parts, but does not say what separates them.":
            "Sie hat mehrere Teile, sagt aber nicht, was sie trennt.",
        "Lines end in an old way (CR alone).": "Zeilen enden auf alte Art (nur CR).",
        "Parts are nested deeper than is read.":
            "Teile sind tiefer verschachtelt, als gelesen wird.",
        "That can't be done": "Das geht nicht",
        "That is no ticket's number. Write it as 123 or #123.":
            "Das ist keine Ticketnummer. Schreiben Sie sie als 123 oder #123.",
        "The empty line between header and text is missing; the text begins where the header ends.":
            "Die Leerzeile zwischen Kopf und Text fehlt; der Text beginnt, wo der Kopf endet.",
        "The end of the parts is missing: the mail may be cut off.":
            "Das Ende der Teile fehlt: Die Mail ist vielleicht abgeschnitten.",
        "The header is larger than is read; its rest was left out.":
            "Der Kopf ist größer, als gelesen wird; der Rest wurde weggelassen.",
        "The line that is to separate the parts does not occur.":
            "Die Zeile, die die Teile trennen soll, kommt nicht vor.",
        "The line that separates the parts is longer than allowed.":
            "Die Zeile, die die Teile trennt, ist länger als erlaubt.",
        "The mail has no byte at all.": "Die Mail hat kein einziges Byte.",
        "The mail has no such thing to block it by.":
            "Die Mail hat nichts dergleichen, wonach man sie sperren könnte.",
        "The mail is on no ticket.": "Die Mail ist auf keinem Ticket.",
        "The mail is on ticket #%1 already.": "Die Mail ist schon auf Ticket #%1.",
        "The mail is on ticket #%1 already; a second time would count it twice.":
            "Die Mail ist schon auf Ticket #%1; ein zweites Mal zählte sie doppelt.",
        "The raw mail is not kept any more, so it can't be read again.":
            "Die Originalmail ist nicht mehr aufbewahrt, also kann sie nicht neu gelesen werden.",
        "The reply is about to be applied to its ticket. Wait until that is done.":
            "Die Antwort wird gerade auf ihr Ticket übernommen. Warten Sie, bis das getan ist.",
        "The transfer encoding is unknown; the bytes were taken as they are.":
            "Die Transportkodierung ist unbekannt; die Bytes wurden genommen, wie sie sind.",
        "The type of the content can't be read; it was taken for plain text.":
            "Der Typ des Inhalts ist nicht lesbar; er wurde für reinen Text genommen.",
        "There are more parts than are read.": "Es sind mehr Teile, als gelesen werden.",
        "There is no mail no. %1 in the ledger.": "Im Eingangsbuch gibt es keine Mail Nr. %1.",
        "There is no such project, or it is not active.":
            "So ein Projekt gibt es nicht, oder es ist nicht aktiv.",
        "There is no ticket #%1, or it was deleted.":
            "Ticket #%1 gibt es nicht, oder es wurde gelöscht.",
        "There is nothing to undo: nobody did anything with this mail.":
            "Es gibt nichts rückgängig zu machen: Niemand hat etwas mit dieser Mail getan.",
        "Ticket #%1 has no other message, so there is nothing to detach the mail from.":
            "Ticket #%1 hat keine andere Nachricht, also gibt es nichts, wovon man die Mail lösen könnte.",
        "Ticket #%1 has other messages by now, which would be lost. Move or detach the mail, or delete the ticket.":
            "Ticket #%1 hat inzwischen andere Nachrichten, die verloren gingen. Verschieben oder lösen Sie die Mail, oder löschen Sie das Ticket.",
        "Ticket #%1, where the mail was before, was deleted for good.":
            "Ticket #%1, wo die Mail vorher war, wurde endgültig gelöscht.",
        "What separates the parts was guessed from the text.":
            "Was die Teile trennt, wurde aus dem Text erraten.",
        "attachment": "Anhang",
        "inline": "eingebettet",
        "the body": "der Text der Mail",
    ]

    /// Routing: the order of projects, ties, and the box to try it.
    static let routing: [String: String] = [
        "%1 rules are other projects' too": "%1 Regeln haben auch andere Projekte",
        "1 rule is another project's too": "1 Regel hat auch ein anderes Projekt",
        "Change the order": "Reihenfolge ändern",
        "Move %1 down": "%1 nach unten",
        "Move %1 up": "%1 nach oben",
        "No project: the mail would go to quarantine.":
            "Kein Projekt: Die Mail käme in die Quarantäne.",
        "Off: “print” is found in “printer” too.":
            "Aus: „druck“ wird auch in „drucker“ gefunden.",
        "The address %1": "Die Adresse %1",
        "The domain %1": "Die Domain %1",
        "The keyword “%1”": "Das Stichwort „%1“",
        "The order was changed.": "Die Reihenfolge wurde geändert.",
        "To": "An",
        "Try it": "Ausprobieren",
        "Try the routing": "Zuordnung ausprobieren",
        "Two projects claim the same mail": "Zwei Projekte beanspruchen dieselben Mails",
        "When several projects claim the same mail, the one that stands higher takes it.":
            "Beanspruchen mehrere Projekte dieselbe Mail, bekommt sie das, das weiter oben steht.",
        "Which project a new mail would go to, and why. Nothing is stored or sent.":
            "Zu welchem Projekt eine neue Mail käme, und warum. Nichts wird gespeichert oder gesendet.",
        "Which project would a mail go to?": "Zu welchem Projekt käme eine Mail?",
        "Whole words only": "Nur ganze Wörter",
        "is one of “%1” too, which stands higher in the order and takes such mail.":
            "steht auch bei „%1“, das in der Reihenfolge höher steht und solche Mails bekommt.",
        "is one of “%1” too; this project stands higher in the order and takes such mail.":
            "steht auch bei „%1“; dieses Projekt steht in der Reihenfolge höher und bekommt solche Mails.",
    ]
}
