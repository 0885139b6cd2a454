/// What a colour says.
///
/// It never says it alone: a word and an icon always stand beside it.
enum PageTone: String, CaseIterable, Sendable {
    case ok, warn, bad, info, neutral

    /// The icon that goes with the tone when nothing more precise is known.
    var icon: PageIcon {
        switch self {
        case .ok: .ok
        case .warn: .warning
        case .bad: .bad
        case .info, .neutral: .info
        }
    }
}

/// A state as word, icon and soft colour.
struct PageBadge: Sendable, Equatable {
    let text: String
    let tone: String
    let icon: String

    init(_ text: String, _ tone: PageTone, icon: PageIcon? = nil) {
        self.text = text
        self.tone = tone.rawValue
        self.icon = (icon ?? tone.icon).template
    }
}

/// A message above the page, such as the result of what was just done.
struct PageNotice: Sendable, Equatable {
    let text: String
    let tone: String
    let icon: String
    let link: PageLink?

    init(_ text: String, _ tone: PageTone, link: PageLink? = nil) {
        self.text = text
        self.tone = tone.rawValue
        self.icon = tone.icon.template
        self.link = link
    }
}

/// A link with its words.
struct PageLink: Sendable, Equatable {
    let label: String
    let href: String
    /// Extra words for those who cannot see what the link stands beside.
    let hidden: String?
    let isDanger: Bool
    /// Whether the page behind it may be shown as a dialog.
    let opensDialog: Bool

    init(_ label: String, _ href: String, hidden: String? = nil, isDanger: Bool = false, opensDialog: Bool = false) {
        self.label = label
        self.href = href
        self.hidden = hidden
        self.isDanger = isDanger
        self.opensDialog = opensDialog
    }
}

/// A name and a value the browser sends back unseen.
struct HiddenValue: Sendable, Equatable {
    let name: String
    let value: String

    init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// "Nothing here yet": one sentence, one action, one link to learn more.
struct PageEmptyState: Sendable, Equatable {
    let sentence: String
    let action: PageLink?
    let learn: PageLink?

    init(_ sentence: String, action: PageLink? = nil, learn: PageLink? = nil) {
        self.sentence = sentence
        self.action = action
        self.learn = learn
    }
}

/// A read-only field whose content people take with them.
struct PageCopyField: Sendable, Equatable {
    let id: String
    let label: String
    let value: String
    let hint: String?
    let hasHint: Bool

    init(id: String, label: String, value: String, hint: String? = nil) {
        self.id = id
        self.label = label
        self.value = value
        self.hint = hint
        hasHint = hint != nil
    }
}
