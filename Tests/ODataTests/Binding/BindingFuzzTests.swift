import Testing

@testable import OData

/// Addresses made by the grammar from the names of a model, whole and with bytes changed, through parser and binder.
///
/// `TESSERA_FUZZ_ROUNDS` multiplies the number of inputs for long runs by hand.
@Suite struct BindingFuzzTests {
    @Test("generated addresses are bound or refused with a place inside the text", arguments: [UInt64(1), 2])
    func addresses(seed: UInt64) {
        var words = AddressWords(numbers: SeededNumbers(state: seed))
        var bound = 0
        for round in 0..<9_000 * PayloadFuzzTests.rounds {
            let text = round % 3 == 0 ? words.mutated(words.address()) : words.address()
            if Self.isBound(text) { bound += 1 }
        }
        #expect(bound > 1_000)
    }

    /// Parses and binds; whatever is wrong is one of the two kinds of error.
    private static func isBound(_ text: String) -> Bool {
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let query = parts.count > 1 ? parts[1] : nil
        let request: RequestURL
        do throws(SyntaxError) {
            request = try RequestURL(path: parts.first ?? "", query: query)
        } catch {
            #expect(!"\(error)".isEmpty)
            return false
        }
        do throws(BindingError) {
            _ = try Binder(model: SampleModel.shop).bind(path: request.path, options: request.options)
            return true
        } catch {
            if let place = error.place {
                #expect(place.range.start <= place.range.end, "\(text)")
            }
            return false
        }
    }
}

/// Writes addresses for the sample model.
private struct AddressWords {
    var numbers: SeededNumbers

    private static let paths = [
        "Products", "Products(1)", "Products/Shop.SpecialProduct", "Categories(2)/Products", "Suppliers('a')",
        "OrderLines(OrderId=1,LineNo=2)", "Company", "Company/Address/City", "Products(1)/Name/$value", "$all",
        "Products/$count", "Orders(1)/Lines/$ref", "Products(Code='x')", "Products/1/Category", "Products/$filter(@c)",
        "Products(1)/Shop.Related()", "$crossjoin(Products,Orders)", "$entity?$id=Products(1)", "Products/$each",
        "Nope",
    ]
    private static let members = [
        "Id", "Name", "Code", "Price", "Cost", "Quantity", "Rank", "Rating", "Score", "Weight", "Status", "Traits",
        "Released", "CreatedAt", "OpensAt", "LeadTime", "Uid", "Thumb", "Photo", "IsActive", "Tags", "Category",
        "Category/Name", "Category/Parent/Parent/Name", "Supplier/Address/City", "Supplier/Address/Country/Code",
        "Lines", "Lines/$count", "Shop.SpecialProduct/Discount", "ShipTo/City", "$it", "$it/Name", "$this", "x/Amount",
        "Nope", "@c", "A1",
    ]
    private static let literals = [
        "1", "-1", "9223372036854775808", "1.5", "1e9", "INF", "'a'", "'it''s'", "null", "true", "2024-02-29",
        "2024-02-29T12:00:00Z", "12:00:00", "duration'P1D'", "00000000-0000-0000-0000-000000000001",
        "Shop.Status'Draft'",
        "Shop.Traits'Heavy,Sharp'", "[1,2]", "{\"City\":\"x\"}", "geography'SRID=4326;Point(1 2)'", "binary'AAAA'",
    ]
    private static let calls = [
        "contains", "startswith", "length", "tolower", "substring", "concat", "year", "date", "round", "now", "cast",
        "isof", "matchesPattern", "indexof", "geo.distance", "totalseconds", "hassubset", "nope",
    ]
    private static let operators = [
        "eq", "ne", "gt", "ge", "lt", "le", "add", "sub", "mul", "div", "divby", "mod", "and", "or", "has", "in",
    ]
    private static let pieces = [
        "(", ")", "'", "/", ",", ";", "%", "%00", "$", "@c", "$it", "any(x:", "not ", "-", "1e999", "{", "[", "&", "=",
        "\u{0}", "ä", "😀", "$levels=max", "$apply=", "*", "/$count", "Shop.", " as ",
    ]

