import EntityModel

extension DemoPlan {
    func fillCase(_ row: inout DemoRow, _ index: Int) {
        let fact = cases[index]
        var random = stream("Cases.row", index)
        let at = { (status: String) in fact.events.last { $0.status == status }?.at }
        let resolved = at("Resolved")
        row.text("CaseNumber", "C-" + CivilDate.padded(index + 1, 6))
        row.text("Subject", random.pick(DemoNames.caseSubjects))
        row.text("Details", random.chance(500) ? "Seen since this morning on two devices." : nil)
        row.text("TypeCode", fact.type)
        row.text("StatusCode", fact.status)
        row.time("StatusChanged", fact.events.last?.at)
        row.text("PriorityCode", fact.priority)
        row.text("OriginCode", random.pick(["Phone", "Email", "Email", "Web", "Chat", "InPerson"]))
        row.key("CompanyId", fact.company)
        row.key("ContactId", fact.contact)
        row.key("ProductId", random.chance(700) ? random.int(products.count - 1) + 1 : 0)
        row.key("SalesOrderId", index.isMultiple(of: 4) ? random.int(orders.count) + 1 : 0)
        row.key("ParentCaseId", index > 4 && index % 9 == 5 ? index - 3 : 0)
        row.text("CustomerReference", random.chance(200) ? "REF-\(random.int(in: 100...999))" : nil)
        row.text("SerialNumber", random.chance(500) ? "SN\(random.int(in: 100_000...999_999))" : nil)
        row.time("ResponseTargetAt", fact.responseTarget)
        row.time("FirstResponseAt", fact.firstResponse)
        row.time("ResolveTargetAt", fact.resolveTarget)
        row.time("ResolvedAt", resolved)
        row.time("ClosedAt", at("Closed") ?? at("Cancelled"))
        row.time("PausedAt", fact.status == "WaitingOnCustomer" ? fact.events.last?.at : nil)
        row.set("WaitingSeconds", .integer(fact.waitingSeconds))
        row.text(
            "SlaStatus",
            CaseClock.status(
                created: fact.created,
                responseTarget: fact.responseTarget,
                firstResponse: fact.firstResponse,
                resolveTarget: fact.status == "Cancelled" ? nil : fact.resolveTarget,
                resolved: resolved,
                now: clock.now
            )
        )
        row.text("Resolution", resolved == nil ? nil : "Replaced the unit and explained the settings.")
        row.number("ReopenedCount", 0)
        row.number("SatisfactionScore", at("Closed") != nil && random.chance(600) ? random.int(in: 1...5) : nil)
        row.owned(by: fact.owner, team: team(fact.owner))
        row.trace(traces["Cases"]?[index])
        row.text("TagNames", tagNames["Cases"]?[index + 1])
        row.record(created: fact.created, by: fact.owner)
    }

    func fillActivity(_ row: inout DemoRow, _ index: Int) {
        let fact = activities[index]
        var random = stream("Activities.row", index)
        let minutes = fact.type == "Email" || fact.type == "Note" ? nil : random.int(in: 5...90)
        let end = minutes.map { fact.start + Int64($0) * 60_000_000 }.flatMap { $0 < clock.now ? $0 : nil }
        let outcome: String? =
            switch fact.type {
            case "Call": random.pick(["Connected", "Connected", "LeftMessage", "NoAnswer"])
            case "Meeting", "Visit": random.chance(900) ? "Held" : "NoShow"
            default: nil
            }
        row.text("TypeCode", fact.type)
        row.text("Subject", random.pick(DemoNames.subjects))
        row.text("Body", index == 3 ? DemoAwkward.note : random.chance(400) ? Self.body : nil)
        row.text("Direction", fact.direction)
        row.text("OutcomeCode", outcome)
        row.time("StartAt", fact.start)
        row.time("EndAt", end)
        row.number("DurationMinutes", end.map { Int(($0 - fact.start) / 60_000_000) })
        row.flag("IsPrivate", random.chance(15))
        row.flag("IsPinned", random.chance(10))
        row.text("MessageReference", fact.type == "Email" ? "<\(index + 1).\(seed)@mail.northgate.example>" : nil)
        row.owned(by: fact.owner, team: team(fact.owner))
        row.parents(fact.parents)
        row.record(created: end ?? fact.start, by: fact.owner)
    }

