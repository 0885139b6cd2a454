/// Why demo data was not loaded.
public enum DemoLoadError: Error, Equatable {
    /// The database holds records already; the demo would mix with them.
    case notEmpty(set: String)
    /// There are no opportunities to make more of; the demo has to be loaded first.
    case nothingToMultiply
    /// The program's model has no such set.
    case unknownSet(String)
}
