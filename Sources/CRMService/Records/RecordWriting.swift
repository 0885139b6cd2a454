import EntityModel
import Identity

/// Which changes each set takes from people and programs; what is missing only the service itself does.
enum RecordWriting {
    /// People, teams and imports have pages and commands of their own, which ask for more than a permission on data.
    private static let managed: Set<String> = ["Users", "Teams", "ImportRuns", "ImportRunErrors"]

    /// The kinds of change that anybody may make, permission aside.
    static func acts(on type: EntityType) -> Set<DataAct> {
        if managed.contains(type.set) { return [] }
        switch type.kind {
        case .record:
            // A document comes into being with its bytes, which no row carries.
            return type.set == "Documents" ? [.update, .delete] : [.create, .update, .delete]
        case .list: return [.create, .update, .delete]
        case .history, .calendar, .generated: return []
        }
    }
}
