import EntityModel

extension CRMModel {
    /// The active currencies of ISO 4217 that have a minor unit.
    ///
    /// Metals, testing codes and the like, which have none, are left out. At start only the base currency is active;
    /// the others can be activated in the settings.
    static let currencies = ChoiceList(
        "Currencies",
        typeName: "Currency",
        items: currencyTable.split(separator: "\n").compactMap(currencyItem)
    ) {
        Field.string("Symbol", 8)
        Field.int32("MinorDigits").within(0...4).about("Digits after the point in documents.")
        Field.bool("IsBase").about("Whether sums of the organisation are in this currency.")
        Field.virtual("LatestRate", .rate, .latestRate).about("The newest exchange rate to the base currency.")
    }

    /// The currency of a fresh installation.
    public static let initialBaseCurrency = "GBP"

    private static func currencyItem(_ line: Substring) -> ListItem? {
        let parts = line.split(separator: "|", omittingEmptySubsequences: false)
        guard parts.count == 4, let digits = Int64(parts[2]) else { return nil }
        let code = String(parts[0])
        let isBase = code == initialBaseCurrency
        return ListItem(
            code,
            String(parts[1]),
            isActive: isBase,
            extra: [
                "Symbol": .text(parts[3].isEmpty ? code : String(parts[3])), "MinorDigits": .integer(digits),
                "IsBase": .bool(isBase),
            ]
        )
    }

