extension StandardVocabulary {
    /// What the Capabilities vocabulary declares, in the form of ``VocabularyReader``.
    static let capabilitiesFacts = """
        term ConformanceLevel ConformanceLevelType on EntityContainer
        enum ConformanceLevelType Minimal=0 Intermediate=1 Advanced=2
        term SupportedFormats [String] on EntityContainer
        term SupportedMetadataFormats [String] on EntityContainer
        term AcceptableEncodings [String] on EntityContainer
        term AsynchronousRequestsSupported Core.Tag=true on EntityContainer
        term BatchContinueOnErrorSupported Core.Tag=true on EntityContainer
        term IsolationSupported IsolationLevel on EntityContainer
        flags IsolationLevel Snapshot=1
        term CrossJoinSupported Core.Tag=true on EntityContainer
        term CallbackSupported CallbackType on EntityContainer EntitySet
        type CallbackType CallbackProtocols:[CallbackProtocol]
        type CallbackProtocol Id:String? UrlTemplate:String? DocumentationUrl:String?
        term ChangeTracking ChangeTrackingType on EntitySet Singleton Function FunctionImport NavigationProperty
        type ChangeTrackingBase Supported:Boolean=true
        type ChangeTrackingType <ChangeTrackingBase FilterableProperties:[PropertyPath]
            ExpandableProperties:[NavigationPropertyPath]
        term CountRestrictions CountRestrictionsType on EntitySet Collection
        type CountRestrictionsBase Countable:Boolean=true
        type CountRestrictionsType <CountRestrictionsBase NonCountableProperties:[PropertyPath]
            NonCountableNavigationProperties:[NavigationPropertyPath]
        term NavigationRestrictions NavigationRestrictionsType on EntitySet Singleton Collection
        type NavigationRestrictionsType Navigability:NavigationType?
            RestrictedProperties:[NavigationPropertyRestriction]
        type NavigationPropertyRestriction NavigationProperty:NavigationPropertyPath Navigability:NavigationType?
            FilterFunctions:[String] FilterRestrictions:FilterRestrictionsType?
            SearchRestrictions:SearchRestrictionsType? SortRestrictions:SortRestrictionsType? TopSupported:Boolean=true
            SkipSupported:Boolean=true SelectSupport:SelectSupportType? IndexableByKey:Boolean=true
            InsertRestrictions:InsertRestrictionsType? DeepInsertSupport:DeepInsertSupportType?
            UpdateRestrictions:UpdateRestrictionsType? DeepUpdateSupport:DeepUpdateSupportType?
            DeleteRestrictions:DeleteRestrictionsType? OptimisticConcurrencyControl:Boolean=false
            ReadRestrictions:ReadRestrictionsType?
        enum NavigationType Recursive=0 Single=1 None=2
        term IndexableByKey Core.Tag=true on EntitySet Collection
        term TopSupported Core.Tag=true on EntitySet Collection
        term SkipSupported Core.Tag=true on EntitySet Collection
        term ComputeSupported Core.Tag=true on EntitySet Collection
        term SelectSupport SelectSupportType on EntityContainer EntitySet Singleton Collection
        type SelectSupportType Supported:Boolean=true InstanceAnnotationsSupported:Boolean=false Expandable:Boolean=false
            Filterable:Boolean=false Searchable:Boolean=false TopSupported:Boolean=false SkipSupported:Boolean=false
            ComputeSupported:Boolean=false Countable:Boolean=false Sortable:Boolean=false
        term BatchSupported Core.Tag=true on EntityContainer
        term BatchSupport BatchSupportType on EntityContainer
        type BatchSupportType Supported:Boolean=true ContinueOnErrorSupported:Boolean=false
            ReferencesInRequestBodiesSupported:Boolean=false ReferencesAcrossChangeSetsSupported:Boolean=false
            EtagReferencesSupported:Boolean=false RequestDependencyConditionsSupported:Boolean=false SupportedFormats:[String]
        term FilterFunctions [String] on EntityContainer EntitySet Collection
        term FilterRestrictions FilterRestrictionsType on EntitySet Collection
        type FilterRestrictionsBase Filterable:Boolean=true RequiresFilter:Boolean=false MaxLevels:Int32=-1
        type FilterRestrictionsType <FilterRestrictionsBase RequiredProperties:[PropertyPath]
            NonFilterableProperties:[PropertyPath] FilterExpressionRestrictions:[FilterExpressionRestrictionType]
        type FilterExpressionRestrictionType Property:PropertyPath? AllowedExpressions:FilterExpressionType?
        text FilterExpressionType SingleValue MultiValue SingleRange MultiRange SearchExpression
            MultiRangeOrSearchExpression
        term SortRestrictions SortRestrictionsType on EntitySet Collection
        type SortRestrictionsBase Sortable:Boolean=true
        type SortRestrictionsType <SortRestrictionsBase AscendingOnlyProperties:[PropertyPath]
            DescendingOnlyProperties:[PropertyPath] NonSortableProperties:[PropertyPath]
        term ExpandRestrictions ExpandRestrictionsType on EntitySet Singleton Collection
        type ExpandRestrictionsBase Expandable:Boolean=true StreamsExpandable:Boolean=false MaxLevels:Int32=-1
        type ExpandRestrictionsType <ExpandRestrictionsBase NonExpandableProperties:[NavigationPropertyPath]
            NonExpandableStreamProperties:[PropertyPath]
        term SearchRestrictions SearchRestrictionsType on EntitySet Collection
        type SearchRestrictionsType Searchable:Boolean=true UnsupportedExpressions:SearchExpressions=none
        flags SearchExpressions none=0 AND=1 OR=2 NOT=4 phrase=8 group=16
        term KeyAsSegmentSupported Core.Tag=true on EntityContainer
        term QuerySegmentSupported Core.Tag=true on EntityContainer
        term InsertRestrictions InsertRestrictionsType on EntitySet Collection
        type InsertRestrictionsBase Insertable:Boolean=true MaxLevels:Int32=-1 TypecastSegmentSupported:Boolean=true
            QueryOptions:ModificationQueryOptionsType? CustomHeaders:[CustomParameter]
            CustomQueryOptions:[CustomParameter] Description:String? LongDescription:String?
            ErrorResponses:[HttpResponse]
        type InsertRestrictionsType <InsertRestrictionsBase NonInsertableProperties:[PropertyPath]
            NonInsertableNavigationProperties:[NavigationPropertyPath] RequiredProperties:[PropertyPath]
            Permissions:[PermissionType]
        type PermissionType SchemeName:String Scopes:[ScopeType]
        type ScopeType Scope:String RestrictedProperties:String?
        term DeepInsertSupport DeepInsertSupportType on EntityContainer EntitySet Collection
        type DeepInsertSupportType Supported:Boolean=true ContentIDSupported:Boolean=true
        term UpdateRestrictions UpdateRestrictionsType on EntitySet Singleton Collection
        type UpdateRestrictionsBase Updatable:Boolean=true Upsertable:Boolean=false DeltaUpdateSupported:Boolean=false
            UpdateMethod:HttpMethod? FilterSegmentSupported:Boolean=true TypecastSegmentSupported:Boolean=true MaxLevels:Int32=-1
            Permissions:[PermissionType] QueryOptions:ModificationQueryOptionsType? CustomHeaders:[CustomParameter]
            CustomQueryOptions:[CustomParameter] Description:String? LongDescription:String?
            ErrorResponses:[HttpResponse]
        type UpdateRestrictionsType <UpdateRestrictionsBase NonUpdatableProperties:[PropertyPath]
            NonUpdatableNavigationProperties:[NavigationPropertyPath] RequiredProperties:[PropertyPath]
        flags HttpMethod GET=1 PATCH=2 PUT=4 POST=8 DELETE=16 OPTIONS=32 HEAD=64
        term DeepUpdateSupport DeepUpdateSupportType on EntityContainer EntitySet Collection
        type DeepUpdateSupportType Supported:Boolean=true ContentIDSupported:Boolean=true
        term DeleteRestrictions DeleteRestrictionsType on EntitySet Singleton Collection
        type DeleteRestrictionsBase Deletable:Boolean=true MaxLevels:Int32=-1 FilterSegmentSupported:Boolean=true
            TypecastSegmentSupported:Boolean=true Permissions:[PermissionType] CustomHeaders:[CustomParameter]
            CustomQueryOptions:[CustomParameter] Description:String? LongDescription:String?
            ErrorResponses:[HttpResponse]
        type DeleteRestrictionsType <DeleteRestrictionsBase
            NonDeletableNavigationProperties:[NavigationPropertyPath]
        term CollectionPropertyRestrictions [CollectionPropertyRestrictionsType] on EntitySet Singleton
        type CollectionPropertyRestrictionsType CollectionProperty:PropertyPath? FilterFunctions:[String]
            FilterRestrictions:FilterRestrictionsType? SearchRestrictions:SearchRestrictionsType?
            SortRestrictions:SortRestrictionsType? TopSupported:Boolean=true SkipSupported:Boolean=true
            SelectSupport:SelectSupportType? Insertable:Boolean=true Updatable:Boolean=true Deletable:Boolean=true
        term OperationRestrictions OperationRestrictionsType on Action Function
        type OperationRestrictionsType FilterSegmentSupported:Boolean=true Permissions:[PermissionType]
            CustomHeaders:[CustomParameter] CustomQueryOptions:[CustomParameter] ErrorResponses:[HttpResponse]
        term AnnotationValuesInQuerySupported Core.Tag=true on EntityContainer
        term ModificationQueryOptions ModificationQueryOptionsType on EntityContainer Action ActionImport
        type ModificationQueryOptionsType ExpandSupported:Boolean=false SelectSupported:Boolean=false ComputeSupported:Boolean=false
            FilterSupported:Boolean=false SearchSupported:Boolean=false SortSupported:Boolean=false
        term ReadRestrictions ReadRestrictionsType on EntitySet Singleton Collection
        type ReadRestrictionsBase Readable:Boolean=true Permissions:[PermissionType] CustomHeaders:[CustomParameter]
            CustomQueryOptions:[CustomParameter] Description:String? LongDescription:String?
            ErrorResponses:[HttpResponse]
        type ReadByKeyRestrictionsType <ReadRestrictionsBase
        type ReadRestrictionsType <ReadRestrictionsBase TypecastSegmentSupported:Boolean=true
            ReadByKeyRestrictions:ReadByKeyRestrictionsType?
        term CustomHeaders [CustomParameter] on EntityContainer
        term CustomQueryOptions [CustomParameter] on EntityContainer
        type CustomParameter Name:String Description:String? DocumentationURL:String? Required:Boolean=false
            ExampleValues:[Core.PrimitiveExampleValue]
        term MediaLocationUpdateSupported Core.Tag=true on EntityType Property
        term DefaultCapabilities DefaultCapabilitiesType on EntityContainer
        type DefaultCapabilitiesType ChangeTracking:ChangeTrackingBase? CountRestrictions:CountRestrictionsBase?
            IndexableByKey:Core.Tag? TopSupported:Core.Tag? SkipSupported:Core.Tag? ComputeSupported:Core.Tag?
            SelectSupport:SelectSupportType? FilterRestrictions:FilterRestrictionsBase?
            SortRestrictions:SortRestrictionsBase? ExpandRestrictions:ExpandRestrictionsBase?
            SearchRestrictions:SearchRestrictionsType? InsertRestrictions:InsertRestrictionsBase?
            UpdateRestrictions:UpdateRestrictionsBase? DeleteRestrictions:DeleteRestrictionsBase?
            OperationRestrictions:OperationRestrictionsType? ReadRestrictions:ReadRestrictionsType?
        type HttpResponse StatusCode:String Description:String
        """
}
