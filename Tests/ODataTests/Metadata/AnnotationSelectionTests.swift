import OData
import Testing

/// The examples of Protocol 8.2.8.4, and what a client may get wrong.
@Suite struct AnnotationSelectionTests {
    struct Row: Sendable {
        var text: String
        var wanted: [String] = []
        var unwanted: [String] = []
    }

    private static let core = "Org.OData.Core.V1"

    static let rows: [Row] = [
        Row(text: "*", wanted: ["display.subject", "other.x#Tablet"]),
        Row(text: "display.*", wanted: ["display.subject", "display.subject#Tablet"], unwanted: ["other.display"]),
        Row(text: "display.*,-display.subject", wanted: ["display.title"], unwanted: ["display.subject", "other.x"]),
        Row(
            text: "display.subject",
            wanted: ["display.subject", "display.subject#Tablet"],
            unwanted: ["display.title"]
        ),
        Row(text: "display.subject#Tablet", wanted: ["display.subject#Tablet"], unwanted: ["display.subject"]),
        Row(text: "*, -display.*", wanted: ["other.x"], unwanted: ["display.subject"]),
        Row(text: "-*,display.subject", wanted: ["display.subject"], unwanted: ["display.title", "other.x"]),
        Row(text: "display.subject,-display.subject", unwanted: ["display.subject"]),
        Row(text: "-display.*", unwanted: ["display.subject", "other.x"]),
        Row(
            text: "display.subject,-display.subject#Phone",
            wanted: ["display.subject"],
            unwanted: ["display.subject#Phone"]
        ),
        Row(text: "\(core).*", wanted: ["\(core).Description"], unwanted: ["Org.OData.Core.V2.Description"]),
    ]

    @Test("the most specific item decides, and excludes where two are equal", arguments: rows.indices)
    func selection(index: Int) throws {
        let row = Self.rows[index]
        let selection = try #require(AnnotationSelection(row.text))
        for text in row.wanted { #expect(Self.includes(selection, text), "\(text) is wanted") }
        for text in row.unwanted { #expect(!Self.includes(selection, text), "\(text) is not wanted") }
    }

    @Test(
        "what is no list of names is no selection",
        arguments: [
            "", ",", "display", "-", "*,", ".x", "x.", "*#", "a.b#*", String(repeating: "*,", count: 101) + "*",
        ]
    )
    func refused(text: String) {
        #expect(AnnotationSelection(text) == nil)
    }

    @Test("the text says the same again", arguments: ["*", "-a.b.c#q", "a.b.*,-a.b.c"])
    func text(text: String) {
        #expect(AnnotationSelection(text)?.text == text)
    }

    private static func includes(_ selection: AnnotationSelection, _ text: String) -> Bool {
        let halves = text.split(separator: "#")
        let parts = halves[0].split(separator: ".")
        let name = EdmTypeName(parts.dropLast().joined(separator: "."), String(parts.last ?? ""))
        return selection.includes(name, qualifier: halves.count == 2 ? String(halves[1]) : nil)
    }
}
