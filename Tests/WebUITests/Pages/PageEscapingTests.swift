import Testing

@testable import WebUI

@Suite struct PageEscapingTests {
    /// What an attacker would like to see working: leaves attributes, opens tags, calls template tags.
    static let hostile =
        "\"'></title></textarea></pre></script><script>evil()</script><img src=x onerror=evil()>&lt;{{frame.title}}"

    /// As long as the hostile text, since long words are set differently from short ones.
    static let benign = (try? SamplePages { _ in String(repeating: "a", count: hostile.utf8.count) }.samples()) ?? []
    static let attacked = (try? SamplePages { _ in hostile }.samples()) ?? []

    @Test("Hostile text changes no tag and no attribute of any page")
    func shapeStaysTheSame() throws {
        #expect(Self.attacked.count == Self.benign.count)
        for (plain, attacked) in zip(Self.benign, Self.attacked) {
            let before = Self.shape(plain.html)
            let after = Self.shape(attacked.html)
            let difference = zip(before, after).first { $0 != $1 }
            #expect(difference == nil, "\(plain.name)")
            #expect(before.count == after.count, "\(plain.name)")
        }
    }

    @Test("Hostile text is in every page, and only escaped")
    func escaped() {
        for page in Self.attacked {
            #expect(!page.html.contains("<script>evil"), "\(page.name)")
            #expect(!page.html.contains("<img"), "\(page.name)")
        }
        let touched = Self.attacked.filter { $0.html.contains("&lt;script&gt;evil()") }.map(\.name)
        let untouched = Self.attacked.map(\.name).filter { !touched.contains($0) }
        // Pages that show no text from outside at all.
        #expect(
            untouched.allSatisfy { $0.hasPrefix("error-4") || $0 == "data-index-empty" || $0 == "error-503" }
                || untouched.isEmpty
        )
    }

    @Test(
        "An address from the data becomes a link only if it is a web address",
        arguments: [
            ("https://acme.example.com/", "https://acme.example.com/"),
            ("HTTP://ACME.EXAMPLE.COM", "HTTP://ACME.EXAMPLE.COM"),
            ("acme.example.com", "https://acme.example.com"), ("javascript:alert(1)", nil),
            ("JaVaScRiPt:alert(1)", nil),
            ("java\nscript:alert(1)", nil), ("data:text/html,x.y", nil), ("//evil.example.com", nil), ("acme", nil),
            (" https://acme.example.com", nil), ("mailto:a@b.c", nil), ("", nil),
        ] as [(String, String?)]
    )
    func webAddresses(text: String, href: String?) {
        #expect(PageCell.webAddress(text) == href)
        #expect(PageCell.website("Website", text).href == href)
    }

    @Test(
        "An e-mail address becomes a link only if it has the shape of one",
        arguments: [
            ("ada@example.com", "mailto:ada@example.com"), ("ada@example.com?bcc=x", nil), ("ada", nil),
            ("ada@example.com,eve@x.y&cc=z", nil), ("a b@c.d", nil),
        ] as [(String, String?)]
    )
    func emails(text: String, href: String?) {
        #expect(PageCell.email("E-mail", text).href == href)
    }

    /// Tags with the names of their attributes; links that depend on the text of an address are left out.
    private static func shape(_ html: String) -> [String] {
        MarkupReader(html).tags.filter { $0.name != "a" && $0.name != "path" }.map(\.shape)
    }
}
