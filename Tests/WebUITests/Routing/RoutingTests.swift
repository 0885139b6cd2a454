import CRMService
import EntityModel
import Testing

@testable import WebUI

@Suite struct RoutingTests {
    @Test("Every address is there once, and every form that changes something carries a hidden value")
    func table() throws {
        let pages = AllPages(catalog: try SampleCatalog().catalog)
        let names = pages.routes.map { $0.method.rawValue + " " + $0.path }
        #expect(Set(names).count == names.count)
        for route in pages.routes where route.method == .post {
            // Signing in and setting up have no session yet; the rule of the same origin protects them.
            let isEntrance = ["/login", "/setup"].contains(route.path)
            #expect((route.form == nil) == isEntrance, "\(route.path)")
            #expect((route.permission == .everyone) == isEntrance, "\(route.path)")
        }
    }

    @Test("Strangers reach the entrance and the static files, nothing else")
    func strangers() throws {
        let open = AllPages(catalog: try SampleCatalog().catalog).routes.filter { $0.permission == .everyone }
        #expect(Set(open.map(\.path)) == ["/login", "/setup", "/static/{version}/{name}"])
    }

    @Test("Everything about tokens asks for the right to have some")
    func tokens() throws {
        let routes = AllPages(catalog: try SampleCatalog().catalog).routes
        for route in routes where route.path.hasPrefix("/profile/tokens") {
            #expect(route.permission == .tokenOwner, "\(route.path)")
        }
    }

    @Test("Every set has a list and a record page, and no address hides another")
    func sets() throws {
        let catalog = try SampleCatalog().catalog
        let paths = AllPages(catalog: catalog).routes.map(\.path)
        for type in catalog.types {
            let list = RecordAddress.list(of: type.set)
            #expect(paths.contains(list) && paths.contains(list + "/{key}"), "\(type.set)")
        }
        #expect(paths.contains("/import-runs/{key}"))
    }

    @Test("An address knows the method it does not have")
    func unused() throws {
        let unused = AllPages(catalog: try SampleCatalog().catalog).unusedMethods
        #expect(unused.contains { $0.path == "/deals" && $0.method == .post })
        #expect(unused.contains { $0.path == "/logout" && $0.method == .get })
        #expect(!unused.contains { $0.path == "/login" })
    }

    @Test(
        "Only paths of this site are returned to",
        arguments: [
            ("/", "/"), ("/deals?q=a%20b&size=25", "/deals?q=a%20b&size=25"), ("//evil.example", nil),
            ("https://evil.example/", nil), ("/\\evil.example", nil), ("/a\r\nSet-Cookie:x", nil), ("", nil),
            (nil, nil),
            ("deals", nil), ("/login", nil), ("/login?return=/", nil), ("/logout", nil), ("/a b", nil),
        ] as [(String?, String?)]
    )
    func returns(text: String?, expected: String?) { #expect(ReturnPath.checked(text) == expected) }

    @Test(
        "Form values are decoded, broken escapes stay",
        arguments: [
            ("a=1&b=2&a=3", "a", ["1", "3"]), ("a=x+y%20z", "a", ["x y z"]), ("a=%C3%BC", "a", ["ü"]), ("a", "a", [""]),
            ("a=%zz%4", "a", ["%zz%4"]), ("a=b=c", "a", ["b=c"]), ("", "a", []), ("%61=1", "a", ["1"]),
        ]
    )
    func forms(text: String, name: String, expected: [String]) { #expect(FormValues(text).all(name) == expected) }

    @Test("An encoded value comes back", arguments: ["a b+c&d=e#f", "ü'\"<>%", "$filter=(a,b)/c:d", "\u{0}\r\n"])
    func encoding(text: String) {
        #expect(FormValues("v=" + PercentText.encodeQuery(text))["v"] == text)
        #expect(PercentText.decodeSegment(PercentText.encodeSegment(text)[...]) == text)
    }

    @Test("Pages are private and carry the policy; the policy for secrets takes no embedded images")
    func headers() {
        let fields = Dictionary(uniqueKeysWithValues: PageAnswer.html("x").fields.map { ($0.name, $0.value) })
        #expect(fields["Cache-Control"] == "private, no-store")
        #expect(
            fields["Content-Security-Policy"]
                == "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
        )
        #expect(fields["Vary"] == "Cookie, Tessera-Fragment")
        #expect(
            PageAnswer.secretPolicy
                == "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
        )
    }

    @Test(
        "Sessions are carried over https, on this machine, or where the operator allows it",
        arguments: [
            ("https://crm.example", false, true), ("http://crm.example", false, false),
            ("http://crm.example", true, true),
            ("http://127.0.0.1:8080", false, true), ("http://localhost", false, true),
            ("http://[::1]:8080", false, true),
            ("http://localhost.evil.example", false, false), ("http://127.0.0.1.evil.example", false, false),
        ]
    )
    func sessions(url: String, allows: Bool, expected: Bool) {
        #expect(WebSettings(publicURL: url, allowsInsecure: allows).mayCarrySessions == expected)
    }
}