    private static let body = "Spoke about the present set-up, the budget and who decides.\nNext step agreed."

    func fillParticipant(_ row: inout DemoRow, _ index: Int) {
        // Every third activity has its owner as participant, the others their contact or an address.
        let activity = index * max(1, activities.count / max(1, counts.participants)) % activities.count
        let fact = activities[activity]
        row.key("ActivityId", activity + 1)
        if index.isMultiple(of: 3) {
            row.key("UserId", fact.owner)
        } else if fact.parents.contact > 0 {
            row.key("ContactId", fact.parents.contact)
            row.text("Email", contacts[fact.parents.contact - 1].email)
        } else {
            row.text("Email", "guest\(index)@visitors.example")
        }
        row.text("Role", fact.type == "Email" ? ["From", "To", "Cc"][index % 3] : "Attendee")
        row.record(created: fact.start, by: fact.owner)
    }

    func fillTask(_ row: inout DemoRow, _ index: Int) {
        let fact = tasks[index]
        var random = stream("Tasks.row", index)
        row.text("Subject", random.pick(DemoNames.taskSubjects))
        row.text("Details", index == 2 ? DemoAwkward.note : nil)
        row.text("TypeCode", random.pick(["ToDo", "Call", "Email", "Meeting", "FollowUp"]))
        row.text("StatusCode", fact.status)
        row.text("PriorityCode", ["Low", "Normal", "High", "Urgent"][random.weighted([15, 60, 20, 5])])
        row.day("DueDate", fact.due)
        row.time(
            "ReminderAt",
            random.chance(300) ? fact.due.map { $0.startMicroseconds + 28_800_000_000 } : nil
        )
        row.time("CompletedAt", fact.completedAt)
        row.key("CompletedByUserId", fact.completedAt == nil ? 0 : fact.owner)
        row.owned(by: fact.owner, team: team(fact.owner))
        row.parents(fact.parents)
        row.record(
            created: fact.created,
            by: fact.owner,
            fate: index == tasks.count - 1 ? .deleted(taskDeletedAt) : .active
        )
    }

    func fillCampaign(_ row: inout DemoRow, _ index: Int) {
        var random = stream("Campaigns", index)
        let start = clock.start.adding(days: (index + 1) * 1100 / (counts.campaigns + 1))
        let end = start.adding(days: random.int(in: 3...60))
        let budget = Int64(random.int(in: 2...40)) * 10_000_000
        let cost = start > clock.today ? 0 : budget / 100 * Int64(random.int(in: 60...115))
        let currency = Self.campaignCurrencies[index % 3]
        let rate = rate(currency, clock.today)
        let name = DemoNames.campaigns[index % DemoNames.campaigns.count]
        row.text("Name", name + " \(start.parts.year)" + (index >= DemoNames.campaigns.count ? " (\(index + 1))" : ""))
        row.text("TypeCode", ["Mailing", "Event", "Webinar", "Event", "Advert", "Email"][index % 6])
        row.text("StatusCode", end < clock.today ? "Completed" : start <= clock.today ? "Active" : "Planned")
        row.day("StartDate", start)
        row.day("EndDate", end)
        row.text("CurrencyCode", currency)
        row.decimal("Budget", budget)
        row.decimal("ActualCost", cost)
        row.decimal("ExpectedRevenue", budget * 6)
        row.decimal("BaseBudget", base(budget, rate: rate))
        row.decimal("BaseActualCost", base(cost, rate: rate))
        row.owned(by: 8, team: team(8))
        row.text("TagNames", tagNames["Campaigns"]?[index + 1])
        row.record(created: min(start.adding(days: -30).startMicroseconds, clock.now - 1_000_000), by: 8)
    }

