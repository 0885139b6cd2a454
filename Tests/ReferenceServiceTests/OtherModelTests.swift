import Foundation
import Testing

@testable import odata_reference

@Suite("Writing to a model of one's own")
struct OtherModelTests {
    private static let model = """
        <edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.01"><edmx:DataServices>
        <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="N">
          <EntityType Name="Order"><Key><PropertyRef Name="Id"/></Key>
            <Property Name="Id" Type="Edm.Int32" Nullable="false"/>
            <Property Name="Home" Type="N.Place"/>
            <Property Name="Base" Type="N.Place" Nullable="false"/>
            <Property Name="Stops" Type="Collection(N.Place)" Nullable="false"/>
            <Property Name="Times" Type="Collection(Edm.DateTimeOffset)" Nullable="false"/>
            <NavigationProperty Name="Items" Type="Collection(N.Item)" ContainsTarget="true"/>
            <NavigationProperty Name="Friends" Type="Collection(N.Order)"/>
          </EntityType>
          <EntityType Name="Item"><Key><PropertyRef Name="No"/></Key>
            <Property Name="No" Type="Edm.Int32" Nullable="false"/><Property Name="Text" Type="Edm.String"/></EntityType>
          <EntityType Name="Office"><Property Name="Title" Type="Edm.String"/></EntityType>
          <ComplexType Name="Place"><Property Name="City" Type="Edm.String" DefaultValue="Rome"/>
            <Property Name="Inner" Type="N.Place"/></ComplexType>
          <ComplexType Name="Port" BaseType="N.Place"><Property Name="Depth" Type="Edm.Double"/></ComplexType>
          <EntityContainer Name="C">
            <EntitySet Name="Orders" EntityType="N.Order"><NavigationPropertyBinding Path="Friends" Target="Orders"/></EntitySet>
            <Singleton Name="Office" Type="N.Office"/>
          </EntityContainer>
        </Schema></edmx:DataServices></edmx:Edmx>
        """
    private static let data =
        #"{"sets":{"Orders":[{"Id":1,"Base":{"City":"Rome"}},{"Id":2,"Base":{}}]},"singletons":{"Office":{"Title":"Main"}}}"#

    private static func with(_ body: (StoreService) async throws -> Void) async throws {
        try await StoreService.with(model: model, data: data, body)
    }

    @Test("contained entities have keys within their owner, and its address in theirs")
    func containment() async throws {
        try await Self.with { store in
            for owner in [1, 2] {
                let made = await store.send("POST /Orders(\(owner))/Items", #"{"No":1,"Text":"of \#(owner)"}"#)
                #expect(made.status == 201, "\(made.text)")
                #expect(made.header("Location") == "http://store/Orders(\(owner))/Items(1)")
            }
            #expect(await store.send("POST /Orders(1)/Items", #"{"No":1}"#).status == 409)
            #expect(await store.send("PATCH /Orders(2)/Items(1)", #"{"Text":"new"}"#).status == 204)
            #expect(await store.plain("/Orders(1)/Items") == #"{"value":[{"No":1,"Text":"of 1"}]}"#)
            #expect(await store.plain("/Orders(2)/Items(1)/Text/$value") == "new")
            #expect(await store.send("PUT /Orders(2)/Items(7)", #"{"Text":"x"}"#).status == 201)
            #expect(await store.send("DELETE /Orders(2)/Items(1)").status == 204)
            #expect(await store.plain("/Orders(2)/Items/$count") == "1")
            #expect(await store.plain("/Orders(1)/Items/$count") == "1")
            let deep = await store.send("POST /Orders", #"{"Id":3,"Base":{},"Items":[{"No":1,"Text":"deep"}]}"#)
            #expect(deep.status == 201, "\(deep.text)")
            #expect(await store.plain("/Orders(3)/Items(1)/Text/$value") == "deep")
            #expect(await store.send("DELETE /Orders(3)").status == 204)
        }
    }

    @Test("complex values of derived types, in themselves and in collections")
    func complexValues() async throws {
        try await Self.with { store in
            #expect(await store.plain("/Orders(1)/Base") == #"{"City":"Rome","Inner":null}"#)
            let port = ##"{"Home":{"@odata.type":"#N.Port","Depth":3,"Inner":{"City":"Inside"}}}"##
            #expect(await store.send("PATCH /Orders(1)", port).status == 204)
            #expect(
                await store.plain("/Orders(1)/Home")
                    == #"{"City":"Rome","Inner":{"City":"Inside","Inner":null},"Depth":3}"#
            )
            #expect(await store.send("PATCH /Orders(1)/Home", #"{"City":"Bari"}"#).status == 204)
            #expect(
                await store.plain("/Orders(1)/Home")
                    == #"{"City":"Bari","Inner":{"City":"Inside","Inner":null},"Depth":3}"#
            )
            #expect(await store.plain("/Orders/$count?$filter=isof(Home,N.Port)") == "1")
            let stops = ##"{"value":[{"City":"A"},{"@odata.type":"#N.Port","Depth":1}]}"##
            #expect(await store.send("PUT /Orders(1)/Stops", stops).status == 204)
            #expect(await store.send("POST /Orders(1)/Stops", #"{"City":"C"}"#).status == 204)
            #expect(
                await store.plain("/Orders(1)/Stops")
                    == #"{"value":[{"City":"A","Inner":null},{"City":"Rome","Inner":null,"Depth":1},{"City":"C","Inner":null}]}"#
            )
            #expect(await store.send("POST /Orders(1)/Times", #"{"value":"2024-01-01T00:00:00Z"}"#).status == 204)
            #expect(await store.plain("/Orders(1)/Times") == #"{"value":["2024-01-01T00:00:00Z"]}"#)
            #expect(await store.plain("/Orders/$count?$filter=Times eq [2024-01-01T00:00:00Z]") == "1")
            #expect(await store.send("DELETE /Orders(1)/Base").status == 400)
        }
    }

    @Test("keys that clients choose may be made by PUT; a singleton without a key is changed")
    func upsert() async throws {
        try await Self.with { store in
            let made = await store.send("PUT /Orders(9)", #"{"Base":{}}"#)
            #expect(made.status == 201, "\(made.text)")
            #expect(made.header("Location") == "http://store/Orders(9)")
            #expect(await store.send("PUT /Orders(8)", "{}").status == 400)
            #expect(await store.send("PATCH /Office", #"{"Title":"Side"}"#).status == 204)
            #expect(await store.plain("/Office") == #"{"Title":"Side"}"#)
            #expect(
                await store.send("PUT /Orders(9)/Friends/$ref", #"{"value":[{"@id":"Orders(1)"},{"@id":"Orders(2)"}]}"#)
                    .status == 204
            )
            #expect(await store.plain("/Orders(9)/Friends/$count") == "2")
            #expect(await store.send("POST /Orders(9)/Friends", #"{"Id":10,"Base":{}}"#).status == 201)
            #expect(await store.plain("/Orders(9)/Friends?$select=Id") == #"{"value":[{"Id":1},{"Id":2},{"Id":10}]}"#)
        }
    }
}
