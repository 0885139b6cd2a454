import ODataSQL
import ODataServer
import SQLCore

extension DataSourceError {
    /// What a planning failure means to the client.
    init(_ error: PlanningError) {
        switch error {
        case .unmappedEntitySet(let set): self = .failed("no mapping for the set \(set)")
        case .unmappedProperty(let property, let set): self = .failed("no column for \(set).\(property)")
        case .notImplemented(let feature, let range):
            self = .notImplemented(feature: feature, option: nil, at: range)
        case .notSearchable(let set):
            self = .notImplemented(feature: "$search on \(set)", option: "$search", at: nil)
        case .valueOutOfRange(let value, let range): self = .valueOutOfRange(value, at: range)
        case .invalidSkipToken: self = .skipTokenInvalid
        }
    }

    /// What a failure of the database means to the client.
    init(_ error: SQLDatabaseError) {
        switch error {
        case .busy, .locked: self = .busy
        case .closed, .cannotOpen, .corrupt, .notADatabase, .readOnly, .diskFull: self = .unavailable
        case .interrupted: self = .cancelled
        case .timedOut: self = .timedOut(seconds: 30)
        case .tooComplex(let text): self = .tooComplex(text)
        case .arithmetic(.divisionByZero): self = .divisionByZero
        case .arithmetic(.overflow): self = .overflow
        case .arithmetic(.invalidArgument): self = .invalidArgument("a function's argument")
        case .rendering(.tooDeep): self = .tooComplex("the statement nests too deep")
        case .constraint, .rendering, .other: self = .failed("\(error)")
        }
    }
}
