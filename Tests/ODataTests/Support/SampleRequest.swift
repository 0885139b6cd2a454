import OData

/// Binds requests written as in a URL, but not percent-encoded, against the sample model.
enum SampleRequest {
    static func bind(_ url: String, options: BinderOptions = BinderOptions()) throws -> BoundRequest {
        let parts = url.split(separator: "?", maxSplits: 1).map(String.init)
        let query = parts.count > 1 ? encoded(parts[1], keeping: "$@=&") : nil
        let request = try RequestURL(path: encoded(parts.first ?? "", keeping: "/$"), query: query)
        return try Binder(model: SampleModel.shop, options: options).bind(path: request.path, options: request.options)
    }

    static func read(_ url: String, options: BinderOptions = BinderOptions()) throws -> BoundRead {
        guard case .read(let read) = try bind(url, options: options) else { throw NotARead() }
        return read
    }

    /// The bound `$filter` as a line.
    static func filter(
        _ filter: String,
        on set: String = "Products",
        options: BinderOptions = BinderOptions()
    ) throws -> String {
        guard let bound = try read("\(set)?$filter=\(filter)", options: options).query.filter else { throw NotARead() }
        return BoundPrinter.line(bound)
    }

    /// The bound first item of `$orderby` as a line: an expression of any type.
    static func value(_ expression: String, on set: String = "Products") throws -> String {
        let bound = try read("\(set)?$orderby=\(expression)").query.orderBy
        return BoundPrinter.line(bound[0].expression)
    }

    /// Why a request does not bind, or nil if it does.
    static func error(_ url: String, options: BinderOptions = BinderOptions()) throws -> BindingError? {
        do {
            _ = try bind(url, options: options)
            return nil
        } catch let error as BindingError {
            return error
        }
    }

    struct NotARead: Error {}

    private static func encoded(_ text: String, keeping kept: String) -> String {
        var result = ""
        for byte in text.utf8 {
            let scalar = Unicode.Scalar(byte)
            let isPlain = byte < 128 && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
            if isPlain || kept.unicodeScalars.contains(scalar) || "-._~()',:;*".unicodeScalars.contains(scalar) {
                result.unicodeScalars.append(scalar)
            } else {
                let digits = String(byte, radix: 16)
                result += "%" + (digits.utf8.count == 1 ? "0" : "") + digits
            }
        }
        return result
    }
}
