import CRM
import EntityModel
import Testing

@Suite struct DemoAwkwardTests {
    let demo = DemoTables.small

    static let texts: [(set: String, column: String, part: String)] = [
        ("Companies", "Name", "=1+1"), ("Companies", "Name", "-5%"), ("Companies", "Name", "'quoted"),
        ("Companies", "Name", "%_\\"), ("Companies", "Name", "北京"), ("Companies", "Name", "株式会社"),
        ("Companies", "Name", "شركة"), ("Companies", "Name", "חברת"), ("Companies", "Name", "Ελληνικά"),
        ("Companies", "Name", "e\u{301}"), ("Companies", "Name", "O’Hara & D'Angelo"), ("Companies", "Name", "🚀"),
        ("Companies", "Name", "SHOUTING"), ("Companies", "Name", "mcDonovan"),
        ("Companies", "Description", "Manufactoring"), ("Companies", "Description", "\t"),
        ("Contacts", "Surname", "O'Connor"), ("Contacts", "Surname", "王"), ("Contacts", "Surname", "الحسن"),
        ("Products", "Name", "GTX Pro"), ("Products", "Name", "GTXPro"), ("Activities", "Body", "\r\n"),
        ("Opportunities", "Name", "%_off\\"),
    ]

    @Test("awkward texts are there", arguments: texts)
    func text(row: (set: String, column: String, part: String)) {
        let part = Array(row.part.unicodeScalars)
        let found = demo.values(row.set, row.column).compactMap(\.string).contains { text in
            let scalars = Array(text.unicodeScalars)
            return scalars.indices.contains { scalars[$0...].starts(with: part) }
        }
        #expect(found)
    }

    @Test("names of one letter and of about 190 characters are there")
    func lengths() {
        let lengths = Set(demo.values("Companies", "Name").compactMap { $0.string?.count })
        #expect(lengths.contains(1))
        #expect((185...200).contains(lengths.max() ?? 0), "\(lengths.max() ?? 0)")
    }

    @Test("the value 0 and the largest value are there")
    func values() {
        let values = demo.values("Opportunities", "Value").map(\.number)
        #expect(values.contains(0) && values.contains(8_999_999_999_999_999_999))
        #expect(demo.values("QuoteLines", "Quantity").map(\.number).contains(1))
    }

    @Test("a 29 February and a 31 December are there")
    func days() {
        let closes = demo.values("Opportunities", "EstimatedClose").map { CivilDate(days: Int32($0.number)).parts }
        #expect(closes.contains { $0.month == 2 && $0.day == 29 })
        #expect(closes.contains { $0.month == 12 && $0.day == 31 })
    }

    @Test("instants on both sides of a clock change are there")
    func clockChanges() {
        let starts = Set(demo.values("Activities", "StartAt").map(\.number))
        #expect(starts.contains { starts.contains($0 + 1) })
    }

    @Test("two of a hundred contacts are near doubles, five have no e-mail, two of a hundred deals no company")
    func shares() {
        let contacts = demo.tuples("Contacts", "Email", "Surname", "CompanyId")
        #expect(contacts.filter { $0[0] == .null }.count >= contacts.count / 50)
        let people = Dictionary(grouping: contacts) { ($0[1].string ?? "").lowercased() + "|\($0[2])" }
        #expect(people.values.contains { $0.count > 1 && $0[0][2] != .null })
        #expect(demo.values("Opportunities", "CompanyId").contains(.null))
    }

    static let fates: [(set: String, reason: String)] = [
        ("Companies", "Deleted"), ("Companies", "Merged"), ("Contacts", "Deleted"), ("Contacts", "Merged"),
        ("Leads", "Deleted"), ("Leads", "Merged"), ("Opportunities", "Deleted"), ("Products", "Merged"),
        ("Divisions", "Merged"), ("Tasks", "Deleted"), ("Documents", "Purged"),
    ]

    @Test("deleted, merged and purged records are there with their trail", arguments: fates)
    func fate(row: (set: String, reason: String)) {
        let trail = demo.tuples("Deletions", "EntitySet", "Reason", "RecordId").filter {
            $0[0].string == row.set && $0[1].string == row.reason
        }.map { $0[2] }
        #expect(!trail.isEmpty)
        let key = demo.columns[row.set]?.first ?? ""
        let gone = Set(demo.tuples(row.set, key, "StatusFlag").filter { $0[1] == .text("D") }.map { $0[0] })
        let present = Set(demo.values(row.set, key))
        #expect(trail.contains { row.reason == "Purged" ? !present.contains($0) : gone.contains($0) })
    }

    @Test("a restored company and a deal that changed its pipeline are there")
    func restoredAndMoved() {
        let deleted = demo.tuples("Deletions", "EntitySet", "RecordId").filter { $0[0] == .text("Companies") }.map {
            $0[1]
        }
        let active = Set(
            demo.tuples("Companies", "CompanyId", "StatusFlag").filter { $0[1] == .text("A") }.map { $0[0] }
        )
        #expect(deleted.contains { active.contains($0) })
        let pipelines = Dictionary(grouping: demo.tuples("OpportunityStageHistory", "OpportunityId", "PipelineId")) {
            $0[0]
        }
        #expect(pipelines.values.contains { Set($0.map { $0[1] }).count == 2 })
    }

    @Test("nothing points to a company that was deleted or merged away, but its own parts")
    func goneCompanies() {
        let gone = Set(demo.tuples("Companies", "CompanyId", "StatusFlag").filter { $0[1] == .text("D") }.map { $0[0] })
        #expect(gone.count == 2)
        for set in ["Contacts", "Opportunities", "Quotes", "SalesOrders", "Cases", "Activities", "Tasks"] {
            #expect(gone.isDisjoint(with: demo.values(set, "CompanyId")), "\(set)")
        }
    }
}
