/// A whole-number identity that cannot be mistaken for the identity of another kind of record.
///
/// Values come from the database; 0 and negative numbers are never given out.
public protocol TypedID: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible
where RawValue == Int64 {
    /// Wraps the number the database gave out.
    init(rawValue: Int64)
}

extension TypedID {
    /// Wraps the number the database gave out.
    public init(_ number: Int64) {
        self.init(rawValue: number)
    }

    /// Orders identities by their number.
    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }

    /// The number in decimal digits.
    public var description: String {
        String(rawValue)
    }
}

/// Names a user, be it a person or an integration user.
public struct UserID: TypedID {
    /// The key of the row in the entity set Users.
    public let rawValue: Int64

    /// Wraps the key of a user.
    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }
}

/// Names a team.
public struct TeamID: TypedID {
    /// The key of the row in the entity set Teams.
    public let rawValue: Int64

    /// Wraps the key of a team.
    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }
}

/// Names an access token, whichever of its secrets is in use.
public struct TokenID: TypedID {
    /// The key of the token's row.
    public let rawValue: Int64

    /// Wraps the key of a token.
    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }
}

/// Names a pepper of the ring; new digests use the highest number.
public struct PepperID: TypedID {
    /// The number in the pepper table and in the pepper file, 1 or more.
    public let rawValue: Int64

    /// Wraps the number of a pepper.
    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }
}
