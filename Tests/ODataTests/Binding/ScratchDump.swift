import Testing
import OData
import Foundation

@Test func scratchDump() throws {
    let text = try String(contentsOfFile: "/tmp/bindrows.txt", encoding: .utf8)
    var out = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
        guard let bar = line.firstIndex(of: "|") else { out += line + "\n"; continue }
        let kind = line[..<bar]
        let row = String(line[line.index(after: bar)...])
        var result: String
        do {
            switch kind {
            case "F": result = try SampleRequest.filter(row)
            case "V": result = try SampleRequest.value(row)
            case "P": result = try BoundPrinter.line(SampleRequest.read(row))
            case "S": result = try BoundPrinter.select(SampleRequest.read(row).query.select)
            case "X": result = try BoundPrinter.expand(SampleRequest.read(row).query.expand)
            case "O": result = try BoundPrinter.order(SampleRequest.read(row).query.orderBy)
            default: result = "\(try SampleRequest.error(row) as Any)"
            }
        } catch { result = "ERR \(error)" }
        out += "\(kind)|\(row)  ==>  \(result)\n"
    }
    try out.write(toFile: "/tmp/bindout.txt", atomically: true, encoding: .utf8)
}
