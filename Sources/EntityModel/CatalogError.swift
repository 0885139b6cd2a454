/// Why a set of entity declarations contradicts itself.
///
/// Thrown when the catalog is made, at start: our own mistakes, never input.
public enum CatalogError: Error, Hashable {
    /// Two sets have the same name, apart from case.
    case duplicateSet(String)
    /// Two types of different fields have the same name, apart from case.
    case duplicateType(String)
    /// Two fields or navigations of a set have the same name, apart from case.
    case duplicateMember(set: String, name: String)
    /// A set or field name has no letter first, other characters than letters, digits and `_`, or more than 64.
    case badName(set: String, name: String)
    /// A set has no key, or more than one.
    case badKey(set: String)
    /// A reference, code or to-many navigation leads to a set that does not exist or is of the wrong kind.
    case unknownTarget(set: String, field: String, target: String)
    /// An index, row rule, name field or virtual field names a field the set does not have.
    case unknownField(set: String, name: String)
    /// A virtual field differs in kind from the field it shows, or is computed from one of the wrong kind.
    case virtualKind(set: String, field: String)
    /// A field shows a marked field without bearing its mark.
    case lostMark(set: String, field: String)
    /// A default does not fit the kind, the fixed codes or the list.
    case badDefault(set: String, field: String)
    /// A length, precision or scale is out of bounds.
    case badSize(set: String, field: String)
    /// A list repeats a code, has a malformed one, or more than one default.
    case badList(set: String, code: String)
}
