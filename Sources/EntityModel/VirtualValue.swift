/// How a virtual field is computed when it is read; nothing of it is stored.
///
/// The list is closed, so that the SQL mapping can switch over it exhaustively.
public enum VirtualValue: Sendable, Hashable {
    /// The field `field` of the record reached by following the references in `path`, null when one of them is.
    ///
    /// Serves flattened names (`CompanyName`) and header facts repeated on lines (`OrderDate`).
    case through(path: [String], field: String)
    /// The year of a date field.
    case year(of: String)
    /// The month (1 to 12) of a date field.
    case month(of: String)
    /// Whole days from a timestamp field to now.
    case ageInDays(since: String)
    /// Whether a due date has passed while the status still has the given meaning; no without a due date.
    case isOverdue(due: String, status: String, openMeaning: String)
    /// The absolute address of the record's page; of a part, its parent's.
    case recordLink
    /// The absolute address of a document's content.
    case downloadLink
    /// The newest rate of a currency whose date is not after today; 1 for the base currency.
    case latestRate
    /// How many days, months or years the calendar day lies from today; 0 is the current one.
    case calendarOffset(CalendarUnit)
}

/// The unit of a calendar offset.
public enum CalendarUnit: String, Sendable, Hashable, CaseIterable {
    /// Days.
    case day
    /// Calendar months.
    case month
    /// Calendar years.
    case year
}