    private static let campaignCurrencies = ["GBP", "EUR", "GBP"]

    func fillMember(_ row: inout DemoRow, _ index: Int) {
        let isLead = index % 10 >= 7
        // Eleven has no factor in common with the numbers of contacts and leads, so no member comes twice.
        if isLead {
            row.key("LeadId", index * 11 % (leads.count - 2) + 1)
        } else {
            row.key("ContactId", index * 11 % (contacts.count - 2) + 1)
        }
        let campaign = index % counts.campaigns
        var random = stream("CampaignMembers", index)
        let status = ["Added", "Sent", "Responded", "Converted", "Declined"][random.weighted([20, 50, 15, 5, 10])]
        let at = clock.start.adding(days: (campaign + 1) * 1100 / (counts.campaigns + 1)).startMicroseconds
        let sent = min(at + Int64(random.int(864_000)) * 1_000_000, clock.now - 1_000_000)
        row.key("CampaignId", campaign + 1)
        row.text("StatusCode", status)
        row.time("RespondedAt", ["Responded", "Converted", "Declined"].contains(status) ? sent : nil)
        row.record(created: sent, by: 8)
    }

    func fillDocument(_ row: inout DemoRow, _ index: Int) {
        var random = stream("Documents", index)
        let names = ["offer.pdf", "plan (final) v2.docx", "Übersicht 2026.xlsx", "photo 📷.jpg", "specification.pdf"]
        let kinds = [
            "application/pdf", "application/msword", "application/vnd.ms-excel", "image/jpeg", "application/pdf",
        ]
        let bytes = random.int(in: 12_000...4_000_000)
        // The first document was purged, so keys start at 2.
        row.key("DocumentId", index + 2)
        row.text("FileName", names[index % 5])
        row.text("ContentType", kinds[index % 5])
        row.number("ByteCount", bytes)
        let digest = (0..<4).map { _ in Self.hexadecimal(random.next()) }.joined()
        row.text("Sha256", digest)
        let owner = random.pick(activeReps)
        row.owned(by: owner, team: team(owner))
        row.parents(documentParents(index, &random))
        row.record(created: clock.creation(index, of: counts.documents, &random), by: owner)
    }

    private static func hexadecimal(_ bits: UInt64) -> String {
        let digits = String(bits, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private func documentParents(_ index: Int, _ random: inout RandomStream) -> ParentFact {
        switch index % 8 {
        case 0: return ParentFact(company: random.int(companies.count - 2) + 1)
        case 1: return ParentFact(lead: random.int(leads.count - 2) + 1)
        case 2:
            let key = random.int(cases.count) + 1
            return ParentFact(company: cases[key - 1].company, contact: cases[key - 1].contact, item: key)
        case 3:
            let key = random.int(quotes.count) + 1
            var parents = parents(ofOpportunity: quotes[key - 1].opportunity)
            parents.quote = key
            return parents
        case 4:
            let key = random.int(orders.count) + 1
            return ParentFact(company: orders[key - 1].company, contact: orders[key - 1].contact, order: key)
        case 5: return ParentFact(campaign: random.int(counts.campaigns) + 1)
        default: return parents(ofOpportunity: random.int(opportunities.count) + 1)
        }
    }

    func fillAssignment(_ row: inout DemoRow, _ index: Int) {
        let assignment = assignments[index]
        let columns = [
            "Companies": "CompanyId", "Contacts": "ContactId", "Leads": "LeadId", "Opportunities": "OpportunityId",
            "Cases": "CaseId", "Quotes": "QuoteId", "SalesOrders": "SalesOrderId", "Campaigns": "CampaignId",
            "Products": "ProductId",
        ]
        row.key("TagId", assignment.tag)
        if let column = columns[assignment.set] { row.key(column, assignment.id) }
        row.record(created: clock.now - Int64(1000 + assignments.count - index) * 60_000_000, by: 8)
    }
}
