/// A pattern as a machine that reads a text once: time grows with text times pattern, never worse.
final class PatternAutomaton {
    private enum Instruction {
        case set(PatternSet)
        case split(Int, Int)
        case jump(Int)
        case start
        case end
        case wordBoundary(Bool)
        case match
    }

    private static let sizeLimit = 20_000
    private var program: [Instruction] = []

    /// Compiles a pattern; nil if its syntax is not supported or repetitions make it too large.
    init?(pattern: String) {
        guard let node = PatternParser.parse(pattern), compile(node), add(.match) else { return nil }
    }

    /// True if the pattern matches a part of the text.
    func matches(_ text: String) -> Bool {
        let scalars = text.unicodeScalars.map(\.value)
        var current = ThreadSet(capacity: program.count)
        var next = ThreadSet(capacity: program.count)
        for position in 0...scalars.count {
            // A match may start anywhere.
            if follow(0, at: position, in: scalars, &current) { return true }
            guard position < scalars.count else { break }
            next.removeAll()
            for thread in current.members {
                guard case .set(let set) = program[thread], set.contains(scalars[position]) else { continue }
                if follow(thread + 1, at: position + 1, in: scalars, &next) { return true }
            }
            swap(&current, &next)
        }
        return false
    }

    /// Adds an instruction and all that it leads to without reading; true if that is the end of the pattern.
    private func follow(_ first: Int, at position: Int, in scalars: [UInt32], _ threads: inout ThreadSet) -> Bool {
        var waiting = [first]
        while let number = waiting.popLast() {
            guard threads.insert(number) else { continue }
            switch program[number] {
            case .set: break
            case .match: return true
            case .jump(let target): waiting.append(target)
            case .split(let one, let other): waiting += [other, one]
            case .start: if position == 0 { waiting.append(number + 1) }
            case .end: if position == scalars.count { waiting.append(number + 1) }
            case .wordBoundary(let wanted):
                let before = position > 0 && PatternSet.word.contains(scalars[position - 1])
                let after = position < scalars.count && PatternSet.word.contains(scalars[position])
                if (before != after) == wanted { waiting.append(number + 1) }
            }
        }
        return false
    }

    private func add(_ instruction: Instruction) -> Bool {
        guard program.count < Self.sizeLimit else { return false }
        program.append(instruction)
        return true
    }

    private func compile(_ node: PatternNode) -> Bool {
        switch node {
        case .empty: return true
        case .set(let set): return add(.set(set))
        case .start: return add(.start)
        case .end: return add(.end)
        case .wordBoundary(let wanted): return add(.wordBoundary(wanted))
        case .sequence(let parts): return parts.allSatisfy(compile)
        case .choice(let branches): return compile(choice: branches)
        case .repeated(let part, let min, let max): return compile(repeated: part, min: min, max: max)
        }
    }

    private func compile(choice branches: [PatternNode]) -> Bool {
        var jumps: [Int] = []
        for (position, branch) in branches.enumerated() {
            guard position < branches.count - 1 else {
                guard compile(branch) else { return false }
                continue
            }
            let split = program.count
            guard add(.split(split + 1, 0)), compile(branch) else { return false }
            jumps.append(program.count)
            guard add(.jump(0)) else { return false }
            program[split] = .split(split + 1, program.count)
        }
        for jump in jumps { program[jump] = .jump(program.count) }
        return true
    }

    private func compile(repeated part: PatternNode, min: Int, max: Int?) -> Bool {
        for _ in 0..<min {
            let size = program.count
            guard compile(part) else { return false }
            // Nothing, however often, is nothing; without this, nested counts of nothing would never end.
            if program.count == size { return true }
        }
        guard let max else {
            let split = program.count
            guard add(.split(split + 1, 0)), compile(part), add(.jump(split)) else { return false }
            program[split] = .split(split + 1, program.count)
            return true
        }
        var splits: [Int] = []
        for _ in min..<max {
            splits.append(program.count)
            guard add(.split(program.count + 1, 0)), compile(part) else { return false }
        }
        for split in splits { program[split] = .split(split + 1, program.count) }
        return true
    }
}

/// Instruction numbers without repetition, emptied in no time.
private struct ThreadSet {
    private(set) var members: [Int] = []
    private var marks: [Int]
    private var round = 1

    init(capacity: Int) {
        marks = Array(repeating: 0, count: capacity)
    }

    mutating func insert(_ number: Int) -> Bool {
        guard marks[number] != round else { return false }
        marks[number] = round
        members.append(number)
        return true
    }

    mutating func removeAll() {
        members.removeAll(keepingCapacity: true)
        round += 1
    }
}
