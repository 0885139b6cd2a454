import EntityModel

extension CRMModel {
    /// One row a day.
    static let calendar = EntityType(
        "CalendarDay",
        set: "Calendar",
        kind: .calendar,
        access: .organisation,
        nameField: "Date",
        about: "One row a day with its year, quarter, month, week, working day and holiday."
    ) {
        Field.date("Date").key().computed()
        Field.int32("DateKey").computed().required().about("The day as a number: 20260131.")
        for name in ["Year", "Quarter", "Month", "Day", "DayOfYear"] { Field.int32(name).computed().required() }
        Field.int32("DayOfWeek").computed().required().about("1 is Monday.")
        for name in ["IsoYear", "IsoWeek"] { Field.int32(name).computed().required() }
        Field.string("QuarterLabel", 7).computed().about("As 2026-Q1.")
        Field.string("MonthLabel", 7).computed().about("As 2026-01.")
        Field.string("MonthName", 20).computed()
        Field.string("DayName", 20).computed()
        Field.date("MonthStart").computed()
        Field.date("WeekStart").computed()
        for name in ["FiscalYear", "FiscalQuarter", "FiscalMonth"] { Field.int32(name).computed().required() }
        Field.string("FiscalLabel", 12).computed()
        for name in ["IsWeekend", "IsHoliday", "IsWorkingDay"] { Field.bool(name).computed() }
        Field.string("HolidayName", 80).computed()
        Field.virtual("DayOffset", .int32, .calendarOffset(.day)).about("0 is today.")
        Field.virtual("MonthOffset", .int32, .calendarOffset(.month)).about("0 is the current month.")
        Field.virtual("YearOffset", .int32, .calendarOffset(.year)).about("0 is the current year.")
    }
}
