import CRMService
import Identity
import Synchronization

/// Remembers that set-up is over, so that pages need not ask again.
final class SetupMemory: Sendable {
    private let isDone = Mutex(false)

    /// Whether set-up is still to be done; asks only until it is over.
    func isOpen(_ setup: SetupService) async throws -> Bool {
        if isDone.withLock({ $0 }) { return false }
        let isOpen = try await setup.isOpen()
        if !isOpen { isDone.withLock { $0 = true } }
        return isOpen
    }
}

/// What all pages share, and the way every request goes.
struct WebSite: Sendable {
    let services: WebServices
    let settings: WebSettings
    let renderer: PageRenderer
    let setupMemory = SetupMemory()

    /// Answers a request: set-up first, then who it is, then whether the form is ours, then the page.
    func answer(_ request: PageRequest, by route: PageRoute) async -> PageAnswer {
        var frame = PageFrame(path: request.path)
        do {
            return try await admitted(request, by: route, frame: &frame)
        } catch let problem as PageProblem {
            return page(problem, frame: frame, request: request)
        } catch {
            services.report(request.origin.requestID, "\(error)")
            let problem = ServiceOutage.retrySeconds(after: error).map { PageProblem.unavailable(seconds: $0) }
            return page(problem ?? .failed, frame: frame, request: request)
        }
    }

    private func page(_ problem: PageProblem, frame: PageFrame, request: PageRequest) -> PageAnswer {
        let html = ErrorPages(renderer: renderer).html(for: problem, requestID: request.origin.requestID, in: frame)
        let answer = PageAnswer.html(html, status: problem.status)
        return problem.retryAfterSeconds.map { answer.setting("Retry-After", String($0)) } ?? answer
    }

    private func admitted(
        _ request: PageRequest,
        by route: PageRoute,
        frame: inout PageFrame
    ) async throws -> PageAnswer {
        if route.method == .post, !isSameOrigin(request) { throw PageProblem.staleForm }
        switch route.handler {
        case .open(let handler):
            return try await handler(OpenVisit(site: self, request: request))
        case .person(let handler):
            if try await setupMemory.isOpen(services.setup) { return .redirect(to: "/setup") }
            guard let person = try await person(request) else { return try signInFirst(request, route: route) }
            let visit = try await PageVisit(site: self, request: request, person: person)
            frame = visit.frame
            if let form = route.form, !person.isFormToken(request.form["csrf"] ?? "", of: form) {
                throw PageProblem.staleForm
            }
            if route.permission == .tokenOwner, !services.tokens.maySeeTokens(person) {
                return try await TokenHandler(visit: visit).forbidden()
            }
            return try await handler(visit)
        }
    }

    private func signInFirst(_ request: PageRequest, route: PageRoute) throws -> PageAnswer {
        if request.isFragment { throw PageProblem.notSignedIn }
        let isRead = route.method == .get && request.path != "/"
        guard isRead, let back = ReturnPath.checked(request.address) else { return .redirect(to: "/login") }
        return .redirect(to: "/login?return=" + PercentText.encodeQuery(back))
    }

    /// The person behind the cookie of a request.
    func person(_ request: PageRequest) async throws -> SignedInPerson? {
        guard let id = settings.cookie.read(from: request.cookieLines) else { return nil }
        let person = try await services.sessions.person(id)
        if let person { services.witness?.note(person.principal, of: request.origin.requestID) }
        return person
    }

    private func isSameOrigin(_ request: PageRequest) -> Bool {
        SameOriginRule.admits(
            secFetchSite: request.secFetchSite,
            origin: request.originLine,
            publicOrigin: settings.publicURL
        )
    }
}

/// A request of somebody who may be a stranger.
struct OpenVisit: Sendable {
    let site: WebSite
    let request: PageRequest

    /// Draws a page in the narrow frame without navigation.
    func page(_ model: some PageModel, status: Int = 200, isWide: Bool = false) throws -> PageAnswer {
        var frame = PageFrame(path: request.path)
        frame.isWide = isWide
        return .html(try site.renderer.render(model, in: frame), status: status)
    }
}

/// A request of a person who is signed in.
struct PageVisit: Sendable {
    let site: WebSite
    let request: PageRequest
    let person: SignedInPerson
    let now: UTCInstant
    let zone: ZoneRule
    let view: ModelView
    /// How many notices the person has not seen.
    let unseenNotices: Int

    init(site: WebSite, request: PageRequest, person: SignedInPerson) async throws {
        self.site = site
        self.request = request
        self.person = person
        now = site.services.now()
        zone = person.account.timeZone.flatMap { ZoneRule(identifier: $0) } ?? .universal
        view = site.services.reader.view(of: person.viewer)
        let mayHaveNotices = !request.isFragment && site.services.tokens.maySeeTokens(person)
        unseenNotices = mayHaveNotices ? try await site.services.notices.unseenCount(of: person) : 0
    }

    var frame: PageFrame {
        var frame = PageFrame(layout: request.isFragment ? .fragment : .signedIn, path: request.path)
        let account = person.account
        frame.person = PageFrame.Person(
            name: account.fullName,
            initials: account.initials ?? String(account.fullName.prefix(1)),
            detail: account.role.label,
            signOutToken: person.formToken(FormName.signOut)
        )
        frame.visibleSets = view.sets
        frame.unseenNotices = unseenNotices
        return frame
    }

    /// The parts of My Profile that are there for this person.
    var parts: [ProfilePart] {
        site.services.tokens.maySeeTokens(person) ? ProfilePart.allCases : [.profile, .security]
    }

    /// How values are written for this person.
    var format: ValueFormat { ValueFormat(zone: zone, now: now) }

    /// Draws a page in the frame of this person.
    func page(_ model: some PageModel, status: Int = 200, search: String = "") throws -> PageAnswer {
        var frame = frame
        frame.search = search
        return .html(try site.renderer.render(model, in: frame), status: status)
    }
}
