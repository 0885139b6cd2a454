import OData

/// The model whose names the fuzzed addresses and bodies use: small, with a piece of each kind.
enum FuzzModel {
    static let model: EdmModel = (try? CSDLXMLReader.read(Array(xml.utf8)).model) ?? EdmModel(schemas: [])

    static let binder = Binder(model: model)

    static let set = model.container?.entitySets.first

    static var reader: EntityReader {
        EntityReader(model: model, options: EntityReader.Options { _ in .failure(.init("there is nothing")) })
    }

    static let properties = set.flatMap { model.entityType($0.entityType)?.properties } ?? []

    /// CSDL XML with elements, facets and annotations of every kind; also a seed.
    static let xml = """
        <edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.01">
        <edmx:Reference Uri="https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Core.V1.xml">
        <edmx:Include Namespace="Org.OData.Core.V1" Alias="Core"/>
        <edmx:IncludeAnnotations TermNamespace="F.Other" Qualifier="Q"/></edmx:Reference>
        <edmx:DataServices><Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="F.Model" Alias="F">
        <EntityType Name="Thing" OpenType="true" HasStream="true"><Key><PropertyRef Name="ID"/></Key>
        <Property Name="ID" Type="Edm.Int64" Nullable="false"/>
        <Property Name="Name" Type="Edm.String" MaxLength="40" DefaultValue="x"/>
        <Property Name="Price" Type="Edm.Decimal" Precision="9" Scale="2"/>
        <Property Name="Rate" Type="Edm.Decimal" Scale="variable"/><Property Name="Size" Type="Edm.Double"/>
        <Property Name="Made" Type="Edm.DateTimeOffset" Precision="3"/><Property Name="Day" Type="Edm.Date"/>
        <Property Name="Hour" Type="Edm.TimeOfDay"/><Property Name="Span" Type="Edm.Duration"/>
        <Property Name="Key" Type="Edm.Guid"/><Property Name="Raw" Type="Edm.Binary" MaxLength="max"/>
        <Property Name="Live" Type="Edm.Boolean"/><Property Name="Colour" Type="F.Colour"/>
        <Property Name="Tags" Type="Collection(Edm.String)" Nullable="false"/>
        <Property Name="Place" Type="F.Place"/><Property Name="Places" Type="Collection(F.Place)" Nullable="false"/>
        <Property Name="Spot" Type="Edm.GeographyPoint" SRID="variable"/><Property Name="Weight" Type="F.Weight"/>
        <NavigationProperty Name="Owner" Type="F.Owner" Partner="Things"><OnDelete Action="SetNull"/></NavigationProperty>
        <NavigationProperty Name="Parts" Type="Collection(F.Part)" ContainsTarget="true"/>
        <NavigationProperty Name="Parent" Type="F.Thing"/><NavigationProperty Name="Children" Type="Collection(F.Thing)"/>
        <Annotation Term="Core.Description" String="A thing"/></EntityType>
        <EntityType Name="Tool" BaseType="F.Thing"><Property Name="Edge" Type="Edm.Int16"/></EntityType>
        <EntityType Name="Owner"><Key><PropertyRef Name="Code"/></Key>
        <Property Name="Code" Type="Edm.String" Nullable="false"/><Property Name="Since" Type="Edm.Date"/>
        <NavigationProperty Name="Things" Type="Collection(F.Thing)" Partner="Owner"/></EntityType>
        <EntityType Name="Part"><Key><PropertyRef Name="Number"/><PropertyRef Name="Place/City" Alias="City"/></Key>
        <Property Name="Number" Type="Edm.Int32" Nullable="false"/>
        <Property Name="Place" Type="F.Place" Nullable="false"/></EntityType>
        <ComplexType Name="Place"><Property Name="City" Type="Edm.String" Nullable="false" Unicode="false"/></ComplexType>
        <EnumType Name="Colour" UnderlyingType="Edm.Byte" IsFlags="true">
        <Member Name="Red" Value="1"/><Member Name="Blue" Value="2"/></EnumType>
        <TypeDefinition Name="Weight" UnderlyingType="Edm.Decimal" Precision="9" Scale="3"/>
        <Term Name="Any" Type="Edm.Untyped" AppliesTo="EntityType Property"/>
        <Function Name="Near" IsBound="true" IsComposable="true" EntitySetPath="it/Children">
        <Parameter Name="it" Type="F.Thing"/><Parameter Name="far" Type="Edm.Double" Nullable="false"/>
        <ReturnType Type="Collection(F.Thing)" Nullable="false"/></Function>
        <Function Name="Sum"><Parameter Name="a" Type="Edm.Int32"/><ReturnType Type="Edm.Int64"/></Function>
        <Function Name="Sum"><Parameter Name="a" Type="Edm.Int32"/><Parameter Name="b" Type="Edm.Int32"/>
        <ReturnType Type="Edm.Int64"/></Function>
        <Action Name="Reset"/>
        <EntityContainer Name="All"><EntitySet Name="Things" EntityType="F.Thing">
        <NavigationPropertyBinding Path="Owner" Target="Owners"/><NavigationPropertyBinding Path="Parent" Target="Things"/>
        <NavigationPropertyBinding Path="Children" Target="Things"/></EntitySet>
        <EntitySet Name="Owners" EntityType="F.Owner"><NavigationPropertyBinding Path="Things" Target="Things"/></EntitySet>
        <Singleton Name="First" Type="F.Thing"/><FunctionImport Name="Sum" Function="F.Sum"/>
        <ActionImport Name="Reset" Action="F.Reset"/></EntityContainer>
        <Annotations Target="F.Thing/Name"><Annotation Term="F.Any" Qualifier="q"><Collection>
        <If><Eq><Path>Name</Path><String>x</String></Eq><Int>1</Int><Null/></If>
        <Apply Function="odata.concat"><Path>Name</Path><String>&amp;</String></Apply>
        <Cast Type="Edm.Decimal" Scale="2"><Path>Rate</Path></Cast><IsOf Type="F.Tool"><Path>Parent</Path></IsOf>
        <Record Type="F.Place"><PropertyValue Property="City" String="c"/></Record><Not><Path>Live</Path></Not>
        <LabeledElement Name="L" Int="7"/><LabeledElementReference>F.L</LabeledElementReference>
        <UrlRef><String>http://host/</String></UrlRef><EnumMember>F.Colour/Red F.Colour/Blue</EnumMember>
        <Binary>T0RhdGE</Binary><Date>2024-02-29</Date><Duration>P1D</Duration><Float>INF</Float>
        <Guid>21EC2020-3AEA-1069-A2DD-08002B30309D</Guid><TimeOfDay>21:45:00</TimeOfDay><Bool>true</Bool>
        <PropertyPath>Name</PropertyPath><AnnotationPath>Owner/@Core.Description</AnnotationPath>
        </Collection></Annotation></Annotations></Schema></edmx:DataServices></edmx:Edmx>
        """
}
