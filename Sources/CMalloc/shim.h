#include <stdlib.h>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

/// Asks the allocator to keep up to `kept` bytes that were freed, per thread's memory, and to map only what is larger
/// than `mapped` bytes on its own. Other C libraries than glibc keep their own ways.
static inline void tessera_keep_freed_memory(int mapped, int kept) {
#if defined(__GLIBC__)
    mallopt(M_MMAP_THRESHOLD, mapped);
    mallopt(M_TRIM_THRESHOLD, kept);
#endif
}
