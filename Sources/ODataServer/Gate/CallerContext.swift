public import OData

/// One admitted caller: what it may see, where it reads, and whether it still may.
public protocol CallerContext: Sendable {
    /// The model reduced to what the caller may see; everything else is an unknown name.
    var model: EdmModel { get }

    /// The caller's rows.
    var source: any DataSource { get }

    /// A short text that differs between callers who see different models; part of the entity tag of `$metadata`.
    var grantShape: String { get }

    /// Tells callers apart, for what is kept for one of them alone; nil for callers that nothing is kept for.
    var identity: String? { get }

    /// Header lines for every answer that is not an error.
    var headers: [GateHeader] { get }

    /// Whether the caller may go on reading; asked between the chunks of a long answer.
    func stillAllowed() async -> Bool

    /// Counts a request of a batch beside the batch itself; a refusal where the caller has sent too many.
    ///
    /// Does not wait, since it is asked inside transactions too.
    func countsPart() -> GateRefusal?

    /// Explains a name that could not be bound by what the caller is not allowed to see.
    ///
    /// `rebind` binds the same request against another model, such as that of the token's owner. Nil leaves the error
    /// as it is: an unknown name.
    func refusal(
        for error: BindingError,
        rebind: @Sendable (EdmModel) -> Result<BoundRequest, BindingError>
    ) async -> GateRefusal?

    /// Whether the caller may change a set, and if not, whether anybody may.
    func access(to act: WriteAct, on entitySet: String) -> WriteAccess

    /// Takes note of what a request has read; called once, when the answer has ended or was cut.
    func finished(_ usage: RequestUsage) async
}

extension CallerContext {
    /// Nothing is kept.
    public var identity: String? { nil }

    /// No extra header lines.
    public var headers: [GateHeader] { [] }

    /// Counts nothing.
    public func countsPart() -> GateRefusal? { nil }

    /// No explanation: hidden names are unknown names.
    public func refusal(
        for error: BindingError,
        rebind: @Sendable (EdmModel) -> Result<BoundRequest, BindingError>
    ) async -> GateRefusal? { nil }

    /// What the annotations of the set allow, everybody alike.
    public func access(to act: WriteAct, on entitySet: String) -> WriteAccess {
        guard let set = model.source(named: entitySet) else { return .unsupported }
        // A singleton is there for good.
        if model.singleton(entitySet) != nil, act == .create || act == .delete { return .unsupported }
        let capabilities = WriteCapabilities(of: set, in: model)
        let isSupported =
            switch act {
            case .create: capabilities.isInsertable
            case .update: capabilities.isUpdatable
            case .updateByDelta: capabilities.isUpdatable && capabilities.takesDelta
            case .delete: capabilities.isDeletable
            }
        return isSupported ? .allowed : .unsupported
    }
}

/// A kind of change, as the capabilities of a set tell them apart.
public enum WriteAct: String, CaseIterable, Hashable, Sendable {
    case create
    case update
    /// A collection changed by a list of its changed members (Protocol 11.4.11).
    case updateByDelta
    case delete
}

/// Whether a kind of change is possible.
public enum WriteAccess: Sendable {
    /// Yes, as far as rows and values allow.
    case allowed
    /// Not to this caller; others may.
    case refused(GateRefusal)
    /// Not to anybody: the method is not allowed there.
    case unsupported
}

/// What a request has read.
public struct RequestUsage: Sendable, Hashable {
    /// The set at the end of the path; nil for the service document and `$metadata`.
    public var entitySet: String?
    /// Rows written.
    public var rows: Int64
    /// Bytes of the body before compression.
    public var bytes: Int64
    /// The HTTP status.
    public var status: Int
    /// False where the answer was cut: the client went away, or the caller lost its right.
    public var isComplete: Bool

    /// Makes a note.
    public init(entitySet: String?, rows: Int64, bytes: Int64, status: Int, isComplete: Bool) {
        self.entitySet = entitySet
        self.rows = rows
        self.bytes = bytes
        self.status = status
        self.isComplete = isComplete
    }
}
