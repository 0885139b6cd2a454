import HTTPTypes
import OData

/// What a writing method does at the end of a path (Protocol 11.4).
enum WriteOperation: Hashable, Sendable {
    case insert
    case update(BoundWrite.Style)
    case delete
    case setValue(BoundWrite.Style)
    case clearValue
    case addItem
    case insertStream
    case setStream
    case clearStream
    case link(replaces: Bool)
    case unlink
    case updateMembers
    case deleteMembers
    case changeMembers(replaces: Bool)

    /// The operation of a method; nil where it makes no sense.
    ///
    /// `isEach` tells of a path that ended with `/$each`, `isFixed` of one that leads to a property which clients do not
    /// change.
    init?(_ method: HTTPRequest.Method, on shape: BoundRead.Shape, isEach: Bool, isFixed: Bool) {
        switch (shape, method) {
        case (.property, _) where isFixed, (.rawValue, _) where isFixed, (.stream, _) where isFixed: return nil
        case (.collection, .patch) where isEach: self = .updateMembers
        case (.collection, .delete) where isEach: self = .deleteMembers
        case (.collection, .post): self = .insert
        case (.collection, .patch): self = .changeMembers(replaces: false)
        case (.collection, .put): self = .changeMembers(replaces: true)
        case (.entity, .patch): self = .update(.merge)
        case (.entity, .put): self = .update(.replace)
        case (.entity, .delete): self = .delete
        case (.property(let path), .post) where path.last?.type.isCollection == true: self = .addItem
        case (.property(let path), .patch) where Self.isComplex(path.last): self = .setValue(.merge)
        // A primitive property is set as a whole, whichever method the client takes.
        case (.property, .put), (.property, .patch), (.rawValue, .put): self = .setValue(.replace)
        case (.property, .delete), (.rawValue, .delete): self = .clearValue
        case (.stream, .put): self = .setStream
        // The bytes of a media entity go with it (Protocol 11.4.7.3).
        case (.stream(let path), .delete): self = path.isEmpty ? .delete : .clearStream
        case (.references(isCollection: true), .post): self = .link(replaces: false)
        case (.references, .put): self = .link(replaces: true)
        case (.references, .delete): self = .unlink
        default: return nil
        }
    }

    /// What must be allowed on the set at the end of the path; nil where the rows at the other end decide.
    var act: WriteAct? {
        switch self {
        case .insert, .insertStream: .create
        case .update, .setValue, .clearValue, .addItem, .setStream, .clearStream, .updateMembers: .update
        case .delete, .deleteMembers: .delete
        case .changeMembers: .updateByDelta
        case .link, .unlink: nil
        }
    }

    /// Whether the request has a body.
    var hasBody: Bool {
        switch self {
        case .delete, .clearValue, .clearStream, .unlink, .deleteMembers: false
        case .insert, .insertStream, .update, .setValue, .addItem, .setStream, .link, .updateMembers, .changeMembers:
            true
        }
    }

    /// Whether the body is the content of a stream, and no JSON.
    var takesBytes: Bool { self == .insertStream || self == .setStream }

    private static func isComplex(_ property: EdmProperty?) -> Bool {
        guard let type = property?.type, !type.isCollection, case .complex = type.type else { return false }
        return true
    }

    /// The methods that a resource has for anybody, for `Allow`.
    static func methods(
        on shape: BoundRead.Shape,
        isEach: Bool,
        isFixed: Bool,
        supports: (WriteAct) -> Bool
    ) -> [String] {
        var methods = isEach ? ["OPTIONS"] : ["GET", "HEAD", "OPTIONS"]
        for method in [HTTPRequest.Method.post, .patch, .put, .delete] {
            guard let operation = WriteOperation(method, on: shape, isEach: isEach, isFixed: isFixed) else { continue }
            if operation.act.map(supports) ?? true { methods.append(method.rawValue) }
        }
        return methods
    }
}
