import CRMService
import EntityModel

/// The help page about connecting programs, and its files; neither ever holds a secret.
struct ConnectHandler {
    let visit: PageVisit

    static let folder = "/help/connect/"

    private var kits: ConnectionKits {
        ConnectionKits(feedURL: visit.site.settings.feedURL, sets: visit.view.sets, folder: Self.folder)
    }

    func page() throws -> PageAnswer {
        let types = visit.recordText.catalog.types.filter { visit.view.sets.contains($0.set) }
        let mayCreate = visit.site.services.tokens.maySeeTokens(visit.person)
        let model = ConnectPage.Model(
            feedURL: visit.site.settings.feedURL,
            kits: kits.all + [kits.others],
            files: types.map { PageLink("\($0.set).odc", Self.folder + $0.set + ".odc") },
            create: mayCreate ? PageLink("Create Token", "/profile/tokens/new") : nil
        )
        return try visit.page(model)
    }

    func file() throws -> PageAnswer {
        let name = visit.request.segments.last ?? ""
        guard let file = kits.file(name) else { throw PageProblem.notFound }
        return .download(file.text, type: file.type, name: name)
    }
}
