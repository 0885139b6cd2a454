/// How other programs are connected to this installation; no kit ever holds a secret.
struct ConnectionKits: Sendable {
    /// The address of the service, ending in a slash.
    let feedURL: String
    /// The sets the reader sees, of which one stands in the examples.
    let sets: Set<String>
    /// Where the files are, ending in a slash.
    var folder = "/profile/tokens/kits/"

    /// The set of the examples: opportunities where they are seen, else the first set by name.
    var exampleSet: String {
        if sets.contains("Opportunities") { return "Opportunities" }
        return sets.sorted().first ?? "Companies"
    }

    // MARK: Files

    /// One file to save, with its kind; nil for a name that is none.
    ///
    /// Names are `tessera.pbids` and `<Set>.odc` for each visible set.
    func file(_ name: String) -> (text: String, type: String)? {
        if name == "tessera.pbids" { return (powerBIFile, "application/json") }
        guard name.hasSuffix(".odc") else { return nil }
        let set = String(name.dropLast(".odc".count))
        guard sets.contains(set) else { return nil }
        return (excelFile(set), "text/x-ms-odc; charset=utf-8")
    }

    /// The connection file of Power BI Desktop.
    var powerBIFile: String {
        """
        { "version": "0.1", "connections": [ { "details": { "protocol": "odata",
          "address": { "url": \(Self.json(feedURL)) } }, "options": {}, "mode": "Import" } ] }

        """
    }

    /// The connection file of Excel for one set.
    func excelFile(_ set: String) -> String {
        let mashup = """
            <Mashup xmlns:xsd="http://www.w3.org/2001/XMLSchema" \
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
            xmlns="http://schemas.microsoft.com/DataMashup"><Client>EXCEL</Client><Version>2.116.622.0</Version>\
            <MinVersion>2.21.0.0</MinVersion><Culture>en-US</Culture><SafeCombine>true</SafeCombine><Items>\
            <Query Name="\(set)"><Formula><![CDATA[\(powerQuery(set))]]></Formula>\
            <IsParameterQuery xsi:nil="true" /><IsDirectQuery xsi:nil="true" /></Query></Items></Mashup>
            """
        let office = "xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns=\"http://www.w3.org/TR/REC-html40\""
        let source =
            "Provider=Microsoft.Mashup.OleDb.1;Data Source=$Workbook$;Location=\(set);"
            + "Extended Properties=&quot;&quot;"
        return """
            <html \(office)>
            <head><meta http-equiv="Content-Type" content="text/x-ms-odc; charset=utf-8">
            <meta name="ProgId" content="ODC.Database"><meta name="SourceType" content="OLEDB">\
            <title>Query - \(set)</title>
            <xml id="docprops"><o:DocumentProperties \(office)>
            <o:Description>Tessera: \(set)</o:Description><o:Name>Query - \(set)</o:Name>\
            </o:DocumentProperties></xml>
            <xml id="msodc"><odc:OfficeDataConnection xmlns:odc="urn:schemas-microsoft-com:office:odc" \
            xmlns="http://www.w3.org/TR/REC-html40">
            <odc:PowerQueryConnection odc:Type="OLEDB">
            <odc:ConnectionString>\(source)</odc:ConnectionString>
            <odc:CommandType>SQL</odc:CommandType><odc:CommandText>SELECT * FROM [\(set)]</odc:CommandText>\
            </odc:PowerQueryConnection>
            <odc:PowerQueryMashupData>\(Self.escaped(mashup))</odc:PowerQueryMashupData>\
            </odc:OfficeDataConnection></xml></head><body></body></html>

            """
    }

    /// The query text for the Advanced Editor of Power BI and Excel.
    func powerQuery(_ set: String) -> String {
        """
        let
            Source = OData.Feed(\(Self.powerQueryText(feedURL)), null, [Implementation = "2.0"]),
            \(set) = Source{[Name = "\(set)", Signature = "table"]}[Data]
        in
            \(set)
        """
    }

