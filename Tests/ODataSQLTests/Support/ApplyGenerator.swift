import OData
import ODataSQL

/// Makes `$apply` requests for the sample model: pipelines of transformations, the same for the same seed.
struct ApplyGenerator {
    var random: SeededRandom
    private var names = 0

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    /// What a value is, as far as methods tell values apart.
    private enum Kind { case number, wide, double, text, other, flag }

    private struct Field {
        var path: String
        var kind: Kind
    }

    /// What the rows between two transformations have.
    private struct Rows {
        var fields: [Field]
        /// Related entities that rows can be grouped by and counted.
        var entities: [String] = []
        /// Paths to collections, with the numbers of their members.
        var collections: [(path: String, numbers: [String])] = []
        /// Paths to identifiers of nodes of the hierarchy of kinds.
        var nodes: [String] = []
        var isEntity = false
        var searched = false

        func fields(_ kinds: [Kind]) -> [Field] { fields.filter { kinds.contains($0.kind) } }
    }

    // MARK: Requests

    mutating func request() -> String {
        let set = random.pick(Shop.sets)
        var rows = Self.rows(of: set)
        var steps: [String] = []
        for _ in 0...random.below(3) { steps.append(step(&rows, depth: 1)) }
        var options = ["$apply=" + steps.joined(separator: "/")]
        if random.below(3) == 0, !rows.fields.isEmpty {
            let field = random.pick(rows.fields)
            options.append("$orderby=\(field.path)\(random.pick(["", " desc"]))")
        }
        if random.below(3) == 0 { options.append("$filter=" + condition(rows)) }
        if random.below(4) == 0 { options.append("$count=true") }
        if random.below(6) == 0, let field = rows.fields([.number]).first {
            options.append("$compute=\(field.path) add 1 as Z")
        }
        return set.name + "?" + options.joined(separator: "&")
    }

    /// A request whose members of one parent go through `$apply`.
    mutating func expandRequest() -> String {
        let owners = Shop.sets.filter { $0.links.contains(where: \.isCollection) }
        let set = random.pick(owners)
        let link = random.pick(set.links.filter(\.isCollection))
        guard let target = Shop.set(link.target) else { return set.name }
        var rows = Self.rows(of: target)
        var steps: [String] = []
        for _ in 0...random.below(2) { steps.append(step(&rows, depth: 0)) }
        let sequence = steps.joined(separator: "/")
        let key = set.key.joined(separator: ",")
        if random.below(3) == 0 {
            return "\(set.name)?$apply=addnested(\(link.name),\(sequence) as Inner)&$select=\(key),Inner"
        }
        return "\(set.name)?$select=\(key)&$expand=\(link.name)($apply=\(sequence))"
    }

    private static func rows(of set: ShopSet) -> Rows {
        var rows = Rows(fields: fields(of: set, prefix: ""), isEntity: true, searched: !set.searched.isEmpty)
        for link in set.links {
            guard let target = Shop.set(link.target) else { continue }
            if link.isCollection {
                let numbers = target.columns.filter { kind(of: $0) == .number }.map(\.name)
                rows.collections.append((link.name, numbers))
            } else {
                rows.fields += fields(of: target, prefix: link.name + "/")
                rows.entities.append(link.name)
            }
        }
        switch set.name {
        case "Kinds": rows.nodes = ["ID", "ParentID", "Parent/ID"]
        case "Items": rows.nodes = ["Kind/ID", "KindID", "Kind/ParentID"]
        case "Lines": rows.nodes = ["Item/Kind/ID"]
        default: break
        }
        return rows
    }

    private static func fields(of set: ShopSet, prefix: String) -> [Field] {
        set.columns.map { Field(path: prefix + $0.name, kind: kind(of: $0)) }
    }

    private static func kind(of column: ShopSet.Column) -> Kind {
        switch column.storage {
        case .integer, .scaledDecimal: .number
        case .wideInteger: .wide
        case .real: .double
        case .text: .text
        case .boolean: .flag
        default: .other
        }
    }

    // MARK: Transformations

    private mutating func step(_ rows: inout Rows, depth: Int) -> String {
        switch random.below(12) {
        case 0: return "filter(" + condition(rows) + ")"
        case 1:
            guard let field = rows.fields([.number]).first.map({ _ in random.pick(rows.fields([.number])) }) else {
                return "identity"
            }
            let name = fresh()
            rows.fields.append(Field(path: name, kind: .number))
            return "compute(\(field.path) \(random.pick(["add 1", "mul 2", "sub 0.5"])) as \(name))"
        case 2:
            guard !rows.fields.isEmpty else { return "identity" }
            let order = "orderby(\(random.pick(rows.fields).path)\(random.pick(["", " desc"])))"
            return random.below(2) == 0 ? order + "/top(\(random.below(9)))" : order + "/skip(\(random.below(5)))"
        case 3: return ranked(rows)
        case 4 where depth > 0: return concat(&rows)
        case 5 where rows.isEntity && depth > 0: return join(&rows)
        case 6 where rows.searched && rows.isEntity: return "search(\(random.pick(["apple", "a", "NOT red"])))"
        case 7: return aggregate(&rows)
        case 8 where !rows.nodes.isEmpty: return hierarchy(&rows)
        default: return groupBy(&rows, depth: depth)
        }
    }

