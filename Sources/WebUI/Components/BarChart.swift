/// Horizontal bars that start at zero, one per name, each a link to its rows.
///
/// The words and figures are ordinary text beside the bars, so that the chart needs no second table for those who
/// cannot see it.
struct BarChart: Sendable, Equatable {
    struct Bar: Sendable, Equatable {
        let label: String
        let value: String
        let href: String?
        /// Width in hundredths of the whole, between 0 and 100.
        let percent: String
    }

    /// One sentence that says what there is to see.
    let finding: String
    let bars: [Bar]

    /// - Parameters:
    ///   - finding: One sentence that says what there is to see.
    ///   - values: Name, size, the size as words, and a link. Sizes below zero are drawn as zero.
    init(finding: String, values: [(label: String, size: Double, text: String, href: String?)]) {
        self.finding = finding
        let largest = values.map(\.size).filter(\.isFinite).max() ?? 0
        bars = values.map { entry in
            let share = largest > 0 && entry.size.isFinite ? max(0, entry.size / largest) * 100 : 0
            let tenths = Int((share * 10).rounded())
            return Bar(
                label: entry.label,
                value: entry.text,
                href: entry.href,
                percent: "\(tenths / 10).\(tenths % 10)%"
            )
        }
    }
}
