extension Wording {
    /// The German text of every key that this module makes. Marks stand where the grammar wants them.
    public static let german: [String: String] = {
        var texts = schedules
        texts.merge(names) { first, _ in first }
        texts.merge(problems) { first, _ in first }
        texts.merge(workingTime) { first, _ in first }
        texts.merge(promises) { first, _ in first }
        texts.merge(prepaidAndRules) { first, _ in first }
        for number in 1...31 { texts[CronSchedule.ordinalText(number)] = "\(number)." }
        return texts
    }()

    private static let schedules = [
        "": "",
        "%1": "%1",
        "%1, %2": "%1, %2",
        "%1 and %2": "%1 und %2",
        "%1 or %2": "%1 oder %2",
        "%1 to %2": "%1 bis %2",
        "%1 (%2)": "%1 (%2)",
        "%1 at %2": "%1 um %2",
        "%1, in %2": "%1, im %2",
        "%1 from %2 to %3": "%1 von %2 bis %3",
        "%1 in the hours %2": "%1 in den Stunden %2",
        "every minute": "jede Minute",
        "every %1 minutes": "alle %1 Minuten",
        "every hour": "jede Stunde",
        "every hour at minute %1": "jede Stunde zur Minute %1",
        "every %1 hours": "alle %1 Stunden",
        "every %1 hours at minute %2": "alle %1 Stunden zur Minute %2",
        "every day": "jeden Tag",
        "every %1 days": "alle %1 Tage",
        "every weekday": "montags bis freitags",
        "every %1": "jeden %1",
        "on the %1 of the month": "am %1 des Monats",
        "%1, but only on the %2 of the month": "%1, aber nur am %2 des Monats",
        "%1 day before the last": "%1 Tag vor dem letzten",
        "last day": "letzten Tag",
        "first %1": "ersten %1",
        "second %1": "zweiten %1",
        "third %1": "dritten %1",
        "fourth %1": "vierten %1",
        "fifth %1": "fünften %1",
        "last %1": "letzten %1",
    ]

    private static let names = [
        "Monday": "Montag", "Tuesday": "Dienstag", "Wednesday": "Mittwoch",
        "Thursday": "Donnerstag", "Friday": "Freitag", "Saturday": "Samstag",
        "Sunday": "Sonntag",
        "January": "Januar", "February": "Februar", "March": "März", "April": "April",
        "May": "Mai", "June": "Juni", "July": "Juli", "August": "August",
        "September": "September", "October": "Oktober", "November": "November",
        "December": "Dezember",
        "minute": "Minute", "hour": "Stunde", "day of month": "Monatstag", "month": "Monat",
        "day of week": "Wochentag",
    ]

