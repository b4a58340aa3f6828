#ifndef MARTLET_CGUMBO_SHIM_H
#define MARTLET_CGUMBO_SHIM_H

// libgumbo parses hostile mail, and on its own it has no limits: its memory and time can grow with
// the square of the input (attributes of one tag, formatting elements rebuilt in each paragraph),
// and it frees its tree by recursion. So it is run here on a budget. Every block that it asks for
// is kept in a list; when the budget is spent, the parse is left by longjmp (only frames of
// libgumbo and of this file are on the stack then), and the blocks are freed one by one,
// whatever the shape of the tree. gumbo_destroy_output is never called.

#include <gumbo.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// Blocks are handed out behind this head; 32 bytes keep malloc's alignment of 16.
typedef struct budget_block {
    struct budget_block *next;
    struct budget_block *previous;
    size_t size;
    size_t unused;
} budget_block;

typedef enum {
    budget_fine = 0,
    budget_out_of_memory = 1,
    budget_out_of_time = 2,
} budget_state;

typedef struct {
    budget_block *first;
    size_t used;
    size_t limit;
    int64_t deadline;
    uint32_t calls;
    budget_state state;
    jmp_buf way_out;
    GumboOptions options;
} gumbo_budget;

static inline int64_t budget_thread_clock(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) != 0) return 0;
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static inline void *budget_allocate(void *userdata, size_t size) {
    gumbo_budget *budget = (gumbo_budget *)userdata;
    size_t whole = size + sizeof(budget_block);
    if (whole < size || whole > budget->limit - budget->used) {
        budget->state = budget_out_of_memory;
        longjmp(budget->way_out, 1);
    }
    // The clock is a system call's price: asked at every 256th block.
    if ((++budget->calls & 0xff) == 0 && budget_thread_clock() > budget->deadline) {
        budget->state = budget_out_of_time;
        longjmp(budget->way_out, 1);
    }
    // Zeroed: libgumbo leaves the quirks mode of a fragment's document as it finds it, and whether
    // a table ends a paragraph would hang on what the block was used for before.
    budget_block *block = (budget_block *)calloc(1, whole);
    if (block == NULL) {
        budget->state = budget_out_of_memory;
        longjmp(budget->way_out, 1);
    }
    block->size = whole;
    block->previous = NULL;
    block->next = budget->first;
    if (block->next != NULL) block->next->previous = block;
    budget->first = block;
    budget->used += whole;
    return block + 1;
}

static inline void budget_deallocate(void *userdata, void *pointer) {
    if (pointer == NULL) return;
    gumbo_budget *budget = (gumbo_budget *)userdata;
    budget_block *block = (budget_block *)pointer - 1;
    if (block->next != NULL) block->next->previous = block->previous;
    if (block->previous != NULL) block->previous->next = block->next;
    else budget->first = block->next;
    budget->used -= block->size;
    free(block);
}

// NULL when there is no memory at all. The budget must be freed after the tree was read.
static inline gumbo_budget *gumbo_budget_create(size_t memory_limit, int64_t cpu_nanoseconds) {
    gumbo_budget *budget = (gumbo_budget *)calloc(1, sizeof(gumbo_budget));
    if (budget == NULL) return NULL;
    budget->limit = memory_limit;
    budget->deadline = budget_thread_clock() + cpu_nanoseconds;
    return budget;
}

static inline void gumbo_budget_free(gumbo_budget *budget) {
    budget_block *block = budget->first;
    while (block != NULL) {
        budget_block *next = block->next;
        free(block);
        block = next;
    }
    free(budget);
}

// Parses as innerHTML of a <div>: neither <body> nor <frameset> can then make libgumbo throw a
// subtree away, which it would do by recursion. NULL when the budget is spent; `state` says which.
static inline GumboOutput *gumbo_budget_parse(
    gumbo_budget *budget, const char *bytes, size_t length) {
    budget->options = kGumboDefaultOptions;
    budget->options.allocator = budget_allocate;
    budget->options.deallocator = budget_deallocate;
    budget->options.userdata = budget;
    budget->options.max_errors = 0;
    budget->options.fragment_context = GUMBO_TAG_DIV;
    if (setjmp(budget->way_out) != 0) return NULL;
    return gumbo_parse_with_options(&budget->options, bytes, length);
}

#endif
