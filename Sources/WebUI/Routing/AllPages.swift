import CRMService
import EntityModel

/// Who may come to a page.
enum PagePermission: Sendable, Equatable {
    /// Everybody, signed in or not, also before set-up.
    case everyone
    /// People who are signed in; others are led to the sign-in form.
    case person
    /// People who may have access tokens; others learn whom to ask.
    case tokenOwner
}

/// One page: address, who may come, and what answers.
struct PageRoute: Sendable {
    typealias OpenHandler = @Sendable (OpenVisit) async throws -> PageAnswer
    typealias PersonHandler = @Sendable (PageVisit) async throws -> PageAnswer

    enum Handler: Sendable {
        case open(OpenHandler)
        case person(PersonHandler)
    }

    let method: PageMethod
    /// The address, with captured parts in braces.
    let path: String
    let permission: PagePermission
    /// The name of the form whose hidden value a posted request must carry.
    let form: String?
    let handler: Handler

    /// A page for everybody.
    init(_ method: PageMethod, _ path: String, _ permission: PagePermission, open handler: @escaping OpenHandler) {
        self.method = method
        self.path = path
        self.permission = permission
        form = nil
        self.handler = .open(handler)
    }

    /// A page for people who are signed in.
    init(
        _ method: PageMethod,
        _ path: String,
        _ permission: PagePermission = .person,
        form: String? = nil,
        person handler: @escaping PersonHandler
    ) {
        self.method = method
        self.path = path
        self.permission = permission
        self.form = form
        self.handler = .person(handler)
    }
}

/// The one table of pages; what is not in it does not exist.
struct AllPages: Sendable {
    let routes: [PageRoute]

    init(catalog: EntityCatalog) {
        routes =
            Self.entrance + Self.home + Self.profile + Self.notifications + Self.tokens + Self.tokenActs
            + catalog.types.flatMap(Self.records)
    }

    /// The method that a known address does not have, for each address with only one.
    var unusedMethods: [(path: String, method: PageMethod)] {
        let known = Dictionary(grouping: routes, by: \.path)
        return known.sorted { $0.key < $1.key }.flatMap { path, routes in
            let used = Set(routes.map(\.method))
            return PageMethod.allCases.filter { !used.contains($0) }.map { (path, $0) }
        }
    }

    private static let entrance: [PageRoute] = [
        PageRoute(.get, "/static/{version}/{name}", .everyone) { visit in
            guard let file = visit.site.renderer.staticFiles.file(at: visit.request.path) else {
                throw PageProblem.notFound
            }
            return PageAnswer.file(file)
        },
        PageRoute(.get, "/login", .everyone) { try await SignInHandler(visit: $0).form() },
        PageRoute(.post, "/login", .everyone) { try await SignInHandler(visit: $0).submit() },
        PageRoute(.get, "/setup", .everyone) { try await SetupHandler(visit: $0).form() },
        PageRoute(.post, "/setup", .everyone) { try await SetupHandler(visit: $0).submit() },
    ]

    private static let home: [PageRoute] = [
        PageRoute(.post, "/logout", form: FormName.signOut) { try await ProfileHandler(visit: $0).signOut() },
        PageRoute(.get, "/") { try await HomeHandler(visit: $0).page() },
        PageRoute(.get, "/data") { try DataIndexHandler(visit: $0).page() },
        PageRoute(.get, "/search") { try await SearchHandler(visit: $0).page() },
        PageRoute(.get, "/help/connect") { try ConnectHandler(visit: $0).page() },
        PageRoute(.get, "/help/connect/{file}") { try ConnectHandler(visit: $0).file() },
    ]

    private static let profile: [PageRoute] = [
        PageRoute(.get, "/profile") { try await ProfileHandler(visit: $0).page() },
        PageRoute(.get, "/profile/security") { try await SecurityHandler(visit: $0).page() },
        PageRoute(.post, "/profile/security/sessions/end", form: FormName.sessions) {
            try await SecurityHandler(visit: $0).end()
        },
        PageRoute(.post, "/profile/security/sessions/end-others", form: FormName.sessions) {
            try await SecurityHandler(visit: $0).endOthers()
        },
    ]

    private static let notifications: [PageRoute] = [
        PageRoute(.get, "/profile/notifications", .tokenOwner) { try await NotificationsHandler(visit: $0).page() },
        PageRoute(.post, "/profile/notifications", .tokenOwner, form: FormName.notifications) {
            try await NotificationsHandler(visit: $0).markSeen()
        },
    ]

    private static let tokens: [PageRoute] = [
        PageRoute(.get, "/profile/tokens", .tokenOwner) { try await TokenHandler(visit: $0).list() },
        PageRoute(.post, "/profile/tokens", .tokenOwner, form: FormName.token) {
            try await TokenCreateHandler(visit: $0).submit()
        },
        PageRoute(.get, "/profile/tokens/new", .tokenOwner) { try await TokenCreateHandler(visit: $0).form() },
        PageRoute(.get, "/profile/tokens/summary", .tokenOwner) { try TokenCreateHandler(visit: $0).summary() },
        PageRoute(.get, "/profile/tokens/kits/{file}", .tokenOwner) { try TokenHandler(visit: $0).kit() },
        PageRoute(.get, "/profile/tokens/{id}", .tokenOwner) { try await TokenHandler(visit: $0).page() },
        PageRoute(.get, "/profile/tokens/{id}/first-use", .tokenOwner) {
            try await TokenHandler(visit: $0).firstUse()
        },
        PageRoute(.get, "/profile/tokens/{id}/sees", .tokenOwner) { try await TokenSeesHandler(visit: $0).page() },
        PageRoute(.get, "/profile/tokens/{id}/test", .tokenOwner) { try await TokenTrialHandler(visit: $0).page() },
        PageRoute(.post, "/profile/tokens/{id}/stored", .tokenOwner, form: FormName.tokenAct) {
            try await TokenHandler(visit: $0).stored()
        },
        PageRoute(.get, "/profile/tokens/{id}/secrets/{key}/end", .tokenOwner) {
            try await TokenHandler(visit: $0).endSecretQuestion()
        },
        PageRoute(.post, "/profile/tokens/{id}/secrets/{key}/end", .tokenOwner, form: FormName.tokenAct) {
            try await TokenHandler(visit: $0).endSecret()
        },
    ]

    private static let tokenActs: [PageRoute] = TokenAct.allCases.flatMap { act in
        let address = "/profile/tokens/{id}/\(act.rawValue)"
        return [
            PageRoute(.get, address, .tokenOwner) { try await TokenActionHandler(visit: $0, act: act).ask() },
            PageRoute(.post, address, .tokenOwner, form: FormName.tokenAct) {
                try await TokenActionHandler(visit: $0, act: act).perform()
            },
        ]
    }

    private static func records(_ type: EntityType) -> [PageRoute] {
        let list = RecordAddress.list(of: type.set)
        return [
            PageRoute(.get, list) { try await RecordListHandler(visit: $0, type: type).page() },
            PageRoute(.get, list + "/{key}") { try await RecordHandler(visit: $0, type: type).page() },
        ]
    }
}

/// The names under which forms get their hidden values.
enum FormName {
    static let signOut = "sign-out"
    static let token = "token"
    static let tokenAct = "token-act"
    static let sessions = "sessions"
    static let notifications = "notifications"
}