    /// Code, name, minor digits, symbol (empty: the code itself).
    private static let currencyTable = """
        AED|UAE dirham|2|
        AFN|Afghani|2|؋
        ALL|Albanian lek|2|L
        AMD|Armenian dram|2|֏
        AOA|Angolan kwanza|2|Kz
        ARS|Argentine peso|2|$
        AUD|Australian dollar|2|A$
        AWG|Aruban florin|2|ƒ
        AZN|Azerbaijan manat|2|₼
        BAM|Convertible mark|2|KM
        BBD|Barbados dollar|2|$
        BDT|Bangladeshi taka|2|৳
        BHD|Bahraini dinar|3|
        BIF|Burundi franc|0|FBu
        BMD|Bermudian dollar|2|$
        BND|Brunei dollar|2|$
        BOB|Boliviano|2|Bs
        BOV|Bolivian Mvdol|2|
        BRL|Brazilian real|2|R$
        BSD|Bahamian dollar|2|$
        BTN|Bhutanese ngultrum|2|Nu
        BWP|Botswana pula|2|P
        BYN|Belarusian rouble|2|Br
        BZD|Belize dollar|2|$
        CAD|Canadian dollar|2|CA$
        CDF|Congolese franc|2|FC
        CHE|WIR euro|2|
        CHF|Swiss franc|2|CHF
        CHW|WIR franc|2|
        CLF|Unidad de fomento|4|UF
        CLP|Chilean peso|0|$
        CNY|Yuan renminbi|2|CN¥
        COP|Colombian peso|2|$
        COU|Unidad de valor real|2|
        CRC|Costa Rican colón|2|₡
        CUP|Cuban peso|2|$
        CVE|Cabo Verde escudo|2|$
        CZK|Czech koruna|2|Kč
        DJF|Djibouti franc|0|Fdj
        DKK|Danish krone|2|kr
        DOP|Dominican peso|2|$
        DZD|Algerian dinar|2|DA
        EGP|Egyptian pound|2|E£
        ERN|Eritrean nakfa|2|Nfk
        ETB|Ethiopian birr|2|Br
        EUR|Euro|2|€
        FJD|Fiji dollar|2|$
        FKP|Falkland Islands pound|2|£
        GBP|Pound sterling|2|£
        GEL|Georgian lari|2|₾
        GHS|Ghana cedi|2|GH₵
        GIP|Gibraltar pound|2|£
        GMD|Gambian dalasi|2|D
        GNF|Guinean franc|0|FG
        GTQ|Guatemalan quetzal|2|Q
        GYD|Guyana dollar|2|$
        HKD|Hong Kong dollar|2|HK$
        HNL|Honduran lempira|2|L
        HTG|Haitian gourde|2|G
        HUF|Hungarian forint|2|Ft
        IDR|Indonesian rupiah|2|Rp
        ILS|New Israeli shekel|2|₪
        INR|Indian rupee|2|₹
        IQD|Iraqi dinar|3|
        IRR|Iranian rial|2|
        ISK|Iceland króna|0|kr
        JMD|Jamaican dollar|2|$
        JOD|Jordanian dinar|3|
        JPY|Japanese yen|0|¥
        KES|Kenyan shilling|2|KSh
        KGS|Kyrgyz som|2|с
        KHR|Cambodian riel|2|៛
        KMF|Comorian franc|0|CF
        KPW|North Korean won|2|₩
        KRW|South Korean won|0|₩
        KWD|Kuwaiti dinar|3|
        KYD|Cayman Islands dollar|2|$
        KZT|Kazakhstani tenge|2|₸
        LAK|Lao kip|2|₭
        LBP|Lebanese pound|2|L£
        LKR|Sri Lanka rupee|2|Rs
        LRD|Liberian dollar|2|$
        LSL|Lesotho loti|2|L
        LYD|Libyan dinar|3|
        MAD|Moroccan dirham|2|
        MDL|Moldovan leu|2|L
        MGA|Malagasy ariary|2|Ar
        MKD|Macedonian denar|2|ден
        MMK|Myanmar kyat|2|K
        MNT|Mongolian tugrik|2|₮
        MOP|Macanese pataca|2|MOP$
        MRU|Mauritanian ouguiya|2|UM
        MUR|Mauritius rupee|2|₨
        MVR|Maldivian rufiyaa|2|Rf
        MWK|Malawi kwacha|2|MK
        MXN|Mexican peso|2|MX$
        MXV|Mexican unidad de inversión|2|
        MYR|Malaysian ringgit|2|RM
        MZN|Mozambique metical|2|MT
        NAD|Namibia dollar|2|$
        NGN|Nigerian naira|2|₦
        NIO|Nicaraguan córdoba|2|C$
        NOK|Norwegian krone|2|kr
        NPR|Nepalese rupee|2|Rs
        NZD|New Zealand dollar|2|NZ$
        OMR|Omani rial|3|
        PAB|Panamanian balboa|2|B/.
        PEN|Peruvian sol|2|S/
        PGK|Papua New Guinean kina|2|K
        PHP|Philippine peso|2|₱
        PKR|Pakistan rupee|2|Rs
        PLN|Polish złoty|2|zł
        PYG|Paraguayan guaraní|0|₲
        QAR|Qatari rial|2|
        RON|Romanian leu|2|lei
        RSD|Serbian dinar|2|din
        RUB|Russian rouble|2|₽
        RWF|Rwanda franc|0|FRw
        SAR|Saudi riyal|2|
        SBD|Solomon Islands dollar|2|$
        SCR|Seychelles rupee|2|SR
        SDG|Sudanese pound|2|
        SEK|Swedish krona|2|kr
        SGD|Singapore dollar|2|S$
        SHP|Saint Helena pound|2|£
        SLE|Sierra Leonean leone|2|Le
        SOS|Somali shilling|2|Sh
        SRD|Surinam dollar|2|$
        SSP|South Sudanese pound|2|
        STN|São Tomé and Príncipe dobra|2|Db
        SVC|El Salvador colón|2|₡
        SYP|Syrian pound|2|
        SZL|Swazi lilangeni|2|E
        THB|Thai baht|2|฿
        TJS|Tajik somoni|2|SM
        TMT|Turkmenistan manat|2|m
        TND|Tunisian dinar|3|DT
        TOP|Tongan paʻanga|2|T$
        TRY|Turkish lira|2|₺
        TTD|Trinidad and Tobago dollar|2|TT$
        TWD|New Taiwan dollar|2|NT$
        TZS|Tanzanian shilling|2|TSh
        UAH|Ukrainian hryvnia|2|₴
        UGX|Uganda shilling|0|USh
        USD|US dollar|2|$
        USN|US dollar (next day)|2|
        UYI|Uruguay peso en unidades indexadas|0|
        UYU|Uruguayan peso|2|$U
        UYW|Unidad previsional|4|
        UZS|Uzbekistan sum|2|
        VED|Digital bolívar|2|
        VES|Bolívar soberano|2|Bs
        VND|Vietnamese dong|0|₫
        VUV|Vanuatu vatu|0|VT
        WST|Samoan tala|2|WS$
        XAD|Arab accounting dinar|2|
        XAF|Central African CFA franc|0|FCFA
        XCD|East Caribbean dollar|2|EC$
        XCG|Caribbean guilder|2|Cg
        XOF|West African CFA franc|0|CFA
        XPF|CFP franc|0|₣
        YER|Yemeni rial|2|
        ZAR|South African rand|2|R
        ZMW|Zambian kwacha|2|ZK
        ZWG|Zimbabwe gold|2|ZiG
        """
}