    private static let problems = [
        "“%1” is not a frequency. Use for instance 5m, 3h or 1d, from a minute to a year, or a cron expression such as 30 8 * * 1-5.":
            "„%1“ ist keine Häufigkeit. Möglich sind zum Beispiel 5m, 3h oder 1d, von einer Minute bis zu einem Jahr, oder ein Cron-Ausdruck wie 30 8 * * 1-5.",
        "“%1” is too long. Use at most 366d, or a cron expression such as 0 8 1 1 *.":
            "„%1“ ist zu lang. Möglich sind höchstens 366d, oder ein Cron-Ausdruck wie 0 8 1 1 *.",
        "The cron expression is longer than %1 characters. Use ranges and steps instead of lists.":
            "Der Cron-Ausdruck ist länger als %1 Zeichen. Bereiche und Schritte statt Listen helfen.",
        "“%1” is not the name of a time zone. Use for instance Europe/Berlin or UTC.":
            "„%1“ ist kein Name einer Zeitzone. Möglich sind zum Beispiel Europe/Berlin oder UTC.",
        "A cron expression has five fields, this one has six. Leave the seconds or the year away.":
            "Ein Cron-Ausdruck hat fünf Felder, dieser hat sechs. Bitte die Sekunden oder das Jahr weglassen.",
        "A cron expression has five fields (minute, hour, day of month, month, day of week), this one has %1. Use for instance 30 8 * * 1-5.":
            "Ein Cron-Ausdruck hat fünf Felder (Minute, Stunde, Monatstag, Monat, Wochentag), dieser hat %1. Möglich ist zum Beispiel 30 8 * * 1-5.",
        "No year has such a day, so it would never run. Change the day of month or the month.":
            "Einen solchen Tag hat kein Jahr, die Aufgabe liefe nie. Bitte Monatstag oder Monat ändern.",
        "“%1” is not known. Use @hourly, @daily, @weekly, @monthly or @yearly.":
            "„%1“ ist nicht bekannt. Möglich sind @hourly, @daily, @weekly, @monthly und @yearly.",
        "In the field %1, the range “%2” runs backwards. Write two ranges: “%3”.":
            "Im Feld %1 läuft der Bereich „%2“ rückwärts. Bitte zwei Bereiche schreiben: „%3“.",
        "In the field %1, the step in “%2” needs a range before it. Write for instance “%3”.":
            "Im Feld %1 braucht der Schritt in „%2“ einen Bereich davor, zum Beispiel „%3“.",
        "In the field %1, the step in “%2” must be from 1 to %3.":
            "Im Feld %1 muss der Schritt in „%2“ von 1 bis %3 sein.",
        "“%1”, the weekday nearest to a day, can't be used. Write the days out, for instance 1-3 as day of month.":
            "„%1“, der nächste Werktag zu einem Tag, ist nicht möglich. Bitte die Tage ausschreiben, zum Beispiel 1-3 als Monatstag.",
        "In “%1”, the number after # must be from 1 to 5: the first to the fifth such day of the month.":
            "In „%1“ muss die Zahl nach # von 1 bis 5 sein: der erste bis fünfte solche Tag des Monats.",
        "In the field %1, “%2” is out of bounds. Use %3 to %4.":
            "Im Feld %1 ist „%2“ nicht möglich. Erlaubt ist %3 bis %4.",
        "In the field %1, “%2” is not understood. Use numbers from 1 to 12 or names such as Jan, ranges such as 3-5, lists, and steps such as */3.":
            "Im Feld %1 ist „%2“ nicht verständlich. Möglich sind Zahlen von 1 bis 12 oder Namen wie Jan, Bereiche wie 3-5, Listen und Schritte wie */3.",
        "In the field %1, “%2” is not understood. Use numbers from 0 to 7 (0 and 7 are Sunday) or names such as Mon, ranges such as Mon-Fri, lists, 5#2 for the second Friday, and 5L for the last.":
            "Im Feld %1 ist „%2“ nicht verständlich. Möglich sind Zahlen von 0 bis 7 (0 und 7 sind Sonntag) oder englische Namen wie Mon, Bereiche wie Mon-Fri, Listen, 5#2 für den zweiten und 5L für den letzten Freitag.",
        "In the field %1, “%2” is not understood. Use numbers from %3 to %4, ranges such as 3-5, lists such as 1,15, and steps such as */5.":
            "Im Feld %1 ist „%2“ nicht verständlich. Möglich sind Zahlen von %3 bis %4, Bereiche wie 3-5, Listen wie 1,15 und Schritte wie */5.",
    ]

