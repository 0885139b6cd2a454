import EntityModel

extension DemoPlan {
    static let territories: [(code: String, name: String, parent: Int)] = [
        ("EMEA", "Europe, Middle East and Africa", 0), ("UK-N", "United Kingdom North", 1),
        ("UK-S", "United Kingdom South", 1), ("EU-W", "Western Europe", 1), ("EU-C", "Central Europe", 1),
        ("AMER", "Americas", 0), ("APAC", "Asia-Pacific", 0), ("ROW", "Rest of the world", 0),
    ]

    /// The day the organisation was set up: before everything else.
    var founded: Int64 { clock.start.adding(days: -60).startMicroseconds + 36_000_000_000 }

    /// The team of a user.
    func team(_ user: Int) -> Int { user > 0 ? users[user - 1].team : 0 }

    func email(ofUser index: Int) -> String {
        let user = users[index]
        let box = index == 0 ? "admin" : Self.slug(user.forename) + "." + Self.slug(user.surname)
        return box + (index > 11 ? "\(index + 1)" : "") + "@northgate.example"
    }

    func fillImportRun(_ row: inout DemoRow, _ index: Int) {
        let isDemo = index == 0
        let at = isDemo ? founded : clock.now - 15 * CivilDate.microsecondsPerDay
        row.text("EntitySet", isDemo ? "Companies" : "Contacts")
        row.text("FileName", isDemo ? "Northgate demo" : "trade-show-visitors.csv")
        row.text("Format", "CSV")
        row.text("State", "Finished")
        row.text("MatchRule", isDemo ? nil : "Email")
        row.set("ByteCount", .integer(isDemo ? 0 : 48_211))
        let figures = isDemo ? [0, 0, 0, 0, 0, 0] : [212, 180, 14, 12, 3, 3]
        for (name, figure) in zip(["Row", "Created", "Updated", "Unchanged", "Skipped", "Failed"], figures) {
            row.number(name + "Count", figure)
        }
        row.time("StartedAt", at)
        row.time("FinishedAt", at + 4_000_000)
        row.record(created: at, by: 1)
    }

    func fillImportError(_ row: inout DemoRow, _ index: Int) {
        let errors: [(line: Int, field: String, code: String, message: String, raw: String)] = [
            (17, "CountryCode", "import.unknown-code", "There is no country “UKK”.", "Smith;Jo;UKK"),
            (58, "Email", "import.too-long", "The text has 301 characters; 254 are allowed.", "Long;Lena;…"),
            (101, "Surname", "import.required", "A value is needed.", ";Nameless;GB"),
        ]
        row.key("ImportRunId", 2)
        row.number("RowNumber", errors[index].line)
        row.text("FieldName", errors[index].field)
        row.text("Code", errors[index].code)
        row.text("Message", errors[index].message)
        row.text("RawRow", errors[index].raw)
    }

    func fillTeam(_ row: inout DemoRow, _ index: Int) {
        let team = Self.teams[index]
        row.text("Name", team.name)
        row.key("ParentTeamId", team.parent)
        row.key("ManagerUserId", team.manager)
        row.text("Path", team.path)
        row.record(created: founded, by: 1)
    }

    func fillTerritory(_ row: inout DemoRow, _ index: Int) {
        let territory = Self.territories[index]
        row.text("Code", territory.code)
        row.text("Name", territory.name)
        row.key("ParentTerritoryId", territory.parent)
        row.key("ManagerUserId", [2, 3, 4, 5, 5, 5, 5, 2][index])
        row.record(created: founded, by: 1)
    }

