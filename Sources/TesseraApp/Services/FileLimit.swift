#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the operating system allows this process.
public enum FileLimit {
    /// Files, database connections and the like beside the connections of clients.
    static let reserve = 256

    /// Raises the number of files that may be open, as far as that is allowed; gives the number that is now.
    static func raise(to wanted: Int) -> Int {
        var limit = rlimit()
        #if canImport(Glibc)
            let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
            let kind = RLIMIT_NOFILE
        #endif
        guard getrlimit(kind, &limit) == 0 else { return wanted }
        guard limit.rlim_cur < rlim_t(wanted) else { return Int(clamping: limit.rlim_cur) }
        limit.rlim_cur = min(rlim_t(wanted), limit.rlim_max)
        _ = setrlimit(kind, &limit)
        return getrlimit(kind, &limit) == 0 ? Int(clamping: limit.rlim_cur) : wanted
    }

    /// Lets a write beyond the allowed size of a file fail like one on a full disk, instead of ending the program.
    public static func survivesTooLargeFiles() { signal(SIGXFSZ, SIG_IGN) }
}
