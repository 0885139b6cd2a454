/// The words of the demo world; all firms and people are invented.
enum DemoNames {
    static let forenames = [
        "Ada", "Amir", "Anna", "Beatriz", "Benedikt", "Carla", "Chen", "Clara", "Daniel", "Deirdre", "Diego", "Edith",
        "Elif", "Emeka", "Fatima", "Felix", "Freya", "George", "Grace", "Hana", "Hugo", "Ines", "Isaac", "Jana",
        "Jonas", "Julia", "Kenji", "Lars", "Layla", "Leo", "Lucía", "Maeve", "Magnus", "Marek", "Mina", "Nadia",
        "Nils", "Noor", "Oliver", "Olga", "Omar", "Paula", "Priya", "Quentin", "Rafael", "Rosa", "Ruth", "Samuel",
        "Sanne", "Sofia", "Stefan", "Tariq", "Thea", "Tomás", "Una", "Viktor", "Wanda", "Xavier", "Yuki", "Zoë",
    ]

    static let surnames = [
        "Abbott", "Adeyemi", "Ahmed", "Almeida", "Andersen", "Baker", "Bauer", "Becker", "Bennett", "Bianchi",
        "Brandt", "Carter", "Chavez", "Cohen", "Costa", "Dawson", "Dubois", "Eriksen", "Evans", "Farrell", "Fischer",
        "Fontaine", "García", "Gruber", "Haddad", "Hansen", "Harris", "Hoffmann", "Hughes", "Ibrahim", "Jansen",
        "Johansson", "Kaplan", "Keller", "Khan", "Kowalski", "Kumar", "Larsen", "Lefèvre", "Lopez", "Marsh",
        "Martínez", "Meyer", "Mitchell", "Moreau", "Müller", "Nakamura", "Novak", "Nowak", "Okafor", "Olsen", "Osei",
        "Parker", "Patel", "Pereira", "Petrov", "Quinn", "Reid", "Ricci", "Rossi", "Sato", "Schmidt", "Silva",
        "Singh", "Sørensen", "Suzuki", "Tanaka", "Taylor", "Thompson", "Turner", "Varga", "Vogel", "Walker", "Weber",
        "Whitfield", "Wójcik", "Yamamoto", "Yılmaz", "Young", "Zimmermann",
    ]

    static let firmWords = [
        "Alder", "Amber", "Anchor", "Apex", "Arden", "Ashford", "Beacon", "Birch", "Blackwater", "Bramble",
        "Bright", "Calder", "Cedar", "Clearwater", "Cobalt", "Copper", "Crown", "Dale", "Delta", "Eastgate", "Elm",
        "Ember", "Fairfield", "Falcon", "Fern", "Finch", "Granite", "Greenway", "Harbour", "Hawthorn", "Hazel",
        "Heron", "Highfield", "Holt", "Iron", "Juniper", "Kestrel", "Kingfisher", "Lark", "Linden", "Lomond",
        "Maple", "Meridian", "Mill", "Northern", "Oak", "Orchard", "Osprey", "Pebble", "Pine", "Quarry", "Raven",
        "Redwood", "Ridge", "Rowan", "Sable", "Silver", "Sterling", "Summit", "Swift", "Thorn", "Tidal", "Vale",
        "Vertex", "Wharf", "Willow", "Wren", "Yarrow", "Zenith", "Zephyr",
    ]

    static let firmTrades = [
        "Analytics", "Automation", "Bakeries", "Biotech", "Brewing", "Builders", "Ceramics", "Chemicals", "Clinics",
        "Components", "Consulting", "Couriers", "Dairies", "Design", "Electronics", "Energy", "Engineering",
        "Estates", "Fabrics", "Farms", "Films", "Finance", "Foods", "Foundry", "Freight", "Furniture", "Glass",
        "Hotels", "Instruments", "Insurance", "Labs", "Logistics", "Marine", "Media", "Metals", "Motors", "Networks",
        "Optics", "Packaging", "Paper", "Pharma", "Plastics", "Press", "Print", "Rail", "Robotics", "Schools",
        "Security", "Software", "Solar", "Steel", "Studios", "Systems", "Telecom", "Textiles", "Timber", "Tools",
        "Travel", "Water", "Works",
    ]

