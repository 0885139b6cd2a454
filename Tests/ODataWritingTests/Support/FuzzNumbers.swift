import Foundation

/// A random stream with a fixed seed (SplitMix64), so that every run tries the same requests.
struct FuzzNumbers: RandomNumberGenerator {
    /// How many times the usual number of inputs is tried: `TESSERA_FUZZ_ROUNDS`, for long runs by hand.
    static let rounds = ProcessInfo.processInfo.environment["TESSERA_FUZZ_ROUNDS"].flatMap { Int($0) } ?? 1

    var state: UInt64

    mutating func next() -> UInt64 {
        // Wrapping arithmetic is the algorithm.
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func pick<Item>(_ items: [Item], or other: Item) -> Item { items.randomElement(using: &self) ?? other }

    /// True once in `count` times.
    mutating func once(in count: Int) -> Bool { Int.random(in: 0..<count, using: &self) == 0 }

    /// A text with some of its bytes replaced, doubled or taken out.
    mutating func mutated(_ text: String, with pieces: [String]) -> [UInt8] {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &self) {
            let start = Int.random(in: 0...bytes.count, using: &self)
            let end = min(bytes.count, start + Int.random(in: 0...8, using: &self))
            switch Int.random(in: 0..<5, using: &self) {
            case 0: bytes.removeSubrange(start..<end)
            case 1: bytes.insert(contentsOf: bytes[start..<end], at: start)
            case 2: bytes.insert(UInt8.random(in: 0...255, using: &self), at: start)
            default: bytes.replaceSubrange(start..<end, with: pick(pieces, or: "").utf8)
            }
        }
        return bytes
    }
}
