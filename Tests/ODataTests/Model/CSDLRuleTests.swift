import OData
import Testing

/// Rules of CSDL on documents as people write them; the faults are read by their text.
@Suite struct CSDLRuleTests {
    @Test(
        "a schema that breaks a rule has the fault, and no other",
        arguments: [
            (#"<EntityType Name="E" BaseType="N.C"/><ComplexType Name="C"/>"#, "N.E: the type N.C has no place there."),
            (#"<ComplexType Name="C" BaseType="N.X"/>"#, "N.C: the type N.X is not declared."),
            (
                #"<ComplexType Name="C"><Property Name="P" Type="N.E"/></ComplexType><EntityType Name="E"/>"#,
                "N.C/P: the type N.E has no place there."
            ),
            (
                #"<ComplexType Name="C"><Property Name="P" Type="Edm.EntityType"/></ComplexType>"#,
                "N.C/P: the type Edm.EntityType has no place there."
            ),
            (
                #"<EntityType Name="E"><NavigationProperty Name="P" Type="N.C"/></EntityType><ComplexType Name="C"/>"#,
                "N.E/P: the type N.C has no place there."
            ),
            (
                #"<ComplexType Name="C"><Property Name="P" Type="Edm.Int32" DefaultValue="x"/></ComplexType>"#,
                "N.C/P: 'x' is no value of the type."
            ),
            (
                #"<ComplexType Name="C"><Property Name="P" Type="Edm.Byte" DefaultValue="256"/></ComplexType>"#,
                "N.C/P: '256' is no value of the type."
            ),
            (
                #"<ComplexType Name="C"><Property Name="P" Type="N.E" DefaultValue="Z"/></ComplexType><EnumType Name="E"><Member Name="A"/></EnumType>"#,
                "N.C/P: 'Z' is no value of the type."
            ),
            (
                #"<EnumType Name="E" UnderlyingType="Edm.SByte"><Member Name="A" Value="128"/></EnumType>"#,
                "N.E: the enumeration has no members, or one beyond its type."
            ),
            (
                #"<EntityType Name="E"><Key><PropertyRef Name="P" Alias="Q"/></Key><Property Name="P" Type="Edm.Int32" Nullable="false"/></EntityType>"#,
                "N.E: the key part 'P' is inherited, or its alias is wrong."
            ),
            (
                #"<EntityType Name="E"><Key><PropertyRef Name="P"/></Key><Property Name="P" Type="Edm.Int32" Nullable="false"/></EntityType><EntityType Name="F" BaseType="N.E"><Key><PropertyRef Name="P"/></Key></EntityType>"#,
                "N.F: the key part 'P' is inherited, or its alias is wrong."
            ),
            (
                #"<TypeDefinition Name="T" UnderlyingType="Edm.Stream"/>"#,
                "N.T: the type Edm.Stream has no place there."
            ),
            (
                #"<Action Name="A" IsBound="true" EntitySetPath="x/Y"><Parameter Name="it" Type="N.E"/></Action><EntityType Name="E"/>"#,
                "N.A: the entity set path 'x/Y' leads nowhere."
            ),
            (
                #"<Action Name="A" IsBound="true" EntitySetPath="it/Y"><Parameter Name="it" Type="N.E"/></Action><EntityType Name="E"/>"#,
                "N.A: the entity set path 'it/Y' leads nowhere."
            ),
            (
                #"<Action Name="A"/><Function Name="A"><ReturnType Type="Edm.String"/></Function>"#,
                "N.A: a function needs a result, a bound operation a parameter."
            ),
            (#"<Annotation Term="A.T"/>"#, "N: the term N.T is not declared."),
            (
                #"<Annotations Target="N.X/Y"><Annotation Term="Other.T"/></Annotations>"#,
                "N.X/Y: the annotated element is not declared."
            ),
            (
                #"<EntityContainer Name="C"><ActionImport Name="I" Action="N.A"/></EntityContainer><Function Name="A"><ReturnType Type="Edm.String"/></Function>"#,
                "I: the import names no unbound operation, or a set of another type."
            ),
            (
                #"<EntityContainer Name="C"><FunctionImport Name="I" Function="N.A" EntitySet="S"/></EntityContainer><Function Name="A"><ReturnType Type="Edm.String"/></Function>"#,
                "I: the import names no unbound operation, or a set of another type."
            ),
            (
                #"<EntityContainer Name="C"><Singleton Name="S" Type="N.E"><NavigationPropertyBinding Path="A/B" Target="S"/></Singleton></EntityContainer><EntityType Name="E"/>"#,
                "N.C/S: the binding of 'A/B' to 'S' leads nowhere, or to another type."
            ),
        ]
    )
    func rules(piece: String, message: String) throws {
        let model = try CSDLXMLReader.read(CSDLSample.xml(schema: piece)).model
        #expect(model.faults().map(\.description) == [message])
    }

    @Test("paths through complex types, casts and containment are followed")
    func paths() throws {
        let piece = """
            <EntityType Name="Order"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int32" Nullable="false"/>
              <Property Name="Ship" Type="N.Address"/>
              <NavigationProperty Name="Items" Type="Collection(N.Item)" ContainsTarget="true"/></EntityType>
            <EntityType Name="Big" BaseType="N.Order"><NavigationProperty Name="Owner" Type="N.Owner" Partner="Orders"/></EntityType>
            <EntityType Name="Item"><Key><PropertyRef Name="No"/></Key><Property Name="No" Type="Edm.Int32" Nullable="false"/>
              <NavigationProperty Name="Related" Type="Collection(N.Item)"/></EntityType>
            <EntityType Name="Owner"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int32" Nullable="false"/>
              <NavigationProperty Name="Orders" Type="Collection(N.Order)" Partner="A.Big/Owner"/></EntityType>
            <ComplexType Name="Address"><NavigationProperty Name="Owner" Type="N.Owner"/></ComplexType>
            <EntityContainer Name="C"><EntitySet Name="Orders" EntityType="N.Order">
              <NavigationPropertyBinding Path="Ship/Owner" Target="Owners"/><NavigationPropertyBinding Path="A.Big/Owner" Target="N.C/Owners"/>
              <NavigationPropertyBinding Path="Items/Related" Target="Orders/Items"/></EntitySet>
              <EntitySet Name="Owners" EntityType="N.Owner"><NavigationPropertyBinding Path="Orders" Target="Orders"/></EntitySet>
            </EntityContainer>
            <Annotations Target="A.C/Orders/Ship/Owner"><Annotation Term="Other.T"/></Annotations>
            """
        let model = try CSDLXMLReader.read(CSDLSample.xml(schema: piece)).model
        #expect(model.faults().map(\.description) == [])
    }

    @Test("annotations written apart move to what they are about, and the model means the same")
    func inlining() throws {
        let piece = """
            <EntityType Name="E"><Property Name="P" Type="Edm.String"><Annotation Term="Other.T" String="own"/></Property></EntityType>
            <Function Name="F" IsBound="true"><Parameter Name="it" Type="N.E"/><ReturnType Type="Edm.String"/></Function>
            <Function Name="F"><ReturnType Type="Edm.String"/></Function>
            <EntityContainer Name="C"><Singleton Name="S" Type="N.E"/></EntityContainer>
            <Annotations Target="A.E/P"><Annotation Term="Other.T" String="apart"/><Annotation Term="Other.U"/></Annotations>
            <Annotations Target="A.F(N.E)/$ReturnType"><Annotation Term="Other.T"/></Annotations>
            <Annotations Target="A.F"><Annotation Term="Other.U"/></Annotations>
            <Annotations Target="A.C/S"><Annotation Term="Other.T"/></Annotations>
            <Annotations Target="A.C/S/P"><Annotation Term="Other.T"/></Annotations>
            """
        let schema = try CSDLXMLReader.read(CSDLSample.xml(schema: piece)).model.inliningAnnotations().schemas[0]
        let property = schema.entityTypes[0].properties[0]
        #expect(property.annotations.map(\.value) == [.string("own"), .bool(true)])
        #expect(schema.operations.map(\.annotations.count) == [1, 1])
        #expect(schema.operations.map(\.returnTypeAnnotations.count) == [1, 0])
        #expect(schema.container?.singletons[0].annotations.count == 1)
        #expect(schema.targetedAnnotations.map(\.target) == ["N.C/S/P"])
    }
}
