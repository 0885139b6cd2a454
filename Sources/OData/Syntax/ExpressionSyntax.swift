/// An expression as written, before any name is resolved.
///
/// Every node carries its range in the decoded text. Operators are in the shape that their precedence gives (URL
/// conventions 5.1.1.17); parentheses leave no node. Chains of `and` and of `or` are flat, so a long filter is not deep.
public indirect enum ExpressionSyntax: Sendable, Hashable {
    /// A literal.
    case literal(EdmLiteral, SourceRange)
    /// A path: properties, casts, navigation, functions, lambdas; also an alias, `$it`, `$this`, `$root/…`, `$these/…`.
    case path(MemberPathSyntax)
    /// `not x` or `-x`.
    case unary(UnaryOperatorSyntax, ExpressionSyntax, SourceRange)
    /// Two operands, other than of `and` and `or`.
    case binary(BinaryOperatorSyntax, ExpressionSyntax, ExpressionSyntax, SourceRange)
    /// Two or more operands of `and`, in order.
    case and([ExpressionSyntax], SourceRange)
    /// Two or more operands of `or`, in order.
    case or([ExpressionSyntax], SourceRange)
    /// A list in parentheses, right of `in` only; empty for `()`.
    case list([ExpressionSyntax], SourceRange)
    /// A JSON array.
    case array([ExpressionSyntax], SourceRange)
    /// A JSON object.
    case object([ObjectMemberSyntax], SourceRange)
    /// A call with positional arguments: a built-in function.
    case call(FunctionCallSyntax)
    /// `case(condition:value,…)`.
    case conditional([ConditionalBranchSyntax], SourceRange)
    /// `cast(x,T)` or `cast(T)`.
    case cast(ExpressionSyntax?, TypeNameSyntax, SourceRange)
    /// `isof(x,T)` or `isof(T)`.
    case isOf(ExpressionSyntax?, TypeNameSyntax, SourceRange)

    /// Where the expression stands.
    public var range: SourceRange {
        switch self {
        case .literal(_, let range), .unary(_, _, let range), .binary(_, _, _, let range), .and(_, let range),
            .or(_, let range), .list(_, let range), .array(_, let range), .object(_, let range),
            .conditional(_, let range), .cast(_, _, let range), .isOf(_, _, let range):
            range
        case .path(let path): path.range
        case .call(let call): call.range
        }
    }
}

/// An operator with one operand.
public enum UnaryOperatorSyntax: String, Sendable, Hashable, CaseIterable {
    /// Logical negation; `not a eq b` is `(not a) eq b`, and the binder reads it otherwise when `a` is not Boolean.
    case not
    /// Arithmetic negation.
    case negate = "-"
}

/// An operator with two operands; the raw value is its spelling.
public enum BinaryOperatorSyntax: String, Sendable, Hashable, CaseIterable {
    /// Equal.
    case eq
    /// Not equal.
    case ne
    /// Greater than.
    case gt
    /// Greater than or equal.
    case ge
    /// Less than.
    case lt
    /// Less than or equal.
    case le
    /// All flags set.
    case has
    /// Member of a list or collection.
    case `in`
    /// Addition.
    case add
    /// Subtraction.
    case sub
    /// Multiplication.
    case mul
    /// Division; of integers truncating.
    case div
    /// Decimal division.
    case divby
    /// Remainder.
    case mod
}

/// A name as written: an identifier, or identifiers joined by dots.
public struct NameSyntax: Sendable, Hashable {
    /// The whole name, such as `Name` or `Model.Customer`.
    public var text: String
    /// Where it stands.
    public var range: SourceRange

    /// Makes a name.
    public init(_ text: String, _ range: SourceRange) {
        self.text = text
        self.range = range
    }

    /// Whether the name has a namespace or alias in front.
    public var isQualified: Bool { text.utf8.contains(UInt8(ascii: ".")) }

    /// The part behind the last dot.
    public var identifier: Substring {
        guard let dot = text.lastIndex(of: ".") else { return text[...] }
        return text[text.index(after: dot)...]
    }

    /// The part before the last dot, if there is a dot.
    public var namespace: Substring? {
        guard let dot = text.lastIndex(of: ".") else { return nil }
        return text[..<dot]
    }
}

/// A type name as written in `cast` and `isof`.
public struct TypeNameSyntax: Sendable, Hashable {
    /// Whether it is wrapped in `Collection(…)`.
    public var isCollection: Bool
    /// The name of the (item) type.
    public var name: NameSyntax

    /// Makes a type name.
    public init(isCollection: Bool, name: NameSyntax) {
        self.isCollection = isCollection
        self.name = name
    }
}

/// A path inside an expression.
public struct MemberPathSyntax: Sendable, Hashable {
    /// Where the path starts.
    public var root: MemberPathRoot
    /// The steps, in order; empty only for a root that stands alone (`$it`, `$this`, `@alias`).
    public var segments: [MemberSegmentSyntax]
    /// Where it stands.
    public var range: SourceRange

