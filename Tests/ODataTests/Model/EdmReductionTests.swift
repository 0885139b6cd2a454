import OData
import Testing

@Suite struct EdmReductionTests {
    private func reduced(hidingSets sets: Set<String> = [], properties: Set<String> = []) -> EdmModel {
        SampleModel.shop.reduced(
            by: EdmReduction(
                keepsSet: { !sets.contains($0) },
                keepsProperty: { type, property in !properties.contains("\(type.name)/\(property)") }
            )
        )
    }

    @Test("a hidden set is an unknown name, and so is all that leads to it alone")
    func hiddenSet() {
        let model = reduced(hidingSets: ["Categories"])
        #expect(model.entitySet("Categories") == nil)
        #expect(model.entityType(SampleModel.name("Category")) == nil)
        let product = model.entityType(SampleModel.name("Product"))
        #expect(product?.navigationProperties.map(\.name) == ["Supplier", "Lines"])
        #expect(product?.property("CategoryId") != nil)
        #expect(model.entitySet("Products")?.navigationBindings.map(\.path) == ["Lines", "Supplier"])
    }

    @Test("hidden properties go, key properties stay, and annotations lose their paths")
    func hiddenProperties() {
        let model = reduced(properties: ["Product/Code", "Product/Id", "Product/Name"])
        let product = model.entityType(SampleModel.name("Product"))
        #expect(product?.property("Code") == nil)
        #expect(product?.property("Name") == nil)
        #expect(product?.property("Id") != nil)
        #expect(product?.annotations == [])
    }

    @Test("types that nothing reaches are not shown")
    func unreachableTypes() {
        let model = reduced(hidingSets: ["Orders", "OrderLines"], properties: ["Supplier/Address"])
        #expect(model.complexType(SampleModel.name("Address")) == nil)
        #expect(model.complexType(SampleModel.name("Country")) == nil)
        #expect(model.enumType(SampleModel.name("Status")) != nil)
    }

    @Test("derived types of a visible set stay, with what they inherit")
    func derivedTypes() {
        let model = reduced(properties: ["Product/Name"])
        let special = model.entityType(SampleModel.name("SpecialProduct"))
        #expect(special?.property("Discount") != nil)
        #expect(special?.property("Name") == nil)
    }

    @Test("a reduction changes the fingerprint, and none leaves it")
    func fingerprint() {
        #expect(reduced().fingerprint == SampleModel.shop.fingerprint)
        #expect(reduced(properties: ["Product/Name"]).fingerprint != SampleModel.shop.fingerprint)
    }

    @Test("a partner or constraint that leads nowhere is not shown")
    func partners() {
        let model = reduced(hidingSets: ["Orders"])
        let line = model.entityType(SampleModel.name("OrderLine"))
        #expect(line?.navigationProperty("Order") == nil)
        #expect(line?.navigationProperty("Product")?.partner == "Lines")
        #expect(
            reduced(hidingSets: ["OrderLines"]).entityType(SampleModel.name("Product"))?.navigationProperty("Lines")
                == nil
        )
    }

    @Test("set annotations are the reader's own, operations go when they are hidden")
    func annotationsAndOperations() {
        let term = StandardVocabulary.capabilities.term("InsertRestrictions")
        let model = RichModel.model.reduced(
            by: EdmReduction(
                keepsOperation: { $0.name != "Near" },
                setAnnotations: { set in set.annotations + [EdmAnnotation(term, .bool(false))] }
            )
        )
        #expect(model.entitySet("Things")?.annotations.map(\.term.name) == ["Description", "InsertRestrictions"])
        #expect(model.operations(RichModel.name("Near")).isEmpty)
        #expect(model.operationImport("Near") == nil)
        #expect(model.operationImport("Reset") != nil)
    }
}
