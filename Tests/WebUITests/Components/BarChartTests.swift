import Testing

@testable import WebUI

@Suite struct BarChartTests {
    @Test(
        "Bars start at zero, and the longest fills the width",
        arguments: [
            ([2, 1, 0], ["100.0%", "50.0%", "0.0%"]), ([3, 1, 2], ["100.0%", "33.3%", "66.7%"]),
            ([0, 0], ["0.0%", "0.0%"]),
            ([4, -4], ["100.0%", "0.0%"]), ([.infinity, 1, .nan], ["0.0%", "100.0%", "0.0%"]), ([], []),
        ] as [([Double], [String])]
    )
    func widths(sizes: [Double], expected: [String]) {
        let chart = BarChart(finding: "", values: sizes.map { ("", $0, "", nil) })
        #expect(chart.bars.map(\.percent) == expected)
    }

    @Test(
        "A problem knows its status, and every status has a problem",
        arguments: [400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 429, 500, 503]
    )
    func problems(status: Int) {
        #expect(PageProblem.forStatus(status).status == status)
    }

    @Test("An unknown status becomes the nearest we have a page for")
    func unknownStatus() {
        #expect(PageProblem.forStatus(418).status == 400)
        #expect(PageProblem.forStatus(502) == .failed)
        #expect(PageProblem.unavailable(seconds: 7).retryAfterSeconds == 7)
        #expect(PageProblem.failed.retryAfterSeconds == nil)
    }
}