    private static let workingTime = [
        "These are more than 100 spans. Leave some away.":
            "Das sind mehr als 100 Zeitspannen. Bitte einige weglassen.",
        "“%1” is not a span of hours. Use for instance 08:00-12:00, 13:00-17:00.":
            "„%1“ ist keine Zeitspanne. Möglich ist zum Beispiel 08:00-12:00, 13:00-17:00.",
        "In “%1” the end is not after the start. Write a night shift as two spans on two days.":
            "In „%1“ liegt das Ende nicht nach dem Anfang. Eine Nachtschicht bitte als zwei Zeitspannen an zwei Tagen schreiben.",
        "The calendar “%1” has no working hours, so no deadline would ever come. Enter hours for at least one day.":
            "Der Kalender „%1“ hat keine Arbeitszeit, eine Frist käme nie. Bitte für mindestens einen Tag Stunden eingeben.",
        "The time zone “%1” is not known here. Use for instance Europe/Berlin or UTC.":
            "Die Zeitzone „%1“ ist hier nicht bekannt. Möglich sind zum Beispiel Europe/Berlin oder UTC.",
        "These are more than %1 holidays. Remove those of past years.":
            "Das sind mehr als %1 Feiertage. Bitte die vergangener Jahre entfernen.",
        "The file is larger than %1 MB and was not read.":
            "Die Datei ist größer als %1 MB und wurde nicht gelesen.",
        "This is no line of a calendar file.": "Das ist keine Zeile einer Kalenderdatei.",
        "This is no calendar file: it does not begin with BEGIN:VCALENDAR.":
            "Das ist keine Kalenderdatei: Sie beginnt nicht mit BEGIN:VCALENDAR.",
        "There are more than %1 holidays; the rest was left away.":
            "Es sind mehr als %1 Feiertage; der Rest wurde weggelassen.",
        "The parts of the file are nested too deeply; reading ended here.":
            "Die Teile der Datei sind zu tief verschachtelt; hier endete das Lesen.",
        "This END has no BEGIN.": "Zu diesem END gibt es kein BEGIN.",
        "There are more than %1 events; the rest was left away.":
            "Es sind mehr als %1 Termine; der Rest wurde weggelassen.",
        "This event has no END and was left away.":
            "Dieser Termin hat kein END und wurde weggelassen.",
        "The end “%1” is no time.": "Das Ende „%1“ ist keine Zeit.",
        "The duration “%1” is not understood.": "Die Dauer „%1“ ist nicht verständlich.",
        "The recurrence “%1” is not a yearly one that is understood; only its first day was taken.":
            "Die Wiederholung „%1“ ist keine verständliche jährliche; nur ihr erster Tag wurde übernommen.",
        "The event “%1” has no start and was left away.":
            "Der Termin „%1“ hat keinen Anfang und wurde weggelassen.",
        "The time zone “%1” is not known here; the calendar's own was used.":
            "Die Zeitzone „%1“ ist hier nicht bekannt; die des Kalenders wurde genommen.",
        "The event “%1” has no end; the whole day was taken.":
            "Der Termin „%1“ hat kein Ende; der ganze Tag wurde übernommen.",
        "The event “%1” ends before it begins and was left away.":
            "Der Termin „%1“ endet vor seinem Anfang und wurde weggelassen.",
        "The event “%1” is longer than a year and was left away.":
            "Der Termin „%1“ ist länger als ein Jahr und wurde weggelassen.",
        "The event “%1” began too long ago to count its recurrences; only its first day was taken.":
            "Der Termin „%1“ begann vor zu langer Zeit, um seine Wiederholungen zu zählen; nur sein erster Tag wurde übernommen.",
    ]

    private static let promises = [
        "The rule promises nothing. Enter hours to the first response or to solve.":
            "Die Regel verspricht nichts. Bitte Stunden bis zur ersten Antwort oder bis zur Lösung eingeben.",
        "A promise is from one minute to 10,000 hours.":
            "Eine Zusage ist von einer Minute bis zu 10.000 Stunden lang.",
        "The time to solve is shorter than the time to the first response. Make it at least as long.":
            "Die Zeit bis zur Lösung ist kürzer als die bis zur ersten Antwort. Sie muss mindestens so lang sein.",
        "At most 10 alerts can be set, none of them after the deadline.":
            "Höchstens 10 Warnungen sind möglich, keine davon nach der Frist.",
        "An alert would go out as soon as the ticket arrives. Make it shorter than the promise.":
            "Eine Warnung ginge hinaus, sobald das Ticket ankommt. Sie muss kürzer sein als die Zusage.",
    ]

    private static let prepaidAndRules = [
        "Hours of a period are from 0 to 100,000.":
            "Die Stunden eines Zeitraums sind 0 bis 100.000.",
        "Hours carry over for 1 to 120 periods, or without a limit.":
            "Stunden werden für 1 bis 120 Zeiträume übertragen, oder unbegrenzt.",
        "The rule does nothing. Choose a template or a change.":
            "Die Regel tut nichts. Bitte eine Vorlage oder eine Änderung wählen.",
        "The time without an update is from one minute to 366 days.":
            "Die Zeit ohne Änderung ist von einer Minute bis zu 366 Tagen lang.",
        "The rule changes the status to the one that it waits in. Choose another.":
            "Die Regel ändert den Status auf den, in dem sie wartet. Bitte einen anderen wählen.",
        "A tag is both added and removed. Choose one of the two.":
            "Ein Schlagwort wird hinzugefügt und zugleich entfernt. Bitte nur eines davon wählen.",
    ]
}
