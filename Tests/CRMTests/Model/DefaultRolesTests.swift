import CRM
import EntityModel
import Testing

@Suite struct DefaultRolesTests {
    static let rows: [(role: String, group: AccessGroup, cell: String)] = [
        ("Administrator", .companies, "AAAcx"), ("SalesManager", .leads, "ATTcx"), ("SalesRep", .companies, "ATOc"),
        ("SalesRep", .opportunities, "TOOc"), ("ServiceDesk", .leads, "---"), ("ServiceDesk", .cases, "AAOcx"),
        ("Marketing", .campaigns, "AAAcx"), ("Marketing", .quotesAndOrders, "---"), ("Analyst", .opportunities, "A--x"),
        ("Integration", .salesTargets, "A--"), ("SalesRep", .salesTargets, "O--"), ("SalesRep", .organisation, "A--"),
        ("SalesManager", .administration, "---"),
    ]

    @Test("a role has the access of the matrix", arguments: rows)
    func access(row: (role: String, group: AccessGroup, cell: String)) throws {
        let access = try #require(DefaultRoles.role(code: row.role)).access(to: row.group)
        let letters = [access.read, access.update, access.delete].map { ["-", "O", "T", "A"][$0.rawValue] }
        #expect(letters.joined() + (access.canCreate ? "c" : "") + (access.canExport ? "x" : "") == row.cell)
    }

    @Test("there are seven roles, and each decides about every group but that of parents")
    func completeness() {
        #expect(DefaultRoles.all.count == 7)
        for role in DefaultRoles.all {
            #expect(Set(role.access.keys) == Set(AccessGroup.allCases).subtracting([.parent]))
        }
    }

    @Test("personal and confidential fields are shown as the matrix says")
    func fields() throws {
        let rep = try #require(DefaultRoles.role(code: "SalesRep"))
        let analyst = try #require(DefaultRoles.role(code: "Analyst"))
        let email = Field.string("Email", 254).personal(.contact)
        let margin = Field.money("MarginValue").confidential()
        #expect(rep.mayRead(email) && !rep.mayRead(margin))
        #expect(!analyst.mayRead(email) && analyst.mayRead(margin))
        #expect(DefaultRoles.role(code: "Marketing")?.marks == [.name, .contact])
    }

    @Test("rights reach as far as the matrix says")
    func rights() throws {
        #expect(DefaultRoles.role(code: "SalesManager")?.reach(of: .importing) == .team)
        #expect(DefaultRoles.role(code: "SalesRep")?.reach(of: .deletedRows) == .own)
        #expect(DefaultRoles.role(code: "ServiceDesk")?.reach(of: .reopeningCases) == .all)
        #expect(DefaultRoles.role(code: "Analyst")?.reach(of: .massEdit) == AccessLevel.none)
    }

    @Test("the most generous of several roles wins part by part")
    func union() {
        let left = ObjectAccess(read: .all, update: .none, canExport: true)
        let right = ObjectAccess(read: .own, update: .team, canCreate: true)
        #expect(
            left.union(right)
                == ObjectAccess(read: .all, update: .team, delete: .none, canCreate: true, canExport: true)
        )
    }
}