    static let jobTitles = [
        "Managing director", "Finance director", "Head of purchasing", "Buyer", "IT manager", "Operations manager",
        "Plant manager", "Sales director", "Marketing manager", "Analyst", "Office manager", "Technical lead",
        "Chief executive", "Procurement officer", "Project manager", "Support engineer",
    ]

    static let departments = ["Management", "Finance", "Purchasing", "IT", "Operations", "Sales", "Marketing"]

    static let productWords = [
        "Gateway", "Sensor", "Controller", "Scanner", "Printer", "Router", "Console", "Monitor", "Recorder", "Relay",
        "Beacon module", "Charger", "Terminal", "Antenna", "Switch", "Camera", "Meter", "Actuator", "Drive", "Panel",
    ]

    static let productLines = ["GTX", "MG", "Aero", "Nova", "Terra", "Volt", "Flux", "Polar", "Onyx", "Echo"]

    static let categories = [
        "Hardware", "Networking", "Sensors", "Printing", "Power", "Software", "Services", "Training", "Spare parts",
        "Accessories",
    ]

    static let tags = [
        "Key account", "Reference", "At risk", "VIP", "Framework", "Trade show", "Upsell", "Green energy",
    ]

    static let campaigns = [
        "Spring mailing", "Trade show", "Webinar: measuring energy", "Customer day", "Advert in the trade press",
        "Autumn mailing", "Partner week", "Product launch",
    ]

    static let subjects = [
        "Introduction", "Follow-up", "Requirements", "Demonstration", "Pricing", "Contract terms", "Delivery date",
        "Feedback", "Annual review", "Site visit",
    ]

    static let taskSubjects = [
        "Call back", "Send price list", "Prepare offer", "Check stock", "Arrange demonstration", "Send contract",
        "Ask for feedback", "Update forecast",
    ]

    static let caseSubjects = [
        "Device does not start", "Wrong delivery", "Question about the invoice", "Firmware update fails",
        "Replacement needed", "Access for a new colleague", "Display flickers", "Manual in another language",
    ]

    static let dealWords = ["Rollout", "Replacement", "Extension", "Pilot", "Framework order", "Upgrade", "Renewal"]

    static let streets = [
        "High Street", "Mill Lane", "Station Road", "Market Place", "Church Walk", "Dock Road", "Park Avenue",
        "Bridge Street", "Foundry Way", "Canal Side",
    ]

    static let industries = [
        "Agriculture", "Automotive", "BusinessServices", "Construction", "ConsumerGoods", "Education", "Energy",
        "FinancialServices", "Healthcare", "Hospitality", "Logistics", "Manufacturing", "Media", "NonProfit",
        "PublicSector", "RealEstate", "Retail", "Software", "Telecom", "Other",
    ]
}

/// A town of the demo world, with what follows from it.
struct DemoPlace: Sendable {
    let city: String
    let region: String
    let country: String
    let postcode: String
    let currency: String
    let territory: Int
    let phone: String
    let suffix: String
    let zone: String
    let latitude: Int64
    let longitude: Int64
    let language: String

    /// The likelihood of each place: pounds 60 %, euros 20 %, dollars 12 %, yen 8 %.
    static let weights = [20, 10, 8, 8, 8, 6, 4, 4, 3, 3, 2, 2, 2, 6, 4, 2, 5, 3]

