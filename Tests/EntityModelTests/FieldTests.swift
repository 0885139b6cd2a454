import EntityModel
import Testing

@Suite struct FieldTests {
    static let labels: [(field: Field, label: String)] = [
        (.string("VatNumber", 9), "VAT number"), (.reference("ParentCompanyId", to: "Companies"), "Parent company"),
        (.choice("TypeCode", list: "Types"), "Type"), (.bool("IsOnStop"), "Is on stop"),
        (.string("Email", 254), "E-mail"), (.string("ProductCode", 60), "Product code"),
        (.string("LandingUrl", 400), "Landing URL"), (.string("Name", 9).labelled("Title"), "Title"),
    ]

    @Test("a label is the name in words unless it is given", arguments: labels)
    func label(row: (field: Field, label: String)) {
        #expect(row.field.label == row.label)
    }

    static let kinds: [(kind: FieldKind, length: Int?, precision: Int?, scale: Int?)] = [
        (.id, nil, nil, nil), (.string(maxLength: 7), 7, nil, nil), (.text(maxLength: 900), 900, nil, nil),
        (.code(list: "L"), 40, nil, nil), (.money, nil, 19, 4), (.baseMoney, nil, 19, 4), (.quantity, nil, 18, 4),
        (.percent, nil, 5, 2), (.rate, nil, 18, 8), (.decimal(precision: 9, scale: 6), nil, 9, 6),
        (.date, nil, nil, nil),
    ]

    @Test("every text has a length and every decimal its digits", arguments: kinds)
    func facets(row: (kind: FieldKind, length: Int?, precision: Int?, scale: Int?)) {
        #expect(row.kind.maxLength == row.length)
        #expect(row.kind.precision == row.precision)
        #expect(row.kind.scale == row.scale)
    }

    @Test("keys, required fields and booleans are never null")
    func nullability() {
        #expect(!Field.string("Code", 9).key().isNullable)
        #expect(!Field.money("Value").required().isNullable)
        #expect(!Field.bool("IsOpen").isNullable)
        #expect(Field.money("Value").isNullable)
    }

    @Test("a boolean starts as no and a percentage lies between 0 and 100")
    func impliedFacts() {
        #expect(Field.bool("IsOpen").initial == .bool(false))
        #expect(Field.percent("Rate").range == NumericRange(minimum: 0, maximum: 100))
    }

    @Test("long texts and addresses cannot be sorted by, addresses not even filtered")
    func sorting() {
        let link = Field.virtual("RecordLink", .string(maxLength: 400), .recordLink)
        #expect(!Field.text("Body", 900).isSortable)
        #expect(Field.text("Body", 900).isFilterable)
        #expect(!link.isSortable && !link.isFilterable)
        #expect(!link.isStored && link.isReadOnly)
    }

    @Test("a base amount is always computed")
    func baseAmount() {
        #expect(Field.base("BaseValue").source == .computed)
        #expect(Field.base("BaseValue").isReadOnly)
    }

    @Test("flags become indexes, a unique field needs no second one")
    func indexes() {
        let type = EntityType(
            "Thing",
            set: "Things",
            indexes: [EntityIndex(["A", "B"], unique: true)],
            access: .companies,
            about: ""
        ) {
            Field.string("A", 9).unique().indexed().indexed(.folded)
            Field.string("B", 9).indexed()
        }
        #expect(
            type.everyIndex.prefix(3) == [
                EntityIndex(["A"], unique: true), EntityIndex(["A"], form: .folded), EntityIndex(["B"]),
            ]
        )
        #expect(type.everyIndex.last == EntityIndex(["A", "B"], unique: true))
    }
}