    private mutating func fresh() -> String {
        names += 1
        return "V\(names)"
    }

    private mutating func ranked(_ rows: Rows) -> String {
        let numbers = rows.fields([.number])
        guard !numbers.isEmpty else { return "identity" }
        let field = random.pick(numbers).path
        switch random.below(5) {
        case 0: return "\(random.pick(["topsum", "bottomsum"]))(\(random.pick(["10", "1000.5", "0.5"])),\(field))"
        case 1:
            return
                "\(random.pick(["toppercent", "bottompercent"]))(\(random.pick(["10", "50", "33.3", "100"])),\(field))"
        default: return "\(random.pick(["topcount", "bottomcount"]))(\(random.below(6) + 1),\(field))"
        }
    }

    private mutating func concat(_ rows: inout Rows) -> String {
        var branches: [String] = []
        var results: [Rows] = []
        for _ in 0..<2 {
            var branch = rows
            branches.append(step(&branch, depth: 0))
            results.append(branch)
        }
        // What both have, as far as that is simple.
        let common = results[0].fields.filter { field in
            results[1].fields.contains { $0.path == field.path && $0.kind == field.kind }
        }
        let isEntity = results.allSatisfy { $0.isEntity }
        rows = Rows(
            fields: common,
            entities: [],
            collections: isEntity ? rows.collections : [],
            isEntity: isEntity,
            searched: isEntity && rows.searched
        )
        return "concat(\(branches.joined(separator: ",")))"
    }

    private mutating func join(_ rows: inout Rows) -> String {
        guard !rows.collections.isEmpty else { return "identity" }
        let collection = random.pick(rows.collections)
        let name = fresh()
        rows.fields += collection.numbers.map { Field(path: "\(name)/\($0)", kind: .number) }
        let kind = random.pick(["join", "outerjoin"])
        guard let number = collection.numbers.first, random.below(2) == 0 else {
            return "\(kind)(\(collection.path) as \(name))"
        }
        let sequence = random.pick([
            "filter(\(number) gt 3)", "topcount(2,\(number))", "orderby(\(number) desc)/top(1)",
        ])
        return "\(kind)(\(collection.path) as \(name),\(sequence))"
    }

    // MARK: Hierarchies

    private mutating func hierarchy(_ rows: inout Rows) -> String {
        let node = random.pick(rows.nodes)
        switch random.below(5) {
        case 0:
            let test = random.pick([
                "isroot(", "isleaf(", "isnode(", "isdescendant(Ancestor=1,", "isdescendant(Ancestor=2,MaxDistance=1,",
                "isancestor(Descendant=9,IncludeSelf=true,", "isancestor(Descendant=\(node),", "issibling(Other=5,",
                "isdescendant(Ancestor=ParentID,MaxDistance=2,IncludeSelf=true,",
            ])
            let fits = rows.fields.contains { $0.path == "ParentID" } || !test.contains("ParentID")
            let name = fits ? test : "isleaf("
            let nodes = "HierarchyNodes=$root/Kinds,HierarchyQualifier='Tree',Node=\(node)"
            return "filter(\(random.pick(["", "not "]))Org.OData.Aggregation.V1.\(name)\(nodes)))"
        case 1:
            let sequence = random.pick([",filter(ID gt 3)", ",orderby(Title desc)/top(7)", ""])
            let order =
                random.pick([",preorder", ",postorder"]) + sequence + random.pick([",Title desc,ID", ",ID desc", ""])
            let path = rows.isEntity && node.split(separator: "/").count > 2 ? "ID" : node
            return "traverse($root/Kinds,Tree,\(path)\(order))"
        case 2:
            let element = "rolluprecursive($root/Kinds,Tree,\(node)\(random.pick(["", ",filter(ID lt 8)"])))"
            let key = random.below(2) == 0 && node != "ID" ? rows.fields([.text]).first : nil
            let sequence = aggregate(&rows)
            rows.fields += key.map { [$0] } ?? []
            return "groupby((\(element)\(key.map { "," + $0.path } ?? "")),\(sequence))"
        default:
            let kind = random.pick(["ancestors", "descendants"])
            let start = random.pick(["filter(\(node) gt 5)", "filter(\(node) eq 2)", "topcount(2,\(node))", "identity"])
            let rest = random.pick(["", ",keep start", ",1", ",2,keep start"])
            return "\(kind)($root/Kinds,Tree,\(node),\(start)\(rest))"
        }
    }

