extension StandardVocabulary {
    /// What the vocabulary declares: names, types and where terms may stand, without the descriptions.
    var facts: String {
        switch self {
        case .core: Self.coreFacts
        case .capabilities: Self.capabilitiesFacts
        case .measures: Self.measuresFacts
        case .validation: Self.validationFacts
        case .aggregation: Self.aggregationFacts
        }
    }

    private static let coreFacts = """
        term ODataVersions String on EntityContainer
        term SchemaVersion String on Schema Reference
        term Revisions [RevisionType]
        type RevisionType Version:String? Kind:RevisionKind Description:String
        enum RevisionKind Added=0 Modified=1 Deprecated=2
        term Description String
        term LongDescription String
        term Links [Link]
        type Link rel:String href:String
        term Example ExampleValue on EntityType ComplexType TypeDefinition Term Property NavigationProperty Parameter
            ReturnType
        type ExampleValue Description:String?
        type PrimitiveExampleValue <ExampleValue Value:PrimitiveType
        type ComplexExampleValue <ExampleValue Value:ComplexType
        open EntityExampleValue <ExampleValue
        type ExternalExampleValue <ExampleValue ExternalValue:String
        term Messages [MessageType]
        type MessageType code:String message:String severity:MessageSeverity target:String? details:[MessageType]
        text MessageSeverity success info warning error
        term IsLanguageDependent Tag=true on Term Property needs String
        def Tag Boolean
        term AppliesViaContainer Tag=true on Term
        term RequiresType String on Term
        term ResourcePath String on EntitySet Singleton ActionImport FunctionImport
        term DereferenceableIDs Tag=true on EntityContainer
        term ConventionalIDs Tag=true on EntityContainer
        term Permissions Permission on Property ComplexType TypeDefinition EntityType EntitySet NavigationProperty Action
            Function
        flags Permission None=0 Read=1 Write=2 ReadWrite=3 Invoke=4
        term ContentID String
        term DefaultNamespace Tag=true on Schema Include
        term Immutable Tag=true on Property
        term Computed Tag=true on Property
        term ComputedDefaultValue Tag=true on Property
        term IsURL Tag=true on Property Term needs String
        term AcceptableMediaTypes [String] on EntityType Property Term TypeDefinition Parameter ReturnType
        term MediaType String on EntityType Property Term TypeDefinition Parameter ReturnType
        term IsMediaType Tag=true on Property Term needs String
        term ContentDisposition ContentDispositionType on EntityType Property Term
        type ContentDispositionType Type:String=attachment Filename:String?
        term OptimisticConcurrency [PropertyPath] on EntitySet
        term AdditionalProperties Tag=true on EntityType ComplexType
        term AutoExpand Tag=true on NavigationProperty Property
        term AutoExpandReferences Tag=true on NavigationProperty
        term MayImplement [QualifiedTypeName]
        def QualifiedTermName String
        def QualifiedTypeName String
        def QualifiedActionName String
        def QualifiedBoundOperationName String
        def SimpleIdentifier String
        def MediaTypeName String
        term Ordered Tag=true on Property NavigationProperty EntitySet ReturnType Parameter
        term PositionalInsert Tag=true on Property NavigationProperty EntitySet
        term AlternateKeys [AlternateKey] on EntityType EntitySet NavigationProperty
        type AlternateKey Key:[PropertyRef]
        type PropertyRef Name:PropertyPath Alias:String
        open Dictionary
        term OptionalParameter OptionalParameterType on Parameter
        type OptionalParameterType DefaultValue:String?
        term OperationAvailable Boolean?=true on Action Function
        term RequiresExplicitBinding Tag=true on Action Function
        term ExplicitOperationBindings [QualifiedBoundOperationName]
        term SymbolicName SimpleIdentifier
        term GeometryFeature GeometryFeatureType? on Property
        open GeometryFeatureType
        term AnyStructure Tag=true on EntityType ComplexType
        term IsDelta Tag=true on ReturnType Parameter
        def LocalDateTime String
        """

    private static let measuresFacts = """
        term ISOCurrency String on Parameter Property
        term Scale Byte on Parameter Property needs Decimal
        term Unit String on Parameter Property
        term UNECEUnit String on Parameter Property
        term DurationGranularity DurationGranularityType on Parameter Property needs Duration
        text DurationGranularityType days hours minutes
        """

    private static let validationFacts = """
        term Pattern String on Property Parameter Term needs String
        term Minimum PrimitiveType on Property Parameter Term
        term Maximum PrimitiveType on Property Parameter Term
        term Exclusive Core.Tag=true on Annotation
        term AllowedValues [AllowedValue] on Property Parameter TypeDefinition
        type AllowedValue Value:PrimitiveType?
        term MultipleOf Decimal on Property Parameter Term
        term Constraint ConstraintType on Property NavigationProperty EntityType ComplexType
        type ConstraintType FailureMessage:String? Condition:Boolean
        term ItemsOf [ItemsOfType] on EntityType ComplexType
        type ItemsOfType path:NavigationPropertyPath target:NavigationPropertyPath
        term OpenPropertyTypeConstraint [Core.QualifiedTypeName] on ComplexType EntityType
        term DerivedTypeConstraint [Core.QualifiedTypeName] on EntitySet Singleton NavigationProperty Property
            TypeDefinition Action Function Parameter ReturnType
        term AllowedTerms [Core.QualifiedTermName] on Term Property
        term ApplicableTerms [Core.QualifiedTermName]
        term MaxItems Int64 on Collection
        term MinItems Int64 on Collection
        """

    private static let aggregationFacts = """
        term ApplySupported ApplySupportedType on EntitySet Collection EntityType ComplexType EntityContainer
        term ApplySupportedDefaults ApplySupportedBase on EntityContainer
        type ApplySupportedBase Transformations:[Transformation] CustomAggregationMethods:[String]
            Rollup:RollupType=MultipleHierarchies
        type ApplySupportedType <ApplySupportedBase PropertyRestrictions:Boolean=false GroupableProperties:[AnyPropertyPath]
            AggregatableProperties:[AggregatablePropertyType]
        type AggregatablePropertyType Property:PropertyPath SupportedAggregationMethods:[AggregationMethod]
            RecommendedAggregationMethod:AggregationMethod?
        enum RollupType None=0 SingleHierarchy=1 MultipleHierarchies=2
        text Transformation aggregate groupby concat identity filter search nest addnested join outerjoin compute expand
            bottomcount bottomsum bottompercent topcount topsum toppercent orderby top skip ancestors descendants traverse
        def AggregationMethod String
        term Groupable Core.Tag=true on Property NavigationProperty
        term Aggregatable Core.Tag=true on Property NavigationProperty
        term CustomAggregate String on EntitySet Collection EntityType ComplexType EntityContainer
        term ContextDefiningProperties [PropertyPath] on Property Annotation
        term LeveledHierarchy [PropertyPath] on EntityType ComplexType
        term RecursiveHierarchy RecursiveHierarchyType on EntityType ComplexType
        type RecursiveHierarchyType NodeProperty:PropertyPath ParentNavigationProperty:NavigationPropertyPath
            DistanceFromRootProperty:PropertyPath? IsLeafProperty:PropertyPath?
        def HierarchyQualifier String
        term AvailableOnAggregates AvailableOnAggregatesType on Action Function
        type AvailableOnAggregatesType RequiredProperties:[PropertyPath]
        """
}
