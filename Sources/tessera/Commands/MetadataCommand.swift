import ArgumentParser
import Foundation
import TesseraApp

/// `tessera metadata`.
struct MetadataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "metadata",
        abstract: "Prints the metadata (CSDL) of the whole model.",
        discussion: "Needs no database and no server."
    )

    @Option(help: "The form: xml or json.")
    var format = "xml"

    mutating func validate() throws {
        guard MetadataText.Format(rawValue: format) != nil else {
            throw ValidationError("The format \(format) is not one of xml and json.")
        }
    }

    func run() throws {
        var bytes = try MetadataText.document(MetadataText.Format(rawValue: format) ?? .xml)
        bytes.append(UInt8(ascii: "\n"))
        FileHandle.standardOutput.write(Data(bytes))
    }
}
