import Testing

@testable import odata_reference

@Suite("Options inside $select and paths in $expand")
struct NestedOptionTests {
    private static let model = """
        <edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.01"><edmx:DataServices>
        <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="N">
          <EntityType Name="Person"><Key><PropertyRef Name="Id"/></Key>
            <Property Name="Id" Type="Edm.Int32" Nullable="false"/>
            <Property Name="Home" Type="N.Address"/>
            <Property Name="Phones" Type="Collection(N.Phone)" Nullable="false"/>
            <Property Name="Numbers" Type="Collection(Edm.Int32)" Nullable="false"/>
            <NavigationProperty Name="Friends" Type="Collection(N.Person)"/>
            <NavigationProperty Name="Doctor" Type="N.Person"/>
          </EntityType>
          <EntityType Name="Worker" BaseType="N.Person"><Property Name="Salary" Type="Edm.Int32"/>
            <Property Name="Skills" Type="Collection(Edm.String)" Nullable="false"/>
            <NavigationProperty Name="Boss" Type="N.Person"/><NavigationProperty Name="Team" Type="Collection(N.Person)"/>
          </EntityType>
          <EntityType Name="Country"><Key><PropertyRef Name="Code"/></Key>
            <Property Name="Code" Type="Edm.String" Nullable="false"/><Property Name="Name" Type="Edm.String"/>
            <Property Name="VisitorId" Type="Edm.Int32"/>
            <NavigationProperty Name="Visitor" Type="N.Person" Partner="Home/Visited">
              <ReferentialConstraint Property="VisitorId" ReferencedProperty="Id"/></NavigationProperty></EntityType>
          <ComplexType Name="Address"><Property Name="City" Type="Edm.String"/>
            <Property Name="Zips" Type="Collection(Edm.String)" Nullable="false"/>
            <Property Name="CountryCode" Type="Edm.String"/>
            <NavigationProperty Name="Country" Type="N.Country">
              <ReferentialConstraint Property="CountryCode" ReferencedProperty="Code"/></NavigationProperty>
            <NavigationProperty Name="Visited" Type="Collection(N.Country)" Partner="Visitor"/></ComplexType>
          <ComplexType Name="Phone"><Property Name="Kind" Type="Edm.String"/><Property Name="Number" Type="Edm.String"/>
            <Property Name="Calls" Type="Collection(Edm.Int32)" Nullable="false"/></ComplexType>
          <EntityContainer Name="C">
            <EntitySet Name="People" EntityType="N.Person">
              <NavigationPropertyBinding Path="Friends" Target="People"/>
              <NavigationPropertyBinding Path="Doctor" Target="People"/>
              <NavigationPropertyBinding Path="N.Worker/Boss" Target="People"/>
              <NavigationPropertyBinding Path="N.Worker/Team" Target="People"/>
              <NavigationPropertyBinding Path="Home/Country" Target="Countries"/>
              <NavigationPropertyBinding Path="Home/Visited" Target="Countries"/>
            </EntitySet>
            <EntitySet Name="Countries" EntityType="N.Country">
              <NavigationPropertyBinding Path="Visitor" Target="People"/></EntitySet>
          </EntityContainer>
        </Schema></edmx:DataServices></edmx:Edmx>
        """
    private static let data =
        #"{"sets":{"Countries":[{"Code":"it","Name":"Italy"},{"Code":"pt","Name":"Portugal"}],"People":[]}}"#
    private static let people = [
        ##"{"Id":1,"Home":{"City":"Rome","Zips":["1","2","3"],"CountryCode":"it"},"Numbers":[3,1,2],"Phones":[{"Kind":"home","Number":"11","Calls":[1,2]},{"Kind":"Work","Number":"22","Calls":[]},{"Kind":null,"Number":"33","Calls":[]}]}"##,
        ##"{"@odata.type":"#N.Worker","Id":2,"Salary":10,"Skills":["Swift","SQL","sewing"],"Friends@odata.bind":["People(1)"],"Doctor@odata.bind":"People(1)","Boss@odata.bind":"People(1)"}"##,
        ##"{"@odata.type":"#N.Worker","Id":3,"Salary":20,"Skills":[],"Friends@odata.bind":["People(1)","People(2)"],"Doctor@odata.bind":"People(2)","Team@odata.bind":["People(2)","People(1)"]}"##,
    ]

