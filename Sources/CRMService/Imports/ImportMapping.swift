/// Says what becomes of the columns of a file: read from JSON, checked against the model when an import starts.
///
/// A mapping names the set, the field that finds stored records again, and one entry for every field that gets values.
public struct ImportMapping: Sendable, Hashable {
    /// The set the rows become records of.
    public var entitySet: String
    /// The field by which a row finds its record; nil makes every row a new record.
    public var match: String?
    /// What becomes of a record that is found.
    public var whenFound = WhenFound.update
    /// The byte between cells; nil to find out.
    public var delimiter: UInt8?
    /// The characters of the file; nil to find out.
    public var encoding: CSVEncoding?
    /// The mark before the decimals of numbers: `.` or `,`.
    public var decimalMark = Character(".")
    /// A row is left out when any of these columns is empty.
    public var skipRowWhenEmpty: [String] = []
    /// The fields that get values.
    public var fields: [ImportField]

    /// Makes a mapping.
    public init(entitySet: String, match: String?, fields: [ImportField]) {
        self.entitySet = entitySet
        self.match = match
        self.fields = fields
    }

    /// What becomes of a record that is found.
    public enum WhenFound: String, Sendable, Hashable, CaseIterable {
        /// Its mapped fields take the values of the row.
        case update
        /// Only its empty fields take them.
        case fill
        /// It stays.
        case skip
    }
}

/// Where the value of one field comes from, and what is done to the text on the way.
///
/// The steps in order: source, `lookup`, `part`, `translate`, `letterCase`, `prefix`, then the field's own type. Lookups,
/// translations and prefixes leave an empty text empty.
public struct ImportField: Sendable, Hashable {
    /// The property that gets the value.
    public var property: String
    /// Where the text comes from.
    public var source: Source
    /// Replaces the text by another file's cell.
    public var lookup: Lookup?
    /// Takes a part of a person's name.
    public var part: NamePart?
    /// Replaces whole texts, for instance names of countries by their codes.
    public var translate: [String: String] = [:]
    /// Changes the letters.
    public var letterCase: LetterCase?
    /// Put in front.
    public var prefix = ""
    /// Taken when the text is empty.
    public var whenEmpty: String?
    /// Whether an empty text leaves the stored value as it is.
    public var keepWhenEmpty = false
    /// The field by which a reference finds its record; the property itself says in which set.
    public var referenceBy: String?
    /// The form of dates and times, such as `dd.MM.yyyy`; nil for ISO 8601.
    public var dateFormat: String?
    /// The places the decimal point moves to the right: 2 turns 0.15 into 15.
    public var shift = 0
    /// Texts that mean yes, instead of the usual ones.
    public var yes: [String] = []
    /// Texts that mean no, instead of the usual ones.
    public var no: [String] = []

    /// Makes an entry.
    public init(_ property: String, _ source: Source) {
        self.property = property
        self.source = source
    }

    /// Where a text comes from.
    public enum Source: Sendable, Hashable {
        /// A column of the file.
        case column(String)
        /// A fixed text.
        case constant(String)
        /// A text with columns in braces, rounded where a number of decimals is given: `{city}, {freight:2}`.
        case template(String)
        /// The first choice that applies, else another text.
        case choose([Choice], otherwise: String)
    }

    /// A text taken when a column is empty or has a certain text.
    public struct Choice: Sendable, Hashable {
        /// The column looked at.
        public var column: String
        /// The text it must have; empty for an empty cell.
        public var equals: String
        /// The text then taken.
        public var then: String

        /// Makes a choice.
        public init(column: String, equals: String, then: String) {
            self.column = column
            self.equals = equals
            self.then = then
        }
    }

    /// A small file beside the imported one, from which a key's cell is taken.
    public struct Lookup: Sendable, Hashable {
        /// The file's name, without any folder.
        public var file: String
        /// The column of the keys.
        public var key: String
        /// The column of the texts.
        public var value: String

        /// Makes a lookup.
        public init(file: String, key: String, value: String) {
            self.file = file
            self.key = key
            self.value = value
        }
    }

    /// A part of a person's name.
    public enum NamePart: String, Sendable, Hashable, CaseIterable {
        /// All words but the last; empty for a single word.
        case forename
        /// The last word.
        case surname
    }

    /// What letters become.
    public enum LetterCase: String, Sendable, Hashable, CaseIterable {
        /// Small letters.
        case lower
        /// Capital letters.
        case upper
    }

    /// The columns of the file the entry reads.
    var columns: [String] {
        switch source {
        case .column(let name): [name]
        case .constant: []
        case .template(let text): ImportTemplate(text).columns
        case .choose(let choices, _): choices.map(\.column)
        }
    }
}

/// A text with columns in braces.
struct ImportTemplate: Sendable, Hashable {
    enum Part: Sendable, Hashable {
        case text(String)
        case column(String, decimals: Int?)
    }

    let parts: [Part]

    init(_ text: String) {
        var parts: [Part] = []
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            if open > rest.startIndex { parts.append(.text(String(rest[..<open]))) }
            let inner = rest[rest.index(after: open)..<close]
            let pieces = inner.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let decimals = pieces.count == 2 ? Int(pieces[1]) : nil
            parts.append(.column(String(decimals == nil ? inner : pieces[0]), decimals: decimals))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        self.parts = parts
    }

    var columns: [String] {
        parts.compactMap { if case .column(let name, _) = $0 { name } else { nil } }
    }
}
