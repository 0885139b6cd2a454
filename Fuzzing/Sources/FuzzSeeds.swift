import OData

extension FuzzTarget {
    /// Inputs that are right, or nearly, from which the fuzzer sets out.
    var seeds: [[UInt8]] {
        switch self {
        case .url: Self.addresses.map { Array($0.utf8) }
        case .json: Self.bodies.map { Array($0.utf8) }
        case .multipart: Self.multiparts.map { Array($0.replacing("\n", with: "\r\n").utf8) }
        case .batch: Self.batches.map { Array($0.utf8) }
        case .csdlXML: [Array(FuzzModel.xml.utf8), CSDLXMLWriter.document(of: FuzzModel.model, version: .v4_0)]
        case .csdlJSON:
            [
                CSDLJSONWriter.document(of: FuzzModel.model, version: .v4_01),
                Array(
                    ##"{"$Version":"4.01","N":{"$Alias":"A","@A.T#q":{"$If":[{"$Eq":[{"$Path":"a"},1]},"x"]}}}"##.utf8
                ),
            ]
        }
    }

    private static let addresses = [
        "Things", "Things(1)", "Things(ID=1)/Owner/Things/$count", "Things/1/Parts(Number=1,City='a')",
        "First/Place/City",
        "Things/F.Tool(1)/Edge/$value", "Things(1)/F.Near(far=1.5)?$top=1", "Sum(a=1,b=@p)?@p=2", "$all", "$metadata",
        "$crossjoin(Things,Owners)?$filter=Things/Name%20eq%20Owners/Code", "$entity?$id=Things(1)", "Things/$ref",
        "Things/$filter(@f)/$each?@f=ID%20gt%201", "Owners('a')/Things?$levels=2",
        "Things?$filter=contains(Name,'it''s')%20and%20Price%20add%201%20gt%202.50M%20or%20not%20Live",
        "Things?$filter=Name%20in%20('a','b',null)%20and%20Colour%20has%20F.Colour'Red,Blue'",
        "Things?$filter=Children/any(c:c/Owner/Since%20ge%202024-02-29%20and%20c/Tags/all(t:t%20ne%20$it/Name))",
        "Things?$filter=case(Size%20gt%201e3:'a',true:'b')%20eq%20cast(ID,Edm.String)%20and%20isof(F.Tool)",
        "Things?$filter=matchesPattern(Name,'^(a%7Cb)*c$')%20and%20Span%20lt%20duration'P1DT2H3M4.5S'",
        "Things?$filter=geo.distance(Spot,geography'SRID=4326;Point(9.1%2049)')%20lt%2010",
        "Things?$filter=Made%20gt%20now()%20sub%20duration'P1D'%20and%20hour(Hour)%20eq%2012",
        "Things?$expand=Owner($select=Code;$expand=Things($top=2;$orderby=Name%20desc;$count=true)),Children/$ref",
        "Things?$expand=Parent($levels=max),*($levels=2)&$select=*,Name,Place/City,F.Near",
        "Things?$orderby=Owner/Since%20desc,length(Name)&$top=5&$skip=10&$count=true&$search=a%20AND%20(b%20OR%20NOT%20%22c%22)",
        "Things?$compute=Price%20mul%202%20as%20Twice&$select=Twice&$filter=Twice%20gt%203",
        "Things?$apply=filter(Live)/groupby((Owner/Code,rollup($all,Day)),aggregate(Price%20with%20sum%20as%20P,$count%20as%20C))",
        "Things?$apply=concat(topcount(2,Price),aggregate(ID%20with%20countdistinct%20as%20N))/compute(1%20as%20One)",
        "Things?$filter=Name%20eq%20@a&@a='x'&$format=json&$skiptoken=abc&$schemaversion=*&custom=1",
        "Things?$filter=Tags%20eq%20[\"a\",\"\\u00e9\"]%20or%20Place%20eq%20{\"City\":\"x\"}",
    ]

    private static let bodies = [
        #"{"ID":1,"Name":"é\u00e9\uD83D\uDE00","Price":12.50,"Rate":1e1,"Size":"INF","Live":true,"Tags":["a",""]}"#,
        #"{"Made":"2024-02-29T23:59:59.9Z","Day":"2024-02-29","Hour":"12:00:00","Span":"P1DT2H","Raw":"T0RhdGE"}"#,
        #"{"Colour":"Red,Blue","Place":{"City":"x"},"Places":[{"City":"y"}],"Spot":{"type":"Point","coordinates":[1,2]}}"#,
        ##"{"@odata.type":"#F.Model.Tool","Owner@odata.bind":"Owners('a')","Parts":[{"Number":1}],"Extra":{"a":[1]}}"##,
        #"{"Children@delta":[{"ID":1},{"@removed":{"reason":"deleted"},"ID":2}],"Owner":{"Code":"c"}}"#,
        #"{"value":[{"@id":"Things(1)"},{"ID":3,"@removed":{}}]}"#,
        #"[null,true,false,-0.5e+7,"\"\\\/\b\f\n\r\t",[],{},[[[[]]]]]"#, "\u{FEFF} {\"value\" : [ 1 , 2 ] }\r\n",
    ]

    private static let multiparts = [
        """
        --b
        Content-Type: application/http
        Content-ID: 1

        GET Things?$top=1 HTTP/1.1
        Accept: application/json


        --b
        Content-Type: multipart/mixed; boundary="c"

        --c
        Content-Type: application/http
        Content-ID: 2

        POST http://host/odata/Things HTTP/1.1
        Content-Type: application/json
        Content-Length: 12

        {"Name":"x"}
        --c
        Content-Type: application/http
        Content-ID: 3

        PATCH $2/Owner HTTP/1.1

        {}
        --c--
        --b--
        """,
        "preamble\n--b\nContent-Type: application/http\n\nDELETE /odata/Things(1) HTTP/1.1\n\n--b--\nepilogue",
    ]

    private static let batches = [
        #"{"requests":[{"id":"1","method":"get","url":"Things"},{"id":"2","method":"post","url":"$1","body":{"Name":"x"}}]}"#,
        #"{"requests":[{"id":"1","atomicityGroup":"g","method":"patch","url":"/odata/Things(1)","headers":{"If-Match":"*"},"#
            + #""body":{}},{"id":"2","dependsOn":["g"],"if":"$1/$succeeded","method":"put","url":"Things(1)/Raw/$value","#
            + #""headers":{"content-type":"text/plain"},"body":"T0RhdGE"}]}"#,
    ]
}
