/// A variable of an expression: `$it`, or the range variable of a lambda (URL Conventions 5.1.1.13).
public struct BoundVariable: Hashable, Sendable {
    /// Distinguishes variables of equal names; `$it` of the innermost query is 0.
    public let number: Int
    /// The name in the text, without meaning for identity.
    public let name: String
    /// What one instance is.
    public let type: EdmType
    /// The set the instances come from, where known.
    public let entitySet: String?

    /// Makes a variable.
    public init(number: Int, name: String, type: EdmType, entitySet: String?) {
        self.number = number
        self.name = name
        self.type = type
        self.entitySet = entitySet
    }
}

/// One single-valued step of a path inside an expression.
public enum BoundStep: Hashable, Sendable {
    /// To the related entity; `entitySet` is the name of the target set.
    case navigation(EdmNavigationProperty, entitySet: String?)
    /// Into a complex value.
    case complex(EdmProperty)
    /// To a derived type.
    case cast(EdmTypeName)
}

/// A path from a variable over single-valued steps.
public struct BoundPath: Hashable, Sendable {
    /// Where the path starts.
    public var variable: BoundVariable
    /// The steps, in order.
    public var steps: [BoundStep]

    /// Makes a path.
    public init(_ variable: BoundVariable, steps: [BoundStep] = []) {
        self.variable = variable
        self.steps = steps
    }
}

/// A collection reached by a path: what `any`, `all` and `/$count` work on.
public struct BoundCollection: Hashable, Sendable {
    /// The last, collection-valued step.
    public enum Member: Hashable, Sendable {
        case navigation(EdmNavigationProperty, entitySet: String?)
        case property(EdmProperty)
    }

    /// The path to the instance that has the collection.
    public var base: BoundPath
    /// The collection itself.
    public var member: Member

    /// Makes a collection path.
    public init(base: BoundPath, member: Member) {
        self.base = base
        self.member = member
    }
}