    private mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &numbers) }

    private mutating func pick(_ items: [String]) -> String { items.randomElement(using: &numbers) ?? "" }

    mutating func address() -> String {
        var options: [String] = []
        for _ in 0..<below(4) { options.append(option(depth: 3, isNested: false)) }
        if below(4) == 0 { options.append("@c=" + expression(2)) }
        let text = pick(Self.paths) + (options.isEmpty ? "" : "?" + options.joined(separator: "&"))
        return text.replacing(" ", with: "%20").replacing("\"", with: "%22")
    }

    private mutating func option(depth: Int, isNested: Bool) -> String {
        switch below(isNested ? 8 : 10) {
        case 0, 1: return "$filter=" + expression(depth)
        case 2: return "$orderby=\(expression(1)) desc,\(pick(Self.members))"
        case 3: return "$select=\(pick(Self.members)),\(pick(Self.members))"
        case 4: return "$compute=\(expression(depth)) as A1"
        case 5: return "$search=" + pick(["a", "a AND NOT b", "\"a b\" OR c", "(a b)"])
        case 6: return pick(["$top=1", "$skip=2", "$count=true", "$levels=2", "$top=9999999999"])
        case 7:
            let nested = depth > 0 ? "(\(option(depth: depth - 1, isNested: true)))" : ""
            return "$expand=" + pick(["Category", "Lines", "Supplier", "*", "Parent", "Lines/$count"]) + nested
        case 8: return "$apply=" + apply(depth)
        default:
            return pick(["$format=json", "$skiptoken=x", "$index=0", "$schemaversion=*", "custom=1", "$deltatoken=a"])
        }
    }

    private mutating func apply(_ depth: Int) -> String {
        switch below(depth > 0 ? 8 : 5) {
        case 0: return "aggregate(\(pick(Self.members)) with \(pick(["sum", "max", "countdistinct", "nope"])) as T)"
        case 1: return "filter(\(expression(1)))"
        case 2: return "groupby((\(pick(Self.members)),\(pick(Self.members))),aggregate($count as N))"
        case 3: return "compute(\(expression(1)) as A1)"
        case 4: return "topcount(2,\(pick(Self.members)))"
        case 5: return "concat(\(apply(depth - 1)),\(apply(depth - 1)))"
        case 6: return "groupby((rollup(\(pick(Self.members)),\(pick(Self.members)))),\(apply(depth - 1)))"
        default: return apply(depth - 1) + "/" + apply(depth - 1)
        }
    }

    private mutating func expression(_ depth: Int) -> String {
        guard depth > 0 else { return below(2) == 0 ? pick(Self.members) : pick(Self.literals) }
        switch below(8) {
        case 0: return "(\(expression(depth - 1)))"
        case 1: return "not \(expression(depth - 1))"
        case 2: return "\(pick(Self.calls))(\(expression(depth - 1)),\(expression(depth - 1)))"
        case 3: return "\(pick(Self.calls))(\(expression(depth - 1)))"
        case 4:
            return "\(pick(["Lines", "Tags", "Category/Products"]))/\(pick(["any", "all"]))(x:\(expression(depth - 1)))"
        case 5: return "\(pick(Self.members)) in (\(pick(Self.literals)),\(pick(Self.literals)))"
        default: return "\(expression(depth - 1)) \(pick(Self.operators)) \(expression(depth - 1))"
        }
    }

    mutating func mutated(_ text: String) -> String {
        var bytes = Array(text.utf8)
        for _ in 0...below(3) {
            let start = below(bytes.count + 1)
            let end = min(bytes.count, start + below(8))
            bytes.replaceSubrange(start..<end, with: below(3) == 0 ? [] : Array(pick(Self.pieces).utf8))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
