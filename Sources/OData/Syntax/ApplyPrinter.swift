extension ExpressionPrinter {
    mutating func print(_ apply: ApplySyntax) {
        for (index, step) in apply.steps.enumerated() {
            if index > 0 { text += "/" }
            print(step)
        }
    }

    private mutating func print(_ step: TransformationSyntax) {
        switch step {
        case .aggregate(let list, _): printCall("aggregate") { printer in printer.separated(list) { $0.print($1) } }
        case .groupBy(let elements, let inner, _):
            printCall("groupby") { printer in
                printer.text += "("
                printer.separated(elements) { $0.print($1) }
                printer.text += ")"
                printer.printFurther(inner)
            }
        case .filter(let filter, _): printCall("filter") { $0.print(filter, 0) }
        case .search(let search, _): printCall("search") { $0.print(search, 0) }
        case .orderBy(let order, _): printCall("orderby") { $0.print(order.items) }
        case .skip(let number, _): text += "skip(\(number))"
        case .top(let number, _): text += "top(\(number))"
        case .identity: text += "identity"
        case .compute(let compute, _): printCall("compute") { $0.print(compute) }
        case .ranked(let selection, let quantity, let measure, _):
            printCall(selection.rawValue) { printer in printer.separated([quantity, measure]) { $0.print($1, 0) } }
        case .concat(let branches, _): printCall("concat") { printer in printer.separated(branches) { $0.print($1) } }
        case .join(let isOuter, let path, let name, let inner, _):
            printCall(isOuter ? "outerjoin" : "join") { printer in
                printer.print(path)
                printer.text += " as " + name.text
                printer.printFurther(inner)
            }
        case .nest(let sequences, _): printCall("nest") { $0.print(sequences) }
        case .addNested(let path, let sequences, _):
            printCall("addnested") { printer in
                printer.print(path)
                printer.text += ","
                printer.print(sequences)
            }
        case .hierarchy(let selection, _): print(selection)
        case .traverse(let traversal, _): print(traversal)
        case .function(let name, let arguments, _):
            text += name.text
            print(arguments)
        }
    }

    private mutating func printCall(_ name: String, _ parameters: (inout ExpressionPrinter) -> Void) {
        text += name + "("
        parameters(&self)
        text += ")"
    }

    private mutating func separated<Element>(
        _ list: [Element],
        _ print: (inout ExpressionPrinter, Element) -> Void
    ) {
        for (index, element) in list.enumerated() {
            if index > 0 { text += "," }
            print(&self, element)
        }
    }

    private mutating func printFurther(_ apply: ApplySyntax?) {
        guard let apply else { return }
        text += ","
        print(apply)
    }

    private mutating func print(_ sequences: [NestedSequenceSyntax]) {
        separated(sequences) { printer, nested in
            printer.print(nested.sequence)
            printer.text += " as " + nested.name.text
        }
    }

    mutating func print(_ aggregate: AggregateExpressionSyntax) {
        print(aggregate.source, 0)
        print(aggregate.method)
        for stage in aggregate.stages {
            text += " from "
            separated(stage.properties) { $0.print($1) }
            print(stage.method)
        }
        if let name = aggregate.name { text += " as " + name.text }
    }

    private mutating func print(_ method: AggregateMethodSyntax?) {
        guard let method else { return }
        let word =
            switch method {
            case .sum: "sum"
            case .min: "min"
            case .max: "max"
            case .average: "average"
            case .countDistinct: "countdistinct"
            case .custom(let name): name.text
            }
        text += " with " + word
    }

    private mutating func print(_ element: GroupingElementSyntax) {
        switch element {
        case .property(let path): print(path)
        case .rollup(let withTotal, let paths, _):
            printCall("rollup") { printer in
                if withTotal { printer.text += "null," }
                printer.separated(paths) { $0.print($1) }
            }
        case .rollupRecursive(let reference, let inner, _):
            printCall("rolluprecursive") { printer in
                printer.print(reference)
                printer.printFurther(inner)
            }
        }
    }

    private mutating func print(_ reference: HierarchyReferenceSyntax) {
        print(reference.nodes)
        text += "," + reference.qualifier.text + ","
        print(reference.nodeProperty)
    }

    private mutating func print(_ selection: HierarchySelectionSyntax) {
        printCall(selection.isAncestors ? "ancestors" : "descendants") { printer in
            printer.print(selection.reference)
            printer.printFurther(selection.start)
            if let distance = selection.distance { printer.text += ",\(distance)" }
            if selection.keepsStart { printer.text += ",keep start" }
        }
    }

    private mutating func print(_ traversal: HierarchyTraversalSyntax) {
        printCall("traverse") { printer in
            printer.print(traversal.reference)
            printer.text += traversal.isPreorder ? ",preorder" : ",postorder"
            printer.printFurther(traversal.start)
            if !traversal.siblings.isEmpty {
                printer.text += ","
                printer.print(traversal.siblings)
            }
        }
    }
}
