/// Values that break careless programs, on purpose in every demo world.
enum DemoAwkward {
    /// Names of companies: other scripts, other directions, signs of patterns, formulas and quotes, the longest.
    static let companyNames = [
        "=1+1 Calculators", "-5% Discount Stores", "'quoted Goods'", "100%_\\Wild Cards", "O’Hara & D'Angelo Sons",
        "北京阳光科技有限公司", "株式会社さくら電機", "شركة النور للتجارة", "חברת הגליל בע״מ", "Ελληνικά Πλοία ΑΕ",
        "Cafe\u{301} Zu\u{308}rich", "Rocket 🚀 Deliveries", "ACME SHOUTING LTD", "mcDonovan iWorks", "X",
        "Société Générale d’Électricité “Œuvre”", "<b>Bold</b> & Sons", "Line; Comma, \"Quote\"",
        String(
            "The Honourable Company of Makers, Menders and Merchants of Very Fine Instruments for the Measuring of Water, "
                + "Wind and Weather in the Northern Parts of the Kingdom and Elsewhere, Incorporated 1897"
        ),
    ]

    /// Forenames and surnames of contacts.
    static let people: [(forename: String?, surname: String)] = [
        ("小明", "王"), ("花子", "山田"), ("محمد", "الحسن"), ("שרה", "כהן"), ("Γιώργος", "Παπαδόπουλος"),
        ("Zoe\u{308}", "Bru\u{308}gger"), ("Sinéad", "O'Connor"), ("Anne-Marie", "d’Alembert"), (nil, "Q"),
        ("JOHN", "SMITH"), ("vincent", "van der Berg"), ("Emoji", "Smile 😀"), ("=cmd()", "+1234"), ("-5%", "%_\\"),
        ("İpek", "Şahin"), ("Łukasz", "Żółć"),
        (
            "Maximiliane Theodora Wilhelmine Josephine",
            "von und zu Hohenstein-Waldenburg-Schillingsfürst zu Unterneustadt"
        ),
    ]

    /// A note with tabs, line breaks, quotes and a formula.
    static let note =
        "First line\tafter a tab\nSecond line with \"quotes\" and 'apostrophes'\r\n=SUM(A1:A9)\n\n-5% 😀 <script>"

    /// The largest amount, in the base currency.
    static let largestValue: Int64 = 8_999_999_999_999_999_999

    /// An industry nobody can spell.
    static let misspelt = "Industry: Manufactoring"

    /// The first rows of opportunities with a part of their own.
    static let zeroValueRow = 3
    static let largestValueRow = 5
    static let movedPipelineRow = 7
    static let wildNameRow = 9
    static let noCompanyRow = 11
    static let deletedRow = 13
    static let rows = zeroValueRow...deletedRow
}
