/// Columns that start at zero, one for each day: a drawing with a sentence, beside a table that has the figures.
struct DayChart: Sendable, Equatable {
    struct Column: Sendable, Equatable {
        let place: Int
        let top: Int
        let height: Int
    }

    /// One sentence that says what there is to see; it is the name of the drawing.
    let finding: String
    let width: Int
    let height: Int
    let columns: [Column]
    /// Without anything to draw, the sentence says it all.
    let isFilled: Bool

    private static let step = 10
    private static let tallest = 60

    /// - Parameters:
    ///   - finding: One sentence that says what there is to see.
    ///   - values: The size of each day in order. Sizes below zero are drawn as zero.
    init(finding: String, values: [Int64]) {
        self.finding = finding
        width = max(values.count, 1) * Self.step
        height = Self.tallest
        isFilled = values.contains { $0 > 0 }
        let largest = Double(values.max() ?? 0)
        columns = values.enumerated().map { index, value in
            let share = largest > 0 ? max(0, Double(value)) / largest : 0
            // What is not nothing can be seen.
            let height = value > 0 ? max(1, Int((share * Double(Self.tallest)).rounded())) : 0
            return Column(place: index * Self.step + 1, top: Self.tallest - height, height: height)
        }
    }
}
