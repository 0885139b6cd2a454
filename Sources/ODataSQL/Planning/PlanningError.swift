public import OData

/// Why a bound read could not be planned.
public enum PlanningError: Error, Equatable {
    /// The set has no mapping or is not visible: the model and the mapping disagree.
    case unmappedEntitySet(String)
    /// The property has no column: the model and the mapping disagree.
    case unmappedProperty(String, entitySet: String)
    /// Valid, but not carried out yet; the feature's name is for the person who asked.
    case notImplemented(feature: String, at: SourceRange?)
    /// The set cannot be searched.
    case notSearchable(entitySet: String)
    /// A literal that the property's type cannot hold, such as a date in the year 12000.
    case valueOutOfRange(String, at: SourceRange?)
    /// The skip token was not made by this service, or for another request.
    case invalidSkipToken
}