    func fillUser(_ row: inout DemoRow, _ index: Int) {
        let user = users[index]
        let email = email(ofUser: index)
        row.text("UserName", String(email.prefix { $0 != "@" }))
        row.text("Email", email)
        row.text("Forename", user.forename)
        row.text("Surname", user.surname)
        row.text("FullName", PersonNames.fullName(forename: user.forename, surname: user.surname))
        row.text("Initials", String(user.forename.prefix(1)) + String(user.surname.prefix(1)))
        row.text("JobTitle", user.jobTitle)
        row.text("PhoneNumber", user.isProgram ? nil : "+44 1632 960" + CivilDate.padded(index % 1000, 3))
        row.flag("IsActive", user.left == nil)
        row.text("Kind", user.isProgram ? "Integration" : "Person")
        row.key("ManagerUserId", user.manager == index + 1 ? 2 : user.manager)
        row.key("TeamId", user.team)
        row.key("TerritoryId", [3: 2, 4: 3, 5: 4][user.team] ?? 0)
        row.text("Locale", "en-GB")
        row.text("TimeZone", "Europe/London")
        row.record(created: founded + Int64(index) * 60_000_000, by: 1)
    }

    func fillPipeline(_ row: inout DemoRow, _ index: Int) {
        let pipeline = InitialPipelines.all[index]
        row.text("Name", pipeline.name)
        row.set("Sequence", .integer(InitialPipelines.sequence(ofPosition: index)))
        row.flag("IsDefault", pipeline.isDefault)
        row.record(created: founded, by: 1)
    }

    func fillStage(_ row: inout DemoRow, _ index: Int) {
        let stage = Self.stages[index]
        let plan = InitialPipelines.all.flatMap(\.stages)[index]
        row.key("PipelineId", Int(stage.pipelineId))
        row.text("Code", stage.code)
        row.text("Name", plan.name)
        row.number("Sequence", Int(stage.sequence))
        row.decimal("Probability", stage.probability)
        row.text("State", stage.state.rawValue)
        row.text("ForecastCategoryCode", stage.category)
        row.set("RottenDays", plan.rottenDays.map { .integer($0) } ?? .null)
        row.text("ColorToken", plan.color)
        row.record(created: founded, by: 1)
    }

    func fillRate(_ row: inout DemoRow, _ index: Int) {
        let rate = rateRows[index]
        row.text("CurrencyCode", rate.currency)
        row.day("RateDate", rate.day)
        row.decimal("RateToBase", rate.rate)
        row.text("Source", index.isMultiple(of: 50) ? "Manual" : "Api")
        row.record(created: rate.day.startMicroseconds + 21_600_000_000, by: 10)
    }

    func fillServiceTarget(_ row: inout DemoRow, _ index: Int) {
        // The last target is for problems only.
        let isSpecial = index == Self.promises.count
        let promise = Self.promises[isSpecial ? 3 : index]
        row.text("PriorityCode", promise.priority)
        row.text("CaseTypeCode", isSpecial ? "Problem" : nil)
        row.number("ResponseMinutes", Int(promise.response))
        row.number("ResolveMinutes", Int(promise.resolve))
        row.record(created: founded, by: 1)
    }

    func fillTag(_ row: inout DemoRow, _ index: Int) {
        row.text("Name", DemoNames.tags[index])
        row.text("ColorToken", ["blue", "teal", "amber", "violet", "green", "grey", "red", "green"][index])
        row.record(created: founded, by: 8)
    }

    func fillCalendar(_ row: inout DemoRow, _ index: Int) {
        let day = CalendarDay(calendarSpan.lowerBound.adding(days: index))
        for (name, value) in day.values { row.set(name, value) }
    }

    /// The days of the calendar set.
    var calendarSpan: ClosedRange<CivilDate> { CalendarDay.span(oldest: clock.start, today: clock.today) }

    func fillTarget(_ row: inout DemoRow, _ index: Int) {
        let reps = activeReps.filter { users[$0 - 1].role == "SalesRep" }
        let owners = min(counts.targets / 12 + 1, reps.count + 2)
        let owner = index % owners
        let month = index / owners
        if owner < 2 {
            row.key("TeamId", 3 + owner)
        } else {
            row.key("UserId", reps[(owner - 2) % reps.count])
        }
        var random = stream("SalesTargets", index)
        row.day("PeriodStart", clock.today.monthStart.adding(months: -(month % 36)))
        row.text("Metric", month < 36 ? "WonValue" : "OrderNetValue")
        row.decimal("BaseTarget", Int64(random.int(in: 8...60) * (owner < 2 ? 4 : 1)) * 10_000_000)
        row.record(created: founded, by: 2)
    }
}
