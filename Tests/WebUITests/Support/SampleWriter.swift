import Foundation
import Testing

@testable import WebUI

/// Writes all samples to the folder named in TESSERA_SAMPLE_PAGES, for looking at them in a browser.
@Test(
    "The sample pages are written where somebody asked for them",
    .enabled(if: ProcessInfo.processInfo.environment["TESSERA_SAMPLE_PAGES"] != nil)
)
func writeSamplePages() throws {
    let folder = try #require(ProcessInfo.processInfo.environment["TESSERA_SAMPLE_PAGES"])
    let samples = try SamplePages().samples()
    for sample in samples {
        try sample.html.write(toFile: "\(folder)/\(sample.name).html", atomically: true, encoding: .utf8)
    }
    #expect(FileManager.default.fileExists(atPath: "\(folder)/login.html"))
}
