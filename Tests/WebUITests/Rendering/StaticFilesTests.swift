import Foundation
import Testing

@testable import WebUI

@Suite struct StaticFilesTests {
    @Test("The hash is that of the published FNV-1a vectors")
    func vectors() {
        for (text, expected) in [("", "cbf29ce484222325"), ("a", "af63dc4c8601ec8c"), ("foobar", "85944171f73967e8")] {
            var hash = FNVHash()
            hash.append(text.utf8)
            #expect(hash.hexadecimal == expected)
        }
    }

    @Test("A file is found under its address and may be kept")
    func found() throws {
        let files = try StaticFiles(at: ResourceLocation.find())
        let style = try #require(files.file(at: files.url(for: "app.css")))
        #expect(style.contentType == "text/css; charset=utf-8")
        #expect(style.isImmutable)
        #expect(files.file(at: files.url(for: "app.js"))?.contentType == "text/javascript; charset=utf-8")
        #expect(files.file(at: files.url(for: "favicon.svg"))?.contentType == "image/svg+xml")
    }

    @Test("An address of an older release finds the present file, not to be kept")
    func oldAddress() throws {
        let files = try StaticFiles(at: ResourceLocation.find())
        #expect(files.file(at: "/static/0000000000000000/app.css")?.isImmutable == false)
    }

    @Test(
        "No other address finds anything",
        arguments: [
            "", "/", "/static", "/static/", "/static/x", "/static/x/", "/static/x/../app.css", "/static/x/y/app.css",
            "/static/x/..%2Fapp.css", "static/x/app.css", "/Static/x/app.css", "/static/x/app.css/",
            "/static/x/APP.CSS",
        ]
    )
    func nothingElse(path: String) throws {
        let files = try StaticFiles(at: ResourceLocation.find())
        #expect(files.file(at: path) == nil)
    }

    @Test("Any changed byte changes the address")
    func changes() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("web-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for part in ["Static", "Templates"] {
            try FileManager.default.createDirectory(
                at: folder.appendingPathComponent(part),
                withIntermediateDirectories: true
            )
        }
        let file = folder.appendingPathComponent("Static/app.css")
        try Data("a{}".utf8).write(to: file)
        let before = try StaticFiles(at: ResourceLocation(directory: folder)).version
        try Data("b{}".utf8).write(to: file)
        let after = try StaticFiles(at: ResourceLocation(directory: folder)).version
        #expect(before != after)
        try Data().write(to: folder.appendingPathComponent("Static/strange.xyz"))
        #expect(throws: PageResourceError.unreadable("Static/strange.xyz")) {
            try StaticFiles(at: ResourceLocation(directory: folder))
        }
    }

    @Test("A missing resource folder is told in a sentence that names it")
    func missing() {
        #expect(throws: PageResourceError.missingFolder("/nowhere/at/all")) {
            try ResourceLocation.find(override: "/nowhere/at/all")
        }
        let words = PageResourceError.missingFolder("/nowhere").description
        #expect(words.contains("/nowhere") && words.contains("web.resources"))
    }

    @Test("A template that is missing or does not parse stops the start with its name")
    func templates() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("web-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for part in ["Static", "Templates"] {
            try FileManager.default.createDirectory(
                at: folder.appendingPathComponent(part),
                withIntermediateDirectories: true
            )
        }
        let location = try ResourceLocation(directory: folder)
        #expect(throws: PageResourceError.missingTemplate("SignIn/Login")) { try PageRenderer(location: location) }
        try Data("one\n{{#open}}".utf8).write(to: folder.appendingPathComponent("Templates/Broken.mustache"))
        #expect {
            try PageRenderer(location: location)
        } throws: { error in
            guard case .malformedTemplate(name: "Broken", line: _, reason: _) = error as? PageResourceError else {
                return false
            }
            return true
        }
    }
}
