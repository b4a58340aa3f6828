import Testing

@testable import Web

struct FormTests {
    @Test("a form's fields are decoded, and broken escapes stay as they are")
    func decodesFields() {
        let form = Form(encoded: "a=1+2&b=%C3%A4%zz&a=3&c&=x".utf8)
        #expect(form["a"] == "1 2")
        #expect(form["b"] == "ä%zz")
        #expect(form.all("a") == ["1 2", "3"])
        #expect(form.has("c"))
        #expect(form.fields.count == 4)
    }
}
