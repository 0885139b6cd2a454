import Testing

@testable import WebUI

/// What every page must hold to, whatever it shows.
@Suite struct PageStructureTests {
    @Test("There are samples of every page")
    func everyPageHasASample() throws {
        let samples = try SamplePages().samples()
        #expect(samples.count >= 45)
        #expect(Set(samples.map(\.name)).count == samples.count)
    }

    @Test("Tags are balanced and attributes quoted", arguments: SamplePages.all)
    func wellFormed(sample: SamplePages.Sample) {
        #expect(MarkupReader(sample.html).faults == [])
    }

    @Test("A page has one main region, one first heading, a title and a language", arguments: SamplePages.all)
    func outline(sample: SamplePages.Sample) {
        let markup = MarkupReader(sample.html)
        #expect(markup.all("h1").count == 1)
        #expect(markup.all("main").count == 1)
        #expect(markup.all("title").count == 1)
        #expect(markup.all("html").first?["lang"] == "en")
        let levels = markup.tags.filter {
            !$0.isClosing && $0.name.count == 2 && $0.name.hasPrefix("h") && $0.name != "hr"
        }
        #expect(levels.first?.name == "h1")
    }

    @Test("Ids are unique, and whatever refers to one finds it", arguments: SamplePages.all)
    func references(sample: SamplePages.Sample) {
        let markup = MarkupReader(sample.html)
        let ids = markup.tags.compactMap { $0["id"] }
        #expect(ids.count == Set(ids).count)
        let known = Set(ids)
        var pointers = markup.tags.flatMap { tag in [tag["for"], tag["aria-labelledby"]].compactMap(\.self) }
        for tag in markup.tags {
            pointers += tag["aria-describedby"]?.split(separator: " ").map { String($0) } ?? []
            if let href = tag["href"], href.hasPrefix("#") { pointers.append(String(href.dropFirst())) }
        }
        #expect(pointers.filter { !known.contains($0) } == [])
    }

    @Test("Every control a person can use has a label", arguments: SamplePages.all)
    func labels(sample: SamplePages.Sample) {
        let markup = MarkupReader(sample.html)
        let labelled = Set(markup.all("label").compactMap { $0["for"] })
        let controls = ["input", "select", "textarea"].flatMap { markup.all($0) }.filter { $0["type"] != "hidden" }
        let bare = controls.filter { $0["aria-label"] == nil && !labelled.contains($0["id"] ?? "") }
        #expect(bare.map { $0["name"] ?? "?" } == [])
    }

    @Test("Tables have a caption, scoped heads and a focusable region with a name", arguments: SamplePages.all)
    func tables(sample: SamplePages.Sample) {
        let markup = MarkupReader(sample.html)
        let regions = markup.tags.filter { $0["role"] == "region" && $0["class"]?.hasPrefix("table-wrap") == true }
        #expect(markup.all("caption").count == markup.all("table").count)
        #expect(regions.count == markup.all("table").count)
        #expect(regions.allSatisfy { $0["tabindex"] == "0" && $0["aria-label"]?.isEmpty == false })
        #expect(markup.all("th").allSatisfy { ["row", "col"].contains($0["scope"] ?? "") })
    }

    @Test("No page has script, style or handlers of its own", arguments: SamplePages.all)
    func contentSecurity(sample: SamplePages.Sample) {
        let markup = MarkupReader(sample.html)
        #expect(markup.all("style").isEmpty)
        #expect(markup.all("script").count == 1)
        #expect(markup.all("script").first?["src"]?.hasPrefix("/static/") == true)
        let attributes = markup.tags.flatMap(\.attributes).map(\.name)
        #expect(attributes.filter { $0 == "style" || $0.hasPrefix("on") } == [])
        let targets = markup.tags.flatMap { [$0["href"], $0["src"], $0["action"]] }.compactMap { $0 }
        let allowed = targets.filter { target in
            ["/", "#", "?", "mailto:", "https://acme.example.com"].contains { target.hasPrefix($0) }
        }
        #expect(allowed.count == targets.count)
    }

    @Test("Every form that changes something carries its hidden value", arguments: SamplePages.all)
    func forms(sample: SamplePages.Sample) {
        let markup = MarkupReader(sample.html)
        let posts = markup.all("form").filter { $0["method"] == "post" }.count
        let values = markup.all("input").filter { $0["name"] == "csrf" && $0["type"] == "hidden" }.count
        #expect(posts == values)
    }

    @Test("A refused form starts with a summary that takes the focus and leads to its fields")
    func errorSummary() throws {
        for name in ["setup-errors", "token-create-errors", "login-error"] {
            let sample = try #require(SamplePages.all.first { $0.name == name })
            let markup = MarkupReader(sample.html)
            let summary = try #require(markup.tags.first { $0["id"] == "errors" })
            #expect(summary["role"] == "alert")
            #expect(summary["tabindex"] == "-1")
            #expect(markup.tags.filter { $0.attributes.contains { $0.name == "autofocus" } }.count == 1)
        }
        let form = try #require(SamplePages.all.first { $0.name == "token-create-errors" })
        let invalid = MarkupReader(form.html).tags.filter { $0["aria-invalid"] == "true" }.compactMap { $0["name"] }
        #expect(invalid == ["description", "expires-on", "addresses", "confirm-password"])
    }

    @Test("One place of the navigation is current, and it is the right one")
    func currentPlace() throws {
        let sample = try #require(SamplePages.all.first { $0.name == "record" })
        let links = MarkupReader(sample.html).all("a").filter { $0["aria-current"] == "page" }
        #expect(Set(links.compactMap { $0["href"] }) == ["/companies"])
    }
}
