import Desk
import Store
import Testing

@testable import Web

@Suite("Live updates")
struct LiveTests {
    @Test("a change becomes an event that names its topic and nothing else")
    func events() {
        #expect(LiveFeed.event(.ticket(7)) == "event: change\ndata: ticket\n\n")
        #expect(LiveFeed.event(.job(1)) == "event: change\ndata: job\n\n")
        #expect(LiveFeed.event(.everything) == "event: change\ndata: everything\n\n")
    }

    @Test("the feed begins with the time to reconnect, passes changes on, and ends with them")
    func feed() async {
        let (changes, source) = AsyncStream<StoreChange>.makeStream()
        source.yield(.ticket(1))
        source.yield(.mailbox)
        source.finish()
        var texts: [String] = []
        for await text in LiveFeed.texts(changes) { texts.append(text) }
        #expect(
            texts == [
                "retry: 3000\n\n", LiveFeed.event(.ticket(1)), LiveFeed.event(.mailbox),
            ])
    }

    @Test("the server holds only so many open pages")
    func listeners() {
        let meter = Meter()
        #expect(meter.beginListening(most: 1))
        #expect(!meter.beginListening(most: 1))
        meter.endListening()
        #expect(meter.beginListening(most: 1))
    }

    @Test("coming back to a page does not tell again what was done")
    func notices() {
        #expect(Envelope.withoutNotice("/tickets/1?done=sent") == "/tickets/1")
        #expect(Envelope.withoutNotice("/tickets?view=open&done=changed") == "/tickets?view=open")
        #expect(Envelope.withoutNotice("/tickets") == "/tickets")
    }
}
