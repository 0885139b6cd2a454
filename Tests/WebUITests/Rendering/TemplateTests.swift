import Foundation
import Testing

@testable import WebUI

/// Rules the templates keep, read from their text.
@Suite struct TemplateTests {
    struct Template: Sendable, CustomTestStringConvertible {
        let name: String
        let text: String
        var testDescription: String { name }

        var tags: [String] {
            text.components(separatedBy: "{{").dropFirst().map { $0.components(separatedBy: "}}")[0] }
        }
    }

    static let all: [Template] = {
        guard let root = try? ResourceLocation.find().templates,
            let paths = FileManager.default.enumerator(atPath: root.path)
        else { return [] }
        return paths.compactMap { $0 as? String }.filter { $0.hasSuffix(".mustache") }.sorted()
            .compactMap { path in
                guard let text = try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8) else {
                    return nil
                }
                return Template(name: path, text: text)
            }
    }()

    /// The templates that may put markup into a page as it is: none so far.
    static let mayBeUnescaped: Set<String> = []

    @Test("All templates are there and are used")
    func used() throws {
        #expect(Self.all.count > 80)
        let names = Set(Self.all.map { String($0.name.dropLast(".mustache".count)) })
        #expect(Set(PageTemplates.all).subtracting(names) == [])
        let included = Self.all.flatMap(\.tags).filter { $0.hasPrefix(">") }.map { String($0.dropFirst()) }
        let known = Set(PageTemplates.all + included)
        #expect(names.subtracting(known) == [])
        #expect(Set(included.filter { !$0.hasPrefix("*") }).subtracting(names) == [])
    }

    @Test("No template writes a value unescaped", arguments: all)
    func escaping(template: Template) {
        guard !Self.mayBeUnescaped.contains(template.name) else { return }
        #expect(!template.text.contains("{{{"))
        #expect(template.tags.filter { $0.hasPrefix("&") } == [])
        #expect(template.tags.filter { $0.hasPrefix("%") || $0.hasPrefix("=") } == [])
    }

    @Test("No template has a style, a handler or a script of its own", arguments: all)
    func contentSecurity(template: Template) {
        let markup = template.text.lowercased()
        #expect(!markup.contains(" style="))
        #expect(!markup.contains("<style"))
        #expect(!markup.contains("javascript:"))
        #expect(markup.firstMatch(of: /\son[a-z]+=/) == nil)
        #expect(template.name == "Layout/Head.mustache" || !markup.contains("<script"))
    }

    @Test("Values stand in double quotes", arguments: all)
    func quoting(template: Template) {
        #expect(!template.text.contains("={{"))
        #expect(!template.text.contains("='{{"))
    }

    @Test("Every name says whose it is, so that a missing value is never looked for further out", arguments: all)
    func names(template: Template) {
        let names = template.tags.filter { !$0.hasPrefix(">") && !$0.hasPrefix("!") && !$0.hasPrefix("$") }
            .map { tag in String(tag.drop { "#^/<*".contains($0) }) }
            .filter { !["main", "frame", "page"].contains($0) }
        let free = names.filter { !$0.hasPrefix(".") && !$0.hasPrefix("frame.") && !$0.hasPrefix("page.") }
        #expect(free == [])
    }

    @Test("Partials start at the left edge, because an indented one is indented line by line", arguments: all)
    func indentation(template: Template) {
        let indented = template.text.split(separator: "\n").filter { $0.first == " " && $0.contains("{{") }
        #expect(indented == [] || template.name == "Components/FieldAttributes.mustache")
    }
}
