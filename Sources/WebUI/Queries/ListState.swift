import EntityModel

/// The state of a list as its address holds it; everything that is not understood is dropped with a notice.
struct ListState: Sendable, Equatable {
    /// One field the rows are ordered by.
    struct Sort: Sendable, Equatable {
        let field: String
        let isDescending: Bool

        var text: String { (isDescending ? "-" : "") + field }
    }

    var search = ""
    var filters: [ListFilter] = []
    var sort: [Sort] = []
    /// The names of the chosen columns; empty for the usual ones.
    var columns: [String] = []
    var size = 50
    /// The position this page begins behind; nil for the first page.
    var after: String?
    /// The positions of the pages before this one, the nearest last; an empty text stands for the first page.
    var before: [String] = []
    var countsExactly = false

    static let sizes = [25, 50, 100, 200]
    static let mostFilters = 20
    static let mostColumns = 40
    static let mostPositions = 20

    /// Writes the state as an address; what has its usual value is left out.
    func address(_ path: String) -> String {
        let pairs = pairs()
        guard !pairs.isEmpty else { return path }
        return path + "?" + pairs.map { $0.name + "=" + PercentText.encodeQuery($0.value) }.joined(separator: "&")
    }

    /// The state as hidden values of a form, without some names.
    func hidden(without names: Set<String>) -> [HiddenValue] {
        changed { $0.firstPage() }.pairs().filter { !names.contains($0.name) }
    }

    /// The same list from its beginning.
    mutating func firstPage() {
        after = nil
        before = []
    }

    func changed(_ change: (inout ListState) -> Void) -> ListState {
        var copy = self
        change(&copy)
        return copy
    }

    /// The next page, remembering the way back.
    func older(_ position: String) -> ListState {
        changed {
            $0.before = ($0.before + [$0.after ?? ""]).suffix(Self.mostPositions)
            $0.after = position
        }
    }

    /// The page before, nil on the first page; when the way back is forgotten, the first page.
    var newer: ListState? {
        guard after != nil else { return nil }
        return changed { state in
            let last = state.before.popLast() ?? ""
            state.after = last.isEmpty ? nil : last
            if last.isEmpty { state.before = [] }
        }
    }

    private func pairs() -> [HiddenValue] {
        var pairs: [HiddenValue] = []
        if !search.isEmpty { pairs.append(HiddenValue("q", search)) }
        pairs += filters.map { HiddenValue("f", $0.text) }
        if !sort.isEmpty { pairs.append(HiddenValue("sort", sort.map(\.text).joined(separator: ","))) }
        pairs += columns.map { HiddenValue("cols", $0) }
        if size != 50 { pairs.append(HiddenValue("size", String(size))) }
        if countsExactly { pairs.append(HiddenValue("count", "exact")) }
        pairs += before.map { HiddenValue("before", $0) }
        if let after { pairs.append(HiddenValue("after", after)) }
        return pairs
    }
}

/// Reads the state of a list from its address.
struct ListStateReader {
    let type: EntityType
    let text: RecordText
    let conditions: FilterReader

    init(type: EntityType, text: RecordText, userID: Int64?) {
        self.type = type
        self.text = text
        conditions = FilterReader(type: type, text: text, userID: userID)
    }

    /// The state, and a sentence for everything that was dropped.
    func read(_ query: FormValues) -> (state: ListState, dropped: [String]) {
        var state = ListState()
        var dropped: [String] = []
        state.search = String(query.text("q").prefix(200))
        for entry in query.all("f").prefix(ListState.mostFilters) {
            do {
                state.filters.append(try conditions.filter(entry))
            } catch {
                dropped.append(error.sentence)
            }
        }
        for part in (query["sort"] ?? "").split(separator: ",").prefix(4) {
            let isDescending = part.hasPrefix("-")
            let name = String(isDescending ? part.dropFirst() : part)
            if let field = field(name), field.isSortable {
                state.sort.append(.init(field: field.name, isDescending: isDescending))
            } else {
                dropped.append("The list cannot be sorted by “\(name.prefix(64))”.")
            }
        }
        for name in query.all("cols").flatMap({ $0.split(separator: ",").map(String.init) })
            .prefix(ListState.mostColumns)
        {
            if let field = field(name) {
                if !state.columns.contains(field.name) { state.columns.append(field.name) }
            } else {
                dropped.append("There is no column “\(name.prefix(64))”.")
            }
        }
        if let size = query["size"] {
            if let number = Int(size), ListState.sizes.contains(number) {
                state.size = number
            } else {
                dropped.append("Rows per page are 25, 50, 100 or 200.")
            }
        }
        state.after = query["after"].flatMap { $0.isEmpty ? nil : $0 }
        state.before = state.after == nil ? [] : Array(query.all("before").suffix(ListState.mostPositions))
        state.countsExactly = query["count"] == "exact"
        return (state, dropped)
    }

    private func field(_ name: String) -> Field? {
        type.field(name).flatMap { text.sees($0, of: type) ? $0 : nil }
    }
}
