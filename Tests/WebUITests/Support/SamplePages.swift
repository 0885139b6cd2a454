import Foundation
import Testing

@testable import WebUI

/// One sample of every page in every state worth looking at.
///
/// `text` passes every string that could come from data or from a person, so that a test can make all of them hostile.
struct SamplePages {
    let text: @Sendable (String) -> String

    init(text: @escaping @Sendable (String) -> String = { $0 }) {
        self.text = text
    }

    struct Sample: Sendable, CustomTestStringConvertible {
        let name: String
        let html: String
        var testDescription: String { name }
    }

    static let renderer: Result<PageRenderer, PageResourceError> = {
        do throws(PageResourceError) {
            return .success(try PageRenderer(location: try ResourceLocation.find()))
        } catch {
            return .failure(error)
        }
    }()

    static let all: [Sample] = (try? SamplePages().samples()) ?? []

    func samples() throws -> [Sample] {
        let signedIn = frame()
        var plain = PageFrame()
        var wide = PageFrame()
        wide.isWide = true
        plain.path = "/login"
        return try [
            sample("login", login(), plain), sample("login-error", loginRefused(), plain),
            sample("setup", setup(), wide), sample("setup-errors", setupRefused(), wide),
            sample("home", home(), signedIn), sample("home-first", homeOfFreshServer(), signedIn),
            sample("list", list(), frame(path: "/opportunities")),
            sample("list-empty", emptyList(), frame(path: "/opportunities")),
            sample("list-filter-error", listWithRefusedFilter(), frame(path: "/opportunities")),
            sample("record", record(), frame(path: "/companies/42")),
            sample("record-sparse", sparseRecord(), frame(path: "/tags/1")),
            sample("data-index", dataIndex(), frame(path: "/data")),
            sample("data-index-empty", DataIndexPage.Model(groups: [], feedURL: nil), frame(path: "/data")),
            sample("search", search(), frame(path: "/search", search: text("acme"))),
            sample(
                "search-empty",
                SearchPage.Model(query: text("zzz"), summary: "Nothing found", groups: []),
                frame(path: "/search")
            ),
            sample(
                "search-short",
                SearchPage.Model(query: text("z"), summary: "", groups: [], error: "Two letters at least."),
                frame(path: "/search")
            ),
            sample("profile", profile(), frame(path: "/profile")),
            sample("security", security(), frame(path: "/profile/security")),
            sample("notifications", notifications(), frame(path: "/profile/notifications")),
        ] + tokenSamples() + errorSamples()
    }

    func sample<Page: PageModel>(_ name: String, _ page: Page, _ frame: PageFrame) throws -> Sample {
        Sample(name: name, html: try Self.renderer.get().render(page, in: frame))
    }

    func frame(path: String = "/", search: String = "") -> PageFrame {
        var frame = PageFrame()
        frame.layout = .signedIn
        frame.path = path
        frame.search = search
        frame.person = PageFrame.Person(
            name: text("Ada Lovelace"),
            initials: text("AL"),
            detail: text("Administrator"),
            signOutToken: text("csrf")
        )
        return frame
    }

    func instant(_ words: String, _ exact: String = "22 November 2026, 14:02:10 UTC") -> PageCell.Instant {
        PageCell.Instant(text: text(words), exact: text(exact), iso: "2026-11-22T14:02:10Z")
    }

    func link(_ label: String, _ href: String) -> PageLink { PageLink(text(label), text(href)) }

    private func errorSamples() throws -> [Sample] {
        let pages = ErrorPages(renderer: try Self.renderer.get())
        let problems: [PageProblem] = [
            .badRequest(text("The parameter “after” is not one of ours.")), .notSignedIn,
            .forbidden(right: text("the role Manager"), administrators: [text("Grace Hopper"), text("Ada Lovelace")]),
            .staleForm, .notFound, .methodNotAllowed, .conflict(text("Grace Hopper changed it 2 minutes ago.")),
            .gone(text("“Acme” was deleted yesterday.")), .tooLarge(limit: text("25 MB")), .unsupportedContent,
            .invalid([text("The amount is negative.")]), .throttled(seconds: 45), .failed, .unavailable(seconds: 1),
        ]
        let plain = problems.map { problem in
            let suffix = problem == .staleForm ? "-form" : ""
            return Sample(
                name: "error-\(problem.status)\(suffix)",
                html: pages.html(for: problem, requestID: text("7Kq2VbN9xTfH"))
            )
        }
        let framed = [PageProblem.notFound, .failed].map { problem in
            Sample(
                name: "error-\(problem.status)-signed-in",
                html: pages.html(for: problem, requestID: text("7Kq2VbN9xTfH"), in: frame(path: "/nowhere"))
            )
        }
        return plain + framed
    }
}