    private static func json(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20: result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    private static func powerQueryText(_ text: String) -> String {
        "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
        return result
    }

    // MARK: Pages

    /// What the pages about a token show, in their order.
    var all: [TokenRevealPage.Kit] { [powerBI, excel, advanced, tableau, curl, python] }

    private var powerBI: TokenRevealPage.Kit {
        TokenRevealPage.Kit(
            id: "power-bi",
            title: "Power BI Desktop",
            steps: [
                "Save the connection file and open it; Power BI Desktop starts.",
                "Choose Basic. Leave the user name empty or write anything, and paste the token as password.",
                "Apply the settings to the level that ends in /odata/v4/, and choose Connect.",
                "To change it later: File, Options and settings, Data source settings, Edit Permissions.",
            ],
            downloads: [PageLink("tessera.pbids", folder + "tessera.pbids")]
        )
    }

    private var excel: TokenRevealPage.Kit {
        let offered = ["Opportunities", "Companies", "Contacts", "Activities", "Tasks", "Cases"].filter(sets.contains)
        let names = offered.isEmpty ? [exampleSet] : offered
        return TokenRevealPage.Kit(
            id: "excel",
            title: "Excel",
            steps: [
                "Save the file of a set and open it in Excel for Windows.",
                "Choose Basic, leave the user name empty, and paste the token as password.",
            ],
            downloads: names.map { PageLink("\($0).odc", folder + $0 + ".odc") },
            note: "Every set has such a file. Where Excel does not take it, use the text for the Advanced Editor."
        )
    }

    private var advanced: TokenRevealPage.Kit {
        TokenRevealPage.Kit(
            id: "power-query",
            title: "Power Query M",
            steps: ["Open the Advanced Editor of Power BI or Excel, and paste this text."],
            code: powerQuery(exampleSet),
            note: "The token goes into the credential dialog as password, never into the query text. "
                + "With OmitValues = ODataOmitValues.Nulls beside Implementation, empty values are not sent."
        )
    }

    private var tableau: TokenRevealPage.Kit {
        TokenRevealPage.Kit(
            id: "tableau",
            title: "Tableau Desktop",
            steps: [
                "Choose Connect, To a Server, OData.",
                "Server: \(feedURL)",
                "Authentication: Username and Password. Write any user name, and paste the token as password.",
            ],
            note: "Tableau reads OData as extracts only."
        )
    }

    /// Programs that follow the same rule and were not tried.
    var others: TokenRevealPage.Kit {
        TokenRevealPage.Kit(
            id: "others",
            title: "SAP Analytics Cloud, Qlik, SSIS, Data Factory, Informatica",
            steps: [
                "Choose OData V4 as source, and this service address: \(feedURL)",
                "Authentication: Basic. Write any user name, and paste the token as password.",
            ],
            note: "Not tried here yet."
        )
    }

    /// The name of the variable that stands for the token, which the page may fill in on request.
    private static let placeholder = "$TESSERA_TOKEN"

    private var curl: TokenRevealPage.Kit {
        TokenRevealPage.Kit(
            id: "curl",
            title: "curl",
            code: "printf 'user = \":%s\"\\n' \"\(Self.placeholder)\" | "
                + "curl --config - '\(feedURL)\(exampleSet)?$top=5'",
            placeholder: Self.placeholder,
            note: "Written in this way the token stays out of the list of processes."
        )
    }

    private var python: TokenRevealPage.Kit {
        let address = "\(feedURL)\(exampleSet)"
        return TokenRevealPage.Kit(
            id: "python",
            title: "Python",
            code: """
                import os, requests
                http = requests.Session(); http.auth = ("", os.environ["TESSERA_TOKEN"])
                url, rows = "\(address)", []
                while url:
                    answer = http.get(url, timeout=60); answer.raise_for_status()
                    page = answer.json(); rows += page["value"]; url = page.get("@odata.nextLink")
                print(len(rows), "rows; token expires", answer.headers.get("Tessera-Token-Expires", "never"))
                """,
            note: "The program reads the token from the environment variable TESSERA_TOKEN."
        )
    }
}
