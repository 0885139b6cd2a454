import Foundation
import Mustache

/// Turns page models into HTML with the templates of the resource folder.
///
/// Templates are read and parsed once; every page is then drawn from memory. Nothing here knows sessions or data.
public struct PageRenderer: Sendable {
    /// The style sheet, scripts and icons the pages refer to.
    public let staticFiles: StaticFiles

    private let location: ResourceLocation
    private let library: MustacheLibrary
    private let reloadsTemplates: Bool

    /// Reads all templates and static files.
    ///
    /// - Parameters:
    ///   - location: Where the resources lie.
    ///   - reloadsTemplates: The setting `web.reload-templates`: reads the templates anew for every page, for people
    ///     who are writing them.
    /// - Throws: ``PageResourceError`` for a file that cannot be read, does not parse, or is missing.
    public init(location: ResourceLocation, reloadsTemplates: Bool = false) throws(PageResourceError) {
        self.location = location
        self.reloadsTemplates = reloadsTemplates
        staticFiles = try StaticFiles(at: location)
        library = try Self.library(at: location)
        for name in PageTemplates.all where library.getTemplate(named: name) == nil {
            throw .missingTemplate(name)
        }
    }

    /// Draws one page.
    ///
    /// - Parameters:
    ///   - page: What the page shows.
    ///   - frame: What surrounds it.
    /// - Returns: The document, or the fragment if the frame asks for one.
    /// - Throws: ``PageResourceError/missingTemplate(_:)``, or an error of reading when templates are reloaded.
    func render<Page: PageModel>(_ page: Page, in frame: PageFrame) throws(PageResourceError) -> String {
        let current = reloadsTemplates ? try Self.library(at: location) : library
        let document = PageDocument(frame: frame.content(title: page.documentTitle, files: staticFiles), page: page)
        guard let html = current.render(document, withTemplate: Page.template) else {
            throw .missingTemplate(Page.template)
        }
        return html
    }

    private static func library(at location: ResourceLocation) throws(PageResourceError) -> MustacheLibrary {
        let root = location.templates
        guard let paths = FileManager.default.enumerator(atPath: root.path) else { throw .unreadable("Templates") }
        var library = MustacheLibrary()
        for case let path as String in paths where path.hasSuffix(".mustache") {
            let name = String(path.dropLast(".mustache".count))
            guard let text = try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8) else {
                throw .unreadable("Templates/" + path)
            }
            do {
                try library.register(text, named: name)
            } catch let error as MustacheTemplate.ParserError {
                throw .malformedTemplate(name: name, line: error.context.lineNumber, reason: "\(error.error)")
            } catch {
                throw .malformedTemplate(name: name, line: 0, reason: "\(error)")
            }
        }
        return library
    }
}
