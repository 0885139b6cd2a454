/// The system query options of a collection or entity, bound (URL Conventions 5.1).
public struct BoundQuery: Hashable, Sendable {
    /// The instances the options speak of: variable 0.
    public var variable: BoundVariable
    /// `$apply`; the other options speak of its result.
    public var apply: BoundApply?
    /// The structure of the rows where it is not that of the set's type.
    public var shape: BoundShape?
    /// What rows of the single structures show, where ``shape`` has variants.
    public var variants: [BoundQuery]
    /// `$compute`, in the order of the request; filters and orders hold the expressions themselves.
    public var compute: [BoundComputation]
    /// `$filter`: a Boolean.
    public var filter: BoundExpression?
    /// `$search`, as parsed.
    public var search: SearchSyntax?
    /// The order asked for, with the key appended where it was missing, so that it is total.
    public var orderBy: [BoundOrdering]
    /// `$top`; nil if not given.
    public var top: Int?
    /// `$skip`; nil if not given.
    public var skip: Int?
    /// Whether `$count=true` was given.
    public var count: Bool
    /// `$select`.
    public var select: BoundSelect
    /// `$expand`, in the order of the request; what `*` stands for comes last.
    public var expand: [BoundExpand]

    /// Makes options that restrict nothing.
    public init(variable: BoundVariable) {
        self.variable = variable
        variants = []
        compute = []
        orderBy = []
        count = false
        select = .all
        expand = []
    }
}

/// One item of `$compute`: a dynamic property of the rows.
public struct BoundComputation: Hashable, Sendable {
    /// The name of the property.
    public var name: String
    /// A value of a primitive or enumeration type.
    public var expression: BoundExpression

    /// Makes an item.
    public init(name: String, expression: BoundExpression) {
        self.name = name
        self.expression = expression
    }
}

/// One item of `$orderby`.
public struct BoundOrdering: Hashable, Sendable {
    /// An orderable value.
    public var expression: BoundExpression
    /// Whether greater values come first.
    public var isDescending: Bool

    /// Makes an item.
    public init(_ expression: BoundExpression, isDescending: Bool = false) {
        self.expression = expression
        self.isDescending = isDescending
    }
}

/// Which properties the rows show.
public indirect enum BoundSelect: Hashable, Sendable {
    /// No `$select`: every structural property and every computed one.
    case all
    /// The items of `$select`, in the order of the request.
    case items([Item])
    /// Of a collection-valued property: some of its members, in an order of their own (URL Conventions 5.1.4).
    ///
    /// The query speaks of a member; its search has become a part of the filter.
    case members(BoundQuery)

    /// One item of `$select`.
    public enum Item: Hashable, Sendable {
        /// `*`: every structural and every computed property.
        case allProperties
        /// A structural property; for a complex or collection-valued one, what is shown of it.
        case property(EdmProperty, nested: BoundSelect)
        /// A property of `$compute`.
        case computed(String)
        /// A structural property of a derived type, behind a cast to it.
        case derived(EdmTypeName, EdmProperty, nested: BoundSelect)
        /// A navigation property: its link.
        case navigation(EdmNavigationProperty)
        /// A qualified operation or `Namespace.*`; shown with full metadata only.
        case operation(String)
    }
}

/// One item of `$expand`.
public struct BoundExpand: Hashable, Sendable {
    /// What is shown of the related entities.
    ///
    /// `link` is no form of `$expand`: it is how rows of `$crossjoin` show entities, by their address.
    public enum Form: Hashable, Sendable { case entities, references, count, link }

    /// What stands before the property: a cast to the derived type that has it, and the complex values it is in.
    public var path: [BoundStep]
    /// The expanded property.
    public var navigation: EdmNavigationProperty
    /// The derived type whose entities alone are shown; nil for all.
    public var cast: EdmTypeName?
    /// The property that leads to the entities, where ``navigation`` is a name that `$apply` made.
    public var source: EdmNavigationProperty?
    /// The set of the related entities.
    public var entitySet: EdmEntitySet
    /// What is shown of them.
    public var form: Form
    /// The nested options, speaking of the related entity.
    ///
    /// Order and limits stay empty where the property is single-valued.
    public var query: BoundQuery
    /// Remaining levels of a recursive expand, this one included; nil where `$levels` was not given.
    ///
    /// For information only: the levels below are written out in ``query``'s own ``BoundQuery/expand``.
    public var levels: Int?
    /// Whether the request named nested `$select` or `$expand`, which decides the 4.0 context URL.
    public var hasNestedSelection: Bool

    /// Makes an item.
    public init(
        path: [BoundStep] = [],
        navigation: EdmNavigationProperty,
        cast: EdmTypeName? = nil,
        entitySet: EdmEntitySet,
        form: Form = .entities,
        query: BoundQuery,
        levels: Int? = nil,
        hasNestedSelection: Bool = false
    ) {
        self.path = path
        self.navigation = navigation
        self.cast = cast
        self.entitySet = entitySet
        self.form = form
        self.query = query
        self.levels = levels
        self.hasNestedSelection = hasNestedSelection
    }
}

extension BoundExpand {
    /// The type that the related entities are said to have.
    public var targetType: EdmTypeName { cast ?? navigation.target }

    /// The names of the complex values on the way, and that of the property.
    public var names: [String] {
        path.compactMap { if case .complex(let property) = $0 { property.name } else { nil } } + [navigation.name]
    }

    /// The path as the request has it, without a cast behind the property.
    public var text: String {
        let steps = path.map { step in
            switch step {
            case .complex(let property): "\(property.name)/"
            case .cast(let type): "\(type)/"
            case .navigation(let navigation, _): "\(navigation.name)/"
            }
        }
        return steps.joined() + navigation.name
    }
}
