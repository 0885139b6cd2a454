import CMalloc

/// When the allocator gives memory back to the operating system.
enum AllocatorLimits {
    /// Keeps the buffers of answers for the next ones instead of returning them after each.
    ///
    /// At its defaults glibc returns what lies free at the end of a thread's memory as soon as that is 128 KiB, which is
    /// after almost every page, and maps larger pieces anew each time.
    static func apply() { tessera_keep_freed_memory(2 << 20, 4 << 20) }
}
