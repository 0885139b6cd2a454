import OData

/// What a client would like, as far as this service knows it (Protocol 8.2.8).
struct Preferences: Hashable, Sendable {
    /// A preference and the way the client spelt its name, which the answer repeats.
    struct Item<Value: Hashable & Sendable>: Hashable, Sendable {
        var value: Value
        var spelling: String
    }

    var maxPageSize: Item<Int>?
    var omittedValues: Item<OmittedValues>?
    /// The annotations wished for in a description of the model.
    var includedAnnotations: Item<AnnotationSelection>?
    var tracksChanges: Item<Bool>?
    var returnsMinimal: Item<Bool>?
    var continuesOnError: Bool?
    /// How the client spelt `continue-on-error`.
    var continuesSpelling: String?
    /// `respond-async`.
    var respondsAsync = false
    /// `wait`, in seconds.
    var waitSeconds: Int?
    var isEmpty = true

    /// Reads header lines: several headers or one list, names with and without `odata.` in any mix and any case.
    ///
    /// The first of two equal names counts. Unknown names and invalid values are ignored.
    init(lines: [String]) {
        var seen = Set<String>()
        for item in lines.flatMap({ MediaType.split($0, at: ",") }).prefix(50) {
            let main = MediaType.split(item, at: ";").first ?? ""
            let pair = main.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(MediaType.trimmed)
            let spelling = pair[0]
            var name = spelling.lowercased()
            if name.hasPrefix("odata.") { name.removeFirst(6) }
            guard !name.isEmpty, seen.insert(name).inserted else { continue }
            isEmpty = false
            let value = pair.count == 2 ? MediaType.unquoted(pair[1]) : ""
            switch name {
            case "maxpagesize":
                guard value.utf8.count <= 9, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                    let size = Int(value),
                    size > 0
                else { continue }
                maxPageSize = Item(value: size, spelling: spelling)
            case "omit-values":
                if let wish = OmittedValues(rawValue: value.lowercased()), wish != .none {
                    omittedValues = Item(value: wish, spelling: spelling)
                }
            case "include-annotations":
                if let selection = AnnotationSelection(value) {
                    includedAnnotations = Item(value: selection, spelling: spelling)
                }
            case "track-changes":
                if pair.count == 1 { tracksChanges = Item(value: true, spelling: spelling) }
            case "continue-on-error":
                continuesOnError = value.lowercased() != "false"
                continuesSpelling = spelling
            // Of HTTP and not of OData, so there is no prefixed name of it.
            case "respond-async": respondsAsync = pair.count == 1 && spelling.count == name.count
            case "wait":
                guard value.utf8.count <= 9, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { continue }
                waitSeconds = Int(value)
            case "return":
                if ["minimal", "representation"].contains(value.lowercased()) {
                    returnsMinimal = Item(value: value.lowercased() == "minimal", spelling: spelling)
                }
            default: continue
            }
        }
    }

    /// No wish at all.
    static let none = Preferences(lines: [])

    /// The value of `Preference-Applied`, or nil where nothing was granted.
    func applied(pageSize: Int?, omits omitted: OmittedValues, tracksChanges isTracking: Bool = false) -> String? {
        var parts: [String] = []
        if let maxPageSize, let pageSize { parts.append("\(maxPageSize.spelling)=\(pageSize)") }
        if let omittedValues, omitted != .none { parts.append("\(omittedValues.spelling)=\(omitted.rawValue)") }
        if let tracksChanges, isTracking { parts.append(tracksChanges.spelling) }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
}
