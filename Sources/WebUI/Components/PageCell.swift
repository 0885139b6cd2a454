import Mustache

/// A value ready to be shown: in a table, in a list of facts, in a history.
struct PageCell: Sendable, Equatable, MustacheParent {
    /// An instant: short words for the page, the exact one for the tooltip, ISO 8601 for programs.
    struct Instant: Sendable, Equatable {
        let text: String
        let exact: String
        let iso: String
    }

    /// How a value is set.
    enum Setting: Sendable, Equatable {
        case text, number, code, short
    }

    let label: String
    let text: String?
    let detail: String?
    /// A key below the words, in a fixed-width face.
    let code: String?
    let href: String?
    let isExternal: Bool
    let instant: Instant?
    let badge: PageBadge?
    let setting: Setting

    private init(
        label: String,
        text: String? = nil,
        detail: String? = nil,
        code: String? = nil,
        href: String? = nil,
        isExternal: Bool = false,
        instant: Instant? = nil,
        badge: PageBadge? = nil,
        setting: Setting = .text
    ) {
        self.label = label
        self.text = text.flatMap { $0.isEmpty ? nil : $0 }
        self.detail = detail
        self.code = code
        self.href = href
        self.isExternal = isExternal
        self.instant = instant
        self.badge = badge
        self.setting = setting
    }

    /// Words, with a link to a page of ours if there is one.
    static func text(
        _ label: String,
        _ text: String?,
        href: String? = nil,
        detail: String? = nil,
        code: String? = nil
    ) -> PageCell {
        PageCell(label: label, text: text, detail: detail, code: code, href: href)
    }

    /// A number, set right with figures of equal width.
    static func number(_ label: String, _ text: String?, href: String? = nil) -> PageCell {
        PageCell(label: label, text: text, href: href, setting: .number)
    }

    /// A short value that must not be broken, such as a date.
    static func short(_ label: String, _ text: String?) -> PageCell {
        PageCell(label: label, text: text, setting: .short)
    }

    /// A key, an address or a piece of code in a fixed-width face.
    static func code(_ label: String, _ text: String?) -> PageCell {
        PageCell(label: label, text: text, setting: .code)
    }

    static func instant(_ label: String, _ instant: Instant?, detail: String? = nil) -> PageCell {
        PageCell(label: label, detail: detail, instant: instant, setting: .short)
    }

    static func badge(_ label: String, _ badge: PageBadge?, detail: String? = nil) -> PageCell {
        PageCell(label: label, detail: detail, badge: badge, setting: .short)
    }

    /// A telephone number, which must not be broken.
    static func phone(_ label: String, _ number: String?) -> PageCell {
        PageCell(label: label, text: number, setting: (number?.count ?? 0) <= 24 ? .short : .text)
    }

    /// An address from the data.
    ///
    /// It becomes a link only if it is a web address; anything else stays words, because a
    /// record may say `javascript:`.
    static func website(_ label: String, _ address: String?) -> PageCell {
        guard let address, let href = webAddress(address) else { return PageCell(label: label, text: address) }
        return PageCell(label: label, text: address, href: href, isExternal: true)
    }

    /// An e-mail address from the data, linked only if it has the shape of one.
    static func email(_ label: String, _ address: String?) -> PageCell {
        let isPlain = address?.unicodeScalars.allSatisfy { $0.isASCII && !"?&%<>\"' \r\n".unicodeScalars.contains($0) }
        guard let address, isPlain == true, address.contains("@") else { return PageCell(label: label, text: address) }
        return PageCell(label: label, text: address, href: "mailto:" + address)
    }

    /// The link a text from the data may become: `http` or `https` only, and a bare host name is taken as `https`.
    static func webAddress(_ text: String) -> String? {
        guard text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7f }) else { return nil }
        let lower = text.lowercased()
        if lower.hasPrefix("https://") || lower.hasPrefix("http://") { return text }
        return !lower.contains(":") && lower.contains(".") && !lower.hasPrefix("/") ? "https://" + text : nil
    }

    /// The words of a cell that has nothing else, so that most cells of a list need few lookups.
    private var plain: String? {
        if isEmpty { return detail == nil ? "–" : nil }
        return href == nil && detail == nil && code == nil && !isLong ? text : nil
    }

    /// Whether the words may need more than the two lines that a table gives them.
    private var isLong: Bool { text.map { $0.utf8.count > Self.longest } ?? false }

    /// The most bytes that are sure to fit in two lines of a narrow column.
    private static let longest = 24

    var isEmpty: Bool { text == nil && instant == nil && badge == nil }

    func child(named name: String) -> Any? {
        switch name {
        case "label": label
        case "plain": plain
        case "rich": plain == nil ? self : nil
        case "text": isLong ? nil : text
        case "long": isLong ? text : nil
        case "detail": detail
        case "code": code
        case "href": href
        case "isExternal": isExternal
        case "instant": instant
        case "badge": badge
        case "isEmpty": isEmpty
        case "isCode": setting == .code && !isEmpty
        case "style": style
        default: nil
        }
    }

    /// The class attribute of its table cell.
    private var style: String? {
        if isEmpty { return setting == .number ? "number none" : "none" }
        switch setting {
        case .text: return nil
        case .number: return "number"
        case .code: return "mono"
        case .short: return "nowrap"
        }
    }
}
