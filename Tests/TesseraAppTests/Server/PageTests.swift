import Foundation
import Testing

/// Pages, files and health through the real HTTP server.
@Suite struct PageTests {
    @Test("health answers without a sign-in", arguments: ["/health/live", "/health/ready"])
    func health(path: String) async throws {
        #expect(try await DemoServer.shared().request("GET", path, isAuthorised: false).status == 200)
    }

    @Test("a page that does not exist is a page, with security headers and a request id")
    func notFound() async throws {
        let answer = try await DemoServer.shared().request("GET", "/no/such/page", isAuthorised: false)
        #expect(answer.status == 404 && answer.text.hasPrefix("<!DOCTYPE html>"))
        #expect(answer["Content-Security-Policy"]?.contains("default-src 'none'") == true)
        #expect(answer["Request-Id"]?.count == 32)
    }

    @Test("strangers are led to the sign-in form, which is there")
    func signInForm() async throws {
        let server = try await DemoServer.shared()
        let home = try await server.request("GET", "/", isAuthorised: false)
        #expect(home.status == 303 && home["Location"] == "/login")
        let form = try await server.request("GET", "/login", isAuthorised: false)
        #expect(form.status == 200 && form.text.contains("Sign in"))
        let head = try await server.request("HEAD", "/login", isAuthorised: false)
        #expect(head.status == 200 && head.body.isEmpty)
    }

    @Test("the right password opens a session that shows the home page; a wrong one does not")
    func signIn() async throws {
        let server = try await DemoServer.shared()
        #expect(try await server.signIn(password: "wrong password")["Set-Cookie"] == nil)
        let answer = try await server.signIn()
        #expect(answer.status == 303)
        let cookie = try #require(answer["Set-Cookie"]?.split(separator: ";").first)
        let home = try await server.request("GET", "/", fields: ["Cookie: \(cookie)"], isAuthorised: false)
        #expect(home.status == 200)
        let feed = try await server.request("GET", "/odata/v4/", fields: ["Cookie: \(cookie)"], isAuthorised: false)
        #expect(feed.status == 401)
    }

    @Test("the security page lists the sessions and ends all others, which then have to sign in again")
    func security() async throws {
        let server = try await DemoServer.shared()
        let (mine, other) = (try await server.sessionCookie(), try await server.sessionCookie())
        let page = try await server.request(
            "GET",
            "/profile/security",
            fields: ["Cookie: \(mine)"],
            isAuthorised: false
        )
        #expect(page.status == 200 && page.text.contains("This one") && page.text.contains("End all others"))
        let forged = try await server.post(
            "/profile/security/sessions/end-others",
            form: "csrf=forged",
            fields: ["Cookie: \(mine)"]
        )
        #expect(forged.status == 403)
        let token = try #require(
            page.text.firstMatch(of: /name="csrf" value="([^"]+)"[^>]*>\s*<input[^>]*name="session"/)
        )
        let ended = try await server.post(
            "/profile/security/sessions/end-others",
            form: "csrf=\(token.1)",
            fields: ["Cookie: \(mine)"]
        )
        #expect(ended.status == 303 && ended["Location"] == "/profile/security")
        for (cookie, status) in [(mine, 200), (other, 303)] {
            let home = try await server.request("GET", "/", fields: ["Cookie: \(cookie)"], isAuthorised: false)
            #expect(home.status == status)
        }
    }
}
