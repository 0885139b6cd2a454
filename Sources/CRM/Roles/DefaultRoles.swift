import EntityModel

/// The data roles that ship, written as the permission matrix people read.
///
/// Three letters are read, update and delete: A all, T team, O own, - none; `c` may create, `x` may export. The
/// columns are the roles in the order of ``all``.
public enum DefaultRoles {
    /// Administrator, sales manager, sales rep, service desk, marketing, analyst, integration.
    public static let all: [DataRole] = columns.indices.map(role)

    /// Finds a role by its code.
    public static func role(code: String) -> DataRole? { all.first { $0.code == code } }

    private static let columns: [(code: String, label: String, baseRole: String)] = [
        ("Administrator", "Administrator", "admin"), ("SalesManager", "Sales manager", "manager"),
        ("SalesRep", "Sales rep", "user"), ("ServiceDesk", "Service desk", "user"),
        ("Marketing", "Marketing", "user"), ("Analyst", "Analyst", "readonly"),
        ("Integration", "Integration", "integration"),
    ]

    private static let matrix: [(group: AccessGroup, cells: [String])] = [
        (.companies, ["AAA cx", "ATT cx", "ATO c", "AO- c", "AOO cx", "A-- x", "AA- cx"]),
        (.leads, ["AAA cx", "ATT cx", "TTO c", "---", "AAO cx", "A-- x", "AA- cx"]),
        (.opportunities, ["AAA cx", "ATT cx", "TOO c", "A--", "A--", "A-- x", "AA- cx"]),
        (.quotesAndOrders, ["AAA cx", "ATT cx", "TOO c", "A--", "---", "A-- x", "AA- cx"]),
        (.products, ["AAA cx", "A-- x", "A--", "A--", "A--", "A-- x", "AA- cx"]),
        (.activities, ["AAA cx", "ATT cx", "TOO c", "TOO c", "TOO c", "A-- x", "AA- cx"]),
        (.cases, ["AAA cx", "AT- cx", "TT- c", "AAO cx", "A--", "A-- x", "AA- cx"]),
        (.campaigns, ["AAA cx", "A--", "A--", "---", "AAA cx", "A-- x", "AA- cx"]),
        (.salesTargets, ["AAA cx", "TTT cx", "O--", "---", "---", "A-- x", "A--"]),
        (.organisation, ["AAA cx", "A--", "A--", "A--", "A--", "A-- x", "A--"]),
        (.administration, ["A-- x", "---", "---", "---", "---", "---", "---"]),
    ]

    /// One letter a role: A all, T team, O own, - none.
    private static let rights: [(right: RoleRight, cells: String)] = [
        (.importing, "AT-----"), (.merging, "AT-----"), (.purging, "AT-----"), (.massEdit, "ATOOO--"),
        (.reassigning, "ATOOO--"), (.deletedRows, "ATO---A"), (.reopening, "AT-----"),
        (.reopeningCases, "AT-A---"), (.quoteOverride, "AT-----"),
    ]

    /// P1 and P2, P3, K.
    private static let marks: [String] = ["yyy", "yyy", "yyn", "yyn", "ynn", "nny", "yyy"]

    private static func role(_ column: Int) -> DataRole {
        let head = columns[column]
        let seen = Array(marks[column])
        var classes: Set<PersonalMark> = []
        if seen[0] == "y" { classes.formUnion([.name, .contact]) }
        if seen[1] == "y" { classes.insert(.freeText) }
        return DataRole(
            code: head.code,
            label: head.label,
            baseRole: head.baseRole,
            access: Dictionary(matrix.map { ($0.group, access($0.cells[column])) }) { first, _ in first },
            rights: Dictionary(rights.map { ($0.right, level(Array($0.cells)[column])) }) { first, _ in first },
            marks: classes,
            seesConfidential: seen[2] == "y"
        )
    }

    private static func access(_ cell: String) -> ObjectAccess {
        let letters = Array(cell)
        return ObjectAccess(
            read: level(letters[0]),
            update: level(letters[1]),
            delete: level(letters[2]),
            canCreate: letters.contains("c"),
            canExport: letters.contains("x")
        )
    }

    private static func level(_ letter: Character) -> AccessLevel {
        switch letter {
        case "A": .all
        case "T": .team
        case "O": .own
        default: .none
        }
    }
}