    static let all: [DemoPlace] = [
        .init(
            "London",
            "Greater London",
            "GB",
            "EC1A",
            "GBP",
            3,
            "+44 20 7946 0",
            "Ltd",
            "Europe/London",
            51_507,
            -128,
            "en-GB"
        ),
        .init(
            "Manchester",
            "Greater Manchester",
            "GB",
            "M1",
            "GBP",
            2,
            "+44 161 496 0",
            "Ltd",
            "Europe/London",
            53_480,
            -2_242,
            "en-GB"
        ),
        .init(
            "Leeds",
            "West Yorkshire",
            "GB",
            "LS1",
            "GBP",
            2,
            "+44 113 496 0",
            "plc",
            "Europe/London",
            53_800,
            -1_549,
            "en-GB"
        ),
        .init(
            "Bristol",
            "Avon",
            "GB",
            "BS1",
            "GBP",
            3,
            "+44 117 496 0",
            "Ltd",
            "Europe/London",
            51_454,
            -2_587,
            "en-GB"
        ),
        .init(
            "Birmingham",
            "West Midlands",
            "GB",
            "B1",
            "GBP",
            3,
            "+44 121 496 0",
            "Ltd",
            "Europe/London",
            52_486,
            -1_890,
            "en-GB"
        ),
        .init(
            "Edinburgh",
            "Lothian",
            "GB",
            "EH1",
            "GBP",
            2,
            "+44 131 496 0",
            "LLP",
            "Europe/London",
            55_953,
            -3_188,
            "en-GB"
        ),
        .init(
            "Paris",
            "Île-de-France",
            "FR",
            "750",
            "EUR",
            4,
            "+33 1 99 00 0",
            "SA",
            "Europe/Paris",
            48_857,
            2_352,
            "fr-FR"
        ),
        .init(
            "Berlin",
            "Berlin",
            "DE",
            "101",
            "EUR",
            5,
            "+49 30 23125 0",
            "GmbH",
            "Europe/Berlin",
            52_520,
            13_405,
            "de-DE"
        ),
        .init(
            "München",
            "Bayern",
            "DE",
            "803",
            "EUR",
            5,
            "+49 89 99998 0",
            "AG",
            "Europe/Berlin",
            48_137,
            11_575,
            "de-DE"
        ),
        .init(
            "Amsterdam",
            "Noord-Holland",
            "NL",
            "101",
            "EUR",
            4,
            "+31 20 555 0",
            "BV",
            "Europe/Amsterdam",
            52_371,
            4_900,
            "nl-NL"
        ),
        .init(
            "Dublin",
            "Leinster",
            "IE",
            "D02",
            "EUR",
            4,
            "+353 20 910 0",
            "Ltd",
            "Europe/Dublin",
            53_350,
            -6_260,
            "en-IE"
        ),
        .init(
            "Milano",
            "Lombardia",
            "IT",
            "201",
            "EUR",
            5,
            "+39 02 5550 0",
            "SpA",
            "Europe/Rome",
            45_464,
            9_190,
            "it-IT"
        ),
        .init(
            "Madrid",
            "Comunidad de Madrid",
            "ES",
            "280",
            "EUR",
            4,
            "+34 910 55 0",
            "SL",
            "Europe/Madrid",
            40_417,
            -3_704,
            "es-ES"
        ),
        .init(
            "New York",
            "NY",
            "US",
            "100",
            "USD",
            6,
            "+1 212 555 0",
            "Inc",
            "America/New_York",
            40_713,
            -74_006,
            "en-US"
        ),
        .init(
            "Chicago",
            "IL",
            "US",
            "606",
            "USD",
            6,
            "+1 312 555 0",
            "LLC",
            "America/Chicago",
            41_878,
            -87_630,
            "en-US"
        ),
        .init(
            "San Francisco",
            "CA",
            "US",
            "941",
            "USD",
            6,
            "+1 415 555 0",
            "Inc",
            "America/Los_Angeles",
            37_775,
            -122_419,
            "en-US"
        ),
        .init("Tokyo", "Kantō", "JP", "100-", "JPY", 7, "+81 3 5550 0", "KK", "Asia/Tokyo", 35_690, 139_692, "ja-JP"),
        .init("Osaka", "Kansai", "JP", "530-", "JPY", 7, "+81 6 5550 0", "KK", "Asia/Tokyo", 34_694, 135_502, "ja-JP"),
    ]

    private init(
        _ city: String,
        _ region: String,
        _ country: String,
        _ postcode: String,
        _ currency: String,
        _ territory: Int,
        _ phone: String,
        _ suffix: String,
        _ zone: String,
        _ latitude: Int64,
        _ longitude: Int64,
        _ language: String
    ) {
        self.city = city
        self.region = region
        self.country = country
        self.postcode = postcode
        self.currency = currency
        self.territory = territory
        self.phone = phone
        self.suffix = suffix
        self.zone = zone
        self.latitude = latitude
        self.longitude = longitude
        self.language = language
    }
}
