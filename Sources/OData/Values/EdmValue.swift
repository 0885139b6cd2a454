/// A typed value, as keys, constants and parameters hold it after binding.
public enum EdmValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    /// Any integer type.
    case integer(Int64)
    case decimal(EdmDecimal)
    /// Double and Single.
    case double(Double)
    case string(String)
    case guid(EdmGuid)
    case date(EdmDate)
    case timeOfDay(EdmTimeOfDay)
    case dateTimeOffset(EdmDateTimeOffset)
    case duration(EdmDuration)
    case binary([UInt8])
    /// A member or a combination of flags, by its number.
    case enumeration(EdmTypeName, Int64)
}
