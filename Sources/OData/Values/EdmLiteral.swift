/// A primitive literal of a URL, with the type that its spelling gives.
///
/// The binder may still read it as another type: a string as an enumeration value, a decimal as a double.
public enum EdmLiteral: Sendable, Hashable {
    /// `null`.
    case null
    /// `true`, `false`.
    case boolean(Bool)
    /// A whole number within Int64; the binder picks the smallest type that holds it.
    case integer(Int64)
    /// A number with a decimal point, one with more digits than Int64, or one with the suffix `m`.
    case decimal(EdmDecimal)
    /// A number with an exponent, `INF`, `-INF`, `NaN`, one beyond decimals, or one with the suffix `d`.
    case double(Double)
    /// A number with the suffix `f`.
    case single(Float)
    /// `'…'`, quotes removed and doubled quotes halved; JSON strings too.
    case string(String)
    /// `01234567-89ab-cdef-0123-456789abcdef`.
    case guid(EdmGuid)
    /// `2024-02-29`.
    case date(EdmDate)
    /// `23:59:59.999`.
    case timeOfDay(EdmTimeOfDay)
    /// `2024-02-29T23:59:59Z`.
    case dateTimeOffset(EdmDateTimeOffset)
    /// `duration'P1DT2H'`; without the prefix it is a string.
    case duration(EdmDuration)
    /// `NS.Type'A,B'`: the type as written and the members or numbers as written.
    case enumeration(type: String, members: [String])
    /// `binary'…'`.
    case binary([UInt8])
    /// `geography'SRID=…;…'`.
    case geography(EdmGeography)
    /// `geometry'SRID=…;…'`.
    case geometry(EdmGeography)
}