    // MARK: Groups

    private mutating func groupBy(_ rows: inout Rows, depth: Int) -> String {
        var elements: [String] = []
        var kept: [Field] = []
        var entities: [String] = []
        for _ in 0...random.below(2) {
            if random.below(5) == 0, let entity = rows.entities.first {
                if !entities.contains(entity), !kept.contains(where: { $0.path.hasPrefix(entity + "/") }) {
                    elements.append(entity)
                    entities.append(entity)
                }
            } else if !rows.fields.isEmpty {
                let field = random.pick(rows.fields)
                guard !kept.contains(where: { $0.path == field.path }),
                    !entities.contains(where: { field.path.hasPrefix($0 + "/") })
                else { continue }
                elements.append(field.path)
                kept.append(field)
            }
        }
        guard !elements.isEmpty else { return "identity" }
        if kept.count == 2, entities.isEmpty, depth > 0, random.below(4) == 0 {
            let sequence = random.below(2) == 0 ? "" : "," + aggregate(&rows)
            let last = random.below(3) == 0 ? "$all," : ""
            let values = sequence.isEmpty ? [] : rows.fields
            rows = Rows(fields: [kept[0]] + values)
            return "groupby((rollup(\(last)\(elements.joined(separator: ","))))\(sequence))"
        }
        let head = "groupby((\(elements.joined(separator: ",")))"
        let choice = random.below(6)
        if choice == 0 {
            rows = Rows(fields: kept, entities: entities)
            return head + ")"
        }
        if choice == 1, rows.isEntity {
            return head + "," + ranked(rows) + ")"
        }
        var before = ""
        if choice == 2 { before = "filter(" + condition(rows) + ")/" }
        if choice == 3 {
            let ranked = ranked(rows)
            before = ranked == "identity" ? "" : ranked + "/"
        }
        let sequence = aggregate(&rows)
        rows = Rows(fields: kept + rows.fields, entities: entities)
        return "\(head),\(before)\(sequence))"
    }

    private mutating func aggregate(_ rows: inout Rows) -> String {
        var items: [String] = []
        var fields: [Field] = []
        for _ in 0...random.below(3) {
            let name = fresh()
            let (text, kind) = aggregate(rows)
            items.append("\(text) as \(name)")
            fields.append(Field(path: name, kind: kind))
        }
        rows = Rows(fields: fields)
        return "aggregate(\(items.joined(separator: ",")))"
    }

    private mutating func aggregate(_ rows: Rows) -> (String, Kind) {
        let numbers = rows.fields([.number])
        switch random.below(10) {
        case 0: return ("$count", .number)
        case 1 where !rows.collections.isEmpty:
            let collection = random.pick(rows.collections)
            if let number = collection.numbers.first, random.below(3) > 0 {
                return (
                    "\(collection.path)/\(number) with \(random.pick(["sum", "max", "average", "countdistinct"]))",
                    .number
                )
            }
            return ("\(collection.path)/$count", .number)
        case 2 where !rows.entities.isEmpty: return ("\(random.pick(rows.entities)) with countdistinct", .number)
        case 3 where !numbers.isEmpty && !rows.fields.isEmpty:
            let from = random.pick(rows.fields).path
            let methods = ["sum", "max", "average", "countdistinct"]
            return (
                "\(random.pick(numbers).path) with \(random.pick(methods)) from \(from) with \(random.pick(methods))",
                .number
            )
        case 4, 5:
            guard !rows.fields.isEmpty else { return ("$count", .number) }
            return ("\(random.pick(rows.fields).path) with countdistinct", .number)
        case 6:
            let fields = rows.fields([.number, .wide, .double, .text, .other])
            guard !fields.isEmpty else { return ("$count", .number) }
            let field = random.pick(fields)
            return ("\(field.path) with \(random.pick(["min", "max"]))", field.kind)
        default:
            guard !numbers.isEmpty else { return ("$count", .number) }
            let value = random.below(4) == 0 ? "\(random.pick(numbers).path) mul 2" : random.pick(numbers).path
            return ("\(value) with \(random.pick(["sum", "average"]))", .number)
        }
    }

    private mutating func condition(_ rows: Rows) -> String {
        let fields = rows.fields([.number, .text])
        guard !fields.isEmpty else { return "true" }
        let field = random.pick(fields)
        let comparison = random.pick(["eq", "ne", "gt", "ge", "lt", "le"])
        let literal =
            field.kind == .number
            ? random.pick(["0", "1", "2.5", "-3", "100", "null"]) : random.pick(["'a'", "'ab'", "null", "''"])
        return "\(field.path) \(comparison) \(literal)"
    }
}