    /// Makes a path.
    public init(root: MemberPathRoot, segments: [MemberSegmentSyntax], range: SourceRange) {
        self.root = root
        self.segments = segments
        self.range = range
    }
}

/// What the first segment of a path is relative to.
public enum MemberPathRoot: Sendable, Hashable {
    /// The current instance, or a lambda variable if the first segment is the name of one.
    case implicit
    /// `$it`.
    case it
    /// `$this`.
    case this
    /// `$root`; the first segment is an entity set, singleton or function import.
    case root
    /// `$these`; the first segment is `aggregate(…)` or `$count`.
    case these
    /// `@name` at the start; a parameter alias, or if there is none of that name, an annotation of an unqualified term.
    case alias(String)
}

/// One step of a path inside an expression.
public enum MemberSegmentSyntax: Sendable, Hashable {
    /// A property, a type cast (qualified or not), a lambda variable (first step only), a set behind `$root`.
    case name(NameSyntax)
    /// A name with parentheses: a key predicate (`Items(1)`, `Items(ID=1)`) or a call of a function with named
    /// parameters (`NS.F()`, `NS.F(p=1)`); the binder tells them apart by the name.
    case invocation(NameSyntax, [ArgumentSyntax], SourceRange)
    /// A key predicate that follows another parenthesis: `F(p=1)(2)`, `$filter(…)(ID=1)`.
    case key([ArgumentSyntax], SourceRange)
    /// `$count`, with `$filter` and `$search` in parentheses.
    indirect case count(QueryOptionsSyntax?, SourceRange)
    /// `$filter(…)`.
    case filter(ExpressionSyntax, SourceRange)
    /// `any()` or `any(x:…)`.
    case any(LambdaSyntax?, SourceRange)
    /// `all(x:…)`.
    case all(LambdaSyntax, SourceRange)
    /// `@NS.Term#Qualifier`.
    case annotation(AnnotationSyntax)
    /// `aggregate(…)` (aggregation extension 3.6).
    indirect case aggregate(AggregateExpressionSyntax, SourceRange)

    /// Where the segment stands.
    public var range: SourceRange {
        switch self {
        case .name(let name): name.range
        case .invocation(_, _, let range), .key(_, let range), .count(_, let range), .filter(_, let range),
            .any(_, let range), .all(_, let range), .aggregate(_, let range):
            range
        case .annotation(let annotation): annotation.range
        }
    }
}

/// An argument or key value in parentheses.
public struct ArgumentSyntax: Sendable, Hashable {
    /// The parameter or key property, when written.
    public var name: NameSyntax?
    /// The value.
    public var value: ExpressionSyntax

    /// Makes an argument.
    public init(name: NameSyntax?, value: ExpressionSyntax) {
        self.name = name
        self.value = value
    }
}

/// The variable and the predicate of `any` and `all`.
public struct LambdaSyntax: Sendable, Hashable {
    /// The range variable.
    public var variable: NameSyntax
    /// The predicate.
    public var predicate: ExpressionSyntax

    /// Makes a lambda.
    public init(variable: NameSyntax, predicate: ExpressionSyntax) {
        self.variable = variable
        self.predicate = predicate
    }
}

/// An annotation in a path.
public struct AnnotationSyntax: Sendable, Hashable {
    /// The term without the `@`, qualified or not.
    public var term: NameSyntax
    /// The qualifier behind `#`.
    public var qualifier: String?
    /// Where it stands, the `@` included.
    public var range: SourceRange

    /// Makes an annotation.
    public init(term: NameSyntax, qualifier: String?, range: SourceRange) {
        self.term = term
        self.qualifier = qualifier
        self.range = range
    }
}

/// A call of a built-in function.
public struct FunctionCallSyntax: Sendable, Hashable {
    /// The name as written; compare it without regard to case.
    public var name: NameSyntax
    /// The arguments in order.
    public var arguments: [ExpressionSyntax]
    /// Where the call stands.
    public var range: SourceRange

    /// Makes a call.
    public init(name: NameSyntax, arguments: [ExpressionSyntax], range: SourceRange) {
        self.name = name
        self.arguments = arguments
        self.range = range
    }
}

/// One `condition:value` of `case(…)`.
public struct ConditionalBranchSyntax: Sendable, Hashable {
    /// The condition.
    public var condition: ExpressionSyntax
    /// The value.
    public var value: ExpressionSyntax

    /// Makes a branch.
    public init(condition: ExpressionSyntax, value: ExpressionSyntax) {
        self.condition = condition
        self.value = value
    }
}

/// One member of a JSON object.
public struct ObjectMemberSyntax: Sendable, Hashable {
    /// The decoded name; control information keeps its `@`.
    public var name: String
    /// The value.
    public var value: ExpressionSyntax

    /// Makes a member.
    public init(name: String, value: ExpressionSyntax) {
        self.name = name
        self.value = value
    }
}
