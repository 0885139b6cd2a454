import Glibc

/// The target that the environment names, and what one input may cost.
enum FuzzRun {
    static let target: FuzzTarget = {
        let name = getenv("TESSERA_FUZZ_TARGET").map { String(cString: $0) } ?? ""
        guard let target = FuzzTarget(rawValue: name) else {
            let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
            say("TESSERA_FUZZ_TARGET must be one of: \(names)")
            exit(64)
        }
        return target
    }()

    /// The processor time in which an input must be done with, in milliseconds.
    static let milliseconds = getenv("TESSERA_FUZZ_MILLISECONDS").flatMap { Double(String(cString: $0)) } ?? 50

    /// Writes a line to standard error.
    static func say(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = write(2, bytes, bytes.count)
    }

    static func threadMilliseconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1_000 + Double(time.tv_nsec) / 1_000_000
    }
}

/// Writes the seeds of a target where `TESSERA_FUZZ_SEEDS` names a folder, and ends; else leaves the run to libFuzzer.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(
    _ count: UnsafeMutablePointer<CInt>?,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>?
) -> CInt {
    _ = FuzzRun.target
    guard let folder = getenv("TESSERA_FUZZ_SEEDS").map({ String(cString: $0) }) else { return 0 }
    for (position, seed) in FuzzRun.target.seeds.enumerated() {
        guard let file = fopen("\(folder)/seed-\(position)", "w") else {
            perror(folder)
            exit(74)
        }
        _ = seed.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
        fclose(file)
    }
    exit(0)
}

/// One input: no crash, no promise broken, and done in time.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let begin = FuzzRun.threadMilliseconds()
    FuzzRun.target.run(bytes)
    let spent = FuzzRun.threadMilliseconds() - begin
    if spent > FuzzRun.milliseconds {
        FuzzRun.say("an input of \(count) bytes took \(spent) ms")
        abort()
    }
    return 0
}
