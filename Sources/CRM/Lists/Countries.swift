import EntityModel

extension CRMModel {
    /// The 249 countries and territories of ISO 3166-1.
    static let countries = ChoiceList(
        "Countries",
        typeName: "Country",
        items: CountryTable.regions.flatMap { region in
            region.rows.split(separator: "\n").compactMap { CountryTable.item($0, region: region.name) }
        }.sorted { $0.label < $1.label }
    ) {
        Field.string("DialPrefix", 8).about("The international dialling code with a plus.")
        Field.choice("CurrencyCode", list: "Currencies")
        Field.string("RegionName", 60)
    }
}

/// Code, name, dialling code and currency of each country, by region of the United Nations.
enum CountryTable {
    static let regions: [(name: String, rows: String)] = [
        ("Africa", africa), ("Americas", americas), ("Antarctica", antarctica), ("Asia", asia), ("Europe", europe),
        ("Oceania", oceania),
    ]

    static func item(_ line: Substring, region: String) -> ListItem? {
        let parts = line.split(separator: "|", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        return ListItem(
            String(parts[0]),
            String(parts[1]),
            extra: [
                "DialPrefix": parts[2].isEmpty ? .null : .text("+" + parts[2]),
                "CurrencyCode": parts[3].isEmpty ? .null : .text(String(parts[3])), "RegionName": .text(region),
            ]
        )
    }

    private static let africa = """
        AO|Angola|244|AOA
        BF|Burkina Faso|226|XOF
        BI|Burundi|257|BIF
        BJ|Benin|229|XOF
        BW|Botswana|267|BWP
        CD|Congo (Democratic Republic)|243|CDF
        CF|Central African Republic|236|XAF
        CG|Congo|242|XAF
        CI|Côte d’Ivoire|225|XOF
        CM|Cameroon|237|XAF
        CV|Cabo Verde|238|CVE
        DJ|Djibouti|253|DJF
        DZ|Algeria|213|DZD
        EG|Egypt|20|EGP
        EH|Western Sahara|212|MAD
        ER|Eritrea|291|ERN
        ET|Ethiopia|251|ETB
        GA|Gabon|241|XAF
        GH|Ghana|233|GHS
        GM|Gambia|220|GMD
        GN|Guinea|224|GNF
        GQ|Equatorial Guinea|240|XAF
        GW|Guinea-Bissau|245|XOF
        IO|British Indian Ocean Territory|246|USD
        KE|Kenya|254|KES
        KM|Comoros|269|KMF
        LR|Liberia|231|LRD
        LS|Lesotho|266|LSL
        LY|Libya|218|LYD
        MA|Morocco|212|MAD
        MG|Madagascar|261|MGA
        ML|Mali|223|XOF
        MR|Mauritania|222|MRU
        MU|Mauritius|230|MUR
        MW|Malawi|265|MWK
        MZ|Mozambique|258|MZN
        NA|Namibia|264|NAD
        NE|Niger|227|XOF
        NG|Nigeria|234|NGN
        RE|Réunion|262|EUR
        RW|Rwanda|250|RWF
        SC|Seychelles|248|SCR
        SD|Sudan|249|SDG
        SH|Saint Helena, Ascension and Tristan da Cunha|290|SHP
        SL|Sierra Leone|232|SLE
        SN|Senegal|221|XOF
        SO|Somalia|252|SOS
        SS|South Sudan|211|SSP
        ST|São Tomé and Príncipe|239|STN
        SZ|Eswatini|268|SZL
        TD|Chad|235|XAF
        TF|French Southern Territories|262|EUR
        TG|Togo|228|XOF
        TN|Tunisia|216|TND
        TZ|Tanzania|255|TZS
        UG|Uganda|256|UGX
        YT|Mayotte|262|EUR
        ZA|South Africa|27|ZAR
        ZM|Zambia|260|ZMW
        ZW|Zimbabwe|263|ZWG
        """

    private static let americas = """
        AG|Antigua and Barbuda|1268|XCD
        AI|Anguilla|1264|XCD
        AR|Argentina|54|ARS
        AW|Aruba|297|AWG
        BB|Barbados|1246|BBD
        BL|Saint Barthélemy|590|EUR
        BM|Bermuda|1441|BMD
        BO|Bolivia|591|BOB
        BQ|Bonaire, Sint Eustatius and Saba|599|USD
        BR|Brazil|55|BRL
        BS|Bahamas|1242|BSD
        BZ|Belize|501|BZD
        CA|Canada|1|CAD
        CL|Chile|56|CLP
        CO|Colombia|57|COP
        CR|Costa Rica|506|CRC
        CU|Cuba|53|CUP
        CW|Curaçao|599|XCG
        DM|Dominica|1767|XCD
        DO|Dominican Republic|1809|DOP
        EC|Ecuador|593|USD
        FK|Falkland Islands|500|FKP
        GD|Grenada|1473|XCD
        GF|French Guiana|594|EUR
        GL|Greenland|299|DKK
        GP|Guadeloupe|590|EUR
        GS|South Georgia and the South Sandwich Islands|500|FKP
        GT|Guatemala|502|GTQ
        GY|Guyana|592|GYD
        HN|Honduras|504|HNL
        HT|Haiti|509|HTG
        JM|Jamaica|1876|JMD
        KN|Saint Kitts and Nevis|1869|XCD
        KY|Cayman Islands|1345|KYD
        LC|Saint Lucia|1758|XCD
        MF|Saint Martin (French part)|590|EUR
        MQ|Martinique|596|EUR
        MS|Montserrat|1664|XCD
        MX|Mexico|52|MXN
        NI|Nicaragua|505|NIO
        PA|Panama|507|PAB
        PE|Peru|51|PEN
        PM|Saint Pierre and Miquelon|508|EUR
        PR|Puerto Rico|1787|USD
        PY|Paraguay|595|PYG
        SR|Suriname|597|SRD
        SV|El Salvador|503|USD
        SX|Sint Maarten (Dutch part)|1721|XCG
        TC|Turks and Caicos Islands|1649|USD
        TT|Trinidad and Tobago|1868|TTD
        US|United States|1|USD
        UY|Uruguay|598|UYU
        VC|Saint Vincent and the Grenadines|1784|XCD
        VE|Venezuela|58|VES
        VG|Virgin Islands (British)|1284|USD
        VI|Virgin Islands (U.S.)|1340|USD
        """

    private static let antarctica = """
        AQ|Antarctica|672|
        BV|Bouvet Island||NOK
        HM|Heard Island and McDonald Islands||AUD
        """

    private static let asia = """
        AE|United Arab Emirates|971|AED
        AF|Afghanistan|93|AFN
        AM|Armenia|374|AMD
        AZ|Azerbaijan|994|AZN
        BD|Bangladesh|880|BDT
        BH|Bahrain|973|BHD
        BN|Brunei Darussalam|673|BND
        BT|Bhutan|975|BTN
        CN|China|86|CNY
        CY|Cyprus|357|EUR
        GE|Georgia|995|GEL
        HK|Hong Kong|852|HKD
        ID|Indonesia|62|IDR
        IL|Israel|972|ILS
        IN|India|91|INR
        IQ|Iraq|964|IQD
        IR|Iran|98|IRR
        JO|Jordan|962|JOD
        JP|Japan|81|JPY
        KG|Kyrgyzstan|996|KGS
        KH|Cambodia|855|KHR
        KP|North Korea|850|KPW
        KR|South Korea|82|KRW
        KW|Kuwait|965|KWD
        KZ|Kazakhstan|7|KZT
        LA|Laos|856|LAK
        LB|Lebanon|961|LBP
        LK|Sri Lanka|94|LKR
        MM|Myanmar|95|MMK
        MN|Mongolia|976|MNT
        MO|Macao|853|MOP
        MV|Maldives|960|MVR
        MY|Malaysia|60|MYR
        NP|Nepal|977|NPR
        OM|Oman|968|OMR
        PH|Philippines|63|PHP
        PK|Pakistan|92|PKR
        PS|Palestine|970|ILS
        QA|Qatar|974|QAR
        SA|Saudi Arabia|966|SAR
        SG|Singapore|65|SGD
        SY|Syria|963|SYP
        TH|Thailand|66|THB
        TJ|Tajikistan|992|TJS
        TL|Timor-Leste|670|USD
        TM|Turkmenistan|993|TMT
        TR|Türkiye|90|TRY
        TW|Taiwan|886|TWD
        UZ|Uzbekistan|998|UZS
        VN|Viet Nam|84|VND
        YE|Yemen|967|YER
        """

    private static let europe = """
        AD|Andorra|376|EUR
        AL|Albania|355|ALL
        AT|Austria|43|EUR
        AX|Åland Islands|358|EUR
        BA|Bosnia and Herzegovina|387|BAM
        BE|Belgium|32|EUR
        BG|Bulgaria|359|EUR
        BY|Belarus|375|BYN
        CH|Switzerland|41|CHF
        CZ|Czechia|420|CZK
        DE|Germany|49|EUR
        DK|Denmark|45|DKK
        EE|Estonia|372|EUR
        ES|Spain|34|EUR
        FI|Finland|358|EUR
        FO|Faroe Islands|298|DKK
        FR|France|33|EUR
        GB|United Kingdom|44|GBP
        GG|Guernsey|44|GBP
        GI|Gibraltar|350|GIP
        GR|Greece|30|EUR
        HR|Croatia|385|EUR
        HU|Hungary|36|HUF
        IE|Ireland|353|EUR
        IM|Isle of Man|44|GBP
        IS|Iceland|354|ISK
        IT|Italy|39|EUR
        JE|Jersey|44|GBP
        LI|Liechtenstein|423|CHF
        LT|Lithuania|370|EUR
        LU|Luxembourg|352|EUR
        LV|Latvia|371|EUR
        MC|Monaco|377|EUR
        MD|Moldova|373|MDL
        ME|Montenegro|382|EUR
        MK|North Macedonia|389|MKD
        MT|Malta|356|EUR
        NL|Netherlands|31|EUR
        NO|Norway|47|NOK
        PL|Poland|48|PLN
        PT|Portugal|351|EUR
        RO|Romania|40|RON
        RS|Serbia|381|RSD
        RU|Russia|7|RUB
        SE|Sweden|46|SEK
        SI|Slovenia|386|EUR
        SJ|Svalbard and Jan Mayen|47|NOK
        SK|Slovakia|421|EUR
        SM|San Marino|378|EUR
        UA|Ukraine|380|UAH
        VA|Holy See|39|EUR
        """

    private static let oceania = """
        AS|American Samoa|1684|USD
        AU|Australia|61|AUD
        CC|Cocos (Keeling) Islands|61|AUD
        CK|Cook Islands|682|NZD
        CX|Christmas Island|61|AUD
        FJ|Fiji|679|FJD
        FM|Micronesia|691|USD
        GU|Guam|1671|USD
        KI|Kiribati|686|AUD
        MH|Marshall Islands|692|USD
        MP|Northern Mariana Islands|1670|USD
        NC|New Caledonia|687|XPF
        NF|Norfolk Island|672|AUD
        NR|Nauru|674|AUD
        NU|Niue|683|NZD
        NZ|New Zealand|64|NZD
        PF|French Polynesia|689|XPF
        PG|Papua New Guinea|675|PGK
        PN|Pitcairn|64|NZD
        PW|Palau|680|USD
        SB|Solomon Islands|677|SBD
        TK|Tokelau|690|NZD
        TO|Tonga|676|TOP
        TV|Tuvalu|688|AUD
        UM|United States Minor Outlying Islands|1|USD
        VU|Vanuatu|678|VUV
        WF|Wallis and Futuna|681|XPF
        WS|Samoa|685|WST
        """
}
