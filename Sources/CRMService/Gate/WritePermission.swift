import EntityModel
import Identity
import OData
import ODataSQL
import ODataServer
import SQLCore

/// What one viewer may change: by set, by the words of a token, and row by row.
struct WritePermission {
    let viewer: Viewer
    let catalog: EntityCatalog
    let mapping: RelationalMapping
    let view: ModelView

    // MARK: Sets

    /// Whether an act on a set is possible for the viewer, and if not, for whom.
    func access(to act: DataAct, on type: EntityType) -> WriteAccess {
        guard RecordWriting.acts(on: type).contains(act), let name = EntitySetName(type.set) else {
            return .unsupported
        }
        do throws(AccessRefusal) {
            _ = try viewer.policy.rows(for: act, on: name, by: viewer.principal)
            return .allowed
        } catch {
            return .refused(Self.refusal(error, act, type))
        }
    }

    static func refusal(_ refusal: AccessRefusal, _ act: DataAct, _ type: EntityType) -> GateRefusal {
        if case .scopesMissing(let words) = refusal { return TokenGate.refusal(.scopeMissing(words)) }
        return GateRefusal(status: 403, error: notPermitted(act, type))
    }

    private static func notPermitted(_ act: DataAct, _ type: EntityType) -> ODataError {
        let verb =
            switch act {
            case .create: "create"
            case .update: "change"
            case .delete: "delete"
            case .read, .export: "use"
            }
        return ODataError(
            code: ODataErrorCode.forbidden.rawValue,
            message: "You may not \(verb) this in \(type.set). An administrator can grant it by a data role.",
            target: type.set
        )
    }

    // MARK: Rows

    func require(_ act: DataAct, on type: EntityType) throws(WriteError) {
        switch access(to: act, on: type) {
        case .allowed: return
        case .refused(let refusal): throw .refused(WriteRefusal(refusal))
        case .unsupported: throw .notAllowed(feature: "Writing to \(type.set)")
        }
    }

    /// Checks that the viewer may do something to a row that it sees.
    func require(
        _ act: DataAct,
        _ key: SQLValue,
        of type: EntityType,
        on connection: any SQLConnection
    ) throws {
        let rows = PrincipalRowSources(viewer: viewer, catalog: catalog, mapping: mapping, view: view, act: act)
        guard let condition = rows.condition(of: type, alias: "r"), let column = type.key?.name else {
            throw WriteError.refused(WriteRefusal(status: 403, error: Self.notPermitted(act, type)))
        }
        var conditions = [condition, SQLExpression.equals(.column("r", column), .bind(key))]
        if StorageNames.isShared(type) {
            conditions.append(.equals(.column("r", StorageNames.listColumn), .text(type.set)))
        }
        let statement = SelectStatement(
            columns: [SQLResultColumn(.integer(1))],
            from: .table(StorageNames.table(of: type), alias: "r"),
            where: .and(conditions)
        )
        if try connection.rows(statement).isEmpty {
            throw WriteError.refused(WriteRefusal(status: 403, error: Self.notPermitted(act, type)))
        }
    }
}

extension WriteRefusal {
    init(_ refusal: GateRefusal) {
        self.init(
            status: refusal.status,
            headers: refusal.headers.map { Header($0.name, $0.value) },
            error: refusal.error
        )
    }
}

extension WriteAct {
    /// The act on data behind a kind of change.
    var dataAct: DataAct {
        switch self {
        case .create: .create
        case .update, .updateByDelta: .update
        case .delete: .delete
        }
    }
}