    static func with(_ body: (StoreService) async throws -> Void) async throws {
        try await StoreService.with(model: model, data: data) { store in
            for person in people {
                let made = await store.send("POST /People", person)
                #expect(made.status == 201, "\(made.text)")
            }
            for country in ["it", "pt"] {
                let linked = await store.send("PATCH /Countries('\(country)')", #"{"VisitorId":1}"#)
                #expect(linked.status == 204, "\(linked.text)")
            }
            try await body(store)
        }
    }

    @Test("values of a collection are filtered, ordered, cut and counted inside $select")
    func values() async throws {
        try await Self.with { store in
            let rows = [
                ("/People(1)?$select=Numbers($filter=$this gt 1)", #"{"Numbers":[3,2]}"#),
                ("/People(1)?$select=Numbers($orderby=$this desc;$top=2)", #"{"Numbers":[3,2]}"#),
                ("/People(1)?$select=Numbers($skip=1)", #"{"Numbers":[1,2]}"#),
                ("/People(1)?$select=Numbers($filter=$this eq $it/Id)", #"{"Numbers":[1]}"#),
                (
                    "/People(1)?$select=Numbers($orderby=$it/Home/City,$this mul $it/Id desc;$top=2)",
                    #"{"Numbers":[3,2]}"#
                ),
                ("/People(1)?$select=Numbers(@a=2;$filter=$this eq @a)", #"{"Numbers":[2]}"#),
                ("/People(1)?$select=Home/Zips($top=1)", #"{"Home":{"Zips":["1"]}}"#),
                ("/People(1)?$select=Home($select=City,Zips($skip=2))", #"{"Home":{"City":"Rome","Zips":["3"]}}"#),
                (
                    "/People(2)?$select=Id,N.Worker/Skills($orderby=$this;$search=sw OR SQL)",
                    #"{"Id":2,"Skills":["SQL","Swift"]}"#
                ),
                ("/People(2)?$select=N.Worker/Skills($search=s NOT swift)", #"{"Skills":["SQL","sewing"]}"#),
                ("/People(2)?$select=N.Worker/Skills($search=\"se\" AND wing)", #"{"Skills":["sewing"]}"#),
                ("/People(2)?$select=Numbers($top=1)", #"{"Numbers":[]}"#),
                (
                    "/People?$filter=Id gt 1&$select=Id&$expand=Doctor($select=Numbers($orderby=$this;$top=1))",
                    #"{"value":[{"Id":2,"Doctor":{"Numbers":[1]}},{"Id":3,"Doctor":{"Numbers":[]}}]}"#
                ),
                (
                    "/People(3)?$select=Id&$expand=Friends($select=Numbers($top=2;$orderby=$this))",
                    #"{"Id":3,"Friends":[{"Numbers":[1,2]},{"Numbers":[]}]}"#
                ),
            ]
            for (target, expected) in rows {
                let found = await store.plain(target)
                #expect(found == expected, "\(target)")
            }
        }
    }

    @Test("complex members are chosen by their properties and show those that are selected")
    func complexMembers() async throws {
        try await Self.with { store in
            let rows = [
                ("/People(1)?$select=Phones/Number", #"{"Phones":[{"Number":"11"},{"Number":"22"},{"Number":"33"}]}"#),
                (
                    "/People(1)?$select=Phones($select=Number,Kind;$filter=Kind ne null;$orderby=Number desc)",
                    #"{"Phones":[{"Number":"22","Kind":"Work"},{"Number":"11","Kind":"home"}]}"#
                ),
                ("/People(1)?$select=Phones($select=Kind;$search=work)", #"{"Phones":[{"Kind":"Work"}]}"#),
                (
                    "/People(1)?$select=Phones($select=Number;$search=NOT work)",
                    #"{"Phones":[{"Number":"11"},{"Number":"33"}]}"#
                ),
                (
                    "/People(1)?$select=Phones($filter=$this/Number eq '22';$select=*)",
                    #"{"Phones":[{"Kind":"Work","Number":"22","Calls":[]}]}"#
                ),
                (
                    "/People(1)?$select=Phones($compute=length(Number) as Size,concat(Kind,'!') as Loud;$filter=Size eq 2 and Loud ne null;$orderby=Loud desc;$select=Loud,Size)",
                    #"{"Phones":[{"Loud":"home!","Size":2},{"Loud":"Work!","Size":2}]}"#
                ),
                (
                    "/People(1)?$select=Phones($compute=concat(Number,'0') as Long;$top=1)",
                    #"{"Phones":[{"Kind":"home","Number":"11","Calls":[1,2],"Long":"110"}]}"#
                ),
                (
                    "/People(1)?$select=Phones($compute=Calls/$count as N;$select=N)",
                    #"{"Phones":[{"N":2},{"N":0},{"N":0}]}"#
                ),
                ("/People(1)/Phones?$select=Kind&$top=1", #"{"value":[{"Kind":"home"}]}"#),
                ("/People(1)/Phones?$select=Kind", #"{"value":[{"Kind":"home"},{"Kind":"Work"},{"Kind":null}]}"#),
            ]
            for (target, expected) in rows {
                let found = await store.plain(target)
                #expect(found == expected, "\(target)")
            }
        }
    }

    @Test("the number of values stands before them")
    func counts() async throws {
        try await Self.with { store in
            let old = await store.send("GET /People(1)?$select=Numbers($count=true;$top=1;$filter=$this lt 3)")
            #expect(
                old.text
                    == ##"{"@odata.context":"http://store/$metadata#People(Numbers)/$entity","Numbers@odata.count":2,"Numbers":[1]}"##
            )
            let typed = await store.send(
                "GET /People(1)?$select=Phones($compute=length(Number) as Size;$top=1;$select=Size)"
            )
            #expect(typed.text.hasSuffix(##""Phones":[{"Size@odata.type":"#Int32","Size":2}]}"##), "\(typed.text)")
            #expect(typed.text.contains("#People(Phones/Size)/$entity"), "\(typed.text)")
            let new = await store.send("GET /People(1)?$select=Numbers($count=true)", nil, "OData-MaxVersion: 4.01")
            #expect(new.text.contains(#""Numbers@count":3,"Numbers":[3,1,2]"#), "\(new.text)")
        }
    }

    @Test(
        "options that do not fit are told",
        arguments: [
            ("/People(1)?$select=Home($filter=City eq 'x')", 400), ("/People(1)?$select=Numbers($select=Id)", 400),
            ("/People(1)?$select=Numbers($filter=$this)", 400), ("/People(1)?$select=Numbers($filter=Id eq 1)", 400),
            ("/People(1)?$select=Phones($filter=Nope eq 1)", 400), ("/People(1)?$select=Numbers($search=x)", 501),
            ("/People(1)?$select=Phones($select=Calls($top=1))", 501), ("/People(1)?$select=Id($top=1)", 400),
            ("/People(1)?$select=Numbers($compute=1 as One)", 400),
            ("/People(1)?$select=Phones($compute=1 as Kind)", 400),
            ("/People(1)?$select=Phones($compute=1.5e0 as Real)", 501), ("/People(1)?$select=Phones($expand=X)", 501),
            ("/People(1)?$compute=1 as One&$select=One,Phones($filter=One eq 1)", 400),
            ("/People(1)?$expand=Home", 400), ("/People?$expand=N.Country/Boss", 400), ("/People?$expand=Boss", 400),
            ("/People?$expand=Friends/N.Country", 400), ("/People?$expand=N.Worker", 501),
            ("/People?$expand=N.Worker/Boss,N.Worker/Boss", 400),
        ]
    )
    func refusals(target: String, status: Int) async throws {
        try await Self.with { store in
            let answer = await store.send("GET \(target)")
            #expect(answer.status == status, "\(answer.text)")
        }
    }

    @Test(
        "a cast behind the property shows entities of the derived type alone, one before it is for those that have it"
    )
    func casts() async throws {
        try await Self.with { store in
            let rows = [
                (
                    "/People?$select=Id&$expand=Friends/N.Worker($select=Salary)",
                    #"{"value":[{"Id":1,"Friends":[]},{"Id":2,"Friends":[]},{"Id":3,"Friends":[{"Salary":10}]}]}"#
                ),
                (
                    "/People?$select=Id&$expand=Doctor/N.Worker($select=Salary)",
                    #"{"value":[{"Id":1,"Doctor":null},{"Id":2,"Doctor":null},{"Id":3,"Doctor":{"Salary":10}}]}"#
                ),
                (
                    "/People?$select=Id&$expand=N.Worker/Boss($select=Id)",
                    #"{"value":[{"Id":1},{"Id":2,"Boss":{"Id":1}},{"Id":3,"Boss":null}]}"#
                ),
                (
                    "/People?$select=Id&$expand=N.Worker/Team($select=Id;$orderby=Id)",
                    #"{"value":[{"Id":1},{"Id":2,"Team":[]},{"Id":3,"Team":[{"Id":1},{"Id":2}]}]}"#
                ),
                (
                    "/People?$select=Id&$expand=N.Worker/Team/N.Worker($filter=Salary gt 5;$select=Id;$top=1)",
                    #"{"value":[{"Id":1},{"Id":2,"Team":[]},{"Id":3,"Team":[{"Id":2}]}]}"#
                ),
                ("/People(3)/N.Worker?$select=Id&$expand=Team/N.Person/$count", #"{"Id":3,"Team@odata.count":2}"#),
                ("/People(3)?$select=Id&$expand=Friends/N.Worker/$count", #"{"Id":3,"Friends@odata.count":1}"#),
            ]
            for (target, expected) in rows {
                let found = await store.plain(target)
                #expect(found == expected, "\(target)")
            }
            let links = await store.send("GET /People(3)?$select=Id&$expand=N.Worker/Team/N.Worker/$ref")
            #expect(links.text.hasSuffix(#""Team":[{"@odata.id":"http://store/People(2)"}]}"#), "\(links.text)")
            let context = await store.send("GET /People?$select=Id&$expand=N.Worker/Boss($select=Id)")
            #expect(
                context.text.hasPrefix(##"{"@odata.context":"http://store/$metadata#People(Id,N.Worker/Boss(Id))""##)
            )
        }
    }

    @Test("what complex values navigate to is expanded inside of them")
    func complexPaths() async throws {
        try await Self.with { store in
            let rows = [
                (
                    "/People?$select=Home($select=City,Zips)&$expand=Home/Country($select=Name)&$top=2",
                    #"{"value":[{"Home":{"City":"Rome","Zips":["1","2","3"],"Country":{"Name":"Italy"}}},{"Home":null}]}"#
                ),
                (
                    "/People?$select=Id&$expand=Home/Visited($select=Code;$orderby=Code)&$top=2",
                    #"{"value":[{"Id":1,"Home":{"Visited":[{"Code":"it"},{"Code":"pt"}]}},{"Id":2,"Home":null}]}"#
                ),
                (
                    "/People(1)?$select=Home/City&$expand=Home/Country($select=Code),Home/Visited/$count",
                    #"{"Home":{"City":"Rome","Country":{"Code":"it"},"Visited@odata.count":2}}"#
                ),
                (
                    "/People(2)?$select=Id&$expand=Doctor($select=Id;$expand=Home/Country($select=Name))",
                    #"{"Id":2,"Doctor":{"Id":1,"Home":{"Country":{"Name":"Italy"}}}}"#
                ),
            ]
            for (target, expected) in rows {
                let found = await store.plain(target)
                #expect(found == expected, "\(target)")
            }
            let context = await store.send("GET /People?$select=Id&$expand=Home/Country($select=Name)")
            #expect(
                context.text.hasPrefix(##"{"@odata.context":"http://store/$metadata#People(Id,Home/Country(Name))""##)
            )
        }
    }
}
