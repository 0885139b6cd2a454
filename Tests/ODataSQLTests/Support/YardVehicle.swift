/// A vehicle of the yard in memory.
struct YardVehicle: Sendable {
    /// A place, with places inside.
    final class Place: Sendable {
        let city: String?
        let inner: Place?
        let isPort: Bool
        let depth: Double?

        init(_ random: inout SeededRandom, levels: Int = 1) {
            city = Self.maybeText(&random)
            inner = levels > 0 && random.below(2) == 0 ? Place(&random, levels: levels - 1) : nil
            isPort = random.below(3) == 0
            depth = isPort && random.below(4) > 0 ? random.pick(YardVehicle.numbers) : nil
        }

        static func maybeText(_ random: inout SeededRandom) -> String? {
            random.below(4) == 0 ? nil : random.pick(YardVehicle.texts)
        }
    }

    static let texts = ["", "a", "A", "Rome", "Äpfel", "日本語", "x\"y", "o'hara", "100%", "a_b", "e\u{301}"]
    static let numbers: [Double] = [-2.5, 0, 0.1, 1, 3.25, 100]

    let id: Int64
    let type: String
    let name: String?
    let home: Place?
    let tags: [String]
    let stops: [Place]
    let kind: Int64
    let load: Double?
    let reach: Int64?
    let draught: Double?

    init(_ id: Int, _ random: inout SeededRandom) {
        self.id = Int64(id)
        type = random.pick(["Vehicle", "Truck", "Crane", "Boat"])
        name = Place.maybeText(&random)
        home = random.below(4) == 0 ? nil : Place(&random)
        tags = (0..<random.below(4)).map { _ in random.pick(Self.texts) }
        stops = (0..<random.below(3)).map { _ in Place(&random) }
        kind = Int64(random.below(4))
        load = (type == "Truck" || type == "Crane") && random.below(5) > 0 ? random.pick(Self.numbers) : nil
        reach = type == "Crane" && random.below(4) > 0 ? Int64(random.below(7)) : nil
        draught = type == "Boat" && random.below(4) > 0 ? random.pick(Self.numbers) : nil
    }

    static func fleet(seed: UInt64, count: Int = 40) -> [YardVehicle] {
        var random = SeededRandom(seed: seed)
        return (1...count).map { YardVehicle($0, &random) }
    }

    /// Whether it is of a type or one derived from it.
    func isOf(_ name: String) -> Bool {
        name == "Vehicle" || name == type || name == "Truck" && type == "Crane"
    }
}
