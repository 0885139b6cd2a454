import OData

/// Finds the parameters of functions that a query may give values to under a name which an option has too.
///
/// Without `$` the name of an option stands for the option (4.01), and as a parameter's name for the parameter
/// (`GetTopProducts()?count=5`). The parameter wins where the path calls a function that has one of this name and gives it
/// no value itself.
struct ParameterNames {
    let model: EdmModel

    /// The names in question; none for nearly every request, which is found out at a glance.
    func missing(from path: String, query: String?) -> Set<String> {
        guard let query else { return [] }
        let bare = query.split(separator: "&").compactMap { option -> String? in
            let name = option.prefix { $0 != "=" }
            guard let first = name.utf8.first, first != UInt8(ascii: "$"), first != UInt8(ascii: "@"),
                first != UInt8(ascii: "%")
            else { return nil }
            return String(name)
        }
        guard !bare.isEmpty else { return [] }
        var names: Set<String> = []
        for segment in path.split(separator: "/") {
            let name = segment.prefix { $0 != "(" }
            let last = name.split(separator: ".").last ?? name
            let given = segment.dropFirst(name.count + 1)
            for operation in model.operations where operation.kind == .function && operation.name.name == last {
                for parameter in operation.ownParameters.map(\.name)
                where bare.contains(parameter) && !given.contains(parameter + "=") {
                    names.insert(parameter)
                }
            }
        }
        return names
    }
}
