/// The system query options of a collection or entity, bound (URL Conventions 5.1).
public struct BoundQuery: Hashable, Sendable {
    /// The instances the options speak of: variable 0.
    public var variable: BoundVariable
    public var filter: BoundExpression?
    public var search: SearchSyntax?
    /// The order asked for, with the key appended where it was missing, so that it is total.
    public var orderBy: [BoundOrdering]
    public var top: Int?
    public var skip: Int?
    public var count: Bool
    public var select: BoundSelect
    public var expand: [BoundExpand]

    /// Makes options that restrict nothing.
    public init(variable: BoundVariable) {
        self.variable = variable
        orderBy = []
        count = false
        select = .all
        expand = []
    }
}

/// One item of `$orderby`.
public struct BoundOrdering: Hashable, Sendable {
    public var expression: BoundExpression
    public var isDescending: Bool

    /// Makes an item.
    public init(_ expression: BoundExpression, isDescending: Bool = false) {
        self.expression = expression
        self.isDescending = isDescending
    }
}

/// Which properties the rows show.
public enum BoundSelect: Hashable, Sendable {
    /// No `$select`: every structural property.
    case all
    /// The items of `$select`, in the order of the request.
    case items([Item])

    /// One item of `$select`.
    public enum Item: Hashable, Sendable {
        /// `*`
        case allProperties
        /// A structural property; for a complex one, the nested selection.
        case property(EdmProperty, nested: BoundSelect)
        /// A navigation property: its link.
        case navigation(EdmNavigationProperty)
        /// A qualified operation or `Namespace.*`; shown with full metadata only.
        case operation(String)
    }
}

/// One item of `$expand`.
public struct BoundExpand: Hashable, Sendable {
    /// What is shown of the related entities.
    public enum Form: Hashable, Sendable { case entities, references, count }

    public var navigation: EdmNavigationProperty
    public var entitySet: EdmEntitySet
    public var form: Form
    public var query: BoundQuery
    /// Remaining levels of a recursive expand, this one included; nil where `$levels` was not given.
    ///
    /// For information only: the levels below are written out in ``query``'s own ``BoundQuery/expand``.
    public var levels: Int?
    /// Whether the request named nested `$select` or `$expand`, which decides the 4.0 context URL.
    public var hasNestedSelection: Bool

    /// Makes an item.
    public init(
        navigation: EdmNavigationProperty,
        entitySet: EdmEntitySet,
        form: Form = .entities,
        query: BoundQuery,
        levels: Int? = nil,
        hasNestedSelection: Bool = false
    ) {
        self.navigation = navigation
        self.entitySet = entitySet
        self.form = form
        self.query = query
        self.levels = levels
        self.hasNestedSelection = hasNestedSelection
    }
}
