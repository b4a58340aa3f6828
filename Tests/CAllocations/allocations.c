/* Counts allocations, for each thread by itself: malloc and its like come here before they go on to the C library.
 * Linked into the tests, and loaded into benchmarks with LD_PRELOAD, which ask with dlsym("counted_allocations"). */
#include "include/allocations.h"

#include <errno.h>
#include <stddef.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

/* In a place that needs no allocation itself. */
static _Thread_local __attribute__((tls_model("initial-exec"))) long allocations, allocated;

long counted_allocations(void) { return allocations; }
long counted_bytes(void) { return allocated; }

static void count(size_t size) {
    allocations++;
    allocated += (long)size;
}

void *malloc(size_t size) {
    count(size);
    return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
    count(number * size);
    return __libc_calloc(number, size);
}

void *realloc(void *old, size_t size) {
    count(size);
    return __libc_realloc(old, size);
}

void *memalign(size_t alignment, size_t size) {
    count(size);
    return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **result, size_t alignment, size_t size) {
    void *memory = memalign(alignment, size);
    if (!memory) return ENOMEM;
    *result = memory;
    return 0;
}
